package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// inMode is organisations in a mode, where olga is named in the policy.
func inMode(mode string) string {
	return strings.Replace(organisations, "            mode: active\n", "            mode: "+mode+"\n            people: [olga]\n", 1)
}

func (w *world) wantsNothing(text string, id int64) {
	w.t.Helper()
	if got := w.reactions(text, id); len(got) > 0 {
		w.t.Errorf("reactions %v, want none", got)
	}
}

// In plan mode the one command that ends it is carried out and answered, and
// so is then what was asked before it, however much that was.
func TestActivate(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("plan"))
	var before []int64
	for range 12 {
		before = append(before, w.says("ben", django, "/upgrade target 2030-04-01 because support ends"))
	}
	w.quiet()
	if n := len(w.github.Writes()); n > 0 {
		t.Fatalf("%d writes in plan mode", n)
	}
	id := w.says("olga", django, "/upgrade activate")
	w.quiet()
	w.wantsReaction(django, id, "+1")
	for _, one := range before {
		w.wantsReaction(django, one, "+1")
	}
	w.field(shop, "Status", "Todo")
	writes := len(w.github.Writes())
	w.trigger(django)
	w.quiet()
	if more := w.github.Writes()[writes:]; len(more) > 0 {
		t.Errorf("more writes: %+v", more)
	}
}

// Where comments stay in plan mode a command takes effect without an answer,
// which follows when they are written.
func TestActivateOneKind(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("plan"))
	id := w.says("olga", django, "/upgrade activate fields")
	w.quiet()
	w.field(shop, "Status", "Todo")
	w.wantsNothing(django, id)
	w.policy("mode: plan", "mode: active")
	w.quiet()
	w.wantsReaction(django, id, "+1")
}

func TestPlanOnly(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("active"))
	id := w.says("olga", django, "/upgrade plan-only")
	w.quiet()
	w.wantsReaction(django, id, "+1")
	writes := len(w.github.Writes())
	later := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	if more := w.github.Writes()[writes:]; len(more) > 0 {
		t.Errorf("writes in plan mode: %+v", more)
	}
	w.says("olga", django, "/upgrade activate")
	w.quiet()
	w.wantsReaction(shop, later, "+1")
	w.field(shop, "Status", "Done")
	w.box("acme/shop#1", true)
}

// A halt by command stops one organisation, and its end brings back what waited.
func TestHaltAndResume(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("active"))
	halt := w.says("olga", shop, "/upgrade halt")
	w.quiet()
	w.wantsReaction(shop, halt, "+1")
	writes := len(w.github.Writes())
	waiting := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	refused := w.says("ada", django, "/upgrade resume-writes")
	w.must(w.github.CloseIssue("ben", w.ref("acme/lib#1"), upgrade.ReasonCompleted))
	w.quiet()
	w.run(2 * time.Hour) // long enough for whatever tries again
	if more := w.github.Writes()[writes:]; len(more) > 0 {
		t.Fatalf("writes while halted: %+v", more)
	}
	resume := w.says("olga", django, "/upgrade resume-writes")
	w.quiet()
	w.wantsReaction(django, resume, "+1")
	w.wantsReaction(shop, waiting, "+1")
	w.wantsReaction(django, refused, "confused")
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	w.field("acme/lib#1", "Status", "Done")
	w.box("acme/lib", true)
	w.wantsReaction(shop, halt, "+1")
}

// Wherever the process ends while it halts, there is one effect, and the
// command is not run again once the halt is over.
func TestCrashDuringAHalt(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("active"))
	id := w.says("olga", shop, "/upgrade halt")
	crashed := false
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.HasSuffix(a.line, "/reactions") && strings.Contains(a.body, "+1") && !crashed {
			crashed = true
			panic(http.ErrAbortHandler)
		}
		return a.pass()
	})
	w.settle()
	w.wire.set(nil)
	w.restart()
	w.quiet()
	if !crashed {
		t.Fatal("it did not come to the reaction")
	}
	w.says("olga", django, "/upgrade resume-writes")
	w.quiet()
	later := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.wantsReaction(shop, later, "+1")
	w.wantsReaction(shop, id, "+1")
}

// A resync looks at what no event told of.
func TestResyncCommand(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("active"))
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	for len(w.github.Pending()) > 0 {
		w.must(w.github.Drop(0))
	}
	w.quiet()
	w.field(shop, "Status", "Todo")
	id := w.says("olga", "acme/lib#1", "/upgrade resync")
	w.quiet()
	w.field(shop, "Status", "Done")
	w.wantsReaction("acme/lib#1", id, "+1")
}

// A resync in plan mode is done once.
func TestResyncInPlanMode(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("plan"))
	id := w.says("olga", django, "/upgrade resync")
	w.quiet()
	w.wantsNothing(django, id)
	w.wire.requests()
	w.trigger(django)
	w.quiet()
	if slices.ContainsFunc(w.wire.requests(), func(line string) bool { return strings.Contains(line, "/app/installations") }) {
		t.Error("it was resynced once more")
	}
}

func TestAdministrativeMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, login, issue, words, says string }{
		{"halt with words", "olga", shop, "halt now", "Nothing can follow"},
		{"resume-writes with words", "olga", shop, "resume-writes please", "Nothing can follow"},
		{"resync with words", "olga", shop, "resync acme/shop", "Nothing can follow"},
		{"activate what is not there", "olga", django, "activate boxs", "no kind of write `boxs`"},
		{"plan-only what is not there", "olga", django, "plan-only boxs", "no kind of write `boxs`"},
		{"activate on a child", "olga", shop, "activate", "belongs on the upgrade's roadmap issue"},
		{"plan-only on a child", "olga", shop, "plan-only", "belongs on the upgrade's roadmap issue"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, inMode("active"))
			id := w.says(test.login, test.issue, "/upgrade "+test.words)
			w.quiet()
			w.wantsReaction(test.issue, id, "confused")
			w.wantsOwn(test.issue, test.says)
		})
	}
}

// Nobody but the people of the policy administers.
func TestAdministrativeCommandsByOthers(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"halt", "resume-writes", "resync", "activate", "plan-only"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, inMode("active"))
			id := w.says("ben", django, "/upgrade "+name)
			w.quiet()
			w.wantsReaction(django, id, "confused")
			w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
			w.quiet()
			w.field(shop, "Status", "Done")
		})
	}
}
