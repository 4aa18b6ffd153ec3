package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// fenced puts the lists of the roadmap issue and of the list issue into fences.
func fenced(w *world) {
	w.must(w.github.EditBody("ben", w.ref(django), "Words.\r\n\r\n```[tasklist] Services\r\n- [ ] acme/shop#1\r\n- [ ] acme/lib#1\r\n```\r\n"))
	w.must(w.github.EditBody("ben", w.ref(epic), "```[tasklist]\n- [ ] acme/shop#2\n```\n\nMore words."))
	w.says("ben", django, "/upgrade list-at "+epic)
}

const (
	plainDjango = "Words.\r\n\r\n### Services\r\n- [ ] acme/shop#1\r\n- [ ] acme/lib#1\r\n"
	plainEpic   = "- [ ] acme/shop#2\n\nMore words."
)

// The fences go with their boxes kept, and the answer says how many there were.
// A fence that a person makes later is not touched.
func TestTidy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	fenced(w)
	w.quiet()
	id := w.says("ben", django, "/upgrade tidy")
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.wantsOwn(django, "Done, 2 lists came out of a `[tasklist]` fence")
	w.bodyOf(django, strings.Replace(plainDjango, "[ ] acme/shop", "[x] acme/shop", 1))
	w.bodyOf(epic, plainEpic)

	later := "```[tasklist]\n- [ ] acme/shop#2\n```\n"
	w.must(w.github.EditBody("ben", w.ref(epic), later))
	w.quiet()
	w.bodyOf(epic, later)
	w.says("ben", django, "/upgrade tidy")
	w.quiet()
	w.bodyOf(epic, "- [ ] acme/shop#2\n")
	w.says("ben", django, "/upgrade tidy because it was so nice")
	w.quiet()
	if own := strings.Join(w.own(django), "\n"); !strings.Contains(own, "There is no `[tasklist]` fence here") {
		t.Errorf("the app says %s", own)
	}
}

// Where boxes are only shown, so are the lists.
func TestTidyFollowsTheMode(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	fenced(w)
	w.quiet()
	before := w.issue(django).Body
	w.policy("mode: active", "mode: active\nwrites: {boxes: plan}")
	w.quiet()
	id := w.says("ben", django, "/upgrade tidy")
	w.quiet()
	w.wantsReaction(django, id, "confused")
	w.bodyOf(django, before)
	w.policy("mode: active\nwrites: {boxes: plan}", "mode: plan")
	w.quiet()
	w.says("ben", django, "/upgrade tidy because we will want it")
	w.quiet()
	w.bodyOf(django, before)
	w.policy("mode: plan", "mode: active")
	w.quiet()
	w.bodyOf(django, plainDjango)
}

// What a person writes while the fences are opened comes back without them.
func TestTidyOverAPerson(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	fenced(w)
	w.quiet()
	w.writesBefore(django, replacing("Words.", "Words, and more."))
	w.says("ben", django, "/upgrade tidy")
	w.quiet()
	w.bodyOf(django, replacing("Words.", "Words, and more.")(plainDjango))
	w.wantsNothingOverwritten(django)
}
