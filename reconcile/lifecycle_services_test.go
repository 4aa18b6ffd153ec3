//go:build services

package reconcile_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The day alone moves an upgrade on, without an event and without a restart.
func TestTheTargetDatePasses(t *testing.T) {
	t.Parallel()
	w := started(t, boardFields())
	stage := func(want string) {
		t.Helper()
		if got := w.roadmapCard()["Stage"]; got != want {
			t.Errorf("stage %q, want %q", got, want)
		}
	}
	w.says("ben", django, "/upgrade target 2026-03-04 because support ends")
	w.quiet()
	stage("Planned") // the board has no option for scheduled
	w.run(48 * time.Hour)
	stage("Planned")
	w.run(24 * time.Hour)
	stage("Active") // it has none for overdue either
	w.says("ben", django, "/upgrade target 2026-06-01 because support was prolonged")
	w.quiet()
	stage("Planned")
}

// toClean is the world in which all children are done, one has a deployment note,
// and the runbook's clean-up is half done.
func toClean(t *testing.T) *world {
	t.Helper()
	w := started(t, organisations)
	w.must(w.github.EditBody("ada", w.ref(shop), w.issue(shop).Body+"\n\n## Deployment notes\n\nRun `migrate`, @olga.\n"))
	_, cleanUp, _ := strings.Cut(runbook.Default(runbook.Terms{}).Markdown(), "### Clean up")
	w.must(w.github.EditBody("ben", w.ref(django), w.issue(django).Body+"\n\n### Clean up"+strings.Replace(cleanUp, "- [ ]", "- [x]", 1)))
	w.allDone()
	return w
}

// drafts are the app's comments that show what is left before the end.
func (w *world) drafts() []string {
	w.t.Helper()
	return slices.DeleteFunc(w.own(django), func(text string) bool {
		return !strings.Contains(text, "keeps the upgrade `Django 5.2` from being finished.**")
	})
}

func TestFinishAsksForAnAcknowledgement(t *testing.T) {
	t.Parallel()
	w := toClean(t)
	first := w.says("ben", django, "/upgrade finish")
	w.quiet()
	w.wantsReaction(django, first, "+1")
	drafts := w.drafts()
	if len(drafts) != 1 || !strings.Contains(drafts[0], "Tell everybody that the upgrade is complete") ||
		strings.Contains(drafts[0], "overview of support windows") || !strings.Contains(drafts[0], "From `acme/shop#1`:\n\n```\nRun `migrate`, @olga.\n```") {
		t.Errorf("the app says %q", drafts)
	}
	w.must(w.github.ReopenIssue("ada", w.ref(shop)))
	w.quiet()
	early := w.says("ben", django, "/upgrade finish acknowledged")
	w.quiet()
	w.wantsReaction(django, early, "confused")
	if w.issue(django).Closed {
		t.Fatal("closed though a child was opened again")
	}
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	last := w.says("ben", django, "/upgrade finish acknowledged")
	w.quiet()
	w.wantsReaction(django, last, "+1")
	if got := w.issue(django); !got.Closed || got.Reason != upgrade.ReasonCompleted {
		t.Errorf("closed %t as %q", got.Closed, got.Reason)
	}
	if got := w.drafts(); len(got) != 1 {
		t.Errorf("%d drafts", len(got))
	}
	for _, step := range []string{"Collect what operators", "Close the roadmap issue"} {
		if body := w.issue(django).Body; !strings.Contains(body, "- [x] "+step) {
			t.Errorf("the step %q is open in %s", step, body)
		}
	}
	w.must(w.github.ReopenIssue("ben", w.ref(django)))
	w.quiet()
	if body := w.issue(django).Body; !strings.Contains(body, "- [ ] Close the roadmap issue") || !strings.Contains(body, "- [x] Collect what operators") {
		t.Errorf("after it was opened again, the description says %s", body)
	}
}

// Wherever the process ends, there is one draft, and one end.
func TestCrashWhileFinishing(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"/upgrade finish", "/upgrade finish acknowledged"} {
		comments := -1
		for request := range 24 {
			w := toClean(t)
			if line != "/upgrade finish" {
				w.says("ben", django, "/upgrade finish")
				w.quiet()
			}
			id := w.says("ben", django, line)
			crashed := w.crashAt(request)
			w.quiet()
			w.wire.set(nil)
			w.restart()
			w.quiet()
			w.wantsReaction(django, id, "+1")
			if got := w.drafts(); len(got) != 1 {
				t.Errorf("%s, request %d: %d drafts", line, request, len(got))
			}
			if got := w.issue(django).Closed; got != (line != "/upgrade finish") {
				t.Errorf("%s, request %d: closed %t", line, request, got)
			}
			if n := len(w.own(django)); comments >= 0 && n != comments {
				t.Errorf("%s, request %d: %d comments, without a crash %d", line, request, n, comments)
			} else {
				comments = n
			}
			if !crashed() {
				break
			}
		}
	}
}
