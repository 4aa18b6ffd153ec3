package reconcile_test

import (
	"strings"
	"testing"
	"time"
)

// An exemption leaves box and Status to the facts, and ends by itself at its
// date: child and roadmap issue are looked at then, whatever happened between.
func TestExempt(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade exempt until 3 March 2026 because the vendor freezes it")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	w.wantsOwn(shop, "Exempt until 2026-03-03, set by `ada` because `the vendor freezes it`")
	w.field(shop, "Status", "Todo")
	w.box(shop, false)
	w.must(w.github.CloseIssue("ada", w.ref(shop), "not_planned"))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.box(shop, false)
	w.restart()
	end := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	w.run(end.Add(-time.Minute).Sub(w.clock.Now()))
	w.box(shop, false)
	w.run(5 * time.Minute)
	w.box(shop, true)
	if own := w.own(shop); len(own) != 1 || strings.Contains(own[0], "Exempt") {
		t.Errorf("the app says %q after the exemption has ended", own)
	}
}

func TestNotAffected(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade not-affected because nothing imports it")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	w.wantsOwn(shop, "Not affected, set by `ada` because `nothing imports it`")
	w.field(shop, "Status", "Done")
	w.box(shop, true)
	back := w.says("ada", shop, "/upgrade not-affected off")
	w.quiet()
	w.wantsReaction(shop, back, "+1")
	w.field(shop, "Status", "Todo")
	w.box(shop, false)
	if own := w.own(shop); len(own) != 1 || strings.Contains(own[0], "Not affected") {
		t.Errorf("the app says %q though it was taken back", own)
	}
}

func TestExemptRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, login, child, words, says string }{
		{"no reason", "ada", shop, "exempt until 2026-04-01", "needs a reason"},
		{"in the past", "ada", shop, "exempt until 2026-03-01 because of it", "does not lie ahead"},
		{"not affected without a reason", "ada", shop, "not-affected", "needs a reason"},
		{"by a stranger", "stranger", shop, "not-affected because I say so", "`platform`"},
		{"on the roadmap issue", "ben", django, "exempt because of it", "belongs on the child"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says(test.login, test.child, "/upgrade "+test.words)
			w.quiet()
			w.wantsReaction(test.child, id, "confused")
			w.wantsOwn(test.child, test.says)
			w.box(shop, false)
		})
	}
}
