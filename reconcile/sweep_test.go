package reconcile_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// asksAgain are the app's requests for another delivery since it was asked last.
func (w *world) asksAgain() int {
	n := 0
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "/attempts") {
			n++
		}
	}
	return n
}

// lose drops the pending deliveries that are picked, delivers the others, and
// returns how many it dropped.
func (w *world) lose(pick func(n int) bool) int {
	w.t.Helper()
	lost := 0
	for n := 0; len(w.github.Pending()) > 0; n++ {
		if pick(n) {
			w.must(w.github.Drop(0))
			lost++
		} else {
			w.must(w.github.DeliverOne(w.t.Context(), 0))
		}
	}
	return lost
}

// The sweep asks again for exactly the deliveries that are missing, each once.
func TestSweep(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.asksAgain()
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.must(w.github.Assign("ben", w.ref("acme/lib#1"), "ben"))
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#2"), ""))
	lost := w.lose(func(n int) bool { return n != 1 })
	w.run(10 * time.Minute)
	w.field(shop, "Status", "Todo")
	w.run(20 * time.Minute)
	if n := w.asksAgain(); n != lost || lost < 3 {
		t.Errorf("asked for %d deliveries, want the %d that were lost", n, lost)
	}
	w.field(shop, "Status", "Done")
	w.field("acme/lib#1", "Status", "In Progress")
	if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	w.run(time.Hour)
	if n := w.asksAgain(); n > 0 {
		t.Errorf("asked for %d deliveries that are there", n)
	}
}

// What was answered well and is not in the inbox is missing too: it goes by
// GUID, not by status.
func TestSweepAfterTheDatabaseWasLost(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.settle()
	there := len(w.github.Sent())
	w.run(2 * time.Minute)
	w.asksAgain()
	w.loseDatabase()
	w.settle()
	if n := w.asksAgain(); n != there {
		t.Errorf("asked for %d deliveries, want all %d", n, there)
	}
}

// A delivery that is lost again is asked for once more by the next sweep, and
// once only though the log has two attempts at it, on two pages.
func TestSweepOfWhatIsLostTwice(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.run(15*time.Minute - time.Duration(w.clock.Now().Minute()%15)*time.Minute - 10*time.Minute)
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	if lost := w.lose(func(int) bool { return true }); lost != 1 {
		t.Fatalf("%d deliveries", lost)
	}
	w.clock.Pass(time.Second)
	for n := range 110 {
		w.says("ben", "acme/shop#2", fmt.Sprintf("Talk %d.", n))
	}
	w.settle()
	w.asksAgain()
	w.wire.set(func(a asked) (*http.Response, error) {
		got, err := a.pass()
		if strings.Contains(a.line, "/attempts") {
			w.must(w.github.Drop(len(w.github.Pending()) - 1))
		}
		return got, err
	})
	w.run(12 * time.Minute)
	if n := w.asksAgain(); n != 1 {
		t.Fatalf("asked %d times, want once", n)
	}
	w.run(15 * time.Minute)
	if n := w.asksAgain(); n != 1 {
		t.Errorf("asked %d times, want once more", n)
	}
	w.wire.set(nil)
	w.run(15 * time.Minute)
	if n := w.asksAgain(); n != 1 {
		t.Errorf("asked %d times, want once more", n)
	}
	w.field(shop, "Status", "In Progress")
}

// A delivery that GitHub has let go of does not hold up the others.
func TestSweepOfWhatIsGone(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	w.must(w.github.Assign("ben", w.ref("acme/lib#1"), "ben"))
	w.lose(func(int) bool { return true })
	refused := ""
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/attempts") && (refused == "" || refused == a.line) {
			refused = a.line
			return answer(http.StatusNotFound, `{"message":"Not Found"}`), nil
		}
		return a.pass()
	})
	w.run(20 * time.Minute)
	got := []string{w.card(shop)["Status"], w.card("acme/lib#1")["Status"]}
	if refused == "" || !slices.Contains(got, "In Progress") {
		t.Errorf("Status %v, want the one that could be had", got)
	}
}

// A sweep that was held up on its way is complete only up to its beginning, and
// one whose place in the log is gone begins anew.
func TestSweepInSeveralRuns(t *testing.T) {
	t.Parallel()
	for name, wrong := range map[string]func() *http.Response{
		"GitHub is away for an hour": func() *http.Response {
			limited := answer(http.StatusTooManyRequests, `{"message":"You have exceeded a secondary rate limit."}`)
			limited.Header.Set("Retry-After", "3600")
			return limited
		},
		"the place in the log is gone": func() *http.Response { return answer(http.StatusUnprocessableEntity, `{"message":"bad cursor"}`) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			for n := range 1100 {
				w.says("ben", "acme/shop#2", fmt.Sprintf("Talk %d.", n))
			}
			w.run(2 * time.Minute)
			w.must(w.store.SetFlag(t.Context(), store.FlagSwept, "")) // nothing is known of an earlier sweep
			w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: reconcile.Sweep}))
			pages, held, gone := 0, false, ""
			w.wire.set(func(a asked) (*http.Response, error) {
				if gone != "" && a.query == gone {
					return wrong(), nil
				}
				if strings.HasSuffix(a.line, "/hook/deliveries") && !held {
					if pages++; pages == 11 {
						held = true
						if strings.HasPrefix(name, "the place") {
							gone = a.query
						}
						w.must(w.github.Assign("ada", w.ref(shop), "ada"))
						w.must(w.github.Drop(len(w.github.Pending()) - 1))
						return wrong(), nil
					}
				}
				return a.pass()
			})
			w.settle()
			if !held {
				t.Fatal("one run read the whole log")
			}
			w.run(80 * time.Minute)
			w.field(shop, "Status", "In Progress")
		})
	}
}

// The sweep and the resync come back however long GitHub was away.
func TestLongOutage(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(asked) (*http.Response, error) { return answer(http.StatusBadGateway, `{}`), nil })
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.run(48 * time.Hour)
	w.wire.set(nil)
	w.must(w.github.Assign("ben", w.ref("acme/lib#1"), "ben"))
	w.lose(func(int) bool { return true })
	w.run(2 * time.Hour)
	w.field(shop, "Status", "Done")
	w.field("acme/lib#1", "Status", "In Progress")
	w.box(shop, true)
}
