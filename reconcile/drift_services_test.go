//go:build services

package reconcile_test

import (
	"strings"
	"testing"
)

// A board of 1,000 cards in sync costs at most 12 requests and no write.
func TestThousandCardsInSync(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(many(1000), "mode: active\n", "mode: active\n            budget: {writes_per_hour: 5000}\n", 1))
	w.wire.requests()
	before := len(w.github.Writes())
	w.lookAtBoard()
	sent := w.wire.requests()
	if len(sent) > 12 || len(sent) < 10 {
		t.Errorf("%d requests, want those for ten pages and two more: %v", len(sent), sent)
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes", n)
	}
	w.unheard(func() error { return w.github.CloseIssue("ben", w.ref("acme/roadmap#700"), "") })
	w.lookAtBoard()
	w.field("acme/roadmap#700", "Status", "Done")
	if n := len(w.writes("set field", "acme/roadmap#700")); n > 6 {
		t.Errorf("%d fields are set of the one that differs", n)
	}
}
