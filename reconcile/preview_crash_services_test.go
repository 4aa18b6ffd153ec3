//go:build services

package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Wherever the process ends between start and confirmation, nothing in the
// description changes before, the right boxes do after, and people are welcomed once.
func TestCrashDuringAStart(t *testing.T) {
	t.Parallel()
	want := []string{"- [x] acme/shop#1", "- [ ] https://github.com/acme/lib/issues/1", "- [x] partner/tool#1"}
	for _, confirming := range []bool{false, true} {
		for request := range 40 {
			w := started(t, organisations)
			underway(w)
			crashed := func() bool { return false }
			cut := func(words string, here bool) int64 {
				id := w.says("ben", python, words)
				if here {
					crashed = w.crashAt(request)
				}
				w.quiet()
				w.wire.set(nil)
				w.restart()
				w.quiet()
				return id
			}
			id := cut("/upgrade start Python", !confirming)
			w.wantsReaction(python, id, "+1")
			if diff := cmp.Diff(filledIn, w.issue(python).Body); diff != "" {
				t.Errorf("request %d: the description was changed (-before +after):\n%s", request, diff)
			}
			w.wantsLiving(python, "Target date: **2030-06-01**", "check 1 box; open 1 box")
			id = cut("/upgrade activate boxes", confirming)
			w.wantsReaction(python, id, "+1")
			if diff := cmp.Diff(want, w.onlyBoxes()); diff != "" {
				t.Errorf("request %d: boxes (-want +got):\n%s", request, diff)
			}
			if strings.Contains(w.living(python), "Preview") || len(w.offers(python)) != 1 {
				t.Errorf("request %d: the app says %q", request, w.allOwn(python))
			}
			if !crashed() {
				break
			}
		}
	}
}
