package gate_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// closing closes the roadmap issue.
func (w *world) closing() upgrade.CloseIssue {
	w.t.Helper()
	return upgrade.CloseIssue{Ref: w.ref("acme/roadmap#1"), Reason: upgrade.ReasonNotPlanned, Why: "a test"}
}

func TestCloseIssueIsTheLastAndOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.apply(w.reply("Hello."), w.closing()))
	w.must(w.apply(w.closing()))
	if got := w.issue("acme/roadmap#1"); !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
		t.Errorf("closed %t as %q", got.Closed, got.Reason)
	}
	if diff := cmp.Diff("create comment", w.writes()[0]); diff != "" {
		t.Errorf("the first write (-want +got):\n%s", diff)
	}
}

// What failed can only be made up for on an open issue.
func TestNothingIsClosedAfterAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("POST /repos/acme/roadmap/issues/1/comments", func(func() (*http.Response, error)) (*http.Response, error) {
		return answer(http.StatusBadGateway, `{}`), nil
	})
	if err := w.apply(w.reply("Hello."), w.closing()); err == nil {
		t.Error("the lost comment is no error")
	}
	if w.issue("acme/roadmap#1").Closed {
		t.Error("closed, though the comment is missing")
	}
}

func TestPausedUpgradeIsOnlyPlannedButAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Upgrade.Paused = true
	w.must(w.apply(w.put("", "Todo"), w.box(true), w.reply("Hello."), w.closing()))
	if diff := cmp.Diff([]string{"create comment"}, w.writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	planned, err := w.store.Planned(t.Context())
	w.must(err)
	if len(planned) != 3 {
		t.Errorf("planned %+v, want the card, the box and the closing", planned)
	}
	w.part.Upgrade.Ended = upgrade.EndCancelled
	w.must(w.apply(w.closing()))
	if !w.issue("acme/roadmap#1").Closed {
		t.Error("a pause keeps a cancelled upgrade's roadmap issue open")
	}
}
