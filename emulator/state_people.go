package emulator

import (
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
