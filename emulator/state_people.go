package emulator

import (
	"cmp"
	"slices"
	"time"
)

// user is a person, or the bot user of an app.
type user struct {
	id        int64
	nodeID    string
	login     string
	name      string
	bot       bool
	createdAt time.Time
}

// organization owns repositories, teams and boards.
type organization struct {
	id        int64
	nodeID    string
	login     string
	name      string
	createdAt time.Time
	members   []*user
	owners    []*user // members with admin rights everywhere
	teams     []*team
	repos     []*repository
	boards    []*board
	// installation is the app's; nil where it is not installed.
	installation *installation
}

// people are all members by their ids, owners included.
func (o *organization) people() []*user { return byID(slices.Concat(o.owners, o.members)) }

// roleOf is a member's role in the organisation, as REST has it.
func (o *organization) roleOf(u *user) string {
	if o.hasOwner(u) {
		return "admin"
	}
	return "member"
}

func (o *organization) hasMember(u *user) bool { return contains(o.members, u) || o.hasOwner(u) }
func (o *organization) hasOwner(u *user) bool  { return contains(o.owners, u) }

// team finds a team by slug in any letter case; nil if there is none.
func (o *organization) team(slug string) *team {
	for _, t := range o.teams {
		if sameFold(t.slug, slug) {
			return t
		}
	}
	return nil
}

// team is a team of an organisation; a child team's members count as members of its parents.
type team struct {
	id        int64
	nodeID    string
	org       *organization
	slug      string
	name      string
	createdAt time.Time
	parent    *team
	children  []*team
	members   []*user
	// maintainers are those of the members with that role.
	maintainers []*user
}

// includes reports whether u is a member of the team or of one below it.
func (t *team) includes(u *user) bool {
	if contains(t.members, u) {
		return true
	}
	for _, child := range t.children {
		if child.includes(u) {
			return true
		}
	}
	return false
}

// everybody are the members of the team and of those below it, by their ids.
func (t *team) everybody() []*user {
	all := slices.Clone(t.members)
	for _, child := range t.children {
		all = append(all, child.everybody()...)
	}
	return byID(all)
}

// roleOf is a member's role in the team. Owners of the organisation are
// maintainers of every team they are in.
func (t *team) roleOf(u *user) string {
	if contains(t.maintainers, u) || t.org.hasOwner(u) {
		return "maintainer"
	}
	return "member"
}

// byID are users by their ids, each once.
func byID(users []*user) []*user {
	sorted := slices.Clone(users)
	slices.SortFunc(sorted, func(a, b *user) int { return cmp.Compare(a.id, b.id) })
	return slices.Compact(sorted)
}

func contains[T comparable](list []T, one T) bool {
	return slices.Contains(list, one)
}

func without[T comparable](list []T, one T) []T {
	kept := make([]T, 0, len(list))
	for _, each := range list {
		if each != one {
			kept = append(kept, each)
		}
	}
	return kept
}
