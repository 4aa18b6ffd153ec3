package reconcile_test

import (
	"slices"
	"testing"
)

func (w *world) wantsAssignees(text string, want ...string) {
	w.t.Helper()
	if got := w.issue(text).Assignees; !slices.Equal(got, want) {
		w.t.Errorf("%s is assigned to %q, want %q", text, got, want)
	}
}

// A claim adds its author, Status follows, and an unclaim takes off nobody else.
func TestClaim(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	for _, login := range []string{"ada", "ben", "ada"} {
		id := w.says(login, shop, "/upgrade claim")
		w.quiet()
		w.wantsReaction(shop, id, "+1")
	}
	w.wantsAssignees(shop, "ada", "ben")
	w.field(shop, "Status", "In Progress")
	for _, login := range []string{"ada", "ben", "stranger"} {
		id := w.says(login, shop, "/upgrade unclaim")
		w.quiet()
		w.wantsReaction(shop, id, "+1")
		if login == "ada" {
			w.wantsAssignees(shop, "ben")
		}
	}
	w.wantsAssignees(shop)
	w.field(shop, "Status", "Todo")
}

func TestClaimRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, login, child, words, says string }{
		{"for somebody else", "ada", shop, "claim @ben", "takes nothing more"},
		{"by a stranger", "stranger", shop, "claim", "`platform`"},
		{"by who cannot be assigned there", "dora", "partner/tool#1", "claim", "belong to the organisation"},
		{"on the roadmap issue", "ben", django, "claim", "belongs on the child"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says(test.login, test.child, "/upgrade "+test.words)
			w.quiet()
			w.wantsReaction(test.child, id, "confused")
			w.wantsOwn(test.child, test.says)
			w.wantsAssignees(test.child)
		})
	}
}
