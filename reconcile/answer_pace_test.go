package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Commands on a roadmap issue are answered at once, though its texts were
// written a moment ago and have to wait; one that comes while they wait too.
func TestRoadmapAnswersAtOnce(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ben", django, "/upgrade target 2026-12-01 because support ends")
	w.settle()
	w.says("ben", django, "/upgrade target 2026-12-02 because support ends")
	w.settle()
	third := w.says("ben", django, "/upgrade target 2026-12-03 because support ends")
	w.settle()
	if diff := cmp.Diff([]string{"+1"}, w.reactions(django, third)); diff != "" {
		t.Errorf("reactions while the texts wait (-want +got):\n%s", diff)
	}
}

// What a pause holds is still told: no run after the pause does.
func TestPauseIsToldInItsTime(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	for _, words := range []string{"target 2026-12-01", "target 2026-12-02", "pause"} {
		w.says("ben", django, "/upgrade "+words+" because the release is frozen")
		w.settle()
	}
	w.quiet()
	if own := w.living(django); !strings.Contains(own, "is paused") {
		t.Errorf("the app says %q, want the pause", own)
	}
}
