package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A roadmap issue is woken by what it may not have seen, and by nothing else:
// each of its runs reads all its children.
func TestWhatWakesARoadmapIssue(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*upgrade.ChildFacts)
		want   bool
	}{
		"closed since":                           {func(f *upgrade.ChildFacts) { f.Issue.Closed, f.Issue.ChangedAt = true, at(9, 30) }, true},
		"closed in the second it was seen":       {func(f *upgrade.ChildFacts) { f.Issue.Closed, f.Issue.ChangedAt = true, at(9, 0) }, true},
		"as it was seen in that second":          {func(f *upgrade.ChildFacts) { f.Parents[0].SeenState = f.Issue.State() }, false},
		"not planned instead of completed, then": {func(f *upgrade.ChildFacts) { closedTwice(f) }, true},
		"changed before it was seen":             {func(f *upgrade.ChildFacts) { f.Issue.ChangedAt = at(8, 0) }, false},
		"moved": {func(f *upgrade.ChildFacts) {
			f.Parents[0].SeenState, f.Parents[0].ChildRef.Repo = f.Issue.State(), "old"
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := settledChild()
			f.Issue.ChangedAt = at(9, 0)
			test.change(&f)
			woken := false
			for _, action := range upgrade.DecideChild(reported(f)).Actions {
				_, wake := action.(upgrade.Wake)
				woken = woken || wake
			}
			if woken != test.want {
				t.Errorf("woken: %t, want %t", woken, test.want)
			}
		})
	}
}

// closedTwice is closed, reopened and closed for another reason in one second.
func closedTwice(f *upgrade.ChildFacts) {
	f.Issue.Closed, f.Issue.Reason = true, upgrade.ReasonCompleted
	f.Parents[0].SeenState = f.Issue.State()
	f.Issue.Reason = upgrade.ReasonNotPlanned
}
