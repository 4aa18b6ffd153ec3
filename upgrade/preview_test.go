package upgrade_test

import (
	"fmt"
	"testing"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The preview as people read it in the living comment, and where there is none.
func TestPreview(t *testing.T) {
	t.Parallel()
	doneA := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	openB, openC, listed := openState("Ib", "b", 2), openState("Ic", "c", 3), openState("Id", "d", 4)
	openB.ChangedAt = at(9, 30) // reopened
	hidden := closedState("Is", "secret", 5, 9, upgrade.ReasonCompleted)
	hidden.Repository.Private = true
	mixed := func(change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
		f := roadmap([]upgrade.IssueState{doneA, openB, openC, hidden}, "o openedx/a#1", "x openedx/b#2", "x openedx/c#3", "o openedx/secret#5")
		f.Upgrade.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteBoxes: upgrade.ModePlan}
		if change != nil {
			change(&f)
		}
		return f
	}
	var many []upgrade.IssueState
	var lines []string
	for n := range 25 {
		state := closedState(upgrade.NodeID(fmt.Sprintf("M%02d", n)), fmt.Sprintf("repo%02d", n), n+1, 9, upgrade.ReasonCompleted)
		many, lines = append(many, state), append(lines, "o "+state.Ref.String())
	}
	crowd := roadmap(many, lines...)
	crowd.Upgrade.Writes = mixed(nil).Upgrade.Writes
	for name, f := range map[string]upgrade.RoadmapFacts{
		"boxes":           mixed(nil),
		"to be confirmed": mixed(func(f *upgrade.RoadmapFacts) { f.Upgrade.Unconfirmed = true }),
		"the list of children": mixed(func(f *upgrade.RoadmapFacts) {
			f.Issue.SubIssues = []upgrade.IssueState{listed}
		}),
		"steps": mixed(func(f *upgrade.RoadmapFacts) {
			label, target := stepLine(runbook.RuleLabel, false), stepLine(runbook.RuleTargetDate, true)
			label.Line, label.Box, target.Line, target.Box = 5, 1003, 6, 1013
			f.Issue.Labels, f.Steps = []string{"maintenance"}, []upgrade.ListedStep{label, target}
		}),
		"many":              crowd,
		"nothing to change": withRoadmap(roadmap([]upgrade.IssueState{openC}, "o openedx/c#3"), func(f *upgrade.RoadmapFacts) { f.Policy.Mode = upgrade.ModePlan }),
		"paused":            mixed(func(f *upgrade.RoadmapFacts) { f.Upgrade.Paused = true }),
		"active":            mixed(func(f *upgrade.RoadmapFacts) { f.Upgrade.Writes = nil }),
		"status":            mixed(func(f *upgrade.RoadmapFacts) { f.Asked = []upgrade.Asked{comment(100, "/upgrade status")} }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(f)
			golden(t, "preview", name, plan)
		})
	}
}
