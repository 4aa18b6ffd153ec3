//go:build services

package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Wherever late answers are cut off, they are told in one reply, and each
// comment gets its reaction.
func TestLateAnswersCutOff(t *testing.T) {
	t.Parallel()
	for request := range 12 {
		w := started(t, organisations)
		ids := []int64{w.says("ada", shop, "/upgrade owner-does owner-revues"), w.says("ada", shop, "/upgrade nothing"), w.says("rita", shop, level)}
		for len(w.github.Pending()) > 0 {
			w.must(w.github.Drop(0))
		}
		w.clock.Pass(2 * time.Hour)
		w.crashAt(request)
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		for _, id := range ids {
			if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, id)); diff != "" {
				t.Errorf("request %d: reactions on comment %d (-want +got):\n%s", request, id, diff)
			}
		}
		if own := w.own(shop); len(own) != 1 || !strings.Contains(own[0], "revues") || !strings.Contains(own[0], "`rita`") {
			t.Errorf("request %d: the app says %q, want one late reply", request, own)
		}
	}
}
