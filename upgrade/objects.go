package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// ObjectsLookedUp is how many issues, teams and users of one comment are looked up.
const ObjectsLookedUp = 20

// Objects are what the commands of a comment name besides their issue, as far
// as it was found, for those commands that their author may run. What does not
// exist and what the author may not see are absent alike, and no answer tells
// them apart.
type Objects struct {
	// Organisation is whose teams those without an organisation are.
	Organisation string
	// Issues are by folded reference, as written.
	Issues map[Ref]NamedIssue
	// Teams are by "organisation/slug" in lower case: No for what is no team
	// that all of its organisation can see.
	Teams map[string]Certainty
	// TeamNames are slugs of the Organisation's teams, from which the one that
	// was meant can be told: at most 300, and only when a team was not found.
	TeamNames []string
	// Users are people, by login in lower case; bots and organisations are absent.
	Users map[string]Actor
	// More is how many were named beyond ObjectsLookedUp. Those are absent too.
	More int
}

// NamedIssue is an issue that a command names, in whatever repository.
type NamedIssue struct {
	State IssueState
	// Rights are those of the command's author on this issue. The role of its
	// owner or author gives none: they would have to be looked up, and whoever
	// may change something there may write there.
	Rights Rights
}

// Issue finds an issue that a command names.
func (o Objects) Issue(named command.Reference) (NamedIssue, bool) {
	issue, found := o.Issues[Ref{Owner: named.Owner, Repo: named.Repo, Number: named.Number}.Fold()]
	return issue, found
}

// lookUp finds the issues that a command names, and tells which are not found.
func lookUp(named []command.Reference, find func(command.Reference) (IssueState, bool)) (states []IssueState, unknown []say.Quoted) {
	for _, reference := range named {
		if state, found := find(reference); found {
			states = append(states, state)
		} else {
			unknown = append(unknown, say.Quote(reference.String()))
		}
	}
	return states, unknown
}

// Team reports whether a team that a command names is there.
func (o Objects) Team(named command.TeamName) bool {
	if named.Organisation == "" {
		named.Organisation = o.Organisation
	}
	return o.Teams[TeamKey(named)] == Yes
}

// TeamKey is the key of a team in Objects.Teams.
func TeamKey(named command.TeamName) string {
	return strings.ToLower(named.Organisation + "/" + named.Slug)
}

// User finds the person who has a login.
func (o Objects) User(login string) (Actor, bool) {
	user, found := o.Users[strings.ToLower(login)]
	return user, found
}
