//go:build services

package reconcile_test

import "testing"

// Wherever the process ends, all lists are plain and the answer is the same.
func TestTidyThroughCrashes(t *testing.T) {
	t.Parallel()
	for request := 0; ; request++ {
		w := started(t, organisations)
		fenced(w)
		w.quiet()
		crashed := w.crashAt(request)
		id := w.says("ben", django, "/upgrade tidy")
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		w.wantsReaction(django, id, "+1")
		w.wantsOwn(django, "Done, 2 lists came out of a `[tasklist]` fence")
		w.bodyOf(django, plainDjango)
		w.bodyOf(epic, plainEpic)
		if t.Failed() {
			t.Fatalf("request %d", request)
		}
		if !crashed() {
			break
		}
	}
}
