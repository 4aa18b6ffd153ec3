//go:build services

package reconcile_test

import (
	"testing"
	"time"
)

// The day alone moves an upgrade on, without an event and without a restart.
func TestTheTargetDatePasses(t *testing.T) {
	t.Parallel()
	w := started(t, boardFields())
	stage := func(want string) {
		t.Helper()
		if got := w.roadmapCard()["Stage"]; got != want {
			t.Errorf("stage %q, want %q", got, want)
		}
	}
	w.says("ben", django, "/upgrade target 2026-03-04 because support ends")
	w.quiet()
	stage("Planned") // the board has no option for scheduled
	w.run(48 * time.Hour)
	stage("Planned")
	w.run(24 * time.Hour)
	stage("Active") // it has none for overdue either
	w.says("ben", django, "/upgrade target 2026-06-01 because support was prolonged")
	w.quiet()
	stage("Planned")
}
