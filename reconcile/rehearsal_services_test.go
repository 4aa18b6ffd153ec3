//go:build services

package reconcile_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Whatever people have done unheard, a rehearsal on what the server remembers
// tells what the server then writes when it looks at everything, no more and no less.
func TestRehearsalIsWhatIsWritten(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := started(t, []string{organisations, boardFields()}[seed%2])
			random := rand.New(rand.NewPCG(seed, 3))
			for range 4 {
				for range random.IntN(8) {
					w.clock.Pass(time.Minute)
					w.somebodyActs(random)
				}
				w.deaf()
				w.clock.Pass(time.Minute)
				told := w.rehearsed()
				before := w.audited()
				w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "test"}))
				w.run(3 * time.Minute)
				written := w.audited()[len(before):]
				slices.Sort(written)
				if diff := cmp.Diff(slices.Compact(written), told); diff != "" {
					t.Fatalf("(-written +rehearsed):\n%s", diff)
				}
			}
		})
	}
}

// rehearsed are the targets of what would be written, each once.
func (w *world) rehearsed() []string {
	w.t.Helper()
	result, err := w.app.Rehearse(w.t.Context(), nil, nil)
	w.must(err)
	for _, failed := range result.Failed {
		w.t.Errorf("%s: %s", failed.Key, failed.Reason)
	}
	told := []string{}
	for _, p := range result.Writes {
		told = append(told, p.Target)
	}
	slices.Sort(told)
	return slices.Compact(told)
}

// audited are the targets of all that was written to, oldest first.
func (w *world) audited() []string {
	w.t.Helper()
	rows, err := w.store.Audits(w.t.Context(), 1<<20)
	w.must(err)
	targets := []string{}
	for _, row := range rows {
		if row.Kind != "TakeUp" {
			targets = append(targets, row.Target)
		}
	}
	slices.Reverse(targets)
	return targets
}
