package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// seen makes issues, a team and people known to the author of the commands.
func seen(f upgrade.RoadmapFacts, states ...upgrade.IssueState) upgrade.RoadmapFacts {
	objects := upgrade.Objects{
		Organisation: "openedx", Issues: map[upgrade.Ref]upgrade.NamedIssue{},
		Teams:     map[string]upgrade.Certainty{"openedx/arbi-bom": upgrade.Yes, "openedx/arbi-bon": upgrade.No},
		TeamNames: []string{"arbi-bom", "platform"}, Users: map[string]upgrade.Actor{"robrap": {Login: "robrap", ID: 6}},
	}
	for _, s := range states {
		objects.Issues[s.Ref.Fold()] = upgrade.NamedIssue{State: s}
	}
	f.Asked[0].Objects = objects
	return f
}

func TestRoadmapPeopleAndChildren(t *testing.T) {
	t.Parallel()
	b, pull := openState("Ib", "b", 2), openState("Ip", "b", 3)
	pull.IsPullRequest = true
	a := openState("Ia", "a", 1)
	closedA := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	self := openState("I0", "platform-roadmap", 1)
	gone := laidDown(lead("/upgrade remove openedx/a#1"))
	delete(gone.Children, ref("a", 1))
	goneBefore := laidDown(lead("/upgrade finish"), "remove:Ia", "openedx/a#1")
	goneBefore.Members = nil
	delete(goneBefore.Children, ref("a", 1))
	out := laidDown(seen(lead("Hello.")), "remove:Ia", "openedx/a#1")
	out.Children[ref("a", 1)] = closedA
	added := laidDown(seen(lead("/upgrade remove openedx/b#2"), b), "add:Ib", "openedx/b#2")
	added.Added = map[upgrade.NodeID]upgrade.IssueState{"Ib": b}
	cases := map[string]upgrade.RoadmapFacts{
		"orchestrator":                seen(lead("/upgrade orchestrator @openedx/arbi-bom")),
		"orchestrator without the at": seen(lead("/upgrade orchestrator Arbi-BOM")),
		"orchestrator unknown":        seen(lead("/upgrade orchestrator arbi-bon")),
		"orchestrator elsewhere":      seen(lead("/upgrade orchestrator @partner/arbi-bom")),
		"orchestrator without":        seen(lead("/upgrade orchestrator")),
		"steward":                     seen(lead("/upgrade steward @robrap")),
		"steward unknown":             seen(lead("/upgrade steward @helper")),
		"steward of two":              seen(lead("/upgrade steward @robrap @feanil")),
		"add":                         seen(lead("/upgrade add openedx/b#2, openedx/b#3"), b, pull),
		"add by address": withRoadmap(seen(lead("/upgrade add https://git.example.org/openedx/b/issues/2"), b), func(f *upgrade.RoadmapFacts) {
			f.Host = "git.example.org"
		}),
		"add unseen":                  seen(lead("/upgrade add openedx/b#2 openedx/secret#1"), b),
		"add itself":                  seen(lead("/upgrade add #1"), self),
		"add nothing":                 seen(lead("/upgrade add")),
		"add and words":               seen(lead("/upgrade add openedx/b#2 please"), b),
		"add with a value":            seen(lead("/upgrade add openedx/b#2 as=child"), b),
		"add what was removed":        laidDown(seen(lead("/upgrade add openedx/a#1"), a), "remove:Ia", "openedx/a#1"),
		"remove what was added":       added,
		"remove from the list":        seen(lead("/upgrade remove openedx/a#1"), a),
		"remove what is gone":         seen(gone),
		"finish without what is gone": goneBefore,
		"removed, its box is left":    out,
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, members := upgrade.DecideRoadmap(heard(facts, name))
			golden(t, "roadmap-children", name, plan, membersText(members))
		})
	}
}
