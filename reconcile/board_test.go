package reconcile_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// boards are those that the app knows to be of acme's policy.
func (w *world) boards() []store.Board {
	w.t.Helper()
	all, err := w.store.Boards(w.t.Context(), w.installation("acme"))
	w.must(err)
	return all
}

func TestBoardsOfThePolicyAreKnown(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	known := w.boards()
	if len(known) != 1 || known[0].Role != upgrade.RoleMaintenance || known[0].ID != w.github.Board("acme", 1).ID || known[0].Owner != "acme" {
		t.Fatalf("boards %+v, want the Maintenance board", known)
	}
	w.policy("maintenance: 1", "maintenance: 99")
	w.quiet()
	if got := w.boards(); len(got) > 0 {
		t.Errorf("boards %+v, want none: there is no number 99", got)
	}
	w.policy("maintenance: 99", "maintenance: 1")
	w.quiet()
	if got := w.boards(); len(got) != 1 {
		t.Errorf("boards %+v, want it again", got)
	}
}

// Where the app may not see boards everything else goes on.
func TestBoardsThatTheAppMayNotSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if !strings.Contains(a.body, "query Board(") {
			return a.pass()
		}
		return answer(http.StatusOK, `{"data": {"organization": {"login": "acme", "projectV2": null}}, "errors": [
			{"type": "FORBIDDEN", "path": ["organization", "projectV2"], "message": "Resource not accessible by integration"}]}`), nil
	})
	w.quiet()
	if got := w.boards(); len(got) > 0 {
		t.Errorf("boards %+v, want none", got)
	}
	w.says("ada", shop, "/upgrade why")
	w.quiet()
	if own := w.own(shop); len(own) == 0 {
		t.Error("no answer to why")
	}
}
