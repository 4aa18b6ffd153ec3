//go:build services

package reconcile_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Wherever the process ends, the command has one effect and one answer.
func TestCrashDuringACommand(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"owner-deploys", "owner-revues"} {
		for request := range 12 {
			w := started(t, organisations)
			id := w.says("ada", shop, "/upgrade owner-does "+words)
			crashed := w.crashAt(request)
			w.quiet()
			w.wire.set(nil)
			w.restart()
			w.quiet()
			want, reaction := "Owner deploys and monitors", "+1"
			if words == "owner-revues" {
				want, reaction = "TBD", "confused"
			}
			w.field(shop, ownerDoes, want)
			if diff := cmp.Diff([]string{reaction}, w.reactions(shop, id)); diff != "" {
				t.Errorf("%s, request %d: reactions (-want +got):\n%s", words, request, diff)
			}
			if own := w.own(shop); len(own) != 1 {
				t.Errorf("%s, request %d: the app says %q, want one answer", words, request, own)
			}
			if !crashed() {
				break
			}
		}
	}
}
