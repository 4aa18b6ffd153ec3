package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// withRunbook makes the facts those of a roadmap issue with a few steps, the last
// of which is only proposed, on which a command is given.
func withRunbook(line string, change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
	f := roadmap(nil)
	f.Settings = upgrade.Settings{}
	for i, rule := range []runbook.RuleName{runbook.RuleLabel, runbook.RuleTargetDate, runbook.RuleImpact} {
		s := stepLine(rule, false)
		s.Line, s.Box = i+1, 10*i+3
		f.Steps = append(f.Steps, s)
	}
	party := upgrade.ListedStep{
		Line: 4, Box: 33, Text: "Book the party room", Certainty: runbook.Known,
		Step: runbook.Step{ID: "own:book-party-room", Text: "Book the party room"},
	}
	like := stepLine(runbook.RuleDocumentation, false)
	like.Line, like.Box, like.Text, like.Certainty = 5, 43, "Let the issue lead to the page", runbook.Proposed
	f.Steps = append(f.Steps, party, like)
	if change != nil {
		change(&f)
	}
	f.Asked = []upgrade.Asked{comment(100, line)}
	f.Asked[0].Rights = upgrade.Rights{Orchestration: upgrade.Yes}
	return f
}

func TestStepCommands(t *testing.T) {
	t.Parallel()
	paused := func(f *upgrade.RoadmapFacts) { f.Upgrade.Paused = true }
	planned := func(f *upgrade.RoadmapFacts) {
		f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteBoxes: upgrade.ModePlan}
	}
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"by number":             withRunbook("/upgrade check 4", nil),
		"by id":                 withRunbook("/upgrade check target-date because we agreed on it", nil),
		"by words":              withRunbook("/upgrade check party room", nil),
		"by quoted words":       withRunbook(`/upgrade check "Book the party room"`, nil),
		"several":               withRunbook("/upgrade check the issue", nil),
		"near":                  withRunbook("/upgrade check room for people", nil),
		"none":                  withRunbook("/upgrade check nonsense", nil),
		"nothing named":         withRunbook("/upgrade check", nil),
		"a number beyond":       withRunbook("/upgrade check 17", nil),
		"an issue":              withRunbook("/upgrade check #1", nil),
		"struck":                withRunbook("/upgrade check 4", func(f *upgrade.RoadmapFacts) { f.Steps[3].Struck = true }),
		"without a box":         withRunbook("/upgrade check 4", func(f *upgrade.RoadmapFacts) { f.Steps[3].Box = -1 }),
		"only proposed":         withRunbook("/upgrade check 5", nil),
		"while paused":          withRunbook("/upgrade check 4", paused),
		"while boxes are shown": withRunbook("/upgrade check 4", planned),
		"uncheck": withRunbook("/upgrade uncheck label", func(f *upgrade.RoadmapFacts) {
			f.Issue.Labels, f.Steps[0].Checked = []string{"maintenance"}, true
			f.Bases[upgrade.BoxBase("step:label")] = "checked"
			f.Settings["step:label"] = upgrade.Setting{Name: "step:label", Value: "there", At: at(8, 0)}
		}),
		"check what somebody has opened": withRunbook("/upgrade check label", func(f *upgrade.RoadmapFacts) {
			f.Issue.Labels = []string{"maintenance"}
			f.Bases[upgrade.BoxBase("step:label")] = "checked"
			f.Settings["step:label"] = upgrade.Setting{Name: "step:label", Value: "there", At: at(8, 0)}
		}),
		"accept":               withRunbook("/upgrade accept-step 5", func(f *upgrade.RoadmapFacts) { f.Upgrade.Docs = "https://example.org/a" }),
		"accept all":           withRunbook("/upgrade accept-step all", nil),
		"accept what is known": withRunbook("/upgrade accept-step 4", nil),
		"accept nothing":       withRunbook("/upgrade accept-step", nil),
		"accept all of none":   withRunbook("/upgrade accept-step all", func(f *upgrade.RoadmapFacts) { f.Steps = f.Steps[:4] }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "step-command", name, withoutLiving(plan))
		})
	}
}

// What a person has said about a box holds until what the rule sees changes, and
// then never again.
func TestStepByHand(t *testing.T) {
	t.Parallel()
	said := func(value string) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) {
			f.Settings["check:label"] = upgrade.Setting{Name: "check:label", Value: value, At: at(9, 0), By: upgrade.Actor{Login: "ben", ID: 3}}
			f.Bases[upgrade.BoxBase("step:label")] = upgrade.BoxValue(true)
		}
	}
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"waits for its pace": withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) {
			said("checked/unchecked")(f)
			delete(f.Bases, upgrade.BoxBase("step:label"))
		}),
		"is there":           withStep(runbook.RuleLabel, true, said("checked/unchecked")),
		"opened again since": withStep(runbook.RuleLabel, false, said("checked/unchecked")),
		"the label comes": withStep(runbook.RuleLabel, true, func(f *upgrade.RoadmapFacts) {
			said("checked/unchecked")(f)
			f.Issue.Labels = []string{"maintenance"}
		}),
		"the label goes": settledStep(runbook.RuleLabel, said("unchecked/checked")),
		"accepted words": withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) {
			f.Issue.Labels = []string{"maintenance"}
			f.Steps[0].Certainty, f.Steps[0].Text = runbook.Proposed, "Tag it as Maintenance work"
			name := upgrade.SettingAccept + runbook.Normal("tag it as *maintenance* work!")
			f.Settings[name] = upgrade.Setting{Name: name, Value: "label", At: at(9, 0)}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "step-command", "later, "+name, withoutLiving(plan))
		})
	}
}
