package upgrade_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// fenced are the facts of a roadmap issue and a list issue with fences, on which
// a command is given.
func fenced(line string, change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
	a, b := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted), openState("Ib", "b", 2)
	f := roadmap([]upgrade.IssueState{a}, "o openedx/a#1")
	f.Settings = upgrade.Settings{}
	f.Plain = upgrade.Plain{Text: f.Issue.Body, Fences: 2}
	listAt(&f, "Le", 1, []upgrade.IssueState{b}, "o openedx/b#2").Plain = upgrade.Plain{Text: "- [ ] openedx/b#2", Fences: 1, Left: 1}
	f.Asked = []upgrade.Asked{comment(100, line)}
	f.Asked[0].Rights = upgrade.Rights{Orchestration: upgrade.Yes}
	f = known(f)
	if change != nil {
		change(&f)
	}
	return f
}

func TestTidy(t *testing.T) {
	t.Parallel()
	none := func(f *upgrade.RoadmapFacts) { f.Plain, f.ListIssues[0].Plain = upgrade.Plain{}, upgrade.Plain{} }
	tidied := func(at time.Time) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) {
			none(f)
			f.Settings["tidy"] = upgrade.Setting{Name: "tidy", Value: "3", At: at, By: f.Asked[0].Comment.Author}
		}
	}
	asked := fenced("/upgrade tidy", nil).Asked[0].Comment.CreatedAt
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"some":                    fenced("/upgrade tidy", nil),
		"none":                    fenced("/upgrade tidy", none),
		"none that can go":        fenced("/upgrade tidy", func(f *upgrade.RoadmapFacts) { none(f); f.Plain.Left = 2 }),
		"cut off":                 fenced("/upgrade tidy", tidied(asked)),
		"tidied before":           fenced("/upgrade tidy", tidied(asked.Add(-time.Hour))),
		"a list that is not ours": fenced("/upgrade tidy", func(f *upgrade.RoadmapFacts) { f.ListIssues[0].Kept = false }),
		"with words":              fenced("/upgrade tidy up", nil),
		"with an issue":           fenced("/upgrade tidy #7", nil),
		"no right": fenced("/upgrade tidy", func(f *upgrade.RoadmapFacts) {
			f.Asked[0].Rights = upgrade.Rights{Orchestration: upgrade.No, Write: upgrade.No, Steward: upgrade.No, People: upgrade.No}
		}),
		"while paused": fenced("/upgrade tidy", func(f *upgrade.RoadmapFacts) { f.Upgrade.Paused = true }),
		"while boxes are shown": fenced("/upgrade tidy", func(f *upgrade.RoadmapFacts) {
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteBoxes: upgrade.ModePlan}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "tidy", name, withoutLiving(plan))
		})
	}
}
