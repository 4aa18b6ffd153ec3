package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

func ref(repo string, number int) upgrade.Ref {
	return upgrade.Ref{Owner: "openedx", Repo: repo, Number: number}
}

func openState(id upgrade.NodeID, repo string, number int) upgrade.IssueState {
	return upgrade.IssueState{
		ID: id, Ref: ref(repo, number), CreatedAt: at(7, 0), UpdatedAt: at(7, 0), ChangedAt: at(7, 0),
		Repository: upgrade.Repository{ID: upgrade.NodeID("R-" + repo), Owner: "openedx", Name: repo},
	}
}

func closedState(id upgrade.NodeID, repo string, number, hour int, reason upgrade.StateReason) upgrade.IssueState {
	s := openState(id, repo, number)
	s.Closed, s.Reason, s.ChangedAt, s.UpdatedAt = true, reason, at(hour, 0), at(hour, 0)
	return s
}

// roadmap makes the facts of a roadmap issue whose list has one line for each
// group of references; a line that starts with "x" is checked.
func roadmap(states []upgrade.IssueState, lines ...string) upgrade.RoadmapFacts {
	f := upgrade.RoadmapFacts{
		Now: at(10, 0), Policy: samplePolicy(), Upgrade: sampleUpgrade(), Installation: 7, Host: "github.com",
		Children: map[upgrade.Ref]upgrade.IssueState{}, Installed: map[upgrade.NodeID]int64{},
		Bases: map[string]string{}, Notes: map[upgrade.NodeID]map[string]string{},
	}
	f.Issue.IssueState = openState("I0", "platform-roadmap", 1)
	f.Issue.Ref, f.Issue.BodyEditedAt = sampleUpgrade().Roadmap, at(8, 0)
	for _, s := range states {
		f.Children[s.Ref.Fold()] = s
		f.Installed[s.Repository.ID] = 7
	}
	for i, line := range lines {
		words := strings.Fields(line)
		checked := words[0] == "x"
		item := upgrade.ListItem{Line: i + 1, Box: len(f.Issue.Body) + 3, Checked: checked}
		for _, word := range words[1:] {
			r, err := upgrade.ParseRef(word)
			if err != nil {
				panic(err)
			}
			item.Refs = append(item.Refs, r)
		}
		if words[0] == "-" {
			item.Box = -1
		}
		f.Items = append(f.Items, item)
		f.Issue.Body += fmt.Sprintf("- [%s] %s\r\n", map[bool]string{true: "x", false: " "}[checked], strings.Join(words[1:], " "))
	}
	return f
}

// known makes the facts those of a roadmap issue that was decided on before:
// its members have rows, and every box has a base.
func known(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	earlier := f
	earlier.Now = at(7, 30)
	_, f.Members = upgrade.DecideRoadmap(earlier)
	for _, item := range f.Items {
		var ids []string
		for _, r := range item.Refs {
			ids = append(ids, string(f.Children[r.Fold()].ID))
		}
		f.Bases[upgrade.BoxBase(strings.Join(ids, " "))] = upgrade.BoxValue(false)
	}
	return f
}

func withRoadmap(f upgrade.RoadmapFacts, change func(*upgrade.RoadmapFacts)) upgrade.RoadmapFacts {
	change(&f)
	return f
}

func membersText(members []upgrade.Member) string {
	var text strings.Builder
	for _, m := range members {
		fmt.Fprintf(&text, "member %s %s by %s, adopted %s, seen %s\n",
			m.Child, m.ChildRef, m.Origin, m.AdoptedAt.Format("15:04"), m.SeenAt.Format("15:04"))
	}
	return text.String()
}

func TestDecideRoadmap(t *testing.T) {
	t.Parallel()
	a, b := openState("Ia", "a", 1), openState("Ib", "b", 2)
	doneA := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	doneB := closedState("Ib", "b", 2, 9, upgrade.ReasonNotPlanned)
	earlyA := closedState("Ia", "a", 1, 7, upgrade.ReasonCompleted)
	secret := openState("Is", "secret", 3)
	secret.Repository.Private = true
	states := func(s ...upgrade.IssueState) []upgrade.IssueState { return s }
	var many []upgrade.IssueState
	var manyLines []string
	for i := range 13 {
		s := openState(upgrade.NodeID(fmt.Sprintf("M%02d", i)), fmt.Sprintf("repo%02d", i), i+1)
		many, manyLines = append(many, s), append(manyLines, "o "+s.Ref.String())
	}
	noOption := func(f *upgrade.RoadmapFacts, text string, ids ...upgrade.NodeID) {
		for _, id := range ids {
			f.Notes[id] = map[string]string{"no-option:Owner": text}
		}
	}
	cases := map[string]upgrade.RoadmapFacts{
		"adopted":               roadmap(states(a, b), "o openedx/a#1", "o openedx/b#2"),
		"settled":               known(roadmap(states(a, b), "o openedx/a#1", "o openedx/b#2")),
		"child closed":          known(roadmap(states(doneA, b), "o openedx/a#1", "o openedx/b#2")),
		"closed as not planned": known(roadmap(states(doneB), "o openedx/b#2")),
		"not planned, the policy leaves it": withRoadmap(known(roadmap(states(doneB), "o openedx/b#2")), func(f *upgrade.RoadmapFacts) {
			f.Policy.KeepNotPlannedBoxes = true
		}),
		"checked by hand already": known(roadmap(states(doneA), "x openedx/a#1")),
		"unchecked by hand stays": withRoadmap(known(roadmap(states(doneA), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			f.Bases[upgrade.BoxBase("Ia")] = upgrade.BoxValue(true)
		}),
		"reopened": withRoadmap(known(roadmap(states(a), "x openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			f.Bases[upgrade.BoxBase("Ia")] = upgrade.BoxValue(true)
		}),
		"adopted, closed after the last edit":  roadmap(states(doneA), "o openedx/a#1"),
		"adopted, closed before the last edit": roadmap(states(earlyA), "o openedx/a#1"),
		"adopted, a box without reason":        roadmap(states(a), "x openedx/a#1"),
		"two links, one closed":                known(roadmap(states(doneA, b), "o openedx/a#1 openedx/b#2")),
		"two links, both closed":               known(roadmap(states(doneA, doneB), "o openedx/a#1 openedx/b#2")),
		"one child in two items":               known(roadmap(states(doneA), "o openedx/a#1", "o openedx/a#1")),
		"one child in two items, one checked":  known(roadmap(states(doneA), "x openedx/a#1", "o openedx/a#1")),
		"without a box":                        known(roadmap(states(doneA), "- openedx/a#1")),
		"names itself":                         roadmap(states(openState("I0", "platform-roadmap", 1), a), "o openedx/platform-roadmap#1", "o openedx/a#1"),
		"link by an old name":                  withRoadmap(known(roadmap(states(doneA), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) { rename(f, "Ia") }),
		"link cannot be read":                  withRoadmap(known(roadmap(states(a, b), "x openedx/a#1", "o openedx/b#2")), func(f *upgrade.RoadmapFacts) { delete(f.Children, ref("a", 1)) }),
		"sub-issues": withRoadmap(roadmap(states(a), "o openedx/a#1"), func(f *upgrade.RoadmapFacts) {
			f.Issue.SubIssues = states(a, b)
			f.Installed["R-b"] = 7
		}),
		"sub-issue hidden": withRoadmap(known(withRoadmap(roadmap(states(a), "o openedx/a#1"), func(f *upgrade.RoadmapFacts) {
			f.Issue.SubIssues = states(b)
		})), func(f *upgrade.RoadmapFacts) { f.Issue.SubIssues, f.Issue.HiddenSubIssues = nil, 1 }),
		"sub-issue left": withRoadmap(known(withRoadmap(roadmap(states(a), "o openedx/a#1"), func(f *upgrade.RoadmapFacts) {
			f.Issue.SubIssues, f.Installed["R-b"] = states(b), 7
		})), func(f *upgrade.RoadmapFacts) { f.Issue.SubIssues = nil }),
		"child left": withRoadmap(known(roadmap(states(a, b), "o openedx/a#1", "o openedx/b#2")), func(f *upgrade.RoadmapFacts) { f.Items = f.Items[:1] }),
		"not installed": withRoadmap(roadmap(states(a), "o openedx/a#1"), func(f *upgrade.RoadmapFacts) {
			f.Installed = nil
		}),
		"closed roadmap": withRoadmap(known(roadmap(states(doneA), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) { f.Issue.Closed = true }),
		"notes": withRoadmap(known(roadmap(append(many, secret), append(manyLines, "o openedx/secret#3")...)), func(f *upgrade.RoadmapFacts) {
			for _, s := range many {
				noOption(f, "Axim @team", s.ID)
			}
			noOption(f, "Axim @team", "Is")
			f.Notes["M03"]["no-field:Source"] = "Source"
			f.Notes["M04"]["excluded:fields"] = "the app may only read the board"
			f.Notes["M05"]["no-board"] = "openedx number 51"
			f.Notes["M06"]["later-kind"] = "something"
		}),
		"note from a private repository alone": withRoadmap(known(roadmap(states(secret), "o openedx/secret#3")), func(f *upgrade.RoadmapFacts) {
			noOption(f, "secret-team", "Is")
		}),
		"note on a private roadmap": withRoadmap(known(roadmap(states(secret), "o openedx/secret#3")), func(f *upgrade.RoadmapFacts) {
			noOption(f, "secret-team", "Is")
			f.Issue.Repository.Private = true
		}),
		"all mended": withRoadmap(known(roadmap(states(a), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) { f.Living = upgrade.OwnText{Comment: 9, Text: "old"} }),
		"command on the roadmap": withRoadmap(known(roadmap(states(a), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			f.Asked = []upgrade.Asked{comment(100, "/upgrade owner-does owner-reviews", "/upgrade frobnicate")}
		}),
		"old command on a new roadmap": withRoadmap(roadmap(states(a), "o openedx/a#1"), func(f *upgrade.RoadmapFacts) {
			f.Asked = []upgrade.Asked{comment(100, "/upgrade owner-does owner-reviews")}
			f.Asked[0].Comment.CreatedAt = at(-30, 0)
		}),
		"old command on a known roadmap": withRoadmap(known(roadmap(states(a), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			f.Members[0].AdoptedAt = at(-60, 0)
			f.Asked = []upgrade.Asked{comment(100, "/upgrade owner-does owner-reviews")}
			f.Asked[0].Comment.CreatedAt = at(-30, 0)
		}),
		"child only commented on": withRoadmap(known(roadmap(states(a), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			s := f.Children[ref("a", 1)]
			s.UpdatedAt = at(9, 30)
			f.Children[ref("a", 1)] = s
		}),
		"boxes excluded": withRoadmap(known(roadmap(states(doneA), "o openedx/a#1")), func(f *upgrade.RoadmapFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteBoxes: "the repository is archived"}
		}),
	}
	fresh := []string{
		"adopted", "notes", "note from a private repository alone", "note on a private roadmap", "all mended", "link cannot be read",
		"unchecked by hand stays", "not installed", "sub-issue hidden",
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, members := upgrade.DecideRoadmap(heard(facts, name, fresh...))
			golden(t, "roadmap", name, plan, membersText(members))
		})
	}
}

// rename makes a child's repository answer under its old name with its new one.
func rename(f *upgrade.RoadmapFacts, id upgrade.NodeID) {
	for r, s := range f.Children {
		if s.ID == id {
			s.Ref.Repo, s.Repository.Name = "renamed", "renamed"
			f.Children[r] = s
		}
	}
}
