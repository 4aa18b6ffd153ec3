package emulator

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// person finds or makes a person.
func (l *loader) person(f personFile) *user {
	u := l.findUser(f.Login)
	if u == nil {
		u = l.newUser(f.Login, f.Name, strings.HasSuffix(f.Login, "[bot]"), l.at)
	}
	if f.Name != "" {
		u.name = f.Name
	}
	return u
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
	o := &organization{id: l.ids.number("account"), login: f.Login, name: either(f.Name, f.Login), createdAt: l.at}
	o.nodeID = nodeID("O", o.id)
	l.orgs[strings.ToLower(o.login)] = o
	l.nodes[o.nodeID] = o
	for _, p := range f.Owners {
		o.owners = append(o.owners, l.person(p))
	}
	for _, p := range f.Members {
		o.members = append(o.members, l.person(p))
	}
	for _, each := range f.Teams {
		if err := l.team(o, nil, each); err != nil {
			return fmt.Errorf("team %s: %w", each.Slug, err)
		}
	}
	for _, each := range f.Repositories {
		if err := l.repository(o, each); err != nil {
			return fmt.Errorf("repository %s: %w", each.Name, err)
		}
	}
	for _, each := range f.Boards {
		if err := l.board(o, each); err != nil {
			return fmt.Errorf("board %d: %w", each.Number, err)
		}
	}
	l.later = append(l.later, func() error { return l.installed(o, f.Installed) })
	return nil
}

func (l *loader) team(o *organization, parent *team, f teamFile) error {
	if f.Slug == "" || o.team(f.Slug) != nil {
		return errors.New("the slug is missing or taken")
	}
	t := &team{id: l.ids.number("team"), org: o, slug: f.Slug, name: either(f.Name, f.Slug), createdAt: l.at, parent: parent}
	t.nodeID = nodeID("T", o.id, t.id)
	var err error
	if t.members, err = l.all(append(append([]string(nil), f.Members...), f.Maintainers...)); err != nil {
		return err
	}
	if t.maintainers, err = l.all(f.Maintainers); err != nil {
		return err
	}
	o.teams = append(o.teams, t)
	l.nodes[t.nodeID] = t
	if parent != nil {
		parent.children = append(parent.children, t)
	}
	for _, child := range f.Teams {
		if err := l.team(o, t, child); err != nil {
			return fmt.Errorf("team %s: %w", child.Slug, err)
		}
	}
	return nil
}

// all finds users that must exist.
func (l *loader) all(logins []string) ([]*user, error) {
	var found []*user
	for _, login := range logins {
		u := l.findUser(login)
		if u == nil {
			return nil, fmt.Errorf("nobody is called %q", login)
		}
		found = append(found, u)
	}
	return found, nil
}

// anybody is who did what the file names nobody for: an owner, else a member.
func (o *organization) anybody() (*user, error) {
	for _, u := range append(append([]*user(nil), o.owners...), o.members...) {
		return u, nil
	}
	return nil, errors.New("it needs an owner or a member")
}
