package upgrade_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/upgrade"
)

// listAt makes an issue a list issue of the roadmap issue: its lines are as
// roadmap takes them, and its states those of its references.
func listAt(f *upgrade.RoadmapFacts, id upgrade.NodeID, number int, states []upgrade.IssueState, lines ...string) *upgrade.ListIssue {
	own := roadmap(states, lines...)
	l := upgrade.ListIssue{
		Issue: own.Issue, Readable: true, Items: own.Items, Children: own.Children, Bases: map[string]string{}, Kept: true,
	}
	l.Issue.IssueState = openState(id, "epics", number)
	f.ListIssues = append(f.ListIssues, l)
	maps.Copy(f.Installed, own.Installed)
	if f.Settings == nil {
		f.Settings = upgrade.Settings{}
	}
	name := upgrade.SettingListAt + string(id)
	f.Settings[name] = upgrade.Setting{Name: name, Value: l.Issue.Ref.String(), At: at(7, 0)}
	return &f.ListIssues[len(f.ListIssues)-1]
}

func TestListIssues(t *testing.T) {
	t.Parallel()
	a, b, c := openState("Ia", "a", 1), openState("Ib", "b", 2), openState("Ic", "c", 3)
	doneB, doneC := closedState("Ib", "b", 2, 9, upgrade.ReasonCompleted), closedState("Ic", "c", 3, 9, upgrade.ReasonCompleted)
	epic := openState("Le", "epics", 1)
	states := func(s ...upgrade.IssueState) []upgrade.IssueState { return s }
	own := func() upgrade.RoadmapFacts { return known(roadmap(states(a), "o openedx/a#1")) }
	withEpic := func(line string) upgrade.RoadmapFacts {
		return known(roadmap(states(a, epic), "o openedx/a#1", line))
	}
	// Decided on before, with b and c on the list.
	before := func(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
		listAt(&f, "Le", 1, states(b, c), "o openedx/b#2", "o openedx/c#3")
		f.Now = at(7, 30)
		_, f.Members = upgrade.DecideRoadmap(f)
		f.Now, f.ListIssues = at(10, 0), nil
		return f
	}
	cases := map[string]upgrade.RoadmapFacts{
		"children of a list": withRoadmap(own(), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(a, doneB), "x openedx/a#1", "o openedx/b#2")
		}),
		"sub-issues of a list issue": withRoadmap(own(), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, nil).Issue.SubIssues = states(b)
		}),
		"its own line is no child": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) { listAt(f, "Le", 1, states(b), "o openedx/b#2") }),
		"its own line follows what it has": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(doneB, doneC), "x openedx/b#2", "- openedx/c#3")
		}),
		"its own line with one open":   withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) { listAt(f, "Le", 1, states(doneB, c), "x openedx/b#2", "- openedx/c#3") }),
		"its own line with one unread": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) { listAt(f, "Le", 1, states(doneB), "x openedx/b#2", "- openedx/c#3") }),
		"its own line with one removed": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(doneB, c), "x openedx/b#2", "- openedx/c#3")
			f.Settings["remove:Ic"] = upgrade.Setting{Name: "remove:Ic", Value: "openedx/c#3"}
		}),
		"its own line and nothing on it": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) { listAt(f, "Le", 1, nil) }),
		"two that list each other": withRoadmap(withEpic("o openedx/epics#1"), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(openState("Lf", "epics", 2), doneB), "o openedx/epics#2", "x openedx/b#2")
			listAt(f, "Lf", 2, states(epic, doneC), "o openedx/epics#1", "x openedx/c#3")
		}),
		"not kept": withRoadmap(own(), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(doneB), "o openedx/b#2").Kept = false
		}),
		"private, counted without names": withRoadmap(own(), func(f *upgrade.RoadmapFacts) {
			l := listAt(f, "Le", 1, states(b), "o openedx/b#2", "o openedx/gone#9")
			l.Issue.Repository.Private = true
			f.Notes["Ib"] = map[string]string{"no-option:Owner": "secret-team"}
			f.Asked = lead("/upgrade finish").Asked
		}),
		"private, and named elsewhere": withRoadmap(known(roadmap(states(a, b), "o openedx/a#1", "o openedx/b#2")), func(f *upgrade.RoadmapFacts) {
			listAt(f, "Le", 1, states(b), "o openedx/b#2").Issue.Repository.Private = true
			f.Notes["Ib"] = map[string]string{"no-option:Owner": "some-team"}
		}),
		"cannot be read": withRoadmap(before(own()), func(f *upgrade.RoadmapFacts) {
			f.ListIssues = []upgrade.ListIssue{{Issue: upgrade.Issue{IssueState: upgrade.IssueState{ID: "Le"}}}}
			f.Asked = lead("/upgrade finish").Asked
		}),
		"taken off while it cannot be read": withRoadmap(before(own()), func(f *upgrade.RoadmapFacts) {
			f.ListIssues = []upgrade.ListIssue{{Issue: upgrade.Issue{IssueState: upgrade.IssueState{ID: "Le"}}}}
			f.Asked = seen(lead("/upgrade list-at off openedx/epics#1")).Asked
		}),
		"taken off":             withRoadmap(before(own()), func(f *upgrade.RoadmapFacts) { listAt(f, "Le", 1, states(b, c), "o openedx/b#2"); takeOff(f, epic) }),
		"named":                 seen(lead("/upgrade list-at openedx/epics#1"), epic),
		"named, itself":         seen(lead("/upgrade list-at #1"), openState("I0", "platform-roadmap", 1)),
		"named, not an issue":   seen(lead("/upgrade list-at somewhere"), epic),
		"named, not to be seen": seen(lead("/upgrade list-at openedx/secret#1"), epic),
		"named elsewhere":       elsewhere(upgrade.No),
		"named elsewhere by one who may write there": elsewhere(upgrade.Yes),
		"one too many": withRoadmap(seen(lead("/upgrade list-at openedx/epics#99"), openState("L99", "epics", 99)), func(f *upgrade.RoadmapFacts) {
			for n := range 10 {
				listAt(f, upgrade.NodeID(fmt.Sprintf("L%d", n)), n+2, nil)
			}
		}),
		"what comes after it waits": seen(lead("/upgrade list-at openedx/epics#1", "/upgrade finish"), epic),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, members := upgrade.DecideRoadmap(facts)
			golden(t, "list-issue", name, plan, membersText(members))
		})
	}
}

func takeOff(f *upgrade.RoadmapFacts, epic upgrade.IssueState) {
	f.Asked = seen(lead("/upgrade list-at off openedx/epics#1"), epic).Asked
}

// elsewhere names a list issue in another organisation that has the app.
func elsewhere(mayWrite upgrade.Certainty) upgrade.RoadmapFacts {
	other := openState("Lo", "tool", 4)
	other.Ref.Owner, other.Repository.Owner = "partner", "partner"
	f := seen(lead("/upgrade list-at partner/tool#4"), other)
	named := f.Asked[0].Objects.Issues[other.Ref.Fold()]
	named.Rights.Write = mayWrite
	f.Asked[0].Objects.Issues[other.Ref.Fold()] = named
	f.Installed[other.Repository.ID] = 8
	return f
}

func editList(f upgrade.RoadmapFacts, a upgrade.EditBody) []upgrade.ListIssue {
	return changeList(f, a.Issue, func(l *upgrade.ListIssue) {
		l.Issue.BodyEditedAt, l.Items = f.Now.Add(time.Minute), slices.Clone(l.Items)
		for _, b := range a.Boxes {
			l.Bases[upgrade.BoxBase(b.Child)] = upgrade.BoxValue(b.Checked)
			l.Items[slices.IndexFunc(l.Items, func(i upgrade.ListItem) bool { return i.Box == b.Offset })].Checked = b.Checked
		}
	})
}

func rememberOnList(f upgrade.RoadmapFacts, a upgrade.Remember) []upgrade.ListIssue {
	return changeList(f, a.Object, func(l *upgrade.ListIssue) { maps.Copy(l.Bases, a.Bases) })
}

func changeList(f upgrade.RoadmapFacts, id upgrade.NodeID, change func(*upgrade.ListIssue)) []upgrade.ListIssue {
	lists := slices.Clone(f.ListIssues)
	l := &lists[slices.IndexFunc(lists, func(l upgrade.ListIssue) bool { return l.Issue.ID == id })]
	l.Bases = maps.Clone(l.Bases)
	change(l)
	return lists
}

// TestListIssuesQuiescence holds that a second decision does nothing, that a box
// is written only to change it, and that nothing is named that only a private
// list or a private repository has.
func TestListIssuesQuiescence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := drawRoadmap(t)
		private := drawLists(t, &facts)
		plan, members := upgrade.DecideRoadmap(facts)
		for _, action := range plan.Actions {
			switch a := action.(type) {
			case upgrade.EditBody:
				changesBoxes(t, facts, a)
			case upgrade.SaveComment:
				for _, name := range private {
					if strings.Contains(a.Text, name) {
						t.Fatalf("%s is named:\n%s", name, a.Text)
					}
				}
			}
		}
		after := applyRoadmap(facts, plan)
		after.Members = members
		again, sameMembers := upgrade.DecideRoadmap(after)
		if left := slices.DeleteFunc(again.Actions, later); len(left) > 0 {
			t.Fatalf("first:\n%s\nleft:\n%s", planText(plan), planText(upgrade.Plan{Actions: left}))
		}
		if !slices.Equal(members, sameMembers) {
			t.Fatalf("members change: %v, then %v", members, sameMembers)
		}
	})
}

func changesBoxes(t *rapid.T, f upgrade.RoadmapFacts, a upgrade.EditBody) {
	items := f.Items
	for _, l := range f.ListIssues {
		if l.Issue.ID == a.Issue {
			items = l.Items
			if !l.Kept || !l.Readable {
				t.Fatalf("%s is written", a.Ref)
			}
		}
	}
	for _, b := range a.Boxes {
		if items[slices.IndexFunc(items, func(i upgrade.ListItem) bool { return i.Box == b.Offset })].Checked == b.Checked {
			t.Fatalf("line %d of %s is written as it is", b.Line, a.Ref)
		}
	}
}

// drawLists adds list issues, of which private ones hold children that nobody
// else names. It gives the names that nobody may see; nothing else makes names private.
func drawLists(t *rapid.T, f *upgrade.RoadmapFacts) (private []string) {
	secret := openState("Is", "of-private-list", 1)
	for i := range 2 {
		number := i + 1
		id := upgrade.NodeID(fmt.Sprintf("L%d", number))
		var states []upgrade.IssueState
		for _, s := range f.Children {
			states = append(states, s)
		}
		states = append(states, openState("L1", "epics", 1), openState("L2", "epics", 2))
		slices.SortFunc(states, func(a, b upgrade.IssueState) int { return strings.Compare(string(a.ID), string(b.ID)) })
		refs := []string{"openedx/r1#1", "openedx/r2#2", "openedx/epics#1", "openedx/epics#2", "openedx/gone#9", "openedx/platform-roadmap#1"}
		hides := rapid.Bool().Draw(t, "private list")
		if hides {
			secret.Closed = rapid.Bool().Draw(t, "secret closed")
			states, refs = append(states, secret), append(refs, "openedx/of-private-list#1", "openedx/unread-of-private-list#1")
		}
		var lines []string
		for range rapid.IntRange(0, 4).Draw(t, "list lines") {
			sign := rapid.SampledFrom([]string{"x", "o", "-"}).Draw(t, "sign")
			lines = append(lines, sign+" "+strings.Join(rapid.SliceOfN(rapid.SampledFrom(refs), 1, 2).Draw(t, "refs"), " "))
		}
		l := listAt(f, id, number, states, lines...)
		l.Issue.Repository.Private, l.Kept = hides, rapid.Bool().Draw(t, "kept")
		if rapid.IntRange(0, 3).Draw(t, "unreadable") == 0 {
			*l = upgrade.ListIssue{Issue: upgrade.Issue{IssueState: upgrade.IssueState{ID: id}}}
		}
		f.Children[ref("epics", number)] = openState(id, "epics", number)
	}
	f.Notes["Is"] = map[string]string{"no-option:Owner": "team-of-private-list"}
	return []string{"private-list"}
}
