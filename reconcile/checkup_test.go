package reconcile_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

// unwell are the findings of a checkup of every organisation that are not ok. It
// wants nothing to be written for them.
func (w *world) unwell() []string {
	w.t.Helper()
	ctx, s, before := w.t.Context(), w.settings, len(w.github.Writes())
	client, err := ghclient.New(ghclient.Config{
		WebURL: s.WebURL, V3URL: s.V3URL, V4URL: s.V4URL, AppID: s.AppID, PrivateKey: []byte(s.PrivateKey.Reveal()), Transport: w.wire, Now: w.clock.Now, UserAgent: "upkeep",
	})
	w.must(err)
	r := reconcile.New(reconcile.Options{GitHub: client, Store: w.store, Now: w.clock.Now, Log: zerolog.Nop()})
	installations, err := client.Installations(ctx)
	w.must(err)
	lines := []string{}
	for _, i := range installations {
		for _, f := range r.Checkup(ctx, i, true) {
			if f.Health != checkup.OK {
				lines = append(lines, fmt.Sprintf("%s: %s %s: %s", i.Account, f.Health, f.About, f.Says))
			}
		}
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		w.t.Errorf("%d writes", n)
	}
	return lines
}

// What is wrong on GitHub is found.
func TestCheckupFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	well := []string{
		"acme: warning children in away: 1 issue, only read every 15 minutes and never written to: the app is not installed there",
		"partner: warning policy: there is no partner/.github/upkeep.yml, or the app may not read it: the organisation has no upgrades of its own",
	}
	if diff := cmp.Diff(well, w.unwell()); diff != "" {
		t.Errorf("where all is well (-want +got):\n%s", diff)
	}
	w.must(w.github.SetOptions("olga", board(), "Status", "Todo", "Done"))
	w.must(w.github.SetWorkflow("olga", board(), "Pull request merged", true))
	w.must(w.github.SetWorkflow("olga", board(), "Item closed", true))
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#1"), upgrade.ReasonCompleted))
	w.settle()
	want := []string{
		`acme: wrong board acme/1, field "Status": it lacks the options "In Progress"`,
		`acme: warning board acme/1, workflow "Item closed": it moves cards to a column by itself, which the app then puts right once`,
		`acme: warning board acme/1, workflow "Pull request merged": it moves cards to a column, though a child is done only when its issue is closed`,
		`acme: warning board acme/1, field "Status": github-project-automation[bot] has set it lately, on 1 card`,
	}
	if diff := cmp.Diff(append(want, well...), w.unwell()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.must(w.github.DeleteBoard("olga", board()))
	if diff := cmp.Diff(append([]string{"acme: wrong board acme/1: it cannot be found"}, well...), w.unwell()); diff != "" {
		t.Errorf("without the board (-want +got):\n%s", diff)
	}
}
