package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The living comment tells the runbook: counts, what is out of the ordinary, what
// is proposed, and what was seen; private children are not named.
func TestRunbookIsTold(t *testing.T) {
	t.Parallel()
	f := roadmap(nil)
	f.Settings = upgrade.Settings{}
	secret := openState("Is", "secret", 3)
	secret.Repository.Private = true
	withChild(secret, &upgrade.Report{OnBoard: true, Lacks: []string{"Source"}})(&f)
	seen := func(rule, value string) {
		f.Settings["step:"+rule] = upgrade.Setting{Name: "step:" + rule, Value: value, At: at(-30, 0)}
	}
	seen("label", "there")
	seen("documentation", "gone")
	seen("team", "there")
	f.Issue.Labels = []string{"maintenance"}
	f.Bases[upgrade.BoxBase("step:team-chosen")] = upgrade.BoxValue(true)
	f.Bases[upgrade.BoxBase("step:documentation")] = upgrade.BoxValue(false)
	for i, one := range []struct {
		rule    runbook.RuleName
		checked bool
	}{
		{runbook.RuleLabel, true},
		{runbook.RuleMilestone, true},      // ticked by hand
		{runbook.RuleTeam, false},          // opened by hand
		{runbook.RuleDocumentation, false}, // went away
		{runbook.RuleTargetDate, false},
		{runbook.RuleView, false},   // the board is not there
		{runbook.RuleImpact, false}, // nobody can
		{runbook.RuleChildFields, false},
		{runbook.RuleRoadmapIssue, false}, // checked in this run
	} {
		s := stepLine(one.rule, one.checked)
		s.Line, s.Box = i+10, 100+10*i
		f.Steps = append(f.Steps, s)
	}
	usual := runbook.Default(runbook.Terms{}).Steps
	for i, step := range usual {
		if step.ID == "automation" || step.ID == "instructions" {
			line := upgrade.ListedStep{Line: 30 + i, Box: 300 + 10*i, Text: step.Text, Step: step, Certainty: runbook.Known}
			if step.ID == "instructions" {
				line.Text, line.Certainty = "Point everybody to **the** `how-to` from here", runbook.Proposed
			}
			f.Steps = append(f.Steps, line)
		}
	}
	plan, _ := upgrade.DecideRoadmap(f)
	golden(t, "step", "told", plan)
}
