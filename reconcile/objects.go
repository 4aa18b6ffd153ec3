package reconcile

import (
	"context"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// naming is what one command names.
type naming struct {
	issues []upgrade.Ref
	teams  []command.TeamName
	users  []string
}

// objects looks up what a comment's commands name, for those that its author
// may run. What GitHub did not tell is an error, as with rights.
func (l *lookup) objects(ctx context.Context, asked *upgrade.Asked) error {
	asked.Objects = upgrade.Objects{
		Organisation: l.issue.Repository.Owner, Issues: map[upgrade.Ref]upgrade.NamedIssue{},
		Teams: map[string]upgrade.Certainty{}, Users: map[string]upgrade.Actor{},
	}
	left := upgrade.ObjectsLookedUp
	for _, c := range asked.Commands {
		spec, known := command.Find(c.Name)
		if !known {
			continue
		}
		if err := l.objectsOf(ctx, asked, spec, c, &left); err != nil {
			return err
		}
	}
	return nil
}

// objectsOf looks up what one command names, as far as there is any left of
// what may be looked up for the comment.
func (l *lookup) objectsOf(ctx context.Context, asked *upgrade.Asked, spec command.Spec, c command.Command, left *int) error {
	roles := l.in.policy.WhoMay(spec, l.in.upgrade)
	if len(spec.Takes) == 0 || asked.Rights.Has(roles) != upgrade.Yes {
		return nil
	}
	some, more := l.named(spec, c).cut(left)
	asked.Objects.More += more
	return l.find(ctx, asked, some, roles)
}

// named are the objects that a command's arguments name. Where a team or a
// user is wanted, one that is written without its @ counts too.
func (l *lookup) named(spec command.Spec, c command.Command) naming {
	in := command.Context{Owner: l.issue.Ref.Owner, Repo: l.issue.Ref.Repo, Host: l.Host}
	arguments := command.ReadArguments(c, in)
	var n naming
	if slices.Contains(spec.Takes, command.Issues) {
		for _, ref := range arguments.Issues {
			n.issues = append(n.issues, upgrade.Ref{Owner: ref.Owner, Repo: ref.Repo, Number: ref.Number})
		}
	}
	bare := arguments.Users
	if len(bare) == 0 && len(arguments.Teams) == 0 {
		bare = arguments.Words[:min(1, len(arguments.Words))]
	}
	if slices.Contains(spec.Takes, command.User) {
		n.users = bare
	}
	if slices.Contains(spec.Takes, command.Team) {
		n.teams = arguments.Teams
		for _, slug := range bare {
			n.teams = append(n.teams, command.TeamName{Organisation: l.issue.Repository.Owner, Slug: slug})
		}
	}
	return n
}

// writes is how many writes a comment takes at most: two for its answer, one to
// take back an earlier one, and one for every issue that its commands name.
func (l *lookup) writes(asked upgrade.Asked) int {
	n := 2
	if answeredBy(asked.Comment.OwnReactions) {
		n++
	}
	for _, c := range asked.Commands {
		if spec, known := command.Find(c.Name); known {
			n += len(l.named(spec, c).issues)
		}
	}
	return n
}

// cut takes as many objects as there are left to be looked up, and counts the rest.
func (n naming) cut(left *int) (some naming, more int) {
	before := len(n.issues) + len(n.teams) + len(n.users)
	some.issues = n.issues[:min(*left, len(n.issues))]
	*left -= len(some.issues)
	some.teams = n.teams[:min(*left, len(n.teams))]
	*left -= len(some.teams)
	some.users = n.users[:min(*left, len(n.users))]
	*left -= len(some.users)
	return some, before - len(some.issues) - len(some.teams) - len(some.users)
}

func (l *lookup) find(ctx context.Context, asked *upgrade.Asked, n naming, roles []command.Role) error {
	if err := l.findIssues(ctx, asked, n.issues, roles); err != nil {
		return err
	}
	for _, team := range n.teams {
		there, err := l.teamThere(ctx, team)
		if err != nil {
			return err
		}
		asked.Objects.Teams[upgrade.TeamKey(team)] = there
		if there == upgrade.No {
			if asked.Objects.TeamNames, err = l.teamNames(ctx); err != nil {
				return err
			}
		}
	}
	for _, login := range n.users {
		user, err := l.user(ctx, login)
		if err != nil {
			return err
		}
		if !user.Bot && user.ID != 0 {
			asked.Objects.Users[strings.ToLower(login)] = user
		}
	}
	return nil
}
