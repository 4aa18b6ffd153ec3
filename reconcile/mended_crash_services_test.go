//go:build services

package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Wherever the process ends while a mend is told, it is told once and rightly.
func TestCrashDuringAMend(t *testing.T) {
	t.Parallel()
	for request := range 10 {
		w := started(t, organisations)
		id := w.says("ada", shop, "/upgrade owner-does owner-revues")
		w.quiet()
		w.crashAt(request)
		w.must(w.github.EditComment("ada", id, level))
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		w.field(shop, ownerDoes, "Owner deploys and monitors")
		if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
			t.Errorf("request %d: reactions (-want +got):\n%s", request, diff)
		}
		if own := w.own(shop); len(own) != 2 || !strings.HasPrefix(own[0], "Mended") {
			t.Errorf("request %d: the app says %q", request, own)
		}
	}
}
