package upgrade_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What is about the children's cards is a person's where the policy has no board
// for them, and nobody is told that a card is missing.
func TestCardsWithoutBoard(t *testing.T) {
	t.Parallel()
	child := openState("Ia", "a", 1)
	for _, rule := range []runbook.RuleName{runbook.RuleChildFields, runbook.RuleChildList, runbook.RuleExternalBoard, runbook.RuleExternalFields} {
		f := withStep(rule, false, func(f *upgrade.RoadmapFacts) {
			withChild(child, &upgrade.Report{Kind: upgrade.ChildExternal})(f)
			f.Policy.Maintenance.Number = 0
		})
		text := livingIn(f)
		if !strings.Contains(text, "Steps left to people") || !strings.Contains(text, "the policy names no maintenance board") || strings.Contains(text, "not on the board") {
			t.Errorf("%s:\n%s", rule, text)
		}
	}
}
