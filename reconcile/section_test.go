package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/upgrade"
)

// section is one of the app's own sections of the roadmap issue's description.
func (w *world) section(name string) string {
	w.t.Helper()
	section, _, err := description.Find(w.issue(django).Body, name)
	w.must(err)
	return section.Text
}

// Children that no list names stand in the app's own, whatever people write
// there; everything else in the description stays as it is, byte for byte.
func TestChildrenSection(t *testing.T) {
	t.Parallel()
	const sub, added = "acme/shop#2", "acme/lib#1"
	w := started(t, organisations)
	before := strings.Replace(w.issue(django).Body, "- [ ] https://github.com/acme/lib/issues/1\r\n", "", 1)
	w.must(w.github.EditBody("olga", w.ref(django), before))
	w.must(w.github.AddSubIssue("olga", w.ref(django), w.ref(sub)))
	w.quiet()
	if got := w.section("children"); !strings.Contains(got, "- [ ] "+sub) || strings.Contains(got, shop+":") {
		t.Errorf("the section says %q, want the sub-issue alone", got)
	}
	if body := w.issue(django).Body; !strings.HasPrefix(body, before) || strings.Count(body, "\n") != strings.Count(body, "\r\n") {
		t.Errorf("the description %q became %q", before, body)
	}

	w.must(w.github.EditBody("olga", w.ref(django), strings.Replace(w.issue(django).Body, "- [ ] "+sub, "- [ ] "+added+"\r\n- [ ] "+sub, 1)))
	w.quiet()
	w.field(added, "Project", "Django 5.2")
	w.must(w.github.CloseIssue("olga", w.ref(added), upgrade.ReasonCompleted))
	w.must(w.github.RemoveSubIssue("olga", w.ref(django), w.ref(sub)))
	w.quiet()
	if got := w.section("children"); !strings.Contains(got, "### Done\n\n- [x] "+added) || strings.Contains(got, sub) {
		t.Errorf("the section says %q, want what was written in, and done", got)
	}

	edits := len(w.writes("PATCH", "/issues/1"))
	w.restart()
	w.trigger(django)
	w.quiet()
	if more := w.writes("PATCH", "/issues/1")[edits:]; len(more) > 0 {
		t.Errorf("nothing has changed, and yet: %v", more)
	}
}
