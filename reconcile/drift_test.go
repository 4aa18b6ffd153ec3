package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// unheard lets people do something that the app is not told.
func (w *world) unheard(acts ...func() error) {
	w.t.Helper()
	w.clock.Pass(time.Minute)
	for _, act := range acts {
		w.must(act())
	}
	w.deaf()
}

// deaf loses all events that are on their way.
func (w *world) deaf() {
	for w.github.Drop(0) == nil {
	}
}

func (w *world) drift() []upgrade.Change {
	w.t.Helper()
	mends, err := w.app.Drift(w.t.Context(), "acme", 1)
	w.must(err)
	var all []upgrade.Change
	for _, mend := range mends {
		all = append(all, mend.Changes...)
	}
	return all
}

// lookAtBoard runs the board's key, and what it triggers, without time passing.
func (w *world) lookAtBoard() {
	w.t.Helper()
	id := w.github.Board("acme", 1).ID
	w.must(w.store.Trigger(w.t.Context(), upgrade.Trigger{Key: upgrade.BoardKey(id), Installation: w.installation("acme"), Reason: "test"}))
	w.settle()
}

// rows are differences as one reads them.
func rows(all []upgrade.Change) []string {
	out := []string{}
	for _, d := range all {
		out = append(out, fmt.Sprintf("%s: %s: %q, should be %q: %s", d.Object, d.What, d.Is, d.ShouldBe, d.Why))
	}
	slices.Sort(out)
	return out
}

// What happened unheard is found by looking at the board, told, and put right.
func TestDriftIsFound(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	if diff := cmp.Diff([]string{}, rows(w.drift())); diff != "" {
		t.Fatalf("of a board in sync (-want +got):\n%s", diff)
	}
	w.unheard(
		func() error { return w.github.CloseIssue("ada", w.ref("acme/shop#1"), "") },
		func() error { return w.github.RemoveCard("olga", board(), w.ref("acme/lib#1")) }, // stays away
		func() error { return w.github.Assign("paula", w.ref("partner/tool#1"), "ben") },
	)
	before := len(w.github.Writes())
	got := rows(w.drift())
	want := []string{
		`acme/shop#1: Status: "Todo", should be "Done": closed as completed`,
		`partner/tool#1: Status: "Todo", should be "In Progress": somebody is assigned`,
	}
	if diff := cmp.Diff(want, got); diff != "" || len(w.github.Writes()) > before {
		t.Errorf("%d writes (-want +got):\n%s", len(w.github.Writes())-before, diff)
	}
	w.lookAtBoard()
	w.field("acme/shop#1", "Status", "Done")
	w.field("partner/tool#1", "Status", "In Progress")
	if diff := cmp.Diff([]string{}, rows(w.drift())); diff != "" {
		t.Errorf("afterwards (-want +got):\n%s", diff)
	}
	if _, err := w.app.Drift(t.Context(), "acme", 7); err == nil {
		t.Error("a board of no policy has no drift")
	}
}

// Children without a card are told of, also where nothing is written.
func TestDriftOfCardsThatAreNotThere(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "mode: active", "mode: plan", 1))
	want := []string{}
	for _, child := range []string{"acme/lib#1", "acme/shop#1", "partner/tool#1"} {
		want = append(want, child+`: card on board acme/1: "", should be "a card": it is not on the board`)
	}
	if diff := cmp.Diff(want, rows(w.drift())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.lookAtBoard()
	if n := len(w.github.Writes()); n > 0 {
		t.Errorf("%d writes in plan mode", n)
	}
}

// A GitHub that does not list archived cards: nothing follows from one that is
// not listed, and everything else is found.
func TestDriftWithoutArchivedListing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations, func(o *emulator.Options) { o.Without = []emulator.Feature{emulator.FeatureArchivedStates} })
	w.quiet()
	w.unheard(
		func() error { return w.github.CloseIssue("ada", w.ref("acme/shop#1"), "") },
		func() error { return w.github.ArchiveCard("olga", board(), w.ref("acme/lib#1"), true) },
		func() error { return w.github.RemoveCard("olga", board(), w.ref("partner/tool#1")) },
	)
	want := []string{`acme/shop#1: Status: "Todo", should be "Done": closed as completed`}
	if diff := cmp.Diff(want, rows(w.drift())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
