package emulator

import (
	"errors"
	"fmt"
	"slices"
)

func (l *loader) loadApp(f file) error {
	described := f.App
	switch {
	case described != nil && (l.app != nil || l.withoutApp):
		return errors.New("app: described twice")
	case described != nil && described.none:
		l.withoutApp = true
		return nil
	case l.app != nil || l.withoutApp || described == nil && len(f.Organizations) == 0:
		return nil
	case described == nil:
		described = &appFile{}
	}
	owner := described.Owner
	if owner == "" && len(f.Organizations) > 0 {
		owner = f.Organizations[0].Login
	}
	o := l.findOrganization(owner)
	if o == nil {
		return fmt.Errorf("app: no organization %q to own it", owner)
	}
	return l.newApp(*described, o)
}

// newApp makes the app and its bot.
func (l *loader) newApp(f appFile, owner *organization) error {
	a := &app{
		id: f.ID, slug: either(f.Slug, "upkeep"), name: either(f.Name, "Upkeep"), owner: owner, homepage: l.webURL("%s", owner.login),
		permissions: defaultPermissions(), events: defaultEvents(), tokens: tokenForm(f.Tokens), callbacks: f.Callbacks, setupURL: f.SetupURL,
	}
	if f.Permissions != nil {
		a.permissions = withMetadata(f.Permissions)
	}
	if f.Events != nil {
		a.events = f.Events
	}
	if !contains([]tokenForm{"", tokensLong, tokensClassic, tokensMixed}, a.tokens) {
		return fmt.Errorf("app: tokens are long, classic or mixed, not %q", f.Tokens)
	}
	key := l.options.AppKey
	if key == nil && f.Key != "" {
		key = []byte(f.Key)
	}
	if key != nil {
		if err := a.setKey(key); err != nil {
			return err
		}
	}
	l.register(a, l.at)
	return nil
}

// installed installs the app, when all repositories and the app itself are there.
func (l *loader) installed(o *organization, f installedFile) error {
	if !f.everywhere && f.only == nil {
		return nil
	}
	if l.app == nil {
		return fmt.Errorf("organization %s: installed: there is no app", o.login)
	}
	var selected []*repository
	for _, name := range f.only {
		r := l.findRepository(o.login, name)
		if r == nil {
			return fmt.Errorf("organization %s: installed: no repository %s", o.login, name)
		}
		selected = append(selected, r)
	}
	in := l.newInstallation(o, selected, l.at)
	if f.permissions != nil {
		in.permissions = narrowed(withMetadata(f.permissions), l.app.permissions)
	}
	if f.events != nil {
		in.events = slices.DeleteFunc(slices.Clone(f.events), func(event string) bool { return !contains(l.app.events, event) })
	}
	if f.suspended {
		by, err := o.anybody()
		if err != nil {
			return fmt.Errorf("organization %s: suspended: %w", o.login, err)
		}
		in.suspendedAt, in.suspendedBy = l.at, by
	}
	return nil
}
