package upgrade_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/upgrade"
)

// afterLink is with a sub-issue as the gate makes it or takes it away.
func afterLink(f upgrade.RoadmapFacts, a upgrade.LinkSubIssue) upgrade.RoadmapFacts {
	f.Issue.SubIssues = slices.DeleteFunc(slices.Clone(f.Issue.SubIssues), func(s upgrade.IssueState) bool { return s.ID == a.Child.ID })
	state := upgrade.LinkLeaving
	if !a.Remove {
		f.Issue.SubIssues, state = append(f.Issue.SubIssues, a.Child), upgrade.LinkKept
	}
	f.Bases[upgrade.SubIssueBase(a.Child.ID)] = state.Base(f.Now)
	return f
}

// drawSubIssues gives a roadmap issue a past with sub-issues that the app has made.
func drawSubIssues(t *rapid.T, f *upgrade.RoadmapFacts, states []upgrade.IssueState) {
	f.Policy.RoadmapIssue.SubIssues, f.HasSubIssues = rapid.Bool().Draw(t, "keep"), rapid.Bool().Draw(t, "has sub-issues")
	for _, s := range states[:4] {
		past := rapid.SampledFrom([]upgrade.LinkState{"", "", upgrade.LinkAdding, upgrade.LinkKept, upgrade.LinkLeaving, upgrade.LinkDeclined}).Draw(t, "link")
		if past != "" {
			f.Bases[upgrade.SubIssueBase(s.ID)] = past.Base(minute().Draw(t, "linked"))
		}
	}
}

// keeping is a roadmap issue that keeps its sub-issues, with what is remembered of
// them: by child the state and how many minutes ago that was.
func keeping(f upgrade.RoadmapFacts, past map[upgrade.NodeID]upgrade.LinkState, ago int, there ...upgrade.IssueState) upgrade.RoadmapFacts {
	f.Policy.RoadmapIssue.SubIssues, f.HasSubIssues = true, true
	f.Issue.SubIssues = there
	for id, state := range past {
		f.Bases[upgrade.SubIssueBase(id)] = state.Base(at(10, -ago))
	}
	return f
}

func TestSubIssuesAreKept(t *testing.T) {
	t.Parallel()
	type past = map[upgrade.NodeID]upgrade.LinkState
	a, b := openState("Ia", "a", 1), closedState("Ib", "b", 2, 9, upgrade.ReasonCompleted)
	secret, pull, far := openState("Is", "secret", 3), openState("Ip", "p", 4), openState("If", "far", 5)
	secret.Repository.Private, pull.IsPullRequest = true, true
	far.Ref.Owner, far.Repository.Owner = "elsewhere", "elsewhere"
	both := func() upgrade.RoadmapFacts {
		return roadmap([]upgrade.IssueState{a, b}, "o openedx/a#1", "x openedx/b#2", "o openedx/a#1")
	}
	alone := func() upgrade.RoadmapFacts { return roadmap([]upgrade.IssueState{a}, "o openedx/a#1") }
	without := func() upgrade.RoadmapFacts { return roadmap(nil) }
	kept, adding, leaving, declined := past{"Ia": upgrade.LinkKept}, past{"Ia": upgrade.LinkAdding}, past{"Ia": upgrade.LinkLeaving}, past{"Ia": upgrade.LinkDeclined}
	mixed := roadmap([]upgrade.IssueState{secret, pull, far}, "o openedx/secret#3", "o openedx/p#4", "o elsewhere/far#5")
	private := keeping(mixed, nil, 0)
	private.Issue.Repository.Private = true
	for name, test := range map[string]struct {
		facts upgrade.RoadmapFacts
		want  []string // what is written and remembered about sub-issues
	}{
		"none yet":                {keeping(both(), nil, 0), []string{"add Ia", "add Ib"}},
		"by the policy":           {withRoadmap(keeping(both(), kept, 60, a), func(f *upgrade.RoadmapFacts) { f.Policy.RoadmapIssue.SubIssues = false }), nil},
		"an old server":           {withRoadmap(keeping(both(), nil, 0), func(f *upgrade.RoadmapFacts) { f.HasSubIssues = false }), nil},
		"a person's":              {keeping(alone(), nil, 0, a), nil},
		"not of all":              {keeping(mixed, nil, 0), nil},
		"a private roadmap issue": {private, []string{"add Is"}},
		"made":                    {keeping(alone(), adding, 1, a), []string{"Ia kept"}},
		"perhaps made":            {keeping(alone(), adding, 1), []string{"look again"}},
		"not made":                {keeping(alone(), adding, 2), []string{"Ia forgotten", "add Ia"}},
		"kept":                    {keeping(alone(), kept, 60, a), nil},
		"not read yet":            {keeping(alone(), kept, 1), []string{"look again"}},
		"taken away by a person":  {keeping(alone(), kept, 60), []string{"Ia declined"}},
		"stays away":              {keeping(alone(), declined, 60), nil},
		"perhaps hidden":          {withRoadmap(keeping(alone(), kept, 60), func(f *upgrade.RoadmapFacts) { f.Issue.HiddenSubIssues = 1 }), nil},
		"made again by a person":  {keeping(alone(), declined, 60, a), []string{"Ia forgotten"}},
		"still read":              {keeping(alone(), declined, 1, a), []string{"look again"}},
		"left":                    {keeping(without(), kept, 60, a), []string{"remove Ia"}},
		"left and gone":           {keeping(without(), kept, 60), []string{"Ia forgotten"}},
		"declined and left":       {keeping(without(), declined, 60), []string{"Ia forgotten"}},
		"leaving":                 {keeping(without(), leaving, 1, a), []string{"look again"}},
		"gone":                    {keeping(without(), leaving, 1), []string{"look again"}},
		"gone for sure":           {keeping(without(), leaving, 2), []string{"Ia forgotten"}},
		"not gone":                {keeping(without(), leaving, 2, a), []string{"remove Ia"}},
		"back before it went":     {keeping(alone(), leaving, 2, a), []string{"Ia kept"}},
		"back":                    {keeping(alone(), leaving, 2), []string{"Ia forgotten", "add Ia"}},
		"an upgrade that ended": {withRoadmap(keeping(alone(), nil, 0), func(f *upgrade.RoadmapFacts) {
			f.Upgrade.Ended = upgrade.EndCancelled
			f.Settings = upgrade.Settings{upgrade.SettingEnded: {Name: upgrade.SettingEnded, Value: string(upgrade.EndCancelled), At: at(9, 0)}}
		}), nil},
		"below a list issue": {withRoadmap(keeping(alone(), nil, 0), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, nil).Issue.SubIssues = []upgrade.IssueState{a}
		}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, members := upgrade.DecideRoadmap(test.facts)
			if got := aboutSubIssues(plan); !slices.Equal(got, test.want) {
				t.Errorf("%q, want %q", got, test.want)
			}
			if len(test.facts.Items) == 0 && len(members) > 0 {
				t.Errorf("what the app has made a sub-issue is a child: %s", membersText(members))
			}
		})
	}
}

// aboutSubIssues is what a plan says about sub-issues, short.
func aboutSubIssues(plan upgrade.Plan) []string {
	var said []string
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.LinkSubIssue:
			said = append(said, map[bool]string{true: "remove ", false: "add "}[a.Remove]+string(a.Child.ID))
		case upgrade.Remember:
			for name, value := range a.Bases {
				if id, is := strings.CutPrefix(name, "sub:"); is {
					state, _, _ := strings.Cut(value+"forgotten"[min(len(value), 9):], " ")
					said = append(said, id+" "+state)
				}
			}
		case upgrade.Wake:
			if strings.Contains(a.Trigger.Reason, "too early") {
				said = append(said, "look again")
			}
		}
	}
	return said
}

// A link that a person makes again is a person's: it makes the issue a child.
func TestSubIssueOfAPerson(t *testing.T) {
	t.Parallel()
	a := openState("Ia", "a", 1)
	for state, want := range map[upgrade.LinkState]int{"": 1, upgrade.LinkDeclined: 1, upgrade.LinkKept: 0, upgrade.LinkAdding: 0, upgrade.LinkLeaving: 0} {
		past := map[upgrade.NodeID]upgrade.LinkState{"Ia": state}
		if _, members := upgrade.DecideRoadmap(keeping(roadmap(nil), past, 60, a)); len(members) != want {
			t.Errorf("%q: %d children, want %d", state, len(members), want)
		}
	}
}

// A run makes ten at most, and there is room for a hundred: hidden ones take it,
// and so do those that were made and are not read yet.
func TestSubIssuesHaveRoom(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		there, hidden, unread, children int
		adds                            int
		says                            string
	}{
		"ten a run":    {children: 30, adds: 10},
		"the last two": {there: 98, children: 2, adds: 2},
		"full":         {there: 95, hidden: 2, unread: 1, children: 5, adds: 2, says: "3 children are in the lists alone"},
		"one too many": {there: 100, children: 1, says: "1 child is in the lists alone"},
		"over full":    {there: 100, hidden: 1, children: 1, says: "1 child is in the lists alone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var there, listed []upgrade.IssueState
			var lines []string
			for i := range test.there {
				there = append(there, openState(upgrade.NodeID(fmt.Sprintf("T%03d", i)), "there", i+1))
			}
			for i := range test.children {
				s := openState(upgrade.NodeID(fmt.Sprintf("C%03d", i)), "child", i+1)
				listed, lines = append(listed, s), append(lines, "o "+s.Ref.String())
			}
			past := map[upgrade.NodeID]upgrade.LinkState{}
			for i := range test.unread {
				past[upgrade.NodeID(fmt.Sprintf("U%03d", i))] = upgrade.LinkKept
			}
			facts := keeping(roadmap(listed, lines...), past, 1, there...)
			facts.Issue.HiddenSubIssues = test.hidden
			plan, _ := upgrade.DecideRoadmap(facts)
			adds := slices.DeleteFunc(aboutSubIssues(plan), func(s string) bool { return !strings.HasPrefix(s, "add ") })
			if text := planText(plan); len(adds) != test.adds || strings.Contains(text, "#### Sub-issues") != (test.says != "") || !strings.Contains(text, test.says) {
				t.Errorf("%d are added, want %d, and %q is to be said:\n%s", len(adds), test.adds, test.says, text)
			}
		})
	}
}

func TestSubIssuePlans(t *testing.T) {
	t.Parallel()
	a, b := openState("Ia", "a", 1), openState("Ib", "b", 2)
	kept := map[upgrade.NodeID]upgrade.LinkState{"Ia": upgrade.LinkKept}
	full := make([]upgrade.IssueState, 100)
	for i := range full {
		full[i] = closedState(upgrade.NodeID(fmt.Sprintf("T%03d", i)), "there", i+1, 8, upgrade.ReasonCompleted)
	}
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"comes and leaves": keeping(roadmap([]upgrade.IssueState{b}, "o openedx/b#2"), kept, 60, a),
		"taken away":       keeping(roadmap([]upgrade.IssueState{a}, "o openedx/a#1"), kept, 60),
		"full":             keeping(roadmap([]upgrade.IssueState{b}, "o openedx/b#2"), nil, 0, full...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts.Policy.RoadmapIssue.NoChildren, facts.Installed["R-there"] = true, 7
			plan, members := upgrade.DecideRoadmap(facts)
			golden(t, "sub-issue", name, plan, membersText(members[:1]))
		})
	}
}
