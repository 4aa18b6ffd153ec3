package upgrade_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/upgrade"
)

// described makes the facts of a roadmap issue with a description, as the
// reconciler reads it.
func described(f upgrade.RoadmapFacts, body string) upgrade.RoadmapFacts {
	f.Issue.Body, f.Items = body, nil
	first, last, _ := description.Lines(body, upgrade.SectionChildren)
	document := checklist.Parse(body, checklist.Context{Owner: "openedx", Repo: "platform-roadmap", Steps: partySteps()})
	for _, item := range document.Children() {
		listed := upgrade.ListItem{Line: item.Line, Box: item.Box, Checked: item.Checked, Own: first < item.Line && item.Line < last}
		for _, link := range item.Links {
			listed.Refs = append(listed.Refs, link.Ref)
		}
		f.Items = append(f.Items, listed)
	}
	f.Steps = stepsIn(document)
	return f
}

// written does what the gate does with the edit of a plan.
func written(f upgrade.RoadmapFacts, plan upgrade.Plan, members []upgrade.Member) upgrade.RoadmapFacts {
	f.Members, f.Bases = members, maps.Clone(f.Bases)
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.Remember:
			maps.Copy(f.Bases, a.Bases)
		case upgrade.Set:
			f.Settings = maps.Clone(f.Settings)
			f.Settings[a.Setting.Name] = a.Setting
		case upgrade.SaveComment:
			f.Living = upgrade.OwnText{Comment: 9, Text: a.Text}
		case upgrade.EditBody:
			f = edited(f, a)
		}
	}
	return f
}

func edited(f upgrade.RoadmapFacts, a upgrade.EditBody) upgrade.RoadmapFacts {
	boxes := map[int]bool{}
	for _, b := range a.Boxes {
		boxes[b.Offset], f.Bases[upgrade.BoxBase(b.Child)] = b.Checked, upgrade.BoxValue(b.Checked)
	}
	body := checklist.SetBoxes(f.Issue.Body, boxes)
	for _, s := range a.Sections {
		maps.Copy(f.Bases, s.Bases)
		var err error
		if body, err = description.Put(body, s.Section, s.Place); err != nil {
			panic(err)
		}
	}
	f.Issue.BodyEditedAt = f.Now
	return described(f, body)
}

// failer is a test, also one with drawn values.
type failer interface {
	Helper()
	Fatalf(format string, values ...any)
}

// keptDescription decides and writes, and wants nothing of the description to be
// left then; the living comment may still tell what the description has become.
func keptDescription(t failer, f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	t.Helper()
	first, members := upgrade.DecideRoadmap(f)
	f = written(f, first, members)
	second, members := upgrade.DecideRoadmap(f)
	left := slices.DeleteFunc(exceptWakes(second), func(a upgrade.Action) bool { return a.Write() == upgrade.WriteComments })
	f = written(f, second, members)
	if third, _ := upgrade.DecideRoadmap(f); len(left)+len(exceptWakes(third)) > 0 {
		t.Fatalf("first:\n%s\nsecond:\n%s\nthird:\n%s\nin:\n%s", planText(first), planText(second), planText(third), f.Issue.Body)
	}
	return f
}

// listing is a roadmap issue with a description and sub-issues.
func listing(body string, subs ...upgrade.IssueState) upgrade.RoadmapFacts {
	f := roadmap(nil)
	f.Settings = upgrade.Settings{}
	f.Issue.SubIssues, f.Added = subs, map[upgrade.NodeID]upgrade.IssueState{}
	for _, s := range subs {
		f.Installed[s.Repository.ID] = 7
		f.Children[s.Ref.Fold()] = s
	}
	return described(f, body)
}

// own is the app's list of children in a description; empty if there is none.
func own(f upgrade.RoadmapFacts) string {
	section, _, _ := description.Find(f.Issue.Body, upgrade.SectionChildren)
	return section.Text
}

func children(f upgrade.RoadmapFacts) []string {
	var refs []string
	for _, m := range f.Members {
		refs = append(refs, fmt.Sprintf("%s by %s", m.ChildRef, m.Origin))
	}
	return refs
}

func TestChildrenSectionSays(t *testing.T) {
	t.Parallel()
	a, b, c, d := openState("Ia", "a", 1), openState("Ib", "b", 2), closedState("Ic", "c_c", 3, 9, upgrade.ReasonCompleted), openState("Id", "d", 4)
	secret := openState("Is", "secret", 5)
	secret.Repository.Private = true
	reports := map[upgrade.NodeID]upgrade.Report{
		"Ia": {Owner: "Axim @team", Level: reviews, Begun: true},
		"Ib": {Owner: "robrap", Person: true, Undecided: true, WaitsFor: []upgrade.Awaited{{Ref: a.Ref}, {Ref: secret.Ref, Private: true}}},
		"Ic": {Owner: "Axim @team"},
	}
	full := func(change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
		f := listing("Words.\r\n\r\n- [ ] openedx/z#9\r\n", a, b, c, d, secret)
		f.Reports = reports
		return withRoadmap(f, change)
	}
	for name, f := range map[string]upgrade.RoadmapFacts{
		"by what can start": full(func(*upgrade.RoadmapFacts) {}),
		"by owner":          full(func(f *upgrade.RoadmapFacts) { f.Policy.RoadmapIssue.GroupByOwner = true }),
		"private":           full(func(f *upgrade.RoadmapFacts) { f.Issue.Repository.Private = true }),
		"exempt and more": full(func(f *upgrade.RoadmapFacts) {
			f.ChildSettings = map[upgrade.NodeID]upgrade.Settings{
				"Ia": {upgrade.SettingExempt: {Name: upgrade.SettingExempt, Value: "2027-01-31"}}, "Ib": {upgrade.SettingNotAffected: {Value: "yes"}},
			}
		}),
		"nobody left":     listing("<!-- upkeep:children begin -->\n- [ ] openedx/a#1\n<!-- upkeep:children end -->\n\n- [ ] openedx/a#1\n", a),
		"all are private": listing("- [ ] openedx/a#1\n", a, secret),
		"written by hand": listing("<!-- upkeep:children begin -->\n- [x] openedx/gone#7\n<!-- upkeep:children end -->\n", a),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, members := upgrade.DecideRoadmap(f)
			plan.Actions = slices.DeleteFunc(plan.Actions, func(a upgrade.Action) bool { return a.Write() != upgrade.WriteBoxes })
			golden(t, "section-children", name, plan, membersText(members))
			keptDescription(t, f)
		})
	}
}

// A section that cannot be written is told in the living comment, and boxes go on.
func TestDamagedSection(t *testing.T) {
	t.Parallel()
	const begin = "<!-- upkeep:children begin -->\n"
	a := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	for body, says := range map[string]string{
		begin + "- [ ] openedx/a#1\n":                                    "One of its two markers is missing. Please put it back, or take the other one out as well. The markers are comments such as `<!-- upkeep:children begin -->`; see line 1.",
		begin + begin + "- [ ] openedx/a#1\n":                            "more than two markers",
		"- [ ] openedx/a#1\n" + strings.Repeat("x", description.Longest): "longer than GitHub takes. Please shorten it.",
	} {
		f := listing(body, a, openState("Ib", "b", 2))
		plan, _ := upgrade.DecideRoadmap(f)
		if got := planText(plan); !strings.Contains(got, says) || !strings.Contains(got, "check line") || strings.Contains(got, "write the section") {
			t.Errorf("%.60q: %s", body, got)
		}
		keptDescription(t, f)
	}
}

// Who stands in the app's own list is a child for another reason, or because a
// person has written it there.
func TestMembersOfTheAppsList(t *testing.T) {
	t.Parallel()
	a, b := openState("Ia", "a", 1), openState("Ib", "b", 2)
	f := keptDescription(t, listing("Words.", a))
	if got := own(f); !strings.Contains(got, "- [ ] openedx/a#1\n") && !strings.HasSuffix(got, "- [ ] openedx/a#1") {
		t.Fatalf("the section says %q", got)
	}
	wants := func(what string, f upgrade.RoadmapFacts, want ...string) upgrade.RoadmapFacts {
		t.Helper()
		f = keptDescription(t, f)
		if got := children(f); !slices.Equal(got, want) {
			t.Errorf("%s: children %q, want %q", what, got, want)
		}
		return f
	}
	unlinked := f
	unlinked.Issue.SubIssues = nil
	unlinked = wants("no sub-issue any more", unlinked)
	if strings.Contains(unlinked.Issue.Body, "#1") {
		t.Errorf("it is still listed: %q", unlinked.Issue.Body)
	}
	f.Children[b.Ref.Fold()], f.Installed[b.Repository.ID] = b, 7
	f = wants("written into it", described(f, strings.Replace(f.Issue.Body, "\n- [ ]", "\n- [ ] openedx/b#2\n- [ ]", 1)),
		"openedx/a#1 by sub-issue", "openedx/b#2 by section")
	f = wants("listed elsewhere too", described(f, f.Issue.Body+"\n\n- [ ] openedx/b#2"), "openedx/b#2 by section", "openedx/a#1 by sub-issue")
	if strings.Count(f.Issue.Body, "openedx/b#2") != 1 {
		t.Errorf("doubled in %q", f.Issue.Body)
	}
	wants("taken out", described(f, strings.Replace(f.Issue.Body, "- [ ] openedx/b#2", "", 1)), "openedx/a#1 by sub-issue")
	gone := wants("the whole section taken out", described(f, "Words."), "openedx/a#1 by sub-issue")
	if gone.Issue.Body != "Words." {
		t.Errorf("it came back: %q", gone.Issue.Body)
	}
	back := keptDescription(t, described(gone, "<!-- upkeep:children begin -->\n<!-- upkeep:children end -->"))
	if !strings.Contains(own(back), "openedx/a#1") {
		t.Errorf("with its markers put back: %q", back.Issue.Body)
	}
}

// A box that a person sets in the app's list stays as in any other.
func TestBoxesOfTheAppsList(t *testing.T) {
	t.Parallel()
	a := openState("Ia", "a", 1)
	f := keptDescription(t, listing("Words.\r\n", a))
	if strings.Count(f.Issue.Body, "\n") != strings.Count(f.Issue.Body, "\r\n") {
		t.Errorf("line ends are mixed: %q", f.Issue.Body)
	}
	ticked := keptDescription(t, described(f, strings.Replace(f.Issue.Body, "[ ]", "[x]", 1)))
	if !strings.Contains(ticked.Issue.Body, "[x] openedx/a#1") {
		t.Errorf("the person's tick is gone: %q", ticked.Issue.Body)
	}
	done := closedState("Ia", "a", 1, 10, upgrade.ReasonCompleted)
	f.Issue.SubIssues, f.Children[a.Ref.Fold()] = []upgrade.IssueState{done}, done
	if closed := keptDescription(t, f); !strings.Contains(closed.Issue.Body, "### Done\r\n\r\n- [x] openedx/a#1\r\n") {
		t.Errorf("it is done, and: %q", closed.Issue.Body)
	}
}

// TestDescriptionQuiescence lets people and children do anything: after the
// app has written once, there is nothing left to write, and what stands outside
// of the section is as people left it, but for boxes.
func TestDescriptionQuiescence(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := listing(rapid.SampledFrom([]string{"", "Words.", "### Named Release\r\n\r\nTeak\r\n\r\n### Tasks\r\n\r\n- [ ] openedx/r2#2\r\n"}).Draw(t, "body"))
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			f = described(drawFamily(t, f), drawEdit(t, f.Issue.Body))
			outside := withoutSection(f.Issue.Body)
			f = keptDescription(t, f)
			if got := withoutSection(f.Issue.Body); got != outside {
				t.Fatalf("outside of the section %q became %q", outside, got)
			}
		}
	})
}

// drawFamily draws the states of five issues, and which are sub-issues.
func drawFamily(t *rapid.T, f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	f.Issue.SubIssues, f.Children, f.Added = nil, map[upgrade.Ref]upgrade.IssueState{}, map[upgrade.NodeID]upgrade.IssueState{}
	f.Reports = map[upgrade.NodeID]upgrade.Report{}
	for i := range 5 {
		s := openState(upgrade.NodeID(fmt.Sprintf("I%d", i+1)), fmt.Sprintf("r%d", i+1), i+1)
		s.Closed, s.ChangedAt = rapid.Bool().Draw(t, "closed"), minute().Draw(t, "changed")
		s.Repository.Private = i == 4
		if rapid.IntRange(0, 9).Draw(t, "unreadable") == 0 {
			continue
		}
		f.Children[s.Ref.Fold()], f.Added[s.ID] = s, s
		if rapid.Bool().Draw(t, "sub-issue") {
			f.Issue.SubIssues = append(f.Issue.SubIssues, s)
		}
		if rapid.Bool().Draw(t, "reported") {
			f.Reports[s.ID] = upgrade.Report{Owner: "Axim", Begun: rapid.Bool().Draw(t, "begun")}
		}
	}
	return f
}

// drawEdit is what a person makes of a description.
func drawEdit(t *rapid.T, body string) string {
	lines := strings.SplitAfter(body, "\n")
	at := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
	ref := rapid.SampledFrom([]string{"openedx/r1#1", "openedx/r3#3", "openedx/r5#5", "openedx/gone#9"}).Draw(t, "ref")
	switch rapid.IntRange(0, 6).Draw(t, "edit") {
	case 0:
		lines[at] = ""
	case 1:
		lines[at] += "\n- [x] " + ref + "\n"
	case 2:
		lines[at] = strings.Replace(lines[at], "[ ]", "[x]", 1)
	case 3:
		lines[at] += "more words\r\n"
	case 4:
		return strings.ReplaceAll(strings.ReplaceAll(body, "\r\n", "\n"), "\n", "\r\n")
	case 5:
		return withoutSection(body)
	}
	return strings.Join(lines, "")
}

// withoutSection is a description without the app's sections, its boxes
// unchecked, and without the white space around.
func withoutSection(body string) string {
	rest := strings.Split(strings.NewReplacer("\r\n", "\n", "[x]", "[ ]").Replace(body), "\n")
	for _, name := range []string{upgrade.SectionFacts, upgrade.SectionChildren, upgrade.SectionRunbook} {
		if first, last, _ := description.Lines(body, name); first > 0 {
			clear(rest[first-1 : last])
		}
	}
	return strings.Join(strings.Fields(strings.Join(rest, "\n")), " ")
}
