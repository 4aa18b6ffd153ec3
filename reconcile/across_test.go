package reconcile_test

import (
	"slices"
	"strings"
	"testing"
	"time"
)

const foreign = "away/stone#1"

// A child where the app is not installed is read and polled, and never written.
func TestForeignChild(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.CloseIssue("will", w.ref(foreign), ""))
	w.run(11 * time.Minute)
	w.box(foreign, false)
	w.run(5 * time.Minute)
	w.box(foreign, true)
	w.must(w.github.ReopenIssue("will", w.ref(foreign)))
	w.run(16 * time.Minute)
	w.box(foreign, false)
	// Its card is a hint about it all the same.
	w.must(w.github.AddToBoard("olga", board(), w.ref(foreign)))
	w.must(w.github.SetField("olga", board(), w.ref(foreign), "Status", "In Progress"))
	w.says("ben", foreign, "/upgrade owner-does owner-reviews")
	w.quiet()
	if got := w.card(foreign); len(got) != 1 || got["Status"] != "In Progress" {
		t.Errorf("card %v, want it as people left it", got)
	}
	if n := len(w.writes("", "away/")) + len(w.own(foreign)); n > 0 {
		t.Errorf("%d writes", n)
	}
	if k := w.key("issue:" + upgradeKey(w, foreign)); k.Key != "" {
		t.Errorf("key %+v, want it done", k)
	}
}

// Once the app comes there, the child is one like all others.
func TestForeignChildGetsTheApp(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.Install("will", "away"))
	w.run(time.Minute)
	w.field(foreign, "Project", "Django 5.2")
	w.must(w.github.CloseIssue("will", w.ref(foreign), ""))
	w.run(time.Minute)
	w.field(foreign, "Status", "Done")
	w.box(foreign, true)
	w.must(w.github.Uninstall("will", "away"))
	w.must(w.github.ReopenIssue("will", w.ref(foreign)))
	w.run(16 * time.Minute)
	w.field(foreign, "Status", "Done") // it is not written to any more
	w.box(foreign, false)
}

// A board's event comes from the board's organisation; the child is read with
// the token of its own.
func TestEventsFromTwoInstallations(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ben", "partner/tool#1", "/upgrade owner-does owner-reviews")
	w.must(w.github.MoveCard("olga", board(), w.ref("partner/tool#1"), "In Progress"))
	w.quiet()
	w.field("partner/tool#1", ownerDoes, "Owner reviews")
	w.field("partner/tool#1", "Status", "In Progress")
	if own := w.own("partner/tool#1"); len(own) != 1 {
		t.Errorf("the app says %q", own)
	}
}

// With two parents the upgrade that adopted the child first has the card; the
// other one takes over when the first lets go.
func TestTwoParents(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.policy("upgrades:\n", "upgrades:\n  - {roadmap: \"acme/roadmap#2\", name: Python 3.12, orchestration_team: arbi-bom}\n")
	w.quiet()
	w.field(shop, "Project", "Django 5.2")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.box(shop, true)
	if body := w.issue("acme/roadmap#2").Body; !strings.Contains(body, "[x]") {
		t.Errorf("the other roadmap issue has %q", body)
	}
	text, _ := w.github.File("acme/.github", "upkeep.yml")
	lines := slices.DeleteFunc(strings.SplitAfter(text, "\n"), func(line string) bool { return strings.Contains(line, "Django 5.2") })
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", strings.Join(lines, "")))
	w.quiet()
	w.field(shop, "Project", "Python 3.12")
	w.must(w.github.ReopenIssue("ada", w.ref(shop)))
	w.quiet()
	w.box(shop, true) // that issue is not ours any more
	if body := w.issue("acme/roadmap#2").Body; strings.Contains(body, "[x]") {
		t.Errorf("the other roadmap issue has %q", body)
	}
}

func TestSubIssues(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.AddSubIssue("olga", w.ref(django), w.ref("acme/shop#2")))
	w.quiet()
	w.field("acme/shop#2", "Project", "Django 5.2")
	w.must(w.github.RemoveSubIssue("olga", w.ref(django), w.ref("acme/shop#2")))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref("acme/shop#2"), ""))
	w.quiet()
	w.field("acme/shop#2", "Status", "Todo")
}

// While the upgrade is paused, nothing is read now and then; once it goes on, what
// was missed is seen. A child that is gone is told with the day it was read last.
func TestForeignChildIsPolledWhileTheUpgradeGoesOn(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wantsLiving(django, "`"+foreign+"`, last change seen 2026-03-02")
	w.says("ben", django, "/upgrade pause")
	w.run(20 * time.Minute)
	w.must(w.github.CloseIssue("will", w.ref(foreign), ""))
	w.wire.requests()
	w.run(time.Hour)
	for _, sent := range w.wire.requests() {
		if !strings.Contains(sent, "/app/hook/deliveries") {
			t.Errorf("read while paused: %q", sent)
		}
	}
	w.says("ben", django, "/upgrade resume")
	w.quiet()
	w.box(foreign, true)
	w.must(w.github.ReopenIssue("will", w.ref(foreign)))
	w.run(16 * time.Minute)
	w.box(foreign, false)
	w.must(w.github.DeleteIssue("will", w.ref(foreign)))
	w.run(26 * time.Hour)
	w.wantsLiving(django, "`"+foreign+"`: cannot be read, last seen 2026-03-02")
}
