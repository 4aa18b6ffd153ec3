package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// filledIn is a form that people have filled in and gone on with: three children
// of which they have ticked two.
const filledIn = `### Upgrade Completion Target Date

2030-06-01 (support ends)

### First Open edX Named Release with this functionality

Willow or so
or Xylon

### Children

- [ ] acme/shop#1
- [x] https://github.com/acme/lib/issues/1
- [x] partner/tool#1
`

// underway makes an upgrade of python that was done by hand until now: one box
// is behind, one before its child, and a third was ticked on purpose.
func underway(w *world) {
	w.must(w.github.CloseIssue("ben", w.ref("acme/lib#1"), ""))
	w.quiet()
	w.must(w.github.EditBody("ben", w.ref(python), filledIn))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.must(w.github.ReopenIssue("ben", w.ref("acme/lib#1")))
	w.quiet()
}

// onlyBoxes are the boxes of the lines that filledIn has.
func (w *world) onlyBoxes() []string {
	w.t.Helper()
	var boxes []string
	for line := range strings.Lines(w.issue(python).Body) {
		if len(line) > 6 && strings.Contains(filledIn, line[6:]) && strings.HasPrefix(line, "- [") {
			boxes = append(boxes, strings.TrimSpace(line))
		}
	}
	return boxes
}

// An upgrade that is under way is read, shown and only then kept: what changes
// in its description is what the preview has told.
func TestStartOfWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	underway(w)
	w.says("ben", python, "/upgrade start Python")
	w.quiet()
	w.field(shop, "Status", "Done") // everything but the description goes on
	if diff := cmp.Diff(filledIn, w.issue(python).Body); diff != "" {
		t.Errorf("the description was changed (-before +after):\n%s", diff)
	}
	welcome := strings.Join(w.offers(python), "\n")
	for _, want := range []string{"Target date: 2030-06-01, because `support ends` (line 3)", "`Willow or so or Xylon`", "3 children in 1 list", "/upgrade activate boxes"} {
		if !strings.Contains(welcome, want) {
			t.Errorf("the app says %q, want %q in it", welcome, want)
		}
	}
	w.wantsLiving(python, "Target date: **2030-06-01**", "check 1 box; open 1 box", "disagrees with people on 1 box",
		"check line 12 (`acme/shop#1`)", "open line 13 (`acme/lib#1`)", "leave checked line 14 (`partner/tool#1`): 1 open", "/upgrade activate boxes")

	w.trigger(python)
	w.quiet()
	writes := len(w.github.Writes())
	w.trigger(python)
	w.quiet()
	if more := w.github.Writes()[writes:]; len(more) > 0 {
		t.Errorf("nothing is new, and yet: %+v", more)
	}

	other := w.says("ada", python, "/upgrade activate boxes")
	more := w.says("ben", python, "/upgrade activate boxes fields")
	w.quiet()
	w.wantsReaction(python, other, "confused")
	w.wantsReaction(python, more, "confused")
	id := w.says("ben", python, "/upgrade activate")
	w.quiet()
	w.wantsReaction(python, id, "+1")
	if got := w.setting(python, "mode:fields"); got != "" {
		t.Errorf("more was confirmed than waited: fields are %s", got)
	}
	want := []string{"- [x] acme/shop#1", "- [ ] https://github.com/acme/lib/issues/1", "- [x] partner/tool#1"}
	if diff := cmp.Diff(want, w.onlyBoxes()); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
	if living := w.living(python); strings.Contains(living, "Preview") {
		t.Errorf("the preview is still there: %q", living)
	}
}

// Where the policy only has descriptions shown, the preview is told as well, and
// it takes those whom the policy names to let them be changed.
func TestPreviewInPlanMode(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("plan"))
	w.policy("mode: plan", "mode: plan\nwrites: {comments: active}")
	underway(w)
	w.says("ben", python, "/upgrade start Python")
	w.quiet()
	status, refused := w.says("ben", python, "/upgrade status"), w.says("ben", python, "/upgrade activate boxes")
	w.quiet()
	w.wantsReaction(python, status, "+1")
	w.wantsReaction(python, refused, "confused")
	w.wantsLiving(python, "check 1 box; open 1 box", "that is for the people named in the policy")
	if own := strings.Join(w.own(python), "\n"); !strings.Contains(own, "check 1 box; open 1 box") {
		t.Errorf("asked for the status the app says %q", own)
	}
	w.wantsLiving(django, "check 1 box.", "check line 11 (`acme/shop#1`)")
	if diff := cmp.Diff(filledIn, w.issue(python).Body); diff != "" {
		t.Errorf("the description was changed (-before +after):\n%s", diff)
	}
}
