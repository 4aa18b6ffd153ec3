package upgrade_test

import (
	"fmt"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// withChildren makes the children of a known roadmap issue anew.
func withChildren(f upgrade.RoadmapFacts, states ...upgrade.IssueState) upgrade.RoadmapFacts {
	lines := make([]string, 0, len(states))
	for _, s := range states {
		lines = append(lines, "o "+s.Ref.String())
	}
	made := known(roadmap(states, lines...))
	made.Asked, made.Settings, made.Upgrade = f.Asked, f.Settings, f.Upgrade
	for _, s := range states {
		made.Bases[upgrade.BoxBase(string(s.ID))] = upgrade.BoxValue(s.Closed)
	}
	return made
}

func TestPauseAndEnd(t *testing.T) {
	t.Parallel()
	done := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	notDone := closedState("Ib", "b", 2, 9, upgrade.ReasonNotPlanned)
	secret := openState("Is", "secret", 3)
	secret.Repository.Private = true
	var many []upgrade.IssueState
	for i := range 12 {
		many = append(many, openState(upgrade.NodeID(fmt.Sprintf("M%02d", i)), fmt.Sprintf("repo%02d", i), i+1))
	}
	finish := lead("/upgrade finish")
	cases := map[string]upgrade.RoadmapFacts{
		"pause":              lead("/upgrade pause because of the freeze"),
		"pause until a date": lead("/upgrade pause until 2027-01-04 because of the freeze"),
		"resume with a name": lead("/upgrade resume @openedx/arbi-bom"),
		"resume":             laidDown(lead("/upgrade resume"), "paused", "yes"),
		"paused, a child closed": withRoadmap(withChildren(laidDown(lead("Hello."), "paused", "yes"), done), func(f *upgrade.RoadmapFacts) {
			f.Bases[upgrade.BoxBase("Ia")] = upgrade.BoxValue(false)
		}),
		"finish": withChildren(finish, done),
		"finish with exempt and not affected": withRoadmap(withChildren(finish, done, notDone, openState("Ic", "c", 3)), func(f *upgrade.RoadmapFacts) {
			f.ChildSettings = map[upgrade.NodeID]upgrade.Settings{
				"Ib": {upgrade.SettingNotAffected: {Name: upgrade.SettingNotAffected, Value: "yes"}},
				"Ic": {upgrade.SettingExempt: {Name: upgrade.SettingExempt, Value: "2026-12-24"}},
			}
		}),
		"finish, an exemption is over": withRoadmap(withChildren(finish, openState("Ic", "c", 3)), func(f *upgrade.RoadmapFacts) {
			f.ChildSettings = map[upgrade.NodeID]upgrade.Settings{"Ic": {upgrade.SettingExempt: {Name: upgrade.SettingExempt, Value: "2026-11-20"}}}
		}),
		"finish too early": withChildren(finish, append(many, done, notDone, secret)...),
		"finish, some cannot be read": withRoadmap(withChildren(finish, done, openState("Ib", "b", 2)), func(f *upgrade.RoadmapFacts) {
			delete(f.Children, ref("b", 2))
			f.Items = append(f.Items, upgrade.ListItem{Line: 3, Box: -1, Refs: []upgrade.Ref{ref("never-read", 7)}})
			f.Issue.HiddenSubIssues = 2
			f.Members = append(f.Members, upgrade.Member{Child: "Ih", ChildRef: ref("hidden", 4), Origin: upgrade.OriginSubIssue})
		}),
		"finish while paused": withChildren(laidDown(lead("/upgrade finish"), "paused", "yes"), done),
		"finish, closing withheld": withRoadmap(withChildren(finish, done), func(f *upgrade.RoadmapFacts) {
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteIssues: upgrade.ModePlan}
		}),
		"finish in plan mode":    withRoadmap(withChildren(finish, done), func(f *upgrade.RoadmapFacts) { f.Policy.Mode = upgrade.ModePlan }),
		"finished, not yet shut": withChildren(laidDown(lead("Hello."), "ended", "finished"), done),
		"finished, then reopened": withRoadmap(withChildren(laidDown(lead("Hello."), "ended", "finished"), done), func(f *upgrade.RoadmapFacts) {
			f.Issue.ChangedAt = at(9, 1)
		}),
		"finished and reopened, cancelled": withRoadmap(withChildren(laidDown(lead("/upgrade cancel because it is dead"), "ended", "finished"), done), func(f *upgrade.RoadmapFacts) {
			f.Issue.ChangedAt = at(9, 1)
		}),
		"cancel":                lead("/upgrade cancel because @everyone goes to 6.0"),
		"cancel without reason": lead("/upgrade cancel"),
		"cancel while paused":   laidDown(lead("/upgrade cancel because it is dead"), "paused", "yes"),
		"cancel on an archived repository": withRoadmap(lead("/upgrade cancel because it is dead"), func(f *upgrade.RoadmapFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteComments: "x", upgrade.WriteBoxes: "x", upgrade.WriteIssues: "x"}
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(heard(facts, name, "finished, then reopened", "finish, some cannot be read"))
			golden(t, "roadmap-end", name, plan)
		})
	}
}
