package upgrade_test

import (
	"slices"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// late makes the comments so far two hours old.
func late(f upgrade.ChildFacts) upgrade.ChildFacts {
	f.Asked = slices.Clone(f.Asked)
	for i := range f.Asked {
		f.Asked[i].Comment.CreatedAt = at(8, i)
	}
	return f
}

// reacted gives a comment a reaction of the app, for commands answered before.
func reacted(content string, outcomes ...string) func(*upgrade.Asked) {
	return func(a *upgrade.Asked) {
		if a.Earlier = outcomes; content != "" {
			a.Comment.OwnReactions = []string{"eyes", content}
		}
	}
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	const right, wrong, unknown = "/upgrade owner-does owner-reviews", "/upgrade owner-does owner-revuse", "/upgrade nothing"
	lib := library(settledChild())
	cases := map[string]upgrade.ChildFacts{
		"late":                                 late(ask(lib, wrong)),
		"late, several":                        late(ask(ask(ask(ask(lib, wrong), right), unknown), "/upgrade owner-does")),
		"late, all well":                       late(ask(lib, right)),
		"late and in time":                     ask(late(ask(lib, wrong)), unknown),
		"mended":                               lastAsked(ask(lib, right), reacted("confused")),
		"mended, while another is still wrong": lastAsked(ask(lib, right), reacted("confused", upgrade.OutcomeDone, upgrade.OutcomeFailed)),
		"the wrong one was taken away":         lastAsked(ask(lib), reacted("confused", upgrade.OutcomeDone)),
		"a wrong one was added":                lastAsked(ask(lib, unknown), reacted("+1", upgrade.OutcomeDone)),
		"the reaction got lost":                lastAsked(ask(lib), reacted("", upgrade.OutcomeDone, upgrade.OutcomeRefused)),
		"answered and shown":                   lastAsked(ask(lib), reacted("+1", upgrade.OutcomeDone, upgrade.OutcomeIgnored)),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "answers", name, upgrade.DecideChild(reported(facts)))
		})
	}
}
