package reconcile

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// namesLookedUp bounds the requests of a checkup for the names in a policy.
const namesLookedUp = 100

// named looks up what the policy names: roadmap issues, teams and people.
func (e *examined) named(ctx context.Context) []checkup.Finding {
	facts := checkup.Named{Upgrades: len(e.policy.Upgrades), NoMaintenance: e.policy.Maintenance.Number == 0}
	refs := make([]upgrade.Ref, 0, len(e.policy.Upgrades))
	for _, u := range e.policy.Upgrades {
		refs = append(refs, u.Roadmap.Fold())
	}
	states, err := e.GitHub.Resolve(ctx, e.ID, refs)
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut("roadmap issues", err)}
	}
	for _, u := range e.policy.Upgrades {
		if _, there := states[u.Roadmap.Fold()]; !there {
			facts.Roadmaps = append(facts.Roadmaps, u)
		}
	}
	err = e.lookUp(ctx, &facts)
	findings := facts.Findings()
	if err != nil {
		findings = append(findings, checkup.NotFoundOut("teams and people", err))
	}
	return findings
}

// lookUp finds the teams and people that there are none of. With an error it
// goes no further: the next name would fail the same way.
func (e *examined) lookUp(ctx context.Context, facts *checkup.Named) error {
	teams, people := e.names()
	for _, team := range teams {
		if facts.Checked == namesLookedUp {
			facts.Left++
			continue
		}
		there, err := e.GitHub.TeamThere(ctx, e.ID, e.Account, team)
		if err != nil {
			return err
		}
		facts.Checked++
		if !there {
			facts.Teams = append(facts.Teams, e.Account+"/"+team)
		}
	}
	for _, login := range people {
		if facts.Checked == namesLookedUp {
			facts.Left++
			continue
		}
		_, err := e.GitHub.User(ctx, e.ID, login)
		if err != nil && !errors.Is(err, ghclient.ErrNotFound) {
			return err
		}
		facts.Checked++
		if err != nil {
			facts.People = append(facts.People, login)
		}
	}
	return nil
}

// names are the teams, by slug, and the people that the policy names and people
// have laid down by command, each once.
func (e *examined) names() (teams, people []string) {
	people = slices.Clone(e.policy.People)
	teams = slices.Collect(maps.Keys(e.policy.Teams))
	for _, u := range e.upgrades {
		teams, people = append(teams, u.OrchestrationTeam), append(people, u.Steward)
	}
	for _, alias := range e.policy.Aliases {
		teams = append(teams, alias.Team)
	}
	for _, repository := range e.policy.Repositories {
		owner := upgrade.ParseOwner(repository.Owner)
		teams, people = append(teams, owner.Team), append(people, owner.User)
	}
	return distinct(teams), distinct(people)
}

// distinct are the names in lower case, sorted, each once, without the empty one.
func distinct(names []string) []string {
	lower := make([]string, 0, len(names))
	for _, name := range names {
		if name != "" {
			lower = append(lower, strings.ToLower(name))
		}
	}
	slices.Sort(lower)
	return slices.Compact(lower)
}
