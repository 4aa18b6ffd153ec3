//go:build services

package reconcile_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// On a closed roadmap issue nothing is made up for: wherever the process ends,
// the answer is there before the issue is closed.
func TestCrashWhileEnding(t *testing.T) {
	t.Parallel()
	for request := range 12 {
		w := started(t, organisations)
		id := w.says("ben", django, "/upgrade cancel because it is dead")
		crashed := w.crashAt(request)
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		if got := w.issue(django); !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
			t.Errorf("request %d: closed %t as %q", request, got.Closed, got.Reason)
		}
		w.wantsReaction(django, id, "+1")
		w.wantsLiving(django, "is cancelled")
		if n := len(w.writes("close", django)); n != 1 {
			t.Errorf("request %d: closed %d times", request, n)
		}
		if !crashed() {
			break
		}
	}
}
