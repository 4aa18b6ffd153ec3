package reconcile_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// writesBefore has a person write between the app's last look at a description
// and its edit of it, as many times as there are texts. Each makes its text of
// what stands there.
func (w *world) writesBefore(issue string, texts ...func(string) string) {
	var edits atomic.Int32
	w.wire.set(func(a asked) (*http.Response, error) {
		ref := w.ref(issue)
		if strings.HasPrefix(a.line, "PATCH ") && strings.HasSuffix(a.line, "/issues/"+strings.Split(issue, "#")[1]) && strings.Contains(a.line, ref.Repo) {
			if n := int(edits.Add(1)); n <= len(texts) {
				w.must(w.github.EditBody("olga", ref, texts[n-1](w.issue(issue).Body)))
			}
		}
		return a.pass()
	})
}

func replacing(before, after string) func(string) string {
	return func(text string) string { return strings.Replace(text, before, after, 1) }
}

// What a person writes in the moment between the gate's last look and its write
// is back at once, with the app's boxes in it, and that ends there.
func TestOverwrittenWordsComeBack(t *testing.T) {
	t.Parallel()
	for name, words := range map[string]func(string) string{
		"a line more":           func(text string) string { return "A line of a person.\n" + text },
		"words behind the item": replacing("acme/shop#1", "acme/shop#1 by Ada"),
		"another child's box":   replacing("- [ ] https://github.com/acme/lib/issues/1", "- [x] https://github.com/acme/lib/issues/1"),
		"everything else gone":  func(string) string { return "* [ ] acme/shop#1" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			want := replacing("[ ] acme/shop#1", "[x] acme/shop#1")(words(w.issue(django).Body))
			if want == w.issue(django).Body {
				t.Fatal("the person writes nothing")
			}
			w.writesBefore(django, words)
			w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
			w.quiet()
			w.bodyOf(django, want)
			w.wantsNothingOverwritten(django)

			w.must(w.github.ReopenIssue("ada", w.ref(shop)))
			w.quiet()
			w.bodyOf(django, replacing("[x] acme/shop#1", "[ ] acme/shop#1")(want))
		})
	}
}

func (w *world) wantsNothingOverwritten(issue string) {
	w.t.Helper()
	lost, err := w.store.Overwritten(w.t.Context(), w.issue(issue).ID)
	w.must(err)
	if !lost.At.IsZero() {
		w.t.Errorf("still kept as overwritten: %+v", lost)
	}
}

// The description of a list issue is a person's as well.
func TestOverwrittenWordsOfAListIssueComeBack(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ben", django, "/upgrade list-at "+epic)
	w.quiet()
	w.writesBefore(epic, func(text string) string { return text + " soon" })
	w.must(w.github.CloseIssue("ada", w.ref("acme/shop#2"), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(epic, "- [x] acme/shop#2 soon")
}

// Whoever has seen the app's text and written again has the last word; what was
// lost is told. So it is when it happens once more while words are brought back.
func TestOverwrittenWordsAreTold(t *testing.T) {
	t.Parallel()
	const told = "replaced one by a person"
	t.Run("somebody has written since", func(t *testing.T) {
		t.Parallel()
		w := started(t, organisations)
		w.writesBefore(django, func(text string) string { return "Lost.\n" + text })
		w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
		worked := func() {
			_, err := w.app.Pump(t.Context())
			w.must(err)
			_, err = w.app.Work(t.Context(), 50)
			w.must(err)
		}
		for range 3 {
			worked()
			_, err := w.github.Deliver(t.Context())
			w.must(err)
			if strings.Contains(w.issue(django).Body, "[x] acme/shop#1") {
				break
			}
		}
		after := "Later.\n" + w.issue(django).Body
		w.must(w.github.EditBody("olga", w.ref(django), after))
		w.quiet()
		w.bodyOf(django, after)
		w.wantsLiving(django, told)
	})
	t.Run("twice", func(t *testing.T) {
		t.Parallel()
		w := started(t, organisations)
		w.writesBefore(django, func(text string) string { return "First.\n" + text }, func(text string) string { return "Second.\n" + text })
		w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
		w.quiet()
		if body := w.issue(django).Body; !strings.HasPrefix(body, "First.\n") {
			t.Errorf("the first words are not back:\n%s", body)
		}
		w.box(shop, true)
		w.wantsLiving(django, told)
	})
}

// Wherever the process ends, the words come back once.
func TestOverwrittenWordsComeBackThroughCrashes(t *testing.T) {
	t.Parallel()
	for number := 0; ; number++ {
		w := started(t, organisations)
		want := "First.\n" + replacing("[ ] acme/shop#1", "[x] acme/shop#1")(w.issue(django).Body)
		w.writesBefore(django, func(text string) string { return "First.\n" + text })
		w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
		w.settle() // the edit that overwrites
		crashed := w.crashAt(number)
		w.run(time.Minute)
		w.restart()
		w.wire.set(nil)
		w.quiet()
		w.bodyOf(django, want)
		w.wantsNothingOverwritten(django)
		if !crashed() {
			if number < 2 {
				t.Errorf("it came to %d crashes", number)
			}
			return
		}
	}
}
