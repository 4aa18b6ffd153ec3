package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Install puts the app into an organisation, for all repositories when none is named.
func (e *Emulator) Install(login, org string, repos ...string) error {
	return e.onOrganization(login, org, func(t *tx, o *organization) error {
		var selected []*repository
		for _, name := range repos {
			r := e.repositoryNamed(name)
			if r == nil || r.owner != o {
				return fmt.Errorf("install for %s: %w", name, notFound())
			}
			selected = append(selected, r)
		}
		return t.install(o, selected)
	})
}

// Uninstall takes the app out of an organisation.
func (e *Emulator) Uninstall(login, org string) error {
	return e.onOrganization(login, org, func(t *tx, o *organization) error { return t.uninstall(o) })
}

// Suspend suspends the app's installation in an organisation, or lets it go on.
func (e *Emulator) Suspend(login, org string, suspended bool) error {
	return e.onOrganization(login, org, func(t *tx, o *organization) error { return t.suspend(o, suspended) })
}

// SelectRepository adds "owner/name" to the app's installation or takes it out.
func (e *Emulator) SelectRepository(login, repo string, included bool) error {
	owner, _, _ := strings.Cut(repo, "/")
	return e.onOrganization(login, owner, func(t *tx, o *organization) error {
		r := e.repositoryNamed(repo)
		if r == nil || r.owner != o {
			return fmt.Errorf("find repository %s: %w", repo, notFound())
		}
		return t.selectRepository(r, included)
	})
}

// RequestPermissions makes the app ask for more permissions and events, as an
// owner of the app. Installations go on with what they have until their owners accept.
func (e *Emulator) RequestPermissions(login string, permissions map[string]string, events ...string) error {
	return e.onApp(login, func(t *tx) error {
		wanted := maps.Clone(t.app.permissions)
		maps.Copy(wanted, permissions)
		heard := slices.Clone(t.app.events)
		for _, event := range events {
			if !contains(heard, event) {
				heard = append(heard, event)
			}
		}
		return t.askFor(wanted, heard)
	})
}

// LosePermission takes a permission from the app, as an owner of the app, and
// at once from all its installations.
func (e *Emulator) LosePermission(login, name string) error {
	return e.onApp(login, func(t *tx) error {
		left := maps.Clone(t.app.permissions)
		delete(left, name)
		return t.askFor(left, t.app.events)
	})
}

// AcceptPermissions gives an organisation's installation all that the app asks for.
func (e *Emulator) AcceptPermissions(login, org string) error {
	return e.onOrganization(login, org, func(t *tx, o *organization) error { return t.accept(o) })
}

func (e *Emulator) onApp(login string, f func(*tx) error) error {
	return e.act(login, func(t *tx) error {
		switch {
		case e.app == nil:
			return errors.New("change the app: there is none")
		case !e.app.ownedBy(t.user):
			return fmt.Errorf("change the app: %w", forbidden("Must be an owner of the app."))
		}
		return f(t)
	})
}

// RevokeAuthorization takes back that the app may act for a person: its user
// tokens for them work no more.
func (e *Emulator) RevokeAuthorization(login string) error {
	return e.act(login, (*tx).revokeAuthorization)
}
