package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// rightsIn says against what a commenter's rights are checked.
type rightsIn struct {
	policy       upgrade.Policy
	upgrade      upgrade.Upgrade
	organisation string // the roadmap issue's, whose teams orchestrate
	installation int64
	owner        upgrade.Owner
}

// lookup reads for one run of an issue's key what its commands need to know of
// GitHub beyond the issue, each thing at most once. It belongs to one run.
type lookup struct {
	*Reconciler
	claim       store.Claim
	issue       upgrade.Issue
	in          rightsIn
	permissions map[permissionOf]string
	memberships map[membershipOf]upgrade.Certainty
	// resolved are the references that were asked for, states those found; both folded.
	resolved map[upgrade.Ref]bool
	states   map[upgrade.Ref]upgrade.IssueState
	teams    map[string]upgrade.Certainty // by upgrade.TeamKey
	names    []string                     // of teams; nil when not read
	users    map[string]upgrade.Actor     // by login in lower case
	// installations are by organisation in lower case; nil when not read.
	installations map[string]int64
}

type permissionOf struct {
	repository upgrade.NodeID
	user       int64
}

type membershipOf struct {
	organisation, team string
	user               int64
}

func (r *Reconciler) lookUp(claim store.Claim, issue upgrade.Issue, in rightsIn) *lookup {
	return &lookup{
		Reconciler: r, claim: claim, issue: issue, in: in,
		permissions: map[permissionOf]string{}, memberships: map[membershipOf]upgrade.Certainty{},
		resolved: map[upgrade.Ref]bool{}, states: map[upgrade.Ref]upgrade.IssueState{},
		teams: map[string]upgrade.Certainty{}, users: map[string]upgrade.Actor{},
	}
}

// rights reads what a person may do, now, as far as the commands need it. What
// GitHub did not tell is an error, so that the run is tried again: nobody gets
// a right by a failure.
func (l *lookup) rights(ctx context.Context, user upgrade.Actor, commands []command.Command) (upgrade.Rights, error) {
	rights := l.apparent(user)
	for _, c := range commands {
		spec, known := command.Find(c.Name)
		if !known {
			continue
		}
		if err := l.complete(ctx, user, l.in.policy.WhoMay(spec, l.in.upgrade), &rights); err != nil {
			return upgrade.Rights{}, err
		}
	}
	return rights, nil
}

// apparent are the rights that need no request. The logins are compared as
// GitHub reports them now.
func (l *lookup) apparent(user upgrade.Actor) upgrade.Rights {
	called := func(login string) bool { return login != "" && !user.Bot && strings.EqualFold(login, user.Login) }
	rights := upgrade.Rights{
		Author:  certain(user.ID != 0 && user.ID == l.issue.Author.ID && !user.Bot),
		Steward: certain(called(l.in.upgrade.Steward)),
		People:  certain(slices.ContainsFunc(l.in.policy.People, called)),
	}
	if called(l.in.owner.User) {
		rights.Owner = upgrade.Yes
	} else if l.in.owner.Team == "" {
		rights.Owner = upgrade.No
	}
	if l.in.upgrade.OrchestrationTeam == "" {
		rights.Orchestration = upgrade.No
	}
	return rights
}

// complete reads one right after the other until it is known whether the
// person has one of the roles.
func (l *lookup) complete(ctx context.Context, user upgrade.Actor, roles []command.Role, rights *upgrade.Rights) (err error) {
	missing := func(role command.Role, right upgrade.Certainty) bool {
		return right == upgrade.Unknown && slices.Contains(roles, role) && rights.Has(roles) == upgrade.Unknown
	}
	if missing(command.RoleWrite, rights.Write) {
		if rights.Write, err = l.mayWrite(ctx, l.claim.Installation, l.issue.Repository, user); err != nil {
			return err
		}
	}
	if missing(command.RoleOwner, rights.Owner) {
		rights.Owner, err = l.inTeam(ctx, l.claim.Installation, l.issue.Repository.Owner, l.in.owner.Team, user)
		if err != nil {
			return err
		}
	}
	if missing(command.RoleOrchestration, rights.Orchestration) {
		rights.Orchestration, err = l.inTeam(ctx, l.in.installation, l.in.organisation, l.in.upgrade.OrchestrationTeam, user)
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *lookup) mayWrite(ctx context.Context, installation int64, repository upgrade.Repository, user upgrade.Actor) (upgrade.Certainty, error) {
	permission, err := l.permission(ctx, installation, repository, user)
	return certain(writes(permission)), err
}

func writes(permission string) bool {
	return slices.Contains([]string{"write", "maintain", "admin"}, permission)
}

// permission is "none" also when the account is not there any more, or when
// the app was not given the repository: trying again would not change that.
func (l *lookup) permission(ctx context.Context, installation int64, repository upgrade.Repository, user upgrade.Actor) (string, error) {
	key := permissionOf{repository.ID, user.ID}
	if known, ok := l.permissions[key]; ok {
		return known, nil
	}
	permission, err := l.GitHub.Permission(ctx, installation, repository, user)
	if l.beyondUs(ctx, err, "permissions in "+repository.FullName()) || errors.Is(err, ghclient.ErrNotFound) {
		permission, err = "none", nil
	}
	if err != nil {
		return "none", fmt.Errorf("read the permission of %s on %s: %w", user.Login, repository.FullName(), err)
	}
	l.permissions[key] = permission
	return permission, nil
}

func (l *lookup) inTeam(ctx context.Context, installation int64, organisation, team string, user upgrade.Actor) (upgrade.Certainty, error) {
	key := membershipOf{strings.ToLower(organisation), strings.ToLower(team), user.ID}
	if known, ok := l.memberships[key]; ok {
		return known, nil
	}
	member, err := l.GitHub.InTeam(ctx, installation, organisation, team, user)
	if l.beyondUs(ctx, err, "members of teams of "+organisation) {
		member, err = false, nil
	}
	if err != nil {
		return upgrade.Unknown, fmt.Errorf("read whether %s is in team %s: %w", user.Login, team, err)
	}
	l.memberships[key] = certain(member)
	return certain(member), nil
}

// beyondUs reports whether the app was not given the permission to know
// something, which the log says for those who can give it.
func (l *lookup) beyondUs(ctx context.Context, err error, what string) bool {
	if !errors.Is(err, ghclient.ErrNotPermitted) {
		return false
	}
	l.log(ctx).Warn().Str("issue", l.issue.Ref.String()).Str("unreadable", what).Err(err).
		Msg("the app lacks a permission, so nobody has a right by this")
	return true
}

func certain(b bool) upgrade.Certainty {
	if b {
		return upgrade.Yes
	}
	return upgrade.No
}
