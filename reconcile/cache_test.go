package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
)

// readings are how often the board was read since it was asked last.
func (w *world) readings() (boards int) {
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "query Board") {
			boards++
		}
	}
	return boards
}

var maintenance = emulator.BoardRef{Org: "acme", Number: 1}

// A board is not read again as long as nothing speaks for it, and after a day.
func TestBoardIsKnownForADay(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.readings()
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	if n := w.readings(); n != 0 {
		t.Errorf("the board was read %d times for one closing", n)
	}
	w.clock.Pass(24 * time.Hour)
	w.must(w.github.ReopenIssue("ada", w.ref(shop)))
	w.quiet()
	if n := w.readings(); n == 0 {
		t.Error("the board is still known after a day")
	}
}

// Options that were made anew behind the app's back, so that the ids it knows
// are gone: one write fails, the board is read, the write succeeds.
func TestStaleOptionsMendThemselves(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.readings()
	for _, options := range [][]string{{"Other"}, {"Todo", "In Progress", "Done"}} {
		w.must(w.github.SetOptions("olga", maintenance, "Status", options...))
	}
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	if n := w.readings(); n != 1 {
		t.Errorf("the board was read %d times, want once after the refusal", n)
	}
}

// An option that a person has renamed is noticed by the cards that have it.
func TestRenamedOptionIsNoticed(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.readings()
	w.must(w.github.SetOptions("olga", maintenance, "Status", "Todo", "In Progress", "Done", "Later"))
	w.must(w.github.MoveCard("olga", maintenance, w.ref(shop), "Later"))
	w.quiet()
	if n := w.readings(); n != 1 {
		t.Errorf("the board was read %d times, want once for a value that was not known", n)
	}
	w.field(shop, "Status", "Later") // a person's
}
