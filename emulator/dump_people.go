package emulator

import (
	"cmp"
	"maps"
	"slices"
)

// people are all users, bots too, by their ids.
func (d *dumper) people() []placed[personFile] {
	all := slices.SortedFunc(maps.Values(d.users), func(a, b *user) int { return cmp.Compare(a.id, b.id) })
	return parts(list(all, func(u *user) personFile {
		return personFile{Login: u.login, ID: u.id, Name: u.name, Created: d.unless(u.createdAt, d.at)}
	}))
}

func (d *dumper) organization(o *organization) organizationFile {
	f := organizationFile{
		Login: o.login, ID: o.id, Created: d.unless(o.createdAt, d.at), Installed: d.installed(o.installation),
		Owners: parts(list(o.owners, personNamed)), Members: parts(list(o.members, personNamed)),
	}
	if o.name != o.login {
		f.Name = o.name
	}
	for _, t := range o.teams {
		if t.parent == nil {
			f.Teams = append(f.Teams, placed[teamFile]{of: d.team(t)})
		}
	}
	for _, r := range o.repos {
		f.Repositories = append(f.Repositories, placed[repositoryFile]{of: d.repository(r)})
	}
	for _, b := range o.boards {
		f.Boards = append(f.Boards, placed[boardFile]{of: d.board(b)})
	}
	return f
}

func personNamed(u *user) personFile { return personFile{Login: u.login} }

func (d *dumper) team(t *team) teamFile {
	f := teamFile{
		Slug: t.slug, ID: t.id, Created: d.unless(t.createdAt, d.at), Members: logins(t.members), Maintainers: logins(t.maintainers),
		Teams: parts(list(t.children, d.team)),
	}
	if t.name != t.slug {
		f.Name = t.name
	}
	return f
}

// loginUnless is who did something, left out where it is the one that a file
// without a name stands for.
func loginUnless(u, other *user) string {
	if u == nil || u == other {
		return ""
	}
	return u.login
}
