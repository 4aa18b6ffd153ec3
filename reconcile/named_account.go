package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// teamThere reports whether there is a team that all its organisation can see,
// in the organisation of the issue or in that of the upgrade.
func (l *lookup) teamThere(ctx context.Context, team command.TeamName) (upgrade.Certainty, error) {
	key := upgrade.TeamKey(team)
	if known, ok := l.teams[key]; ok {
		return known, nil
	}
	installation := l.claim.Installation
	switch {
	case strings.EqualFold(team.Organisation, l.issue.Repository.Owner):
	case strings.EqualFold(team.Organisation, l.in.organisation):
		installation = l.in.installation
	default:
		return upgrade.No, nil
	}
	there, err := l.GitHub.TeamThere(ctx, installation, team.Organisation, team.Slug)
	if l.beyondUs(ctx, err, "teams of "+team.Organisation) {
		there, err = false, nil
	}
	if err != nil {
		return upgrade.Unknown, fmt.Errorf("look up team %s: %w", key, err)
	}
	l.teams[key] = certain(there)
	return l.teams[key], nil
}

func (l *lookup) teamNames(ctx context.Context) ([]string, error) {
	if l.names != nil {
		return l.names, nil
	}
	owner := l.issue.Repository.Owner
	names, err := l.GitHub.TeamNames(ctx, l.claim.Installation, owner)
	if l.beyondUs(ctx, err, "teams of "+owner) || errors.Is(err, ghclient.ErrNotFound) { // a person's account has none
		names, err = nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the teams of %s: %w", owner, err)
	}
	l.names = append([]string{}, names...)
	return l.names, nil
}

// user is the zero Actor when nobody has the login.
func (l *lookup) user(ctx context.Context, login string) (upgrade.Actor, error) {
	key := strings.ToLower(login)
	if known, ok := l.users[key]; ok {
		return known, nil
	}
	user, err := l.GitHub.User(ctx, l.claim.Installation, login)
	if err != nil && !errors.Is(err, ghclient.ErrNotFound) {
		return upgrade.Actor{}, fmt.Errorf("look up user %s: %w", login, err)
	}
	l.users[key] = user
	return user, nil
}

// assignable finds out whether the author of a comment can be assigned to the
// issue, if a command of theirs asks for that.
func (l *lookup) assignable(ctx context.Context, asked *upgrade.Asked) error {
	author := asked.Comment.Author
	claims := slices.ContainsFunc(asked.Commands, func(c command.Command) bool { return c.Name == command.Claim })
	spec, _ := command.Find(command.Claim)
	if !claims || asked.Rights.Has(l.in.policy.WhoMay(spec, l.in.upgrade)) != upgrade.Yes {
		return nil
	}
	can, err := l.GitHub.Assignable(ctx, l.claim.Installation, l.issue.Repository, author)
	if err != nil {
		return fmt.Errorf("look up whether %s can be assigned to %s: %w", author.Login, l.issue.Ref, err)
	}
	asked.Assignable = certain(can)
	return nil
}
