package reconcile_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A read that is older than the event is not acted on; it is tried again after
// 1, 2, 4 s.
func TestOldReadOfAnIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	m := &memory{name: "query Issue"}
	w.wire.set(m.fault)
	w.quiet()
	w.trigger(shop) // its answer from now on is the one that is repeated
	w.quiet()
	m.kept, m.asked = nil, 0
	w.trigger(shop)
	w.quiet()
	before := len(w.github.Writes())
	m.stale, m.asked = 3, 0
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	key := upgrade.IssueKey(w.issue(shop).ID)
	for n, wait := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		w.settle()
		k := w.key(key)
		if k.Waiting != store.WaitLag || k.NotBefore.Sub(w.clock.Now()) != wait || m.asked != n+1 {
			t.Fatalf("after %d reads the key is %+v, want to wait %s", m.asked, k, wait)
		}
		w.field(shop, "Status", "Todo")
		w.clock.Pass(wait)
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes on old reads", n)
	}
	w.settle()
	w.field(shop, "Status", "Done")
	w.box(shop, true)
}

// A floor that nothing ever reaches must not hold an issue up for ever.
func TestFloorThatIsNeverReached(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	for len(w.github.Pending()) > 0 {
		w.must(w.github.Drop(0))
	}
	w.must(w.store.Trigger(t.Context(), upgrade.Trigger{
		Key: upgrade.IssueKey(w.issue(shop).ID), Installation: w.installation("acme"), Floor: w.clock.Now().Add(time.Hour),
	}))
	w.run(time.Minute)
	w.field(shop, "Status", "Todo")
	w.run(5 * time.Minute)
	w.field(shop, "Status", "In Progress")
}

// The list of children is read on its own, and can be behind what the child's
// run has seen; also while the child's card cannot be written.
func TestOldReadOfTheChildren(t *testing.T) {
	t.Parallel()
	for _, broken := range []bool{false, true} {
		w := newWorld(t, organisations)
		m := &memory{name: "query States"}
		w.wire.set(m.fault)
		w.quiet()
		w.trigger(django)
		w.quiet()
		m.kept = nil
		w.trigger(django)
		w.quiet()
		if broken {
			m.answer = func(a asked) (*http.Response, error) {
				if strings.Contains(a.body, "mutation SetFields") {
					return answer(http.StatusUnprocessableEntity, `{"message":"no"}`), nil
				}
				return a.pass()
			}
		}
		m.stale = 4
		w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
		w.quiet()
		w.box(shop, true)
		if m.stale != 0 {
			t.Errorf("%d old answers were not asked for", m.stale)
		}
	}
}

// The same for children that were found by another name than they have now.
func TestOldReadAfterARename(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.RenameRepository("olga", "acme/shop", "store"))
	w.quiet()
	m := &memory{name: "query Resolve"}
	w.wire.set(m.fault)
	w.trigger(django)
	w.quiet()
	m.stale = 2
	w.must(w.github.CloseIssue("ada", w.ref("acme/store#1"), ""))
	w.quiet()
	w.box(shop, true)
	if m.stale != 0 {
		t.Errorf("%d old answers were not asked for", m.stale)
	}
}

// TestReadsOfTheSameSecond has people act in the very second of something else,
// while GitHub's reads show the world between the two: its times are whole
// seconds, so the read is as new as the event says.
func TestReadsOfTheSameSecond(t *testing.T) {
	t.Parallel()
	lag := chaos.Settings{Rates: map[chaos.Kind]float64{chaos.Lag: 1}, LagShare: 1, LagTime: 5 * time.Second, Row: 1000}
	tests := map[string]struct {
		first  func(w *world) error
		second func(w *world) error
		status string
	}{
		"after the app's own comment": {
			func(w *world) error {
				w.says("ada", shop, "/upgrade owner-does owner-does-evrything")
				w.clock.Pass(5 * time.Second) // the reply is of another second
				w.settle()
				return nil
			},
			func(w *world) error { return w.github.Assign("ada", w.ref(shop), "ada") }, "In Progress",
		},
		"after a closing": {
			func(w *world) error {
				err := w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted)
				w.settle()
				return err
			},
			func(w *world) error { return w.github.ReopenIssue("ada", w.ref(shop)) }, "Todo",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			w.must(tt.first(w))
			w.github.SetChaos(lag)
			w.must(tt.second(w))
			w.settle()
			w.run(6 * time.Second)
			w.github.SetChaos(chaos.Settings{})
			w.quiet()
			w.field(shop, "Status", tt.status)
			w.box(shop, false)
		})
	}
}

// A comment that one read has and another not yet is answered when both do.
func TestCommentThatOneReadLacks(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	missing := 2
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "GET /repos/acme/shop/issues/comments/") && missing > 0 {
			missing--
			return &http.Response{
				StatusCode: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(`{"message":"Not Found"}`)),
			}, nil
		}
		return a.pass()
	})
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	if missing > 0 {
		t.Errorf("%d reads were not tried", missing)
	}
}
