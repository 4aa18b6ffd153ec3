package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// allDone closes every child of the Django upgrade.
func (w *world) allDone() {
	w.t.Helper()
	for child, login := range map[string]string{shop: "ada", "acme/lib#1": "ben", "partner/tool#1": "paula", "away/stone#1": "will", "acme/shop#2": "ada"} {
		w.must(w.github.CloseIssue(login, w.ref(child), upgrade.ReasonCompleted))
	}
	w.run(16 * time.Minute)
}

func TestPauseHoldsWritesAndResumeMakesThem(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", django, "/upgrade pause because of the freeze")
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.wantsLiving(django, "is paused", "`of the freeze`")
	before := len(w.github.Writes())
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	if got := w.github.Writes()[before:]; len(got) > 1 || len(got) == 1 && got[0].Method != "close issue" {
		t.Errorf("writes while paused: %+v", got)
	}
	w.box(shop, false)
	asked := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.wantsReaction(shop, asked, "confused")
	w.wantsOwn(shop, "The upgrade is paused")
	w.field(shop, ownerDoes, "TBD")
	w.field(shop, "Status", "Todo")
	w.says("ben", django, "/upgrade resume")
	w.quiet()
	w.field(shop, "Status", "Done")
	w.box(shop, true)
	w.wantsLiving(django, "State: **active**")
}

func TestFinish(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	early := w.says("ben", django, "/upgrade finish")
	w.quiet()
	w.wantsReaction(django, early, "confused")
	w.wantsOwn(django, "not done yet", "open: `acme/lib#1`", "`acme/shop#1`")
	if w.issue(django).Closed {
		t.Fatal("closed while children are open")
	}
	w.allDone()
	late := w.says("ben", django, "/upgrade finish")
	w.quiet()
	w.wantsReaction(django, late, "+1")
	if got := w.issue(django); !got.Closed || got.Reason != upgrade.ReasonCompleted {
		t.Errorf("closed %t as %q", got.Closed, got.Reason)
	}
	if own := w.own(django); len(own) != 2 || !strings.Contains(own[1], "a view `Django 5.2`") {
		t.Errorf("the app says %q", own)
	}
	w.wantsLiving(django, "is finished**, closed by `ben`")
	w.must(w.github.ReopenIssue("ben", w.ref(django)))
	w.quiet()
	if w.issue(django).Closed {
		t.Error("closed again though a person has reopened it")
	}
	if own := w.living(django); strings.Contains(own, "is finished") {
		t.Errorf("the app says %q after the reopening", own)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", django, "/upgrade cancel because @olga wants 6.0")
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.wantsLiving(django, "is cancelled**, closed by `ben` because `@olga wants 6.0`")
	if got := w.issue(django); !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
		t.Errorf("closed %t as %q", got.Closed, got.Reason)
	}
}
