package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// starting is an issue of no upgrade on which somebody with write access has
// written command lines.
func starting(lines ...string) upgrade.StartFacts {
	issue := sampleIssue()
	issue.ID, issue.Ref = "I9", upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 9}
	return upgrade.StartFacts{
		Now: at(10, 0), Policy: samplePolicy(), Issue: issue, Names: []string{"Django 5.2"}, Asked: []upgrade.Asked{comment(100, lines...)},
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	closed, pull, refused := starting("/upgrade start Node"), starting("/upgrade start Node"), starting("/upgrade start Node")
	closed.Issue.Closed, pull.Issue.IsPullRequest = true, true
	refused.Asked[0].Rights = upgrade.Rights{Write: upgrade.No, Orchestration: upgrade.No, People: upgrade.No}
	offered, written := starting("/upgrade start Node 24"), starting("/upgrade start Node 24")
	offered.Host, offered.Board = "github.com", boardFacts()
	offered.Board.Policy.Maintenance.SetUp = false
	written.Host, written.Board = "github.com", boardFacts()
	written.Board.Policy.Mode, written.Board.Views = upgrade.ModeActive, false
	for name, f := range map[string]upgrade.StartFacts{
		"the board is offered": offered,
		"the board is set up":  written,
		"name alone":           starting("/upgrade start Node 24"),
		"everything":           starting(`/upgrade start "Python 3.12" from 3.11 to 3.12 by 1 June 2027`),
		"live name":            starting(`/upgrade start "@everyone closes #1"`),
		"name is taken":        starting("/upgrade start django 5.2"),
		"twice":                starting("/upgrade start Node", "/upgrade start Deno"),
		"after a mistake":      starting("/upgrade start", "/upgrade start Node"),
		"closed issue":         closed,
		"pull request":         pull,
		"no right":             refused,
		"name with a number":   starting("/upgrade start Node #24"),
		"value":                starting("/upgrade start Node to=24"),
		"version of 2 words":   starting("/upgrade start Move to Node 24"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "start", name, upgrade.DecideStart(f))
		})
	}
}
