package gate_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func isRefusal(err error) bool {
	var refused gate.Refused
	return errors.As(err, &refused)
}

// A worker that slept past its lease writes nothing, neither to GitHub nor to
// the database, whatever it was about to do.
func TestLostLeaseBeforeTheRun(t *testing.T) {
	t.Parallel()
	for n, name := range []string{"card", "boxes", "comment", "reaction", "issue", "bases", "answer", "note"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			action := append(w.everything(), upgrade.Note{Object: "I_seen", Name: "no-board", Text: "number 1"})[n]
			part := w.part
			part.Plan.Actions = []upgrade.Action{action}
			claim := w.claim("acme/roadmap#1", upgrade.CauseOther)
			w.clock.Pass(lease)
			w.wire.requests()
			if err := w.gate.Apply(t.Context(), claim, part); !errors.Is(err, store.ErrFenced) {
				t.Errorf("error %v, want ErrFenced", err)
			}
			if n := w.wire.requests(); n > 0 {
				t.Errorf("%d requests", n)
			}
			w.recordsNothing()
			notes, err := w.store.Notes(t.Context(), []upgrade.NodeID{"I_seen"})
			w.must(err)
			if len(notes) > 0 {
				t.Errorf("notes %v", notes)
			}
		})
	}
}

// The same in the middle of a run: the request that took too long is the last.
func TestLostLeaseDuringTheRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, during string
		actions      func(*world) []upgrade.Action
		want         int // writes
	}{
		{"between two actions", "PATCH ", func(w *world) []upgrade.Action { return []upgrade.Action{w.box(true), w.reply("Hello.")} }, 1},
		{"between the card and its fields", "POST /graphql", func(w *world) []upgrade.Action { return []upgrade.Action{w.put("", "Todo")} }, 1},
		{"while looking for the comment", "GET ", func(w *world) []upgrade.Action { return []upgrade.Action{w.reply("Hello.")} }, 0},
		{"while looking for the issue", "GET ", func(w *world) []upgrade.Action { return []upgrade.Action{w.problem("Line 1.")} }, 0},
		{"while reading the description", "GET ", func(w *world) []upgrade.Action { return []upgrade.Action{w.box(true)} }, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			actions := test.actions(w)
			w.wire.once(test.during, func(pass func() (*http.Response, error)) (*http.Response, error) {
				w.clock.Pass(lease + time.Second)
				return pass()
			})
			if err := w.apply(actions...); !errors.Is(err, store.ErrFenced) {
				t.Errorf("error %v, want ErrFenced", err)
			}
			if got := w.writes(); len(got) != test.want {
				t.Errorf("writes %v, want %d", got, test.want)
			}
			w.must(w.apply(test.actions(w)...))
		})
	}
}

// Another worker that has the key meanwhile is fenced off the same way, though
// the lease is not over on its clock.
func TestAnotherWorkerHasTheKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.claim("acme/roadmap#1", upgrade.CauseOther)
	w.clock.Pass(lease)
	if renewed := w.claim("acme/roadmap#1", upgrade.CauseOther); renewed.Fence <= old.Fence {
		t.Fatalf("fence %d after %d", renewed.Fence, old.Fence)
	}
	part := w.part
	part.Plan.Actions = []upgrade.Action{w.box(true)}
	if err := w.gate.Apply(t.Context(), old, part); !errors.Is(err, store.ErrFenced) || strings.Contains(w.issue("acme/roadmap#1").Body, "[x]") {
		t.Errorf("error %v, want ErrFenced and no write", err)
	}
}
