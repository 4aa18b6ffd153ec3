package emulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

type organizationFile struct {
	Login        string                   `yaml:"login"`
	ID           int64                    `yaml:"id,omitempty"`
	Name         string                   `yaml:"name,omitempty"`
	Created      time.Time                `yaml:"created,omitempty"`
	Installed    *installedFile           `yaml:"installed,omitempty"`
	Owners       []placed[personFile]     `yaml:"owners,omitempty"`
	Members      []placed[personFile]     `yaml:"members,omitempty"`
	Teams        []placed[teamFile]       `yaml:"teams,omitempty"`
	Repositories []placed[repositoryFile] `yaml:"repositories,omitempty"`
	Boards       []placed[boardFile]      `yaml:"boards,omitempty"`
}

// personFile is a login, or a login and more.
type personFile struct {
	Login   string    `yaml:"login"`
	ID      int64     `yaml:"id,omitempty"`
	Name    string    `yaml:"name,omitempty"`
	Created time.Time `yaml:"created,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (p *personFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&p.Login)
	}
	type plain personFile
	return decode(n, (*plain)(p))
}

// MarshalYAML is part of yaml.Marshaler.
func (p personFile) MarshalYAML() (any, error) {
	if p == (personFile{Login: p.Login}) {
		return p.Login, nil
	}
	type plain personFile
	return plain(p), nil
}

type teamFile struct {
	Slug        string             `yaml:"slug"`
	ID          int64              `yaml:"id,omitempty"`
	Name        string             `yaml:"name,omitempty"`
	Created     time.Time          `yaml:"created,omitempty"`
	Members     []string           `yaml:"members,omitempty"`
	Maintainers []string           `yaml:"maintainers,omitempty"`
	Teams       []placed[teamFile] `yaml:"teams,omitempty"`
}

// person finds or makes a person.
func (l *loader) person(f personFile) (*user, error) {
	if f.Login == "" {
		return nil, errors.New("the login is missing")
	}
	u := l.findUser(f.Login)
	switch {
	case u == nil:
		if err := l.ids.give("account", f.ID); err != nil {
			return nil, err
		}
		u = l.newUser(f.Login, f.Name, isBot(f.Login), l.when(f.Created, l.at))
	case f.ID != 0 && f.ID != u.id:
		return nil, fmt.Errorf("id %d: %s has the id %d already", f.ID, u.login, u.id)
	}
	u.name = either(f.Name, u.name)
	return u, nil
}

func isBot(login string) bool { return strings.HasSuffix(login, "[bot]") }

func (l *loader) persons(files []placed[personFile]) ([]*user, error) {
	var found []*user
	for _, each := range files {
		u, err := l.person(each.of)
		if err != nil {
			return nil, each.wrong(err, "person %s", each.of.Login)
		}
		found = append(found, u)
	}
	return found, nil
}

func (e *Emulator) newUser(login, name string, bot bool, at time.Time) *user {
	prefix := "U"
	if bot {
		prefix = "BOT"
	}
	u := &user{id: e.ids.number("account"), login: login, name: name, bot: bot, createdAt: at}
	u.nodeID = nodeID(prefix, u.id)
	e.users[strings.ToLower(login)] = u
	e.nodes[u.nodeID] = u
	return u
}

func (l *loader) organization(f organizationFile) error {
	if f.Login == "" || l.findOrganization(f.Login) != nil {
		return errors.New("the login is missing or taken")
	}
	if err := l.ids.give("account", f.ID); err != nil {
		return err
	}
	o := &organization{id: l.ids.number("account"), login: f.Login, name: either(f.Name, f.Login), createdAt: l.when(f.Created, l.at)}
	o.nodeID = nodeID("O", o.id)
	l.orgs[strings.ToLower(o.login)] = o
	l.nodes[o.nodeID] = o
	var err error
	if o.owners, err = l.persons(f.Owners); err != nil {
		return fmt.Errorf("owners: %w", err)
	}
	if o.members, err = l.persons(f.Members); err != nil {
		return fmt.Errorf("members: %w", err)
	}
	for _, each := range f.Teams {
		if err := l.team(o, nil, each.of); err != nil {
			return each.wrong(err, "team %s", each.of.Slug)
		}
	}
	for _, each := range f.Repositories {
		if err := l.repository(o, each.of); err != nil {
			return each.wrong(err, "repository %s", each.of.Name)
		}
	}
	for _, each := range f.Boards {
		if err := l.board(o, each.of); err != nil {
			return each.wrong(err, "board %d", each.of.Number)
		}
	}
	l.later = append(l.later, func() error { return l.installed(o, f.Installed) })
	return nil
}

func (l *loader) team(o *organization, parent *team, f teamFile) error {
	if f.Slug == "" || o.team(f.Slug) != nil {
		return errors.New("the slug is missing or taken")
	}
	if err := l.ids.give("team", f.ID); err != nil {
		return err
	}
	t := &team{id: l.ids.number("team"), org: o, slug: f.Slug, name: either(f.Name, f.Slug), createdAt: l.when(f.Created, l.at), parent: parent}
	t.nodeID = nodeID("T", o.id, t.id)
	var err error
	if t.maintainers, err = l.all(f.Maintainers); err != nil {
		return fmt.Errorf("maintainers: %w", err)
	}
	if t.members, err = l.all(f.Members); err != nil {
		return fmt.Errorf("members: %w", err)
	}
	for _, u := range t.maintainers {
		if !contains(t.members, u) {
			t.members = append(t.members, u)
		}
	}
	o.teams = append(o.teams, t)
	l.nodes[t.nodeID] = t
	if parent != nil {
		parent.children = append(parent.children, t)
	}
	for _, child := range f.Teams {
		if err := l.team(o, t, child.of); err != nil {
			return child.wrong(err, "team %s", child.of.Slug)
		}
	}
	return nil
}

// all finds users that must exist.
func (l *loader) all(logins []string) ([]*user, error) {
	var found []*user
	for _, login := range logins {
		u, err := l.somebody(login)
		if err != nil {
			return nil, err
		}
		found = append(found, u)
	}
	return found, nil
}

// somebody finds a user that must exist.
func (l *loader) somebody(login string) (*user, error) {
	if u := l.findUser(login); u != nil {
		return u, nil
	}
	return nil, fmt.Errorf("nobody is called %q; name them under people, owners or members, above", login)
}

// whoever is somebody, or nobody for no name.
func (l *loader) whoever(login string) (*user, error) {
	if login == "" {
		return nil, nil //nolint:nilnil // nobody is an answer
	}
	return l.somebody(login)
}

// somebodyOr is somebody, or another for no name.
func (l *loader) somebodyOr(login string, other *user) (*user, error) {
	if login == "" {
		return other, nil
	}
	return l.somebody(login)
}

// anybody is who did what the file names nobody for: an owner, else a member.
func (o *organization) anybody() (*user, error) {
	for _, u := range slices.Concat(o.owners, o.members) {
		return u, nil
	}
	return nil, errors.New("it needs an owner or a member; name one in its organization")
}
