package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestDecidePolicyIssue(t *testing.T) {
	t.Parallel()
	problems := []upgrade.PolicyProblem{
		{Line: 3, Column: 5, Path: "upgrades[0].roadmap", Message: "want owner/repo#number, not \"see @team #5\"", Mend: "write roadmap: openedx/platform-roadmap#283"},
		{Line: 9, Message: "unknown key", Mend: "write mode in place of mod`@team`"},
		{Path: "board.number", Message: "is missing"},
		{Message: "the file is longer than 256 KiB"},
	}
	facts := func(state upgrade.PolicyState, number int, open bool, problems ...upgrade.PolicyProblem) upgrade.PolicyIssueFacts {
		return upgrade.PolicyIssueFacts{
			Repository: upgrade.Repository{ID: "R", Owner: "openedx", Name: ".github"}, Path: "upkeep.yml",
			State: state, Problems: problems, Number: number, Open: open, KeptLastGood: true,
		}
	}
	shown := facts(upgrade.PolicyInvalid, 4, true, problems...)
	shown.Text = upgrade.DecidePolicyIssue(facts(upgrade.PolicyInvalid, 0, false, problems...)).Actions[0].(upgrade.SaveIssue).Text + "\r\n"
	closedByHand, first := shown, facts(upgrade.PolicyInvalid, 0, false, problems[0])
	closedByHand.Open, first.KeptLastGood = false, false
	many := facts(upgrade.PolicyInvalid, 0, false)
	for i := range 52 {
		many.Problems = append(many.Problems, upgrade.PolicyProblem{Line: i + 1, Column: 1, Message: "wrong"})
	}
	for name, f := range map[string]upgrade.PolicyIssueFacts{
		"invalid":                 facts(upgrade.PolicyInvalid, 0, false, problems...),
		"invalid the first time":  first,
		"invalid and shown":       shown,
		"invalid, closed by hand": closedByHand,
		"invalid in another way":  facts(upgrade.PolicyInvalid, 4, true, problems[1]),
		"invalid again":           facts(upgrade.PolicyInvalid, 4, false, problems[1]),
		"many problems":           many,
		"unreadable":              facts(upgrade.PolicyUnreadable, 0, false, problems[3]),
		"unreadable for a while":  facts(upgrade.PolicyUnreadable, 4, true),
		"valid":                   facts(upgrade.PolicyValid, 0, false),
		"mended":                  facts(upgrade.PolicyValid, 4, true),
		"mended and closed":       facts(upgrade.PolicyValid, 4, false),
		"taken away":              facts(upgrade.PolicyAbsent, 4, true),
		"absent":                  facts(upgrade.PolicyAbsent, 0, false),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "policy", name, upgrade.DecidePolicyIssue(f))
		})
	}
}
