package reconcile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// unwell are the findings of a checkup that are not ok.
func (w *world) unwell() []string {
	w.t.Helper()
	findings, err := w.app.Checkup(w.t.Context())
	w.must(err)
	lines := []string{}
	for _, f := range findings {
		if f.Health != upgrade.HealthOK {
			lines = append(lines, fmt.Sprintf("%s %s: %s", f.Health, f.About, f.Says))
		}
	}
	return lines
}

// What is wrong with a board on GitHub is found, and nothing is written for it.
func TestCheckupFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before := len(w.github.Writes())
	want := []string{"warning partner: no policy is in force: it has no upgrades of its own"}
	if diff := cmp.Diff(want, w.unwell()); diff != "" {
		t.Errorf("of a board that is well (-want +got):\n%s", diff)
	}
	w.must(w.github.SetOptions("olga", board(), "Status", "Todo", "Done"))
	w.must(w.github.SetWorkflow("olga", board(), "Pull request merged", true))
	want = append([]string{
		`wrong board acme/1, field "Status": it lacks the options "In Progress"`,
		`warning board acme/1, workflow "Pull request merged": it moves cards to a column, though a child is done only when its issue is closed`,
	}, want...)
	if diff := cmp.Diff(want, w.unwell()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.must(w.github.DeleteBoard("olga", board()))
	if diff := cmp.Diff([]string{"wrong board acme/1: it cannot be found", want[2]}, w.unwell()); diff != "" {
		t.Errorf("without the board (-want +got):\n%s", diff)
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes", n)
	}
}
