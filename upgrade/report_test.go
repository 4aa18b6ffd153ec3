package upgrade_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// reportIn is the report that a plan keeps; the one that is kept already if it keeps none.
func reportIn(f upgrade.ChildFacts, plan upgrade.Plan) upgrade.Report {
	for _, action := range plan.Actions {
		if keep, ok := action.(upgrade.KeepReport); ok {
			return keep.Report
		}
	}
	return f.Reported
}

// reported are the facts of a child whose report is kept already, so that it
// tells its roadmap issues nothing new.
func reported(f upgrade.ChildFacts) upgrade.ChildFacts {
	f.Reported = reportIn(f, upgrade.DecideChild(f))
	return f
}

// A child reports what its roadmap issues do not read themselves.
func TestReport(t *testing.T) {
	t.Parallel()
	usual := upgrade.Report{
		Kind: upgrade.ChildRepository, OnBoard: true, Column: "Todo", Owner: "Axim Engineering", Undecided: true,
		ActiveAt: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC),
	}
	blocker := func(repo string, closed, private bool) upgrade.IssueState {
		s := openState(upgrade.NodeID(repo), repo, 1)
		s.Closed, s.Repository.Private = closed, private
		return s
	}
	for name, test := range map[string]struct {
		change func(*upgrade.ChildFacts)
		want   func(*upgrade.Report)
	}{
		"as usual": {func(*upgrade.ChildFacts) {}, func(*upgrade.Report) {}},
		"a person owns it": {
			func(f *upgrade.ChildFacts) { f.Issue.Repository.Catalog = "spec: {owner: 'user:robrap'}" },
			func(r *upgrade.Report) { r.Owner, r.Person = "robrap", true },
		},
		"nobody owns it": {
			func(f *upgrade.ChildFacts) { f.Issue.Repository.Catalog = "" },
			func(r *upgrade.Report) { r.Owner = "" },
		},
		"a level is chosen": {
			func(f *upgrade.ChildFacts) {
				f.Settings = upgrade.Settings{upgrade.SettingLevel: {Name: upgrade.SettingLevel, Value: reviews}}
			},
			func(r *upgrade.Report) { r.Level, r.Undecided = reviews, false },
		},
		"no level applies": {
			func(f *upgrade.ChildFacts) {
				f.Policy.Kinds = map[upgrade.ChildKind]upgrade.ChildKindPolicy{upgrade.ChildOperations: {Labels: []string{"ops"}, Without: []string{"owner_does"}}}
				f.Issue.Labels = []string{"z", "ops"}
			},
			func(r *upgrade.Report) {
				r.Kind, r.Undecided = upgrade.ChildOperations, false
			},
		},
		"labels of an external dependency": {
			func(f *upgrade.ChildFacts) {
				f.Policy.Kinds = map[upgrade.ChildKind]upgrade.ChildKindPolicy{upgrade.ChildExternal: {Labels: []string{"external"}}}
				f.Issue.Labels = []string{"z", "external"}
			},
			func(r *upgrade.Report) {
				r.Kind, r.Labels = upgrade.ChildExternal, []string{"external", "z"}
			},
		},
		"begun by a pull request": {
			func(f *upgrade.ChildFacts) {
				f.Issue.PullRequests = []upgrade.PullRequest{{ID: "PR1", CreatedAt: at(9, 0)}}
			},
			func(r *upgrade.Report) { r.Begun = true },
		},
		"the column that is written": {
			func(f *upgrade.ChildFacts) {
				f.Issue.Closed, f.Issue.Reason, f.Issue.ChangedAt = true, upgrade.ReasonCompleted, at(9, 0)
			},
			func(r *upgrade.Report) { r.Column = "Done" },
		},
		"no board": {
			func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} },
			func(r *upgrade.Report) { r.OnBoard, r.Column, r.Undecided = false, "", false },
		},
		"waits for what is open": {
			func(f *upgrade.ChildFacts) {
				f.Blockers = []upgrade.IssueState{blocker("z", false, true), blocker("done", true, false), blocker("a", false, false)}
			},
			func(r *upgrade.Report) {
				r.WaitsFor = []upgrade.Awaited{{Ref: blocker("a", false, false).Ref}, {Ref: blocker("z", false, true).Ref, Private: true}}
			},
		},
		"acts that are not read any more stay known": {
			func(f *upgrade.ChildFacts) { f.Reported.ActiveAt = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) },
			func(r *upgrade.Report) { r.ActiveAt = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, want := settledChild(), usual
			test.change(&f)
			test.want(&want)
			if diff := cmp.Diff(want, reportIn(f, upgrade.DecideChild(f))); diff != "" {
				t.Errorf("report (-want +got):\n%s", diff)
			}
		})
	}
}

// In plan mode the card stays as it is, and so does what is told of it.
func TestReportInPlanMode(t *testing.T) {
	t.Parallel()
	f := newChild()
	f.Policy.Mode = upgrade.ModePlan
	report := reportIn(f, upgrade.DecideChild(f))
	if report.OnBoard || report.Column != "" || len(report.Lacks) != 5 {
		t.Errorf("a card that is not written is told: %v", report)
	}
}

// A report wakes the roadmap issues when it changes, and only then.
func TestReportWakes(t *testing.T) {
	t.Parallel()
	f := settledChild()
	f.Parents[0].SeenState = f.Issue.State()
	if got := planText(upgrade.DecideChild(f)); got == planText(upgrade.DecideChild(reported(f))) {
		t.Errorf("a first report is like a known one:\n%s", got)
	}
	for name, test := range map[string]struct {
		facts upgrade.ChildFacts
		want  int
	}{"first": {f, 1}, "known": {reported(f), 0}} {
		wakes := 0
		for _, action := range upgrade.DecideChild(test.facts).Actions {
			if wake, ok := action.(upgrade.Wake); ok && wake.Trigger.Key == upgrade.IssueKey(f.Parents[0].Roadmap) {
				wakes++
			}
		}
		if wakes != test.want {
			t.Errorf("%s: wakes %d roadmap issues, want %d", name, wakes, test.want)
		}
	}
}
