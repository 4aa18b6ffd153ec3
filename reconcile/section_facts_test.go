package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/description"
)

// beforeSection is what stands in a description above a section of the app.
func beforeSection(w *world, body, name string) string {
	w.t.Helper()
	above, _, there := strings.Cut(body, "<!-- upkeep:"+name+" begin -->")
	if !there {
		w.t.Errorf("no section %q in:\n%s", name, body)
	}
	return above
}

// An upgrade that a command has started gets its facts and a runbook, once
// boxes are kept; what people wrote stays byte for byte. A changed fact changes
// that section and the boxes of its step alone, and a runbook that somebody
// takes out stays away.
func TestFactsAndRunbookSections(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	const words = "Words of people.\r\n\r\n- [ ] https://github.com/acme/shop/issues/2\r\n"
	w.must(w.github.EditBody("ben", w.ref(python), words))
	w.says("ben", python, "/upgrade start “Python 3.12” to 3.12")
	w.quiet()
	w.says("ben", python, "/upgrade activate boxes")
	w.quiet()
	body := w.issue(python).Body
	if above := beforeSection(w, body, "facts"); above != words+"\r\n" || strings.Count(body, "\n") != strings.Count(body, "\r\n") {
		t.Errorf("above the facts stands %q, want %q", above, words)
	}
	wants := func(lines ...string) {
		t.Helper()
		for _, line := range lines {
			if body := w.issue(python).Body; !strings.Contains(body, line) {
				t.Errorf("no %q in:\n%s", line, body)
			}
		}
	}
	wants("- Versions: to `3.12`\r\n", "- [x] Copy this runbook", "- [ ] Write down by which day", "- [ ] Say in the roadmap issue which team",
		"- [ ] Have the roadmap issue link to that page", "- [ ] Have the roadmap issue link to these instructions")

	w.says("ben", python, "/upgrade orchestrator arbi-bom")
	w.quiet() // its members may lay down the rest
	w.says("ben", python, "/upgrade target 1 June 2026 because support ends\n\n"+
		"/upgrade docs https://example.org/docs\n\n/upgrade instructions https://example.org/how")
	w.quiet()
	wants("- Target date: 2026-06-01, set by `ben` because `support ends`\r\n", "- Documentation: <https://example.org/docs>\r\n",
		"- [x] Write down by which day", "- [x] Say in the roadmap issue which team",
		"- [x] Have the roadmap issue link to that page", "- [x] Have the roadmap issue link to these instructions")

	before := w.issue(python).Body
	w.says("ben", python, "/upgrade steward ben")
	w.quiet()
	after := w.issue(python).Body
	was, _, _ := description.Find(before, "facts")
	is, _, _ := description.Find(after, "facts")
	crlf := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	if was == is || strings.Replace(before, crlf(was.Text), crlf(is.Text), 1) != after {
		t.Errorf("besides the facts, something changed in:\n%s\nwhich became:\n%s", before, after)
	}
	w.writesNothing("nothing has changed")

	without := strings.TrimRight(beforeSection(w, after, "runbook"), "\r\n")
	w.must(w.github.EditBody("ben", w.ref(python), without))
	w.quiet()
	w.writesNothing("the runbook was taken out")
	if got := w.issue(python).Body; got != without {
		t.Errorf("without the runbook it was %q, and became %q", without, got)
	}
}

// writesNothing wants a further look at an upgrade, also after a restart, to
// write nothing.
func (w *world) writesNothing(as string) {
	w.t.Helper()
	before := len(w.github.Writes())
	w.restart()
	w.trigger(python)
	w.quiet()
	if more := w.github.Writes()[before:]; len(more) > 0 {
		w.t.Errorf("%s, and yet: %+v", as, more)
	}
}
