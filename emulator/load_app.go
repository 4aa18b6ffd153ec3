package emulator

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

type appFile struct {
	ID             int64             `yaml:"id,omitempty"`
	Slug           string            `yaml:"slug,omitempty"`
	Name           string            `yaml:"name,omitempty"`
	Description    string            `yaml:"description,omitempty"`
	Homepage       string            `yaml:"homepage,omitempty"`
	Owner          string            `yaml:"owner,omitempty"` // an organization, or else a person
	Key            string            `yaml:"key,omitempty"`
	ClientID       string            `yaml:"client_id,omitempty"`
	HookID         int64             `yaml:"hook_id,omitempty"`
	HookURL        string            `yaml:"hook_url,omitempty"`
	HookForm       bool              `yaml:"hook_form,omitempty"`
	HookInsecure   bool              `yaml:"hook_insecure,omitempty"`
	Permissions    map[string]string `yaml:"permissions,omitempty"`
	Events         *[]string         `yaml:"events,omitempty"`
	Tokens         string            `yaml:"tokens,omitempty"`
	Callbacks      []string          `yaml:"callbacks,omitempty"`
	SetupURL       string            `yaml:"setup_url,omitempty"`
	OAuthOnInstall bool              `yaml:"oauth_on_install,omitempty"`
	Created        time.Time         `yaml:"created,omitempty"`
	Updated        time.Time         `yaml:"updated,omitempty"`
	none           bool
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (a *appFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		type plain appFile
		return decode(n, (*plain)(a))
	}
	var wanted bool
	err := n.Decode(&wanted)
	a.none = !wanted
	return err
}

// MarshalYAML is part of yaml.Marshaler.
func (a appFile) MarshalYAML() (any, error) {
	if a.none {
		return false, nil
	}
	type plain appFile
	return plain(a), nil
}

// installedFile is true or false, or the repositories that are included, or
// what the installation is like.
type installedFile struct {
	everywhere bool
	installationFile
}

type installationFile struct {
	ID           int64             `yaml:"id,omitempty"`
	Repositories *[]string         `yaml:"repositories,omitempty"` // all when absent
	Permissions  map[string]string `yaml:"permissions,omitempty"`  // all that the app asks for when absent
	Events       *[]string         `yaml:"events,omitempty"`       // the same
	Suspended    bool              `yaml:"suspended,omitempty"`
	SuspendedBy  string            `yaml:"suspended_by,omitempty"`
	SuspendedAt  time.Time         `yaml:"suspended_at,omitempty"`
	Created      time.Time         `yaml:"created,omitempty"`
	Updated      time.Time         `yaml:"updated,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (i *installedFile) UnmarshalYAML(n *yaml.Node) error {
	switch n.Kind {
	case yaml.SequenceNode:
		i.Repositories = &[]string{}
		return n.Decode(i.Repositories)
	case yaml.MappingNode:
		err := decode(n, &i.installationFile)
		i.everywhere = i.Repositories == nil
		return err
	default:
		return n.Decode(&i.everywhere)
	}
}

// MarshalYAML is part of yaml.Marshaler.
func (i installedFile) MarshalYAML() (any, error) { return i.installationFile, nil }

func (l *loader) loadApp(f file) error {
	described := f.App
	switch {
	case described != nil && (l.app != nil || l.withoutApp):
		return errors.New("app: described twice; leave it out of one file")
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
		owner = f.Organizations[0].of.Login
	}
	a := &app{owner: l.findOrganization(owner)}
	if a.owner == nil {
		a.person = l.findUser(owner)
	}
	if a.owner == nil && a.person == nil {
		return fmt.Errorf("app: no organization %q to own it", owner)
	}
	if err := l.newApp(a, *described); err != nil {
		return fmt.Errorf("app: %w", err)
	}
	return nil
}

// newApp makes the app, of which only the owner is known, and its bot.
func (l *loader) newApp(a *app, f appFile) error {
	a.id, a.slug, a.name, a.description = f.ID, either(f.Slug, "upkeep"), either(f.Name, "Upkeep"), f.Description
	a.homepage = either(f.Homepage, l.webURL("%s", a.ownerLogin()))
	a.permissions, a.events, a.tokens = defaultPermissions(), defaultEvents(), tokenForm(f.Tokens)
	a.callbacks, a.setupURL, a.oauthOnInstall = f.Callbacks, f.SetupURL, f.OAuthOnInstall
	a.hookForm, a.hookInsecure = f.HookForm, f.HookInsecure
	if f.Permissions != nil {
		a.permissions = withMetadata(f.Permissions)
	}
	if f.Events != nil {
		a.events = *f.Events
	}
	if !contains([]tokenForm{"", tokensLong, tokensClassic, tokensMixed}, a.tokens) {
		return fmt.Errorf("tokens are long, classic or mixed, not %q", f.Tokens)
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
	if f.ID != 0 {
		if err := l.ids.claim("app", f.ID); err != nil {
			return err
		}
	}
	if err := l.ids.give("hook", f.HookID); err != nil {
		return fmt.Errorf("hook_id: %w", err)
	}
	l.register(a, l.when(f.Created, l.at))
	a.clientID, a.updatedAt = either(f.ClientID, a.clientID), l.when(f.Updated, a.createdAt)
	l.options.WebhookURL = either(l.options.WebhookURL, f.HookURL)
	return nil
}

func (a *app) ownerLogin() string {
	if a.owner != nil {
		return a.owner.login
	}
	return a.person.login
}

// installed installs the app, when all repositories and the app itself are there.
func (l *loader) installed(o *organization, f *installedFile) error {
	if f == nil || !f.everywhere && f.Repositories == nil {
		return nil
	}
	if err := l.installation(o, f.installationFile); err != nil {
		return fmt.Errorf("organization %s: installed: %w", o.login, err)
	}
	return nil
}

func (l *loader) installation(o *organization, f installationFile) error {
	if l.app == nil {
		return errors.New("there is no app; describe one under app")
	}
	var selected []*repository
	if f.Repositories != nil {
		selected = []*repository{}
		for _, name := range *f.Repositories {
			r := l.findRepository(o.login, name)
			if r == nil {
				return fmt.Errorf("no repository %s", name)
			}
			selected = append(selected, r)
		}
	}
	if err := l.ids.give("installation", f.ID); err != nil {
		return err
	}
	in := l.newInstallation(o, selected, l.when(f.Created, l.at))
	in.updatedAt = l.when(f.Updated, in.createdAt)
	if f.Permissions != nil {
		in.permissions = narrowed(withMetadata(f.Permissions), l.app.permissions)
	}
	if f.Events != nil {
		in.events = slices.DeleteFunc(slices.Clone(*f.Events), func(event string) bool { return !contains(l.app.events, event) })
	}
	if !f.Suspended {
		return nil
	}
	by, err := o.anybody()
	if f.SuspendedBy != "" {
		by, err = l.somebody(f.SuspendedBy)
	}
	in.suspendedAt, in.suspendedBy = l.when(f.SuspendedAt, l.at), by
	return err
}
