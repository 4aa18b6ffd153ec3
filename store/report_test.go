package store_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A report is read as it was kept, together with the triggers of those that it
// is for; the next one replaces it, and a look without one leaves it.
func TestReports(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, _ store.Claim) {
		ctx := t.Context()
		full := upgrade.Report{
			Kind: upgrade.ChildRepository, OnBoard: true, Column: "In Progress", Lacks: []string{"Source"}, Labels: []string{"a", "b"},
			Owner: "robrap", Person: true, Level: "Owner reviews", Undecided: true, Begun: true,
			WaitsFor: []upgrade.Awaited{{Ref: upgrade.Ref{Owner: "o", Repo: "r", Number: 1}, Private: true}},
			ActiveAt: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), DeploymentNote: "restart\nall",
		}
		keep := func(issue upgrade.NodeID, reports ...upgrade.KeepReport) {
			t.Helper()
			check(t, f.Seen(ctx, seen(issue, moment(2)), reports, trigger("issue:roadmap")))
		}
		keep("a", upgrade.KeepReport{Child: "a", Report: full})
		keep("b", upgrade.KeepReport{Child: "b"})
		claimOnly(t, f, "issue:roadmap")
		all := must(f.Reports(ctx, []upgrade.NodeID{"a", "b", "c"}))(t)
		same(t, "reports", map[upgrade.NodeID]upgrade.Report{"a": full, "b": {}}, all)
		if !all["a"].Same(full) || !all["b"].Same(upgrade.Report{}) {
			t.Error("what is read is not taken for what was kept")
		}
		keep("a", upgrade.KeepReport{Child: "a", Report: upgrade.Report{Column: "Done"}})
		keep("a")
		same(t, "replaced", map[upgrade.NodeID]upgrade.Report{"a": {Column: "Done"}}, must(f.Reports(ctx, []upgrade.NodeID{"a"}))(t))
	})
}
