package upgrade_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// mapFact has a field of the child's board show a fact.
func mapFact(f *upgrade.ChildFacts, field upgrade.Field, fact upgrade.Fact) {
	f.Board.Fields = append(slices.Clip(f.Board.Fields), field)
	facts := f.Policy.Maintenance.Facts
	f.Policy.Maintenance.Facts = append(slices.Clip(facts), upgrade.FieldFact{Field: field.Name, Fact: fact})
}

// typed is a field of the test's own: two-week sprints from the first Monday of
// November, and the options Yes, No and Kind's.
func typed(kind upgrade.FieldType) upgrade.Field {
	field := upgrade.Field{ID: "FX", Name: "Shown", Type: kind}
	switch kind {
	case upgrade.FieldSingleSelect:
		return selectField("FX", "Shown", "Yes", "No", "Follow-up", "arbi-bom", "Willow")
	case upgrade.FieldIteration:
		for i, title := range []string{"Sprint 1", "Sprint 2", "Willow"} {
			field.Iterations = append(field.Iterations, upgrade.Iteration{ID: title, Title: title, Start: at(0, 0).AddDate(0, 0, 14*i-18), Days: 14})
		}
	}
	return field
}

// showing is a settled child whose board shows a fact in a field of a type.
func showing(fact upgrade.Fact, kind upgrade.FieldType, changes ...func(*upgrade.ChildFacts)) upgrade.ChildFacts {
	f := settledChild()
	f.Issue.Items = []upgrade.Item{sampleItem("Todo", "TBD")}
	mapFact(&f, typed(kind), fact)
	for _, change := range changes {
		change(&f)
	}
	return f
}

func targets(year, month, day int) func(*upgrade.ChildFacts) {
	return func(f *upgrade.ChildFacts) {
		f.Upgrade.TargetDate = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
}

func held(text string, hour int) func(*upgrade.ChildFacts) {
	return func(f *upgrade.ChildFacts) {
		f.Issue.Items[0].Values = append(f.Issue.Items[0].Values, upgrade.FieldValue{Field: "FX", Text: text, UpdatedAt: at(hour, 0)})
	}
}

func derivedBefore(text string) func(*upgrade.ChildFacts) {
	return func(f *upgrade.ChildFacts) { f.Bases[upgrade.FieldBase("B", "FX")] = text }
}

func blockedBy(states ...upgrade.IssueState) func(*upgrade.ChildFacts) {
	return func(f *upgrade.ChildFacts) { f.Blockers = states }
}

func linkedTo(pulls ...upgrade.PullRequest) func(*upgrade.ChildFacts) {
	return func(f *upgrade.ChildFacts) {
		f.Issue.PullRequests = pulls
		setValue(f, "FS", "In Progress", at(9, 30))
		f.Bases[upgrade.FieldBase("B", "FS")] = "In Progress"
	}
}

func private(s upgrade.IssueState) upgrade.IssueState {
	s.Repository.Private = true
	return s
}

// shownIn is what the plan puts into the test's own field: "cleared", "kept"
// when it leaves it, "noted" when a person has to mend something.
func shownIn(plan upgrade.Plan) string {
	shown := "kept"
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.PutItem:
			for _, v := range a.Values {
				if v.Field.ID == "FX" && v.Text == "" {
					shown = "cleared"
				} else if v.Field.ID == "FX" {
					shown = v.Text
				}
			}
		case upgrade.Note:
			shown = "noted " + a.Name + " " + a.Text
		}
	}
	return shown
}

func TestFactsOfAChild(t *testing.T) {
	t.Parallel()
	const (
		text, number, date, choice, iteration = upgrade.FieldText, upgrade.FieldNumber, upgrade.FieldDate, upgrade.FieldSingleSelect, upgrade.FieldIteration
	)
	public := func(f *upgrade.ChildFacts) { f.Board.Public = true }
	libs := func(n int) []upgrade.IssueState {
		var all []upgrade.IssueState
		for i := range n {
			all = append(all, openState(upgrade.NodeID(rune('a'+i)), "lib", n-i))
		}
		return all
	}
	elsewhere := private(openState("Ie", "x", 1))
	elsewhere.Ref.Owner, elsewhere.Repository.Owner = "edx", "edx"
	pull := upgrade.PullRequest{ID: "PR1", Ref: ref("credentials", 20), Address: "https://github.com/openedx/credentials/pull/20", Open: true, CreatedAt: at(9, 0)}
	newer := upgrade.PullRequest{ID: "PR2", Ref: ref("credentials", 21), Address: "https://github.com/openedx/credentials/pull/21", Open: true, CreatedAt: at(9, 10)}
	hidden := upgrade.PullRequest{ID: "PR3", Ref: ref("secret", 1), Address: "https://github.com/openedx/secret/pull/1", Open: true, Private: true, CreatedAt: at(9, 20)}
	merged := upgrade.PullRequest{ID: "PR4", Ref: ref("credentials", 19), Address: "https://github.com/openedx/credentials/pull/19", Merged: true, CreatedAt: at(7, 0), MergedAt: at(8, 30)}
	abandoned := upgrade.PullRequest{ID: "PR5", Ref: ref("credentials", 18), Address: "https://github.com/openedx/credentials/pull/18", CreatedAt: at(9, 30)}
	cases := map[string]struct {
		facts upgrade.ChildFacts
		want  string
	}{
		"target date in a date":               {showing("target date", date, targets(2026, 12, 1)), "2026-12-01"},
		"target date in a text":               {showing("target date", text, targets(2026, 12, 1)), "2026-12-01"},
		"target date in an iteration":         {showing("target date", iteration, targets(2026, 11, 29)), "Sprint 2"},
		"target date on an iteration's first": {showing("target date", iteration, targets(2026, 11, 16)), "Sprint 2"},
		"target date outside of iterations":   {showing("target date", iteration, targets(2027, 6, 1)), "noted no-iteration:Shown 2027-06-01"},
		"target date in a number":             {showing("target date", number, targets(2026, 12, 1)), "noted unsuited:Shown target date"},
		"no target date":                      {showing("target date", date), "kept"},
		"target date taken back":              {showing("target date", date, held("2026-12-01", 9), derivedBefore("2026-12-01")), "cleared"},
		"target date taken back, changed by a person before": {
			showing("target date", date, held("2026-12-24", 9), derivedBefore("2026-12-01")), "cleared",
		},
		"filled by a person after it was cleared": {showing("target date", date, held("2026-12-24", 9), derivedBefore(upgrade.Nothing)), "kept"},
		"filled by a person before it was known":  {showing("target date", date, held("2026-12-24", 9)), "kept"},
		"set again after it was cleared":          {showing("target date", date, targets(2026, 12, 1), derivedBefore(upgrade.Nothing)), "2026-12-01"},
		"emptied by a person":                     {showing("target date", date, targets(2026, 12, 1), derivedBefore("2026-12-01")), "kept"},
		"in the same iteration as before": {
			showing("target date", iteration, targets(2026, 11, 20), held("Willow", 9), derivedBefore("Sprint 2")), "kept",
		},
		"named release as an iteration":      {showing("named release", iteration, func(f *upgrade.ChildFacts) { f.Upgrade.NamedRelease = "willow" }), "Willow"},
		"named release as an option":         {showing("named release", choice, func(f *upgrade.ChildFacts) { f.Upgrade.NamedRelease = "Willow" }), "Willow"},
		"named release without an option":    {showing("named release", choice, func(f *upgrade.ChildFacts) { f.Upgrade.NamedRelease = "Xylon" }), "noted no-option:Shown Xylon"},
		"orchestration team":                 {showing("orchestration team", choice), "arbi-bom"},
		"kind":                               {showing("kind", text), "repository"},
		"can start now":                      {showing("can start now", choice), "Yes"},
		"can start now, blocker closed":      {showing("can start now", text, blockedBy(closedState("Ix", "x", 1, 8, upgrade.ReasonCompleted))), "yes"},
		"cannot start now":                   {showing("can start now", choice, blockedBy(libs(1)...)), "No"},
		"cannot start now, in a date":        {showing("can start now", date), "noted unsuited:Shown can start now"},
		"blocked by":                         {showing("blocked by", text, blockedBy(libs(2)...)), "openedx/lib#1, openedx/lib#2"},
		"blocked by many":                    {showing("blocked by", text, blockedBy(libs(8)...)), "openedx/lib#1, openedx/lib#2, openedx/lib#3, openedx/lib#4, openedx/lib#5 and 3 more"},
		"blocked by a private one":           {showing("blocked by", text, blockedBy(private(openState("Ix", "x", 1)))), "openedx/x#1"},
		"blocked by a private one, public":   {showing("blocked by", text, public, blockedBy(private(openState("Ix", "x", 1)), openState("Iy", "y", 2))), "openedx/y#2"},
		"blocked by a private one of edx":    {showing("blocked by", text, blockedBy(elsewhere)), "kept"},
		"blocked no longer":                  {showing("blocked by", text, held("openedx/x#1", 9), derivedBefore("openedx/x#1")), "cleared"},
		"blocked by in a select":             {showing("blocked by", choice, blockedBy(private(openState("Ix", "x", 1)))), "noted unsuited:Shown blocked by"},
		"pull request":                       {showing("pull request", text, linkedTo(pull, newer, merged)), "https://github.com/openedx/credentials/pull/21"},
		"pull request merged":                {showing("pull request", text, linkedTo(abandoned, merged)), "https://github.com/openedx/credentials/pull/19"},
		"pull request private":               {showing("pull request", text, linkedTo(pull, hidden)), "https://github.com/openedx/secret/pull/1"},
		"pull request private, public":       {showing("pull request", text, public, linkedTo(pull, hidden)), "https://github.com/openedx/credentials/pull/20"},
		"no pull request":                    {showing("pull request", text), "kept"},
		"last activity":                      {showing("last activity", date), "2026-11-20"},
		"last activity before what was seen": {showing("last activity", date, held("2026-11-22", 9), derivedBefore("2026-11-22")), "kept"},
		"last activity, over a stale value":  {showing("last activity", date, held("2026-11-01", 1)), "2026-11-20"},
		"last activity in a later iteration": {showing("last activity", iteration, held("Willow", 9), derivedBefore("Willow")), "kept"},
		"last activity in an iteration":      {showing("last activity", iteration), "Sprint 2"},
		"started by a later closing": {
			showing("can start now", choice, held("No", 8), blockedBy(closedState("Ix", "x", 1, 9, upgrade.ReasonCompleted))), "Yes",
		},
		"set by a person after the closing": {
			showing("can start now", choice, held("No", 9), blockedBy(closedState("Ix", "x", 1, 8, upgrade.ReasonCompleted))), "kept",
		},
		"list of blockers older than a closing": {
			showing("blocked by", text, held("openedx/x#1", 8), blockedBy(closedState("Ix", "x", 1, 9, upgrade.ReasonCompleted))), "cleared",
		},
		"field missing":  {showing("kind", text, func(f *upgrade.ChildFacts) { f.Board.Fields = sampleBoard().Fields }), "noted no-field:Shown kind"},
		"field built in": {showing("kind", upgrade.FieldOther), "noted no-field:Shown kind"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := upgrade.DecideChild(reported(c.facts))
			if got := shownIn(plan); got != c.want {
				t.Errorf("the field is %s, want %s, in\n%s", got, c.want, planText(plan))
			}
		})
	}
}

// Numbers compare as numbers and dates as dates, however they are written.
func TestValuesCompareByType(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		kind          upgrade.FieldType
		fact          upgrade.Fact
		holds, before string
		want          string
	}{
		"date with a time": {upgrade.FieldDate, upgrade.FactTargetDate, "2026-12-01T00:00:00Z", "", "kept"},
		"text with a time": {upgrade.FieldText, upgrade.FactTargetDate, "2026-12-01T00:00:00Z", "2026-11-01", "2026-12-01"},
	} {
		f := showing(c.fact, c.kind, targets(2026, 12, 1), held(c.holds, 9), derivedBefore(c.before))
		if got := shownIn(upgrade.DecideChild(reported(f))); got != c.want {
			t.Errorf("%s: the field is %s, want %s", name, got, c.want)
		}
	}
	f := leadOnBoard(upgrade.FieldFact{Field: "Done", Fact: upgrade.FactProgress})
	f.Board.Fields = []upgrade.Field{{ID: "FN", Name: "Done", Type: upgrade.FieldNumber}}
	f.Issue.Items = []upgrade.Item{{ID: "P4", Board: "BR", Values: []upgrade.FieldValue{{Field: "FN", Text: "50.0", UpdatedAt: at(9, 0)}}}}
	plan, _ := upgrade.DecideRoadmap(f)
	if got := cardWrites(plan); len(got) > 0 {
		t.Errorf("50.0 is overwritten by 50: %v", got)
	}
}

// A card that is lost comes back without a past: what was cleared before is not remembered.
func TestClearedThenFilled(t *testing.T) {
	t.Parallel()
	f := showing("target date", upgrade.FieldDate, targets(2026, 12, 1))
	steps := []struct {
		change func(*upgrade.ChildFacts)
		want   string
	}{
		{func(*upgrade.ChildFacts) {}, "2026-12-01"},
		{func(f *upgrade.ChildFacts) { f.Upgrade.TargetDate = time.Time{} }, "cleared"},
		{held("2027-01-01", 11), "kept"},
		{func(f *upgrade.ChildFacts) { f.Now = f.Now.AddDate(0, 0, 1) }, "kept"},
		{targets(2026, 12, 24), "2026-12-24"},
	}
	var got, want []string
	for _, step := range steps {
		step.change(&f)
		plan := upgrade.DecideChild(reported(f))
		got, want = append(got, shownIn(plan)), append(want, step.want)
		f = applyChild(f, plan)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the field, step by step (-want +got):\n%s", diff)
	}
}

// A write of nothing that was cut off is known to be done when the field is empty.
func TestClearingCutOff(t *testing.T) {
	t.Parallel()
	f := showing("target date", upgrade.FieldDate, derivedBefore("2026-12-01"))
	f.Bases[upgrade.SentBase(upgrade.FieldBase("B", "FX"))] = upgrade.Nothing
	plan := upgrade.DecideChild(reported(f))
	if got := shownIn(plan); got != "kept" {
		t.Errorf("the empty field is %s", got)
	}
	if base := applyChild(f, plan).Bases[upgrade.FieldBase("B", "FX")]; base != upgrade.Nothing {
		t.Errorf("the base is %q, want nothing", base)
	}
}
