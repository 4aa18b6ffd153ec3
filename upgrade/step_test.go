package upgrade_test

import (
	"slices"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// stepLine is the step of the default runbook that has a rule, as line 1 of a
// description.
func stepLine(rule runbook.RuleName, checked bool) upgrade.ListedStep {
	for _, step := range runbook.Default(runbook.Terms{}).Steps {
		if step.Rule.Name == rule {
			return upgrade.ListedStep{Line: 1, Box: 3, Checked: checked, Text: step.Text, Step: step, Certainty: runbook.Known}
		}
	}
	panic("no step has the rule " + rule)
}

// withStep makes the facts those of a roadmap issue with a step in line 1.
func withStep(rule runbook.RuleName, checked bool, change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
	f := roadmap(nil)
	f.Issue.Body = "- [ ] " + string(rule)
	f.Steps = []upgrade.ListedStep{stepLine(rule, checked)}
	f.Settings = upgrade.Settings{}
	change(&f)
	return f
}

// settledStep is a step that the app has checked before.
func settledStep(rule runbook.RuleName, change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
	return withStep(rule, true, func(f *upgrade.RoadmapFacts) {
		seen := upgrade.Setting{Name: upgrade.SettingSeen + string(rule), Value: "there", At: at(9, 0)}
		f.Settings[seen.Name] = seen
		f.Bases[upgrade.BoxBase("step:"+f.Steps[0].Step.ID)] = upgrade.BoxValue(true)
		change(f)
	})
}

// settings lays settings down.
func settings(all ...upgrade.Setting) func(*upgrade.RoadmapFacts) {
	return func(f *upgrade.RoadmapFacts) {
		for _, s := range all {
			s.At = at(8, 30)
			f.Settings[s.Name] = s
		}
		f.Upgrade = f.Upgrade.With(f.Settings)
	}
}

func onRoadmapBoard(card bool) func(*upgrade.RoadmapFacts) {
	return func(f *upgrade.RoadmapFacts) {
		f.Policy.Roadmap = upgrade.BoardPolicy{Owner: "openedx", Number: 4}
		f.Policy.Terms.RoadmapFields = []string{"Type"}
		f.Board = upgrade.Board{ID: "BR", Owner: "openedx", Number: 4, Fields: []upgrade.Field{selectField("FT", "Type", "Maintenance")}}
		f.Issue.Items = nil
		if card {
			f.Issue.Items = []upgrade.Item{{ID: "PR", Board: "BR", Values: []upgrade.FieldValue{{Field: "FT", Text: "Maintenance", UpdatedAt: at(8, 0)}}}}
		}
	}
}

func maintenanceBoard(change func(*upgrade.Board)) func(*upgrade.RoadmapFacts) {
	return func(f *upgrade.RoadmapFacts) {
		f.Maintenance = sampleBoard()
		f.Maintenance.Views = []upgrade.View{{Name: "Everything"}, {Name: "5.2", Filter: `project:"Django 5.2"`}}
		if change != nil {
			change(&f.Maintenance)
		}
	}
}

// withChild lists a child that has a report, unless that is nil.
func withChild(state upgrade.IssueState, report *upgrade.Report) func(*upgrade.RoadmapFacts) {
	return func(f *upgrade.RoadmapFacts) {
		f.Items = []upgrade.ListItem{{Line: 3, Box: -1, Refs: []upgrade.Ref{state.Ref}}}
		f.Children = map[upgrade.Ref]upgrade.IssueState{state.Ref.Fold(): state}
		f.Installed = map[upgrade.NodeID]int64{state.Repository.ID: 7}
		f.Members = []upgrade.Member{{
			Child: state.ID, Roadmap: "I0", Installation: 7, ChildInstallation: 7, RoadmapRef: f.Issue.Ref, ChildRef: state.Ref,
			ChildRepository: state.Repository.ID, Origin: upgrade.OriginList, AdoptedAt: at(8, 0), SeenAt: at(9, 30), SeenState: state.State(),
		}}
		if report != nil {
			f.Reports = map[upgrade.NodeID]upgrade.Report{state.ID: *report}
		}
	}
}

// cases of one rule: what makes it true and what makes it false; unknown is nil
// for rules whose facts are read with the issue itself, without which nothing is
// decided at all.
type ruleCase struct{ is, isNot, unknown func(*upgrade.RoadmapFacts) }

func ruleCases() map[runbook.RuleName]ruleCase {
	nothing := func(*upgrade.RoadmapFacts) {}
	private := func(state upgrade.IssueState) upgrade.IssueState { state.Repository.Private = true; return state }
	child, done := openState("Ia", "a", 1), closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	fine := &upgrade.Report{Kind: upgrade.ChildRepository, OnBoard: true}
	external := &upgrade.Report{Kind: upgrade.ChildExternal, OnBoard: true, Labels: []string{"Help Wanted", "maintenance"}}
	bare := &upgrade.Report{Kind: upgrade.ChildExternal, Lacks: []string{"Project"}}
	unread := withChild(child, nil)
	return map[runbook.RuleName]ruleCase{
		runbook.RuleRoadmapIssue: {is: nothing},
		runbook.RuleRunbook:      {is: nothing},
		runbook.RuleLabel: {
			is:    func(f *upgrade.RoadmapFacts) { f.Issue.Labels = []string{"Maintenance"} },
			isNot: func(f *upgrade.RoadmapFacts) { f.Issue.Labels = []string{"maintenance-later"} },
		},
		runbook.RuleRoadmapBoard: {
			is: onRoadmapBoard(true),
			isNot: func(f *upgrade.RoadmapFacts) {
				onRoadmapBoard(true)(f)
				f.Issue.Items[0].Archived = true
			},
			unknown: func(f *upgrade.RoadmapFacts) { onRoadmapBoard(true)(f); f.Board = upgrade.Board{} },
		},
		runbook.RuleRoadmapFields: {
			is: onRoadmapBoard(true),
			isNot: func(f *upgrade.RoadmapFacts) {
				onRoadmapBoard(true)(f)
				f.Policy.Terms.RoadmapFields = []string{"Type", "Strategy"}
			},
			unknown: func(f *upgrade.RoadmapFacts) { onRoadmapBoard(true)(f); f.Board = upgrade.Board{} },
		},
		runbook.RuleMilestone: {
			is:    func(f *upgrade.RoadmapFacts) { f.Issue.Milestone = "Willow" },
			isNot: nothing,
		},
		runbook.RuleTargetDate: {
			is:    settings(upgrade.Setting{Name: upgrade.SettingTargetDate, Value: "2027-04-01", Because: "support ends"}),
			isNot: settings(upgrade.Setting{Name: upgrade.SettingTargetDate, Value: "2027-04-01"}),
		},
		runbook.RuleTeam:   {is: nothing, isNot: func(f *upgrade.RoadmapFacts) { f.Upgrade.OrchestrationTeam = "" }},
		runbook.RuleImpact: {unknown: nothing},
		runbook.RuleProjectOption: {
			is:      maintenanceBoard(nil),
			isNot:   maintenanceBoard(func(b *upgrade.Board) { b.Fields[1].Options = b.Fields[1].Options[1:] }),
			unknown: nothing,
		},
		runbook.RuleView: {
			is:      maintenanceBoard(nil),
			isNot:   maintenanceBoard(func(b *upgrade.Board) { b.Views = b.Views[:1] }),
			unknown: nothing,
		},
		runbook.RuleViewRemoved: {
			is: func(f *upgrade.RoadmapFacts) {
				maintenanceBoard(func(b *upgrade.Board) { b.Views = nil })(f)
				f.Settings["step:view"] = upgrade.Setting{Name: "step:view", Value: "there", At: at(7, 0)}
			},
			isNot:   maintenanceBoard(nil),
			unknown: nothing,
		},
		runbook.RuleChildIssues: {unknown: nothing},
		runbook.RuleChildFields: {
			is:      withChild(child, fine),
			isNot:   withChild(child, bare),
			unknown: unread,
		},
		runbook.RuleChildList: {
			is: withChild(child, fine),
			isNot: func(f *upgrade.RoadmapFacts) {
				withChild(child, fine)(f)
				f.Items, f.Children, f.Issue.SubIssues = nil, nil, []upgrade.IssueState{child}
				f.Policy.RoadmapIssue.NoChildren = true
			},
			unknown: unread,
		},
		runbook.RuleDocumentation: {is: settings(upgrade.Setting{Name: upgrade.SettingDocs, Value: "https://example.org/django"}), isNot: nothing},
		runbook.RuleInstructions:  {is: settings(upgrade.Setting{Name: upgrade.SettingInstructions, Value: "https://example.org/how"}), isNot: nothing},
		runbook.RuleExternalLabels: {
			is:      withChild(child, external),
			isNot:   withChild(private(child), bare),
			unknown: unread,
		},
		runbook.RuleExternalBoard:  {is: withChild(child, external), isNot: withChild(child, bare), unknown: unread},
		runbook.RuleExternalFields: {is: withChild(child, external), isNot: withChild(child, bare), unknown: unread},
		runbook.RuleChildrenDone: {
			is:      withChild(done, fine),
			isNot:   withChild(child, fine),
			unknown: func(f *upgrade.RoadmapFacts) { withChild(child, fine)(f); f.Children = nil },
		},
		runbook.RuleDeploymentNotes: {
			is:    settings(upgrade.Setting{Name: upgrade.SettingNotesAcknowledged, Value: "yes"}),
			isNot: nothing,
		},
		runbook.RuleRoadmapClosed: {is: settings(upgrade.Setting{Name: upgrade.SettingEnded, Value: "finished"}), isNot: nothing},
	}
}

// Each rule checks its box when it is true and does nothing when it is false;
// when what it saw went away, the box opens if the rule is a lasting one and
// stays if not; while the facts are not known, the box stays as it is.
func TestRules(t *testing.T) {
	t.Parallel()
	cases := ruleCases()
	for _, rule := range runbook.Rules() {
		one, there := cases[rule.Name]
		if !there {
			t.Errorf("the rule %s has no cases", rule.Name)
		}
		for name, facts := range map[string]upgrade.RoadmapFacts{
			"true":      withStep(rule.Name, false, orNothing(one.is)),
			"false":     withStep(rule.Name, false, orNothing(one.isNot)),
			"went away": settledStep(rule.Name, orNothing(one.isNot)),
			"unknown":   settledStep(rule.Name, orNothing(one.unknown)),
		} {
			if name == "true" && one.is == nil || (name == "false" || name == "went away") && one.isNot == nil || name == "unknown" && one.unknown == nil {
				continue
			}
			t.Run(string(rule.Name)+" "+name, func(t *testing.T) {
				t.Parallel()
				plan, _ := upgrade.DecideRoadmap(facts)
				golden(t, "step", string(rule.Name)+" "+name, withoutLiving(plan))
			})
		}
	}
}

// withoutLiving is a plan without the living comment, which has tests of its own.
func withoutLiving(p upgrade.Plan) upgrade.Plan {
	p.Actions = slices.DeleteFunc(p.Actions, func(a upgrade.Action) bool {
		text, is := a.(upgrade.SaveComment)
		return is && text.Living
	})
	return p
}

func orNothing(change func(*upgrade.RoadmapFacts)) func(*upgrade.RoadmapFacts) {
	if change == nil {
		return func(*upgrade.RoadmapFacts) {}
	}
	return change
}

// What a person has set stays, and so does what does not count.
func TestStepBoxes(t *testing.T) {
	t.Parallel()
	labelled := func(f *upgrade.RoadmapFacts) { f.Issue.Labels = []string{"maintenance"} }
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"ticked by hand though nothing is seen": withStep(runbook.RuleLabel, true, orNothing(nil)),
		"opened by hand though it is seen": settledStep(runbook.RuleLabel, func(f *upgrade.RoadmapFacts) {
			labelled(f)
			f.Steps[0].Checked = false
		}),
		"struck":        withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) { labelled(f); f.Steps[0].Struck = true }),
		"without a box": withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) { labelled(f); f.Steps[0].Box = -1 }),
		"only proposed": withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) { labelled(f); f.Steps[0].Certainty = runbook.Proposed }),
		"pasted after the fact": withStep(runbook.RuleLabel, false, func(f *upgrade.RoadmapFacts) {
			labelled(f)
			f.Issue.BodyEditedAt = f.Now.Add(time.Second)
		}),
		"a view that nobody has made": withStep(runbook.RuleViewRemoved, false, maintenanceBoard(func(b *upgrade.Board) { b.Views = nil })),
		"a write cut off": settledStep(runbook.RuleLabel, func(f *upgrade.RoadmapFacts) {
			labelled(f)
			base := upgrade.BoxBase("step:label")
			f.Steps[0].Checked, f.Bases = false, map[string]string{base: "unchecked", upgrade.SentBase(base): "checked"}
		}),
		"comes back": settledStep(runbook.RuleLabel, func(f *upgrade.RoadmapFacts) {
			labelled(f)
			f.Steps[0].Checked = false
			f.Settings["step:label"] = upgrade.Setting{Name: "step:label", Value: "gone", At: at(9, 0)}
			f.Bases[upgrade.BoxBase("step:label")] = upgrade.BoxValue(false)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "step", "box "+name, withoutLiving(plan))
		})
	}
}
