package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// epic is an issue that lists acme/shop#2 and nothing else.
const epic = "acme/roadmap#3"

// members are the children of the roadmap issue, as "place by origin".
func (w *world) members() []string {
	w.t.Helper()
	members, err := w.store.Members(w.t.Context(), w.issue(django).ID)
	w.must(err)
	all := []string{}
	for _, m := range members {
		all = append(all, m.ChildRef.String()+" by "+string(m.Origin))
	}
	return all
}

func (w *world) isMember(text string, want bool) {
	w.t.Helper()
	all := strings.Join(w.members(), "\n")
	if strings.Contains(all, text+" by ") != want {
		w.t.Errorf("children are\n%s\nwant %s among them: %t", all, text, want)
	}
}

func (w *world) bodyOf(text, want string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.issue(text).Body); diff != "" {
		w.t.Errorf("description of %s (-want +got):\n%s", text, diff)
	}
}

// What a list issue lists is a child like any other, and its box is kept there.
func TestListIssue(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	const other = "acme/shop#2"
	id := w.says("ben", django, "/upgrade list-at "+epic)
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.isMember(other, true)
	w.field(other, "Project", "Django 5.2")
	w.must(w.github.CloseIssue("ada", w.ref(other), upgrade.ReasonCompleted))
	w.quiet()
	w.field(other, "Status", "Done")
	w.bodyOf(epic, "- [x] acme/shop#2")
	w.wantsLiving(django, "1 done, 4 open.")

	w.must(w.github.EditBody("ben", w.ref(epic), "- [x] acme/shop#2\n- [x] acme/lib#1\n* [ ] partner/tool#1"))
	w.must(w.github.ReopenIssue("ada", w.ref(other)))
	w.quiet()
	w.bodyOf(epic, "- [ ] acme/shop#2\n- [x] acme/lib#1\n* [ ] partner/tool#1")

	off := w.says("ben", django, "/upgrade list-at off "+epic)
	w.quiet()
	w.wantsReaction(django, off, "+1")
	w.isMember(other, false)
	w.isMember("partner/tool#1", true)
	w.must(w.github.CloseIssue("ada", w.ref(other), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(epic, "- [ ] acme/shop#2\n- [x] acme/lib#1\n* [ ] partner/tool#1")
}

// A list issue that stands in a list is no child; its box follows all that it lists.
func TestListIssueIsNoChild(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.EditBody("ben", w.ref(epic), "- [ ] acme/shop#2\n- [ ] "+shop+"\n"))
	w.must(w.github.EditBody("ben", w.ref(django), "- [ ] the epic acme/roadmap#3\r\n- [ ] acme/lib#1\r\n"))
	w.quiet()
	w.isMember(epic, true)
	w.says("ben", django, "/upgrade list-at #3")
	w.quiet()
	w.isMember(epic, false)
	w.must(w.github.CloseIssue("ada", w.ref("acme/shop#2"), upgrade.ReasonCompleted))
	w.quiet()
	w.box("the epic", false)
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.box("the epic", true)
	w.bodyOf(epic, "- [x] acme/shop#2\n- [x] acme/shop#1\n")
	w.must(w.github.EditBody("ben", w.ref(epic), "- [x] acme/shop#2\n- [x] acme/shop#1\n- [ ] partner/tool#1\n"))
	w.quiet()
	w.box("the epic", false)
	before := len(w.github.Writes())
	w.trigger(django)
	w.quiet()
	if got := w.github.Writes()[before:]; len(got) > 0 {
		t.Errorf("written again: %+v", got)
	}
}

// What an upgrade cannot be finished without counts wherever it is listed.
func TestFinishWithListIssues(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.allDone()
	w.must(w.github.ReopenIssue("ada", w.ref("acme/shop#2")))
	id := w.says("ben", django, "/upgrade list-at #3\n\n/upgrade finish")
	w.quiet()
	w.wantsReaction(django, id, "confused")
	if own := strings.Join(w.own(django), "\n"); !strings.Contains(own, "- open: `acme/shop#2`") {
		t.Errorf("the app says %s", own)
	}
	if w.issue(django).Closed {
		t.Error("closed with a child left")
	}
}
