package upgrade_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestChildQuiescence applies a plan to the facts it came from and decides
// again: nothing is left to write or to remember.
func TestChildQuiescence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := drawChild(t)
		plan := upgrade.DecideChild(facts)
		again := upgrade.DecideChild(applyChild(facts, plan))
		if left := exceptWakes(again); len(left) > 0 {
			t.Fatalf("first:\n%s\nleft:\n%s", planText(plan), planText(upgrade.Plan{Actions: left}))
		}
	})
}

// TestRoadmapQuiescence does the same for a roadmap issue; here no wake is left
// either, but for its own at a later time.
func TestRoadmapQuiescence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := drawRoadmap(t)
		plan, members := upgrade.DecideRoadmap(facts)
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

// TestRoadmapBoxesFollow holds that a box is written only when that changes it,
// and checked only when all its children can be read and are done.
func TestRoadmapBoxesFollow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		facts := drawRoadmap(t)
		plan, _ := upgrade.DecideRoadmap(facts)
		for _, action := range plan.Actions {
			boxes, ok := action.(upgrade.EditBody)
			if !ok {
				continue
			}
			for _, b := range boxes.Boxes {
				item := facts.Items[slices.IndexFunc(facts.Items, func(i upgrade.ListItem) bool { return i.Box == b.Offset })]
				if item.Checked == b.Checked {
					t.Fatalf("line %d is written as it is", b.Line)
				}
				for _, r := range item.Refs {
					state, ok := facts.Children[r.Fold()]
					if !ok || b.Checked && !state.Closed && state.ID != facts.Issue.ID {
						t.Fatalf("line %d is checked, and %s is not done", b.Line, r)
					}
				}
			}
		}
	})
}

func exceptWakes(p upgrade.Plan) []upgrade.Action {
	return slices.DeleteFunc(slices.Clone(p.Actions), func(a upgrade.Action) bool {
		_, isWake := a.(upgrade.Wake)
		return isWake
	})
}

func later(a upgrade.Action) bool {
	wake, ok := a.(upgrade.Wake)
	return ok && !wake.Trigger.NotBefore.IsZero()
}

func drawChild(t *rapid.T) upgrade.ChildFacts {
	f := newChild()
	f.Issue.Closed = rapid.Bool().Draw(t, "closed")
	f.Issue.Reason = rapid.SampledFrom([]upgrade.StateReason{"", upgrade.ReasonCompleted, upgrade.ReasonNotPlanned, upgrade.ReasonDuplicate}).Draw(t, "reason")
	f.Issue.ChangedAt = minute().Draw(t, "changed")
	if rapid.Bool().Draw(t, "assigned") {
		f.Issue.Assignees = []upgrade.Actor{{Login: "a", ID: 1}}
		f.Issue.AssignedAt = minute().Draw(t, "assigned at")
	}
	drawStatusFacts(t, &f)
	f.Issue.Repository.Catalog = rapid.SampledFrom([]string{
		"", "spec: [", f.Issue.Repository.Catalog, "spec: {owner: nobody-knows, type: library}", "spec: {owner: 'user:robrap'}",
	}).Draw(t, "catalog")
	for i := range f.Board.Fields {
		drawField(t, &f.Board.Fields[i])
	}
	if rapid.IntRange(0, 9).Draw(t, "board") == 0 {
		f.Board = upgrade.Board{}
	}
	if rapid.Bool().Draw(t, "card") {
		f.Issue.Items = []upgrade.Item{drawCard(t)}
	}
	f.Bases = drawBases(t)
	drawFacts(t, &f)
	f.Touches, f.Adopters = drawTouches(t), put("FP", "").Adopters
	if rapid.Bool().Draw(t, "noted") {
		f.Notes = map[string]string{"no-option:Owner": "old", "no-board": "old"}
	}
	for range rapid.IntRange(0, 3).Draw(t, "comments") {
		f = ask(f, rapid.SliceOfN(rapid.SampledFrom(commandLines), 1, 3).Draw(t, "lines")...)
		f = lastAsked(f, drawAsked(t))
	}
	if rapid.Bool().Draw(t, "spoke before") {
		f.Living = upgrade.OwnText{Comment: 9, Text: "old"}
	}
	for kind := range rapid.MapOfN(rapid.SampledFrom([]upgrade.WriteKind{upgrade.WriteComments, upgrade.WriteFields}), rapid.Bool(), 0, 2).Draw(t, "excluded") {
		if f.Excluded == nil {
			f.Excluded = map[upgrade.WriteKind]string{}
		}
		f.Excluded[kind] = "a reason"
	}
	return f
}

var commandLines = []string{
	"/upgrade owner-does diy", "/upgrade owner-does arbi-bom", "/upgrade owner-does owner-reviews", "/upgrade owner-does owner",
	"/upgrade owner-does tbd", "/upgrade owner-does nonsense @all", "/upgrade", "/upgrade nothing",
	"/upgrade exempt until 2027-01-31 because a", "/upgrade exempt until 1999-01-31 because a", "/upgrade exempt off",
	"/upgrade column in-progress", "/upgrade column todo", "/upgrade column done", "/upgrade owner robrap", "/upgrade owner @openedx/axim-engineering",
	"/upgrade not-affected because b", "/upgrade not-affected off", "/upgrade claim", "/upgrade unclaim",
	"/upgrade blocked-by openedx/lib#1", "/upgrade unblock openedx/lib#1", "/upgrade blocked-by openedx/nowhere#1",
}

func drawField(t *rapid.T, field *upgrade.Field) {
	switch rapid.IntRange(0, 9).Draw(t, "change "+field.Name) {
	case 0:
		field.Name += " renamed"
	case 1:
		field.Options = nil
	case 2:
		field.Type, field.Options = upgrade.FieldText, nil
	case 3:
		field.Type = upgrade.FieldDate
	}
}

func drawCard(t *rapid.T) upgrade.Item {
	item := upgrade.Item{ID: "P1", Board: "B", Archived: rapid.IntRange(0, 9).Draw(t, "archived") == 0}
	for _, field := range []upgrade.NodeID{"FS", "FP", "FO", "FW", "FD"} {
		text := rapid.SampledFrom([]string{"", "Done", "Todo", "Django 5.2", "Node 24", "arbi-bom", "Axim Engineering", "TBD", everything}).Draw(t, "value")
		if text != "" {
			item.Values = append(item.Values, upgrade.FieldValue{Field: field, Text: text, UpdatedAt: minute().Draw(t, "set")})
		}
	}
	return item
}

func drawBases(t *rapid.T) map[string]string {
	bases := sampleBases("Todo", "TBD")
	maps.DeleteFunc(bases, func(string, string) bool { return rapid.Bool().Draw(t, "base unknown") })
	return bases
}

func drawTouches(t *rapid.T) []upgrade.Touch {
	var touches []upgrade.Touch
	for _, field := range []upgrade.NodeID{"", "FS", "FP", "FO", "FW", "FD"} {
		if rapid.Bool().Draw(t, "touched") {
			by := rapid.SampledFrom([]string{"mona", "robot[bot]"}).Draw(t, "by")
			may := rapid.SampledFrom([]upgrade.Certainty{upgrade.Yes, upgrade.No, upgrade.Unknown}).Draw(t, "may")
			touches = append(touches, touch(field, by, may, minute().Draw(t, "at")))
		}
	}
	return touches
}

func drawAsked(t *rapid.T) func(*upgrade.Asked) {
	certainty := rapid.SampledFrom([]upgrade.Certainty{upgrade.Yes, upgrade.Yes, upgrade.No, upgrade.Unknown})
	return func(a *upgrade.Asked) {
		lib := upgrade.Ref{Owner: "openedx", Repo: "lib", Number: 1}
		a.Objects.Issues = map[upgrade.Ref]upgrade.NamedIssue{lib: {State: upgrade.IssueState{ID: "Ilib1", Ref: lib}}}
		a.Assignable = certainty.Draw(t, "assignable")
		a.Rights = upgrade.Rights{Write: certainty.Draw(t, "write"), Owner: certainty.Draw(t, "owner"), Orchestration: upgrade.No, Steward: upgrade.No, People: upgrade.No}
		if rapid.IntRange(0, 5).Draw(t, "old") == 0 {
			a.Comment.CreatedAt = at(-30, 0)
		}
	}
}

// applyChild does what the gate and GitHub would do.
func applyChild(f upgrade.ChildFacts, plan upgrade.Plan) upgrade.ChildFacts {
	f.Bases, f.Notes, f.Asked = maps.Clone(f.Bases), maps.Clone(f.Notes), slices.Clone(f.Asked)
	if f.Notes == nil {
		f.Notes = map[string]string{}
	}
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.PutItem:
			f.Issue.Items = []upgrade.Item{putItem(f.Issue.Items, f.Now, a)}
			f.Bases[upgrade.ItemBase(a.Board.ID)] = string(f.Issue.Items[0].ID)
			sent(f.Bases, a)
		case upgrade.SaveComment:
			if a.Living {
				f.Living = upgrade.OwnText{Comment: 9, Text: strings.ReplaceAll(a.Text, "\n", "\r\n")}
			}
		case upgrade.Remember:
			maps.Copy(f.Bases, a.Bases)
		case upgrade.Note:
			f.Notes[a.Name] = a.Text
			maps.DeleteFunc(f.Notes, func(_, text string) bool { return text == "" })
		case upgrade.KeepReport:
			f.Reported = a.Report
		case upgrade.Answered:
			f.Asked = withoutAnswered(f.Asked, a)
		case upgrade.Assign:
			f.Issue.Assignees = slices.DeleteFunc(slices.Clone(f.Issue.Assignees), func(u upgrade.Actor) bool { return u.ID == a.User.ID })
			if !a.Remove {
				f.Issue.Assignees, f.Issue.AssignedAt = append(f.Issue.Assignees, a.User), f.Now
			}
		case upgrade.Set:
			f.Settings = kept(f.Settings, a.Setting)
			f.Blockers = blockersAfter(f.Blockers, a.Setting)
		case upgrade.Depend:
			f.Blockers = slices.DeleteFunc(slices.Clone(f.Blockers), func(s upgrade.IssueState) bool { return s.ID == a.On.ID })
			if !a.Remove {
				f.Blockers = append(f.Blockers, a.On)
			}
		case upgrade.TakeUp:
			f = applyTakeUp(f, a)
		}
	}
	return f
}

// applyTakeUp keeps a setting of the child; one of a roadmap issue makes it a child there.
func applyTakeUp(f upgrade.ChildFacts, a upgrade.TakeUp) upgrade.ChildFacts {
	if a.Issue == f.Issue.ID {
		f.Settings = kept(f.Settings, a.Setting)
	}
	return f
}

// blockersAfter are the blockers that are found after a setting.
func blockersAfter(known []upgrade.IssueState, set upgrade.Setting) []upgrade.IssueState {
	id, about := strings.CutPrefix(set.Name, upgrade.SettingBlockedBy)
	if !about {
		return known
	}
	left := slices.DeleteFunc(slices.Clone(known), func(s upgrade.IssueState) bool { return string(s.ID) == id })
	if set.Value == "" {
		return left
	}
	ref, _ := upgrade.ParseRef(set.Value)
	return append(left, upgrade.IssueState{ID: upgrade.NodeID(id), Ref: ref})
}

// sent makes what is written the bases, as the gate does.
func sent(bases map[string]string, a upgrade.PutItem) {
	for _, v := range a.Values {
		base := upgrade.FieldBase(a.Board.ID, v.Field.ID)
		bases[base], bases[upgrade.SentBase(base)] = cmp.Or(v.Base, v.Value()), ""
		if v.Overrules {
			bases[upgrade.OverruledBase(a.Board.ID, v.Field.ID)] = v.Value()
		}
	}
}

func putItem(items []upgrade.Item, now time.Time, a upgrade.PutItem) upgrade.Item {
	item := upgrade.Item{ID: "P9", Board: a.Board.ID}
	for _, there := range items {
		item = there
	}
	for _, v := range a.Values {
		item.Values = slices.DeleteFunc(slices.Clone(item.Values), func(old upgrade.FieldValue) bool { return old.Field == v.Field.ID })
		if v.Text != "" {
			item.Values = append(item.Values, upgrade.FieldValue{Field: v.Field.ID, Text: v.Text, UpdatedAt: now})
		}
	}
	return item
}

func withoutAnswered(asked []upgrade.Asked, a upgrade.Answered) []upgrade.Asked {
	left := slices.Clone(asked)
	for i := range left {
		if left[i].Comment.ID == a.Comment {
			left[i].Commands = slices.DeleteFunc(slices.Clone(left[i].Commands), func(c command.Command) bool {
				return slices.Contains(a.Commands, c.Digest())
			})
		}
	}
	return left
}

func drawRoadmap(t *rapid.T) upgrade.RoadmapFacts {
	var states []upgrade.IssueState
	for i := range 4 {
		id, repo := upgrade.NodeID(fmt.Sprintf("I%d", i+1)), fmt.Sprintf("r%d", i+1)
		s := openState(id, repo, i+1)
		s.Closed, s.ChangedAt = rapid.Bool().Draw(t, "closed"), minute().Draw(t, "changed")
		s.Repository.Private = rapid.Bool().Draw(t, "private")
		states = append(states, s)
	}
	refs := rapid.SampledFrom([]string{"openedx/r1#1", "openedx/r2#2", "openedx/r3#3", "openedx/R1#1", "openedx/gone#9", "openedx/platform-roadmap#1"})
	var lines []string
	for range rapid.IntRange(0, 6).Draw(t, "lines") {
		sign := rapid.SampledFrom([]string{"x", "o", "-"}).Draw(t, "sign")
		lines = append(lines, sign+" "+strings.Join(rapid.SliceOfN(refs, 1, 3).Draw(t, "refs"), " "))
	}
	f := roadmap(append(states, openState("I0", "platform-roadmap", 1)), lines...)
	f.Issue.BodyEditedAt = minute().Draw(t, "edited")
	f.Issue.SubIssues = states[2:]
	drawSubIssues(t, &f, states)
	for _, ids := range []string{"I1", "I2", "I3", "I1 I2", "I1 I3", "I2 I3"} {
		if rapid.Bool().Draw(t, "known") {
			f.Bases[upgrade.BoxBase(ids)] = upgrade.BoxValue(rapid.Bool().Draw(t, "base"))
		}
	}
	drawRoadmapBoard(t, &f)
	for _, s := range states {
		if rapid.Bool().Draw(t, "noted") {
			f.Notes[s.ID] = map[string]string{"no-option:Owner": "x"}
		}
	}
	if rapid.Bool().Draw(t, "asked") {
		f.Asked = []upgrade.Asked{comment(100, rapid.SliceOfN(rapid.SampledFrom(roadmapLines), 1, 4).Draw(t, "lines")...)}
		f.Asked[0].Rights.Orchestration = upgrade.Yes
	}
	if rapid.Bool().Draw(t, "spoke before") {
		f.Living = upgrade.OwnText{Comment: 9, Text: "old"}
	}
	return f
}

var roadmapLines = []string{
	"/upgrade owner-does diy", "/upgrade nothing", "/upgrade pause", "/upgrade resume", "/upgrade finish", "/upgrade cancel because of it",
	"/upgrade target tomorrow because of it", "/upgrade milestone Willow",
}

func applyRoadmap(f upgrade.RoadmapFacts, plan upgrade.Plan) upgrade.RoadmapFacts {
	f.Bases, f.Items = maps.Clone(f.Bases), slices.Clone(f.Items)
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.PutItem:
			f.Issue.Items = []upgrade.Item{putItem(f.Issue.Items, f.Now, a)}
			f.Bases[upgrade.ItemBase(a.Board.ID)] = string(f.Issue.Items[0].ID)
			sent(f.Bases, a)
		case upgrade.EditBody:
			if a.Issue != f.Issue.ID {
				f.ListIssues = editList(f, a)
				continue
			}
			f.Issue.BodyEditedAt = f.Now.Add(time.Minute)
			for _, b := range a.Boxes {
				f.Bases[upgrade.BoxBase(b.Child)] = upgrade.BoxValue(b.Checked)
				f.Items[slices.IndexFunc(f.Items, func(i upgrade.ListItem) bool { return i.Box == b.Offset })].Checked = b.Checked
			}
			f = withSections(f, a)
		case upgrade.SaveComment:
			if a.Living {
				f.Living = upgrade.OwnText{Comment: 9, Text: a.Text}
			}
		case upgrade.Set:
			f.Settings = kept(f.Settings, a.Setting)
			f.Upgrade = f.Upgrade.With(f.Settings)
		case upgrade.LinkSubIssue:
			f = afterLink(f, a)
		case upgrade.CloseIssue:
			f.Issue.Closed = true
		case upgrade.Remember:
			if a.Object != f.Issue.ID {
				f.ListIssues = rememberOnList(f, a)
				continue
			}
			maps.Copy(f.Bases, a.Bases)
		case upgrade.Answered:
			f.Asked = withoutAnswered(f.Asked, a)
		}
	}
	return f
}

// withSections is with the app's own sections as an edit puts them, which is below the lists.
func withSections(f upgrade.RoadmapFacts, a upgrade.EditBody) upgrade.RoadmapFacts {
	for _, s := range a.Sections {
		maps.Copy(f.Bases, s.Bases)
		f.Issue.Body, _ = description.Put(f.Issue.Body, s.Section, s.Place)
	}
	f.Items = slices.DeleteFunc(f.Items, func(i upgrade.ListItem) bool { return i.Own })
	for _, item := range described(f, f.Issue.Body).Items {
		if item.Own {
			f.Items = append(f.Items, item)
		}
	}
	return f
}

// kept are settings after one was set, as the store keeps them: an empty value takes it out.
func kept(settings upgrade.Settings, one upgrade.Setting) upgrade.Settings {
	after := upgrade.Settings{one.Name: one}
	for name, setting := range settings {
		if name != one.Name {
			after[name] = setting
		}
	}
	if one.Value == "" {
		delete(after, one.Name)
	}
	return after
}
