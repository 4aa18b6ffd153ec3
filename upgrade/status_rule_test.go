package upgrade_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/upgrade"
)

// drawStatusFacts are random facts of those that rules go by.
func drawStatusFacts(t *rapid.T, f *upgrade.ChildFacts) {
	f.Issue.Labels = drawLabels(t)
	for range rapid.IntRange(0, 3).Draw(t, "pull requests") {
		f.Issue.PullRequests = append(f.Issue.PullRequests, drawPull(t))
	}
	f.Teams = map[string]upgrade.TeamMembers{}
	for _, team := range []string{"openedx/arbi-bom", "openedx/axim-engineering"} {
		if rapid.Bool().Draw(t, "readable") {
			f.Teams[team] = upgrade.TeamMembers{rapid.Int64Range(1, 3).Draw(t, "member"): true}
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "waits") == 0 {
		blocker := upgrade.IssueState{ID: "Ilib1", Closed: rapid.Bool().Draw(t, "blocker closed"), ChangedAt: minute().Draw(t, "blocker changed")}
		f.Blockers = []upgrade.IssueState{blocker}
	}
}

func drawLabels(t *rapid.T) []string {
	known := rapid.SampledFrom([]string{"bug", "waiting on author", "needs maintainer attention", "Blocked by other work"})
	return rapid.SliceOfN(known, 0, 1).Draw(t, "labels")
}

func drawPull(t *rapid.T) upgrade.PullRequest {
	person := rapid.Custom(func(t *rapid.T) upgrade.Actor { return upgrade.Actor{ID: rapid.Int64Range(1, 4).Draw(t, "person")} })
	p := upgrade.PullRequest{
		Ref:  upgrade.Ref{Owner: rapid.SampledFrom([]string{"openedx", "edx"}).Draw(t, "organisation"), Repo: "r", Number: 1},
		Open: rapid.Bool().Draw(t, "open"), Draft: rapid.Bool().Draw(t, "draft"), Labels: drawLabels(t),
		Decision:  rapid.SampledFrom([]upgrade.ReviewDecision{"", "APPROVED", "CHANGES_REQUESTED", "REVIEW_REQUIRED"}).Draw(t, "decision"),
		CreatedAt: minute().Draw(t, "opened"), ReadyAt: minute().Draw(t, "ready"),
	}
	if !p.Open && rapid.Bool().Draw(t, "merged") {
		p.Merged, p.MergedAt = true, minute().Draw(t, "merged at")
	}
	for range rapid.IntRange(0, 2).Draw(t, "asked") {
		reviewer := upgrade.Reviewer{User: person.Draw(t, "asked person"), At: minute().Draw(t, "asked at")}
		if rapid.Bool().Draw(t, "team") {
			reviewer = upgrade.Reviewer{Team: rapid.SampledFrom([]string{"arbi-bom", "axim-engineering", "other"}).Draw(t, "asked team")}
		}
		p.Requested = append(p.Requested, reviewer)
	}
	for range rapid.IntRange(0, 2).Draw(t, "reviews") {
		p.Reviews = append(p.Reviews, upgrade.Review{By: person.Draw(t, "by"), Approved: rapid.Bool().Draw(t, "approved"), At: minute().Draw(t, "reviewed")})
	}
	return p
}

// statusOf is what the facts give for Status, as the answer to /upgrade why has it.
func statusOf(t interface{ Fatalf(string, ...any) }, f upgrade.ChildFacts) decided {
	f.Excluded, f.Asked = nil, nil
	d := told(upgrade.DecideChild(reported(ask(f, why))))
	if d.column == "" || d.rule == "" {
		t.Fatalf("no rule decides on %+v", f)
	}
	return d
}

// The default list decides on every child, always alike; Done comes from a
// closed issue alone, and from every one that was closed as completed.
func TestDefaultRulesAreTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := onOpenEdX(settledChild())
		f.Issue.Closed, f.Issue.Reason = rapid.Bool().Draw(t, "closed"), upgrade.ReasonCompleted
		if rapid.Bool().Draw(t, "without doing it") {
			f.Issue.Reason = upgrade.ReasonNotPlanned
		}
		f.Issue.ChangedAt = minute().Draw(t, "changed")
		setValue(&f, "FD", rapid.SampledFrom(f.Board.Fields[4].Options).Draw(t, "level").Name, at(7, 0))
		drawStatusFacts(t, &f)
		if rapid.IntRange(0, 5).Draw(t, "not affected") == 0 {
			f = said(f, "not-affected", "yes")
		}
		got := statusOf(t, f)
		if again := statusOf(t, f); again != got {
			t.Fatalf("%+v, then %+v", got, again)
		}
		notAffected := f.Settings.Value("not-affected") != ""
		done := f.Issue.Closed && f.Issue.Reason == upgrade.ReasonCompleted && !notAffected
		if (got.column == "Done") != done {
			t.Fatalf("%+v of %+v", got, f)
		}
		shuffled := f
		shuffled.Issue.PullRequests = slices.Clone(f.Issue.PullRequests)
		slices.Reverse(shuffled.Issue.PullRequests)
		if other := statusOf(t, shuffled); other.column != got.column {
			t.Fatalf("%+v, with the pull requests in another order %+v", got, other)
		}
	})
}

// The column is never said to hold since a time at which the facts cannot have
// been there: what happened last is the latest that it can be.
func TestDecidingFactIsNoLaterThanTheFacts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := onOpenEdX(settledChild())
		f.Bases = nil
		f.Issue.ChangedAt = minute().Draw(t, "changed")
		drawStatusFacts(t, &f)
		setValue(&f, "FS", "Parked", at(8, 6)) // after all that minute draws
		for _, action := range upgrade.DecideChild(reported(f)).Actions {
			if put, ok := action.(upgrade.PutItem); ok && put.Values[0].Field.Name == "Status" {
				t.Fatalf("overrules a person who came later: %s", upgrade.Show(action))
			}
		}
	})
}

// A list of the policy's own can name columns that no key stands for, and ends
// with what nothing else decides.
func TestRulesOfThePolicy(t *testing.T) {
	t.Parallel()
	f := onOpenEdX(settledChild())
	f.Policy.Maintenance.Rules = []upgrade.StatusRule{
		{Status: "Parked", When: []upgrade.Condition{{Name: upgrade.ConditionLabel, Label: "on hold"}, {Not: true, Name: upgrade.ConditionClosed}}},
		{Status: upgrade.StatusBlocked, When: []upgrade.Condition{{Name: upgrade.ConditionExempt}}},
		{Status: upgrade.StatusTodo},
	}
	held := with(f, func(f *upgrade.ChildFacts) { f.Issue.Labels = []string{"On hold"} })
	exempt := said(f, "exempt", "always")
	withoutBlocked := with(exempt, func(f *upgrade.ChildFacts) { dropOption(f, "FS", "Blocked") })
	named := with(withoutBlocked, func(f *upgrade.ChildFacts) { f.Policy.Maintenance.Statuses.Blocked = "On ice" })
	for name, c := range map[string]struct {
		facts upgrade.ChildFacts
		want  decided
	}{
		"by label":             {held, decided{column: "Parked", rule: "1", verdict: "write"}},
		"closed":               {closed(held, upgrade.ReasonCompleted, at(9, 0)), decided{column: "Todo", rule: "3", verdict: "agrees"}},
		"a column there is":    {exempt, decided{column: "Blocked", rule: "2", verdict: "write"}},
		"a column there isn't": {withoutBlocked, decided{column: "Todo", rule: "3", verdict: "agrees"}},
		"a column named":       {named, decided{column: "On ice", rule: "2", verdict: "missing"}},
	} {
		if got := statusOf(t, c.facts); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// since is the first minute at which a person's move is not overruled by the facts.
func since(t *testing.T, f upgrade.ChildFacts) time.Time {
	t.Helper()
	f.Bases = nil
	for when := at(7, 0); when.Before(at(10, 0)); when = when.Add(time.Minute) {
		f.Issue.Items = []upgrade.Item{sampleItem("Todo", "TBD")}
		setValue(&f, "FS", "Parked", when)
		if statusOf(t, f).verdict == "stays" {
			return when
		}
	}
	t.Fatalf("never stays: %+v", f)
	return time.Time{}
}

// The time of the deciding fact, where nothing is remembered: it is exact
// where GitHub tells it, else the latest before it.
func TestDecidingFactTime(t *testing.T) {
	t.Parallel()
	for facts, want := range map[string]time.Time{
		"":                                     at(8, 0), // since it was created
		"assigned":                             at(8, 10),
		"draft":                                at(8, 20),
		"assigned, draft":                      at(8, 10), // both say In Progress
		"ready":                                at(8, 20),
		"ready, asked orchestration":           at(8, 40),
		"ready, asked owner":                   at(8, 40),
		"ready, asked owner-team":              at(8, 30), // when a team was asked is not known here
		"ready, approved by owner":             at(8, 50),
		"ready, changes by owner":              at(8, 50),
		"ready, changes by owner, asked owner": at(8, 50), // when that ended is not known, but not before
		"merged":                               at(8, 20), // it was In Progress before, too
		"abandoned":                            at(8, 20),
		"unassigned, ready":                    at(8, 10),
		"merged, reopened":                     at(9, 10),
		"closed":                               at(9, 5),
		"closed, label bug":                    at(9, 5),
		"reopened, assigned":                   at(9, 10),
		"blocked":                              at(8, 15),
		"blocked, free, assigned":              at(9, 20), // Blocked ended then
		"not affected":                         at(9, 20),
		"label waiting on author, ready":       at(8, 20),
		"label blocked by other work":          at(8, 0), // not when it was put on
	} {
		t.Run(facts, func(t *testing.T) {
			t.Parallel()
			if got := since(t, withFacts(t, onOpenEdX(settledChild()), facts)); !got.Equal(want) {
				t.Errorf("since %s, want %s", got.Format(time.TimeOnly), want.Format(time.TimeOnly))
			}
		})
	}
}
