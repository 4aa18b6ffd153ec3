package emulator

import "time"

// repository is a repository. Issues and pull requests share
// one number space: number n is issues[n-1].
type repository struct {
	id             int64
	nodeID         string
	owner          *organization
	name           string
	description    string
	private        bool
	archived       bool
	issuesDisabled bool
	defaultBranch  string
	branches       []*branch // oldest first; none in an empty repository
	commits        []*commit // all that were ever made, oldest first
	checks         []*check  // oldest first
	// roles are the direct collaborators' rights; teamRoles those that teams give.
	roles      map[*user]role
	teamRoles  map[*team]role
	labels     []*label
	milestones []*milestone // oldest first
	// lastMilestone is the highest number that a milestone had; none is given twice.
	lastMilestone int
	issues        []*issue // nil where an issue was transferred away or deleted
	openIssues    int
	moved         map[int]*issue // where a transferred issue went, by its old number
	deleted       map[int]bool   // the numbers of deleted issues
	createdAt     time.Time
	updatedAt     time.Time
	pushedAt      time.Time
}

func (r *repository) fullName() string { return r.owner.login + "/" + r.name }

// issue finds an issue or pull request by number, also one that has moved away; nil if there is none.
func (r *repository) issue(number int) *issue {
	if number < 1 || number > len(r.issues) {
		return nil
	}
	if found := r.issues[number-1]; found != nil {
		return found
	}
	return r.moved[number]
}

// label finds a label by name without regard to case; nil if there is none.
func (r *repository) label(name string) *label {
	for _, l := range r.labels {
		if sameFold(l.name, name) {
			return l
		}
	}
	return nil
}

type label struct {
	id          int64
	nodeID      string
	name        string
	color       string
	description string
}

// milestone is a goal of one repository; the same title elsewhere is another one.
type milestone struct {
	id          int64
	nodeID      string
	repo        *repository
	number      int
	title       string
	description string
	closed      bool
	dueOn       time.Time // zero without one
	creator     *user
	createdAt   time.Time
	updatedAt   time.Time
	closedAt    time.Time // zero while open
	issues      []*issue  // those that have it, pull requests too
}

// milestone finds a milestone by number; nil if there is none.
func (r *repository) milestone(number int) *milestone {
	for _, m := range r.milestones {
		if m.number == number {
			return m
		}
	}
	return nil
}

// role is a right on a repository; a higher one includes the lower.
type role int

const (
	roleNone role = iota
	roleRead
	roleTriage
	roleWrite
	roleMaintain
	roleAdmin
)

var roleNames = [...]string{"none", "read", "triage", "write", "maintain", "admin"}

func (r role) String() string { return roleNames[r] }

// roleOf is the highest right that a user has on the repository, by whatever way.
func (r *repository) roleOf(u *user) role {
	best := r.roles[u]
	if r.owner.hasOwner(u) {
		return roleAdmin
	}
	for t, given := range r.teamRoles {
		if given > best && t.includes(u) {
			best = given
		}
	}
	// The base permission of an organisation is read.
	if best == roleNone && (!r.private || r.owner.hasMember(u)) {
		return roleRead
	}
	return best
}

// roleOfTeam is the right that a team has on the repository, given to it or to one above it.
func (r *repository) roleOfTeam(t *team) role {
	best := roleNone
	for ; t != nil; t = t.parent {
		best = max(best, r.teamRoles[t])
	}
	return best
}

// collaborators are those who have a right on the repository that not everybody
// has, by their ids: members of the organisation, which gives them its base
// permission, and those who were invited.
func (r *repository) collaborators() []*user {
	all := r.owner.people()
	for u, given := range r.roles {
		if given > roleNone {
			all = append(all, u)
		}
	}
	return byID(all)
}
