//go:build services

package reconcile_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Wherever the process ends while children of three lists close, the end is the
// same, and what comes after it is nothing.
func TestCrashWhileListsAreKept(t *testing.T) {
	t.Parallel()
	const list = "partner/tool#2"
	var want []string
	for request := range 24 {
		w := started(t, withLists())
		w.lists(list)
		w.lists(epic)
		crashed := w.crashAt(request)
		for child, login := range map[string]string{"partner/tool#3": "paula", "acme/shop#2": "ada", shop: "ada"} {
			w.must(w.github.CloseIssue(login, w.ref(child), upgrade.ReasonCompleted))
		}
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		got := slices.Concat([]string{w.issue(django).Body, w.issue(list).Body, w.issue(epic).Body}, w.members())
		if want == nil {
			w.bodyOf(list, "- [x] partner/tool#3\n- [ ] acme/closed#1")
			w.bodyOf(epic, "- [x] acme/shop#2")
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request %d (-want +got):\n%s", request, diff)
		}
		w.living(django) // and no second one
		before := len(w.github.Writes())
		w.trigger(django)
		w.quiet()
		if left := w.github.Writes()[before:]; len(left) > 0 {
			t.Errorf("request %d: written again: %+v", request, left)
		}
		if !crashed() {
			break
		}
	}
}
