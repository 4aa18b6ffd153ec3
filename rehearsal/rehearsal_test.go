package rehearsal_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/store"
)

// targets are what a rehearsal would write to, in order, each once.
func targets(result rehearsal.Result) []string {
	var all []string
	for _, p := range result.Writes {
		all = append(all, p.Target)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// audited are what the server has written to, in order, each once.
func (w *world) audited() []string {
	w.t.Helper()
	rows, err := w.store.Audits(w.t.Context(), 1000)
	w.must(err)
	var all []string
	for _, row := range rows {
		if row.Outcome != store.OutcomeDone {
			w.t.Errorf("the write to %s ended with %q", row.Target, row.Outcome)
		}
		all = append(all, row.Target)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestRehearsesWhatTheServerThenWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	result := w.rehearse(t.Context(), w.options(map[string]string{"acme": policy}))
	if len(result.Failed) > 0 || result.Unfinished > 0 {
		t.Errorf("failed %+v, %d unfinished", result.Failed, result.Unfinished)
	}
	if wrote := w.github.Writes(); len(wrote) > 0 {
		t.Errorf("the rehearsal wrote %+v", wrote)
	}
	w.push(policy)
	w.serve(3 * time.Minute)
	if diff := cmp.Diff(targets(result), w.audited()); diff != "" {
		t.Errorf("rehearsed (-) and written (+):\n%s", diff)
	}
}
