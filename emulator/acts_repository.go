package emulator

import (
	"fmt"
	"strings"
)

// repositoryNamed finds "owner/name", or a former name of a repository; nil if there is none.
func (e *Emulator) repositoryNamed(fullName string) *repository {
	owner, name, _ := strings.Cut(fullName, "/")
	return e.findRepository(owner, name)
}

func (e *Emulator) onRepository(login, repo string, f func(*tx, *repository) error) error {
	return e.act(login, func(t *tx) error {
		r := e.repositoryNamed(repo)
		if r == nil || !t.sees(r) {
			return fmt.Errorf("find repository %s: %w", repo, notFound())
		}
		return f(t, r)
	})
}

func (e *Emulator) onOrganization(login, org string, f func(*tx, *organization) error) error {
	return e.act(login, func(t *tx) error {
		o := e.findOrganization(org)
		if o == nil {
			return fmt.Errorf("find organization %s: %w", org, notFound())
		}
		if !o.hasOwner(t.user) {
			return fmt.Errorf("change %s: %w", org, forbidden("Must be an owner of the organization."))
		}
		return f(t, o)
	})
}

// CreateRepository makes the public repository "owner/name" with a first commit.
func (e *Emulator) CreateRepository(login, repo string) error {
	owner, name, _ := strings.Cut(repo, "/")
	return e.act(login, func(t *tx) error {
		o := e.findOrganization(owner)
		if o == nil {
			return fmt.Errorf("find organization %s: %w", owner, notFound())
		}
		_, err := t.createRepository(o, settings{Name: &name}, true)
		return err
	})
}

// RenameRepository renames "owner/name" to name; the old address redirects.
func (e *Emulator) RenameRepository(login, repo, name string) error {
	return e.setRepository(login, repo, settings{Name: &name})
}

// ArchiveRepository archives "owner/name" or takes it back.
func (e *Emulator) ArchiveRepository(login, repo string, archived bool) error {
	return e.setRepository(login, repo, settings{Archived: &archived})
}

// HideRepository makes "owner/name" private, or public.
func (e *Emulator) HideRepository(login, repo string, private bool) error {
	return e.setRepository(login, repo, settings{Private: &private})
}

// DescribeRepository changes the description of "owner/name".
func (e *Emulator) DescribeRepository(login, repo, description string) error {
	return e.setRepository(login, repo, settings{Description: &description})
}

// EnableIssues switches the issues of "owner/name" on or off.
func (e *Emulator) EnableIssues(login, repo string, enabled bool) error {
	return e.setRepository(login, repo, settings{HasIssues: &enabled})
}

// SetDefaultBranch makes a branch the default one of "owner/name".
func (e *Emulator) SetDefaultBranch(login, repo, branch string) error {
	return e.setRepository(login, repo, settings{DefaultBranch: &branch})
}

func (e *Emulator) setRepository(login, repo string, s settings) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.changeRepository(r, s) })
}

// DeleteRepository removes "owner/name" with everything in it.
func (e *Emulator) DeleteRepository(login, repo string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error { return t.deleteRepository(r) })
}

// TransferRepository gives "owner/name" to another organisation; the old address redirects.
func (e *Emulator) TransferRepository(login, repo, org string) error {
	return e.onRepository(login, repo, func(t *tx, r *repository) error {
		return t.transferRepository(r, e.findOrganization(org), "")
	})
}
