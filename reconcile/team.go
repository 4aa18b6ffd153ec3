package reconcile

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// teamAge is how long the members of a team are taken as known: no event tells
// of them. Rights are never read from here.
const teamAge = 10 * time.Minute

// teamCache spares the runs of many children the reading of the same few teams.
type teamCache struct {
	mu    sync.Mutex
	teams map[teamOf]knownTeam
}

// teamOf is a team as an installation sees it.
type teamOf struct {
	installation int64
	key          string
}

// knownTeam has nil members when they cannot be read.
type knownTeam struct {
	members upgrade.TeamMembers
	at      time.Time
}

// teams are the owner's team and the orchestration team, with those members
// that can be read. They are read only for a child with a review to tell of.
func (r *Reconciler) teams(ctx context.Context, home, roadmap int64, facts upgrade.ChildFacts) (map[string]upgrade.TeamMembers, error) {
	if !slices.ContainsFunc(facts.Issue.PullRequests, reviewed) {
		return nil, nil
	}
	owner, _ := facts.Policy.Owning(facts.Issue.Repository, facts.Settings)
	teams := map[string]upgrade.TeamMembers{}
	for _, each := range []struct {
		installation int64
		name         command.TeamName
	}{
		{home, command.TeamName{Organisation: facts.Issue.Repository.Owner, Slug: owner.Team}},
		{roadmap, command.TeamName{Organisation: facts.Upgrade.Roadmap.Owner, Slug: facts.Upgrade.OrchestrationTeam}},
	} {
		if each.name.Slug == "" {
			continue
		}
		members, err := r.members.get(ctx, r, each.installation, each.name)
		if err != nil {
			return nil, err
		}
		if members != nil {
			teams[upgrade.TeamKey(each.name)] = members
		}
	}
	return teams, nil
}

// reviewed reports whether it matters to a pull request who is in which team.
func reviewed(p upgrade.PullRequest) bool {
	asked := slices.ContainsFunc(p.Requested, func(r upgrade.Reviewer) bool { return r.User.ID != 0 })
	return p.Open && !p.Draft && (asked || len(p.Reviews) > 0)
}

func (c *teamCache) get(ctx context.Context, r *Reconciler, installation int64, name command.TeamName) (upgrade.TeamMembers, error) {
	of, now := teamOf{installation, upgrade.TeamKey(name)}, r.Now()
	c.mu.Lock()
	known, ok := c.teams[of]
	c.mu.Unlock()
	if ok && now.Sub(known.at) < teamAge {
		return known.members, nil
	}
	members, err := r.GitHub.TeamMembers(ctx, installation, name.Organisation, name.Slug)
	if err != nil && !errors.Is(err, ghclient.ErrNotFound) && !errors.Is(err, ghclient.ErrForbidden) {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.teams == nil {
		c.teams = map[teamOf]knownTeam{}
	}
	c.teams[of] = knownTeam{members, now}
	return members, nil
}
