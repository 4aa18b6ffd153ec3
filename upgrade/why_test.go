package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

const why = "/upgrade why"

// inMode is the child in an upgrade whose kinds of write have modes of their own.
func inMode(f upgrade.ChildFacts, writes map[upgrade.WriteKind]upgrade.Mode) upgrade.ChildFacts {
	f.Upgrade.Writes = writes
	return f
}

func TestWhyOnAChild(t *testing.T) {
	t.Parallel()
	moved := with(settledChild(), func(f *upgrade.ChildFacts) { setValue(f, "FS", "Owner Review", at(9, 45)) })
	working := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Issue.Assignees, f.Issue.AssignedAt = []upgrade.Actor{{Login: "robrap", ID: 6}}, at(9, 40)
	})
	cases := map[string]upgrade.ChildFacts{
		"new":                    newChild(),
		"settled":                settledChild(),
		"column moved":           moved,
		"column moved by mona":   with(moved, func(f *upgrade.ChildFacts) { f.Touches = []upgrade.Touch{touch("FS", "mona", upgrade.Yes, at(9, 45))} }),
		"level for others":       put("FD", advice, touch("FD", "mona", upgrade.Yes, at(9, 45))),
		"column emptied":         with(settledChild(), func(f *upgrade.ChildFacts) { setValue(f, "FS", "", at(9, 45)) }),
		"option missing":         with(newChild(), func(f *upgrade.ChildFacts) { dropOption(f, "FW", "Axim Engineering") }),
		"field missing":          with(settledChild(), func(f *upgrade.ChildFacts) { f.Policy.Maintenance.Fields.Source = "Team" }),
		"fields in plan":         inMode(working, map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteFields: upgrade.ModePlan}),
		"to be written":          working,
		"paused":                 with(working, func(f *upgrade.ChildFacts) { f.Upgrade.Paused = true }),
		"exempt":                 said(settledChild(), "exempt", "2027-01-31"),
		"exemption is over":      said(settledChild(), "exempt", "2026-11-20"),
		"not affected":           said(settledChild(), "not-affected", "yes"),
		"setting about an issue": said(settledChild(), "later:openedx/secret#1", "openedx/secret#1"),
		"owner by command":       said(settledChild(), "owner", "user:robrap"),
		"blocked":                said(said(settledChild(), "blocked-by:I7", "openedx/edx-platform#7"), "blocked-by:I8", "openedx/credentials#8"),
		"automation agrees": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Touches = []upgrade.Touch{touch("FS", "robot[bot]", upgrade.Unknown, f.Issue.Items[0].Value("FS").UpdatedAt)}
		}),
		"every field that there can be": with(settledChild(), func(f *upgrade.ChildFacts) {
			for _, fact := range upgrade.FactsOfChildren() {
				f.Policy.Maintenance.Facts = append(f.Policy.Maintenance.Facts, upgrade.FieldFact{Field: "The " + string(fact), Fact: fact})
				f.Board.Fields = append(f.Board.Fields, upgrade.Field{ID: upgrade.NodeID("F " + fact), Name: "The " + string(fact), Type: upgrade.FieldText})
			}
		}),
		"automations on the board": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Board.Workflows = []upgrade.Workflow{{Name: "Item closed", Enabled: true}, {Name: "Auto-close issue"}}
			setValue(f, "FS", "Done", at(9, 45))
			f.Touches = []upgrade.Touch{touch("FS", "robot[bot]", upgrade.Unknown, at(9, 45))}
			f.Bases[upgrade.OverruledBase("B", "FS")] = "Todo"
		}),
		"hands without the right": with(put("FD", everything, touch("FD", "mona", upgrade.No, at(9, 45))), func(f *upgrade.ChildFacts) {
			setValue(f, "FW", "robrap", at(9, 46))
		}),
		"card removed": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Items = nil
			f.Touches = []upgrade.Touch{{Board: "B", Did: upgrade.TouchRemoved, By: upgrade.Actor{Login: "mona", ID: 4}, At: at(9, 45)}}
		}),
		"card archived": with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true }),
		"fields excluded": with(newChild(), func(f *upgrade.ChildFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteFields: "the app may only read the board"}
		}),
		"no board": with(newChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }),
		"nobody says": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Repository.Catalog, f.Upgrade.OrchestrationTeam = "", ""
		}),
		"second parent, by command": with(settledChild(), func(f *upgrade.ChildFacts) {
			other := f.Parents[0]
			other.Origin, other.AdoptedAt, other.RoadmapRef.Number = upgrade.OriginCommand, at(-300, 0), 2
			f.Parents, f.Upgrade.Roadmap = []upgrade.Member{f.Parents[0], other}, other.RoadmapRef
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := upgrade.DecideChild(reported(lastAsked(ask(facts, why), func(a *upgrade.Asked) { a.Rights = noRights() })))
			golden(t, "why", name, plan)
			if strings.Contains(planText(plan), `comment "living"`) {
				t.Error("the question makes the living comment")
			}
		})
	}
}

// What stands before it in the comment is what it explains.
func TestWhyFollowsTheCommandsBeforeIt(t *testing.T) {
	t.Parallel()
	golden(t, "why", "after a command", upgrade.DecideChild(reported(ask(settledChild(), "/upgrade column Owner Review", why))))
	golden(t, "why", "with a word", upgrade.DecideChild(reported(ask(settledChild(), why+" not"))))
	golden(t, "why", "twice", upgrade.DecideChild(reported(ask(settledChild(), why, why))))
}

// askWhy is the roadmap issue with the question of somebody without rights.
func askWhy(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	asked := comment(100, why)
	asked.Rights = noRights()
	f.Asked = []upgrade.Asked{asked}
	return f
}

func TestWhyOnARoadmapIssue(t *testing.T) {
	t.Parallel()
	doneA, b := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted), openState("Ib", "b", 2)
	secret := doneA
	secret.Repository.Private = true
	both := func() upgrade.RoadmapFacts {
		return known(roadmap([]upgrade.IssueState{doneA, b}, "o openedx/a#1", "o openedx/b#2"))
	}
	byHand := func(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
		f.Bases[upgrade.BoxBase("Ia")] = upgrade.BoxValue(true)
		return f
	}
	private := func() upgrade.RoadmapFacts {
		return known(roadmap([]upgrade.IssueState{secret, b}, "o openedx/a#1", "o openedx/b#2"))
	}
	cases := map[string]upgrade.RoadmapFacts{
		"box to be checked":        both(),
		"box set by hand":          byHand(both()),
		"boxes in plan":            withRoadmap(both(), func(f *upgrade.RoadmapFacts) { f.Upgrade.Writes = map[upgrade.WriteKind]upgrade.Mode{"boxes": "plan"} }),
		"started by a command":     laidDown(both(), "start", "Django 5.2", "from", "4.2", "target", "2027-04-01", "docs", "https://example.org/docs"),
		"roadmap paused":           laidDown(both(), "paused", "yes", "mode:boxes", "active"),
		"private child":            byHand(private()),
		"private child to check":   private(),
		"private child, private":   withRoadmap(byHand(private()), func(f *upgrade.RoadmapFacts) { f.Issue.Repository.Private = true }),
		"link that cannot be read": withRoadmap(both(), func(f *upgrade.RoadmapFacts) { delete(f.Children, ref("b", 2)) }),
		"something to mend":        withRoadmap(both(), func(f *upgrade.RoadmapFacts) { f.Notes["Ib"] = map[string]string{"no-option:Owner": "Axim"} }),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(heard(askWhy(facts), name, "something to mend"))
			golden(t, "why", name, plan)
		})
	}
}

// However much there is to tell, the answer stays within 40 lines.
func TestWhyIsShort(t *testing.T) {
	t.Parallel()
	var states []upgrade.IssueState
	var lines []string
	for i := range 60 {
		s := closedState(upgrade.NodeID(fmt.Sprintf("M%02d", i)), fmt.Sprintf("repo%02d", i), i+1, 9, upgrade.ReasonCompleted)
		states, lines = append(states, s), append(lines, "o "+s.Ref.String())
	}
	f := known(roadmap(states, append(lines, "o openedx/lost#1")...))
	for _, s := range states[30:] {
		f.Bases[upgrade.BoxBase(string(s.ID))] = upgrade.BoxValue(true)
		f.Notes[s.ID] = map[string]string{"no-option:Owner": "Axim"}
	}
	f = laidDown(f, "start", "a", "from", "b", "to", "c", "milestone", "d", "docs", "e", "orchestrator", "f", "steward", "g",
		"target", "2027-04-01", "instructions", "h", "mode:boxes", "plan", "mode:fields", "plan")
	onRoadmap, _ := upgrade.DecideRoadmap(askWhy(f))
	crowded := newChild()
	crowded.Board.Fields = nil
	crowded.Upgrade.Paused = true
	crowded.Excluded = map[upgrade.WriteKind]string{
		upgrade.WriteFields: "a", upgrade.WriteBoxes: "b", upgrade.WriteIssues: "c",
	}
	for _, name := range []string{"exempt", "not-affected", "owner"} {
		crowded = said(crowded, name, "always")
	}
	for place, plan := range map[string]upgrade.Plan{"roadmap issue": onRoadmap, "child": upgrade.DecideChild(reported(ask(crowded, why)))} {
		for _, action := range plan.Actions {
			reply, is := action.(upgrade.SaveComment)
			if !is || reply.Living {
				continue
			}
			if n := strings.Count(reply.Text, "\n") + 1; n > 40 {
				t.Errorf("%d lines on the %s:\n%s", n, place, reply.Text)
			}
		}
	}
}
