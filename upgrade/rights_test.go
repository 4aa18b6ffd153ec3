package upgrade_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// holding is a person of whom exactly one thing is known to be so.
func holding(role command.Role, answer, others upgrade.Certainty) upgrade.Rights {
	r := upgrade.Rights{Write: others, Owner: others, Orchestration: others, Author: others, Steward: others, People: others}
	switch role {
	case command.RoleWrite:
		r.Write = answer
	case command.RoleOwner:
		r.Owner = answer
	case command.RoleOrchestration:
		r.Orchestration = answer
	case command.RoleAuthor:
		r.Author = answer
	case command.RoleSteward:
		r.Steward = answer
	case command.RolePeople:
		r.People = answer
	}
	return r
}

// Each role is looked up as itself, and what is known of the others has no say.
func TestHasOneRole(t *testing.T) {
	t.Parallel()
	answers := []upgrade.Certainty{upgrade.Yes, upgrade.No, upgrade.Unknown}
	for _, role := range command.Roles() {
		for _, answer := range answers {
			for _, others := range answers {
				want := answer
				if role == command.RoleAnyone {
					want = upgrade.Yes
				}
				if got := holding(role, answer, others).Has([]command.Role{role}); got != want {
					t.Errorf("%s is %q and the others %q: got %q", role, answer, others, got)
				}
			}
		}
	}
}

// Of two roles one Yes is enough, and one Unknown is enough to not say No.
func TestHasOneOfTwoRoles(t *testing.T) {
	t.Parallel()
	const yes, no, unknown = upgrade.Yes, upgrade.No, upgrade.Unknown
	want := map[[2]upgrade.Certainty]upgrade.Certainty{
		{yes, yes}: yes, {yes, no}: yes, {yes, unknown}: yes,
		{no, yes}: yes, {no, no}: no, {no, unknown}: unknown,
		{unknown, yes}: yes, {unknown, no}: unknown, {unknown, unknown}: unknown,
	}
	for _, first := range command.Roles()[1:] {
		for _, second := range command.Roles()[1:] {
			if first == second {
				continue
			}
			for pair, has := range want {
				rights := holding(first, pair[0], pair[1])
				if got := rights.Has([]command.Role{first, second}); got != has {
					t.Errorf("%s is %q and %s is %q: got %q, want %q", first, pair[0], second, pair[1], got, has)
				}
			}
		}
	}
}

// Who may is nobody when no role is asked for, or one that is not there.
func TestHasNoRole(t *testing.T) {
	t.Parallel()
	everything := holding("", "", upgrade.Yes)
	for _, roles := range [][]command.Role{nil, {}, {"king"}} {
		if got := everything.Has(roles); got != upgrade.No {
			t.Errorf("%v: got %q", roles, got)
		}
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	const orchestration, people, write, steward = command.RoleOrchestration, command.RolePeople, command.RoleWrite, command.RoleSteward
	roles := func(roles ...command.Role) []command.Role { return roles }
	team, none := upgrade.Upgrade{Name: "Django 5.2", OrchestrationTeam: "arbi-bom"}, upgrade.Upgrade{Name: "Django 5.2"}
	tests := map[string]struct {
		command string
		policy  map[string][]command.Role
		upgrade upgrade.Upgrade
		want    []command.Role
	}{
		"the default":                          {"finish", nil, team, roles(orchestration, people)},
		"the policy, looser":                   {"finish", map[string][]command.Role{"finish": {steward, orchestration, write}}, team, roles(steward, orchestration, write)},
		"the policy, tighter":                  {"finish", map[string][]command.Role{"finish": {people}}, team, roles(people)},
		"the policy on another command":        {"finish", map[string][]command.Role{"cancel": {people}}, team, roles(orchestration, people)},
		"start before there is an upgrade":     {"start", nil, upgrade.Upgrade{}, roles(orchestration, people, write)},
		"start without a team":                 {"start", nil, none, roles(orchestration, people, write)},
		"start with a team":                    {"start", nil, team, roles(orchestration, people)},
		"orchestrator without a team":          {"orchestrator", nil, none, roles(orchestration, people, write)},
		"orchestrator with a team":             {"orchestrator", nil, team, roles(orchestration, people)},
		"start without a team, policy tighter": {"start", map[string][]command.Role{"start": {people}}, none, roles(people)},
		"another command without a team":       {"finish", nil, none, roles(orchestration, people)},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := command.Spec{Name: test.command, Who: roles(orchestration, people)}
			got := upgrade.Policy{Commands: test.policy}.WhoMay(spec, test.upgrade)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("roles (-want +got):\n%s", diff)
			}
			if len(spec.Who) != 2 {
				t.Errorf("the command's own roles became %v", spec.Who)
			}
		})
	}
}
