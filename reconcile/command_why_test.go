package reconcile_test

import "testing"

// Anybody may ask why, on every issue of an upgrade; the answer is all that it writes.
func TestWhy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	for place, holds := range map[string][]string{
		shop:   {"child of the upgrade", "`Status` is `Todo`, as the facts give it", "What Upkeep does next: nothing."},
		django: {"roadmap issue of the upgrade", "The policy lists the upgrade", "What Upkeep does next: nothing."},
	} {
		id := w.says("stranger", place, "/upgrade why")
		w.quiet()
		w.wantsReaction(place, id, "+1")
		w.wantsOwn(place, holds...)
	}
}
