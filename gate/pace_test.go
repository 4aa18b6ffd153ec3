package gate_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A burst is told in few edits: at once, then after 5, 15, 30, 30 … s.
func TestPace(t *testing.T) {
	t.Parallel()
	texts := map[string]func(*world, int) upgrade.Action{
		"description": func(w *world, n int) upgrade.Action { return w.box(n%2 == 0) },
		"living comment": func(w *world, n int) upgrade.Action {
			a := w.reply(strings.Repeat("More. ", n+1))
			a.Purpose, a.Living = upgrade.PurposeLiving, true
			return a
		},
	}
	for name, action := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			n := 0
			write := func() {
				t.Helper()
				w.must(w.applyFor(upgrade.CausePerson, action(w, n)))
				n++
			}
			write()
			for _, wait := range []time.Duration{5, 15, 30, 30, 30} {
				wait *= time.Second
				w.isLater(w.applyFor(upgrade.CausePerson, action(w, n)), store.WaitPace, wait)
				w.clock.Pass(wait - time.Second)
				w.isLater(w.applyFor(upgrade.CausePerson, action(w, n)), store.WaitPace, time.Second)
				w.clock.Pass(time.Second)
				write()
			}
			w.clock.Pass(60 * time.Second)
			write()
			w.isLater(w.applyFor(upgrade.CausePerson, action(w, n)), store.WaitPace, 5*time.Second)
			if got := len(w.writes()); got != n {
				t.Errorf("%d writes, want %d", got, n)
			}
		})
	}
}

// Almost a minute of quiet is not quiet.
func TestPaceKeepsItsStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.applyFor(upgrade.CausePerson, w.box(true)))
	w.clock.Pass(59 * time.Second)
	w.must(w.applyFor(upgrade.CausePerson, w.box(false)))
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitPace, 15*time.Second)
}

func TestWhatIsNotPaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.applyFor(upgrade.CausePerson, w.put("", "Todo"), w.box(true)))
	item := w.github.Board("acme", 1).Item(w.ref("acme/shop#1")).ID
	w.must(w.applyFor(upgrade.CausePerson, w.put(item, "Done"), w.reply("One.")))
	w.must(w.applyFor(upgrade.CausePerson, w.put(item, "Todo"), w.reply("Two.")))
}

// A conflict is no write: the next attempt waits for the read, not for the pace.
func TestConflictDoesNotCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stale := w.box(true)
	w.body("Quite another text.")
	w.isLater(w.applyFor(upgrade.CausePerson, stale), store.WaitLag, time.Second)
	w.body(stale.Body)
	w.must(w.applyFor(upgrade.CausePerson, w.box(true)))
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(false)), store.WaitPace, 5*time.Second)
}

// A write whose answer was lost may have been made, and is paced as if.
func TestLostAnswerIsPaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("PATCH", func(pass func() (*http.Response, error)) (*http.Response, error) {
		if _, err := pass(); err != nil {
			return nil, err
		}
		return answer(http.StatusBadGateway, `{}`), nil
	})
	if err := w.applyFor(upgrade.CausePerson, w.box(true)); err == nil {
		t.Error("no error for a lost answer")
	}
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(false)), store.WaitPace, 5*time.Second)
}
