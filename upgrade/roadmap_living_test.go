package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// livingIn is the text of the living comment that a plan writes; empty for none.
func livingIn(f upgrade.RoadmapFacts) string {
	plan, _ := upgrade.DecideRoadmap(f)
	for _, action := range plan.Actions {
		if comment, ok := action.(upgrade.SaveComment); ok && comment.Living {
			return comment.Text
		}
	}
	return ""
}

// reporting makes the facts those of a roadmap issue with so many children, of
// which everything is known that there can be.
func reporting(children int, change func(n int, state *upgrade.IssueState, report *upgrade.Report)) upgrade.RoadmapFacts {
	var states []upgrade.IssueState
	var lines []string
	reports := map[upgrade.NodeID]upgrade.Report{}
	for n := range children {
		state := openState(upgrade.NodeID(fmt.Sprintf("M%04d", n)), fmt.Sprintf("repo%04d", n), n+1)
		report := upgrade.Report{Kind: upgrade.ChildRepository, OnBoard: true, Column: "Todo", Owner: "Axim Engineering", Level: reviews}
		change(n, &state, &report)
		states, lines = append(states, state), append(lines, "o "+state.Ref.String())
		reports[state.ID] = report
	}
	f := known(roadmap(states, lines...))
	f.Reports = reports
	return f
}

// Each part of the living comment as people read it.
func TestLivingComment(t *testing.T) {
	t.Parallel()
	usual := func() upgrade.RoadmapFacts {
		return reporting(8, func(n int, state *upgrade.IssueState, report *upgrade.Report) {
			switch n {
			case 0:
				*state = closedState(state.ID, state.Ref.Repo, state.Ref.Number, 9, upgrade.ReasonCompleted)
			case 1:
				report.Begun, report.ActiveAt = true, at(0, 0).AddDate(0, 0, 2)
			case 2:
				report.Owner, report.Person = "robrap", true
			case 3:
				report.Owner, report.Level, report.Undecided = "", "", true
			case 4:
				report.WaitsFor = []upgrade.Awaited{{Ref: ref("repo0005", 6)}, {Ref: ref("lib", 1)}, {Ref: ref("vault", 1), Private: true}}
			case 5:
				state.Repository.Private, report.Owner = true, "Hidden Team"
			case 6:
				*report = upgrade.Report{Kind: upgrade.ChildExternal, Begun: false}
			}
		})
	}
	cases := map[string]upgrade.RoadmapFacts{
		"everything": withRoadmap(laidDown(usual(), "target", "2027-04-01", "steward", "robrap"), func(f *upgrade.RoadmapFacts) {
			f.Notes["M0003"] = map[string]string{"no-field:Source": "Source"}
			f.Bases[upgrade.BoxBase("M0000")] = upgrade.BoxValue(true)
			delete(f.Children, ref("repo0007", 8))
		}),
		"private": withRoadmap(usual(), func(f *upgrade.RoadmapFacts) { f.Issue.Repository.Private = true }),
		"long": reporting(130, func(n int, _ *upgrade.IssueState, report *upgrade.Report) {
			report.Owner = fmt.Sprintf("Team %d", n%12)
		}),
		"no board": withRoadmap(usual(), func(f *upgrade.RoadmapFacts) { f.Policy.Maintenance.Number = 0 }),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "living", name, plan)
		})
	}
}

// However much there is to tell, GitHub takes it, whole parts stay, and a list
// that is cut says where the rest is.
func TestLivingCommentIsBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("`", 80) + strings.Repeat("ö", 80)
	f := reporting(1500, func(n int, state *upgrade.IssueState, report *upgrade.Report) {
		state.Ref.Repo = fmt.Sprintf("%s-%04d", strings.Repeat("r", 90), n)
		state.Repository.Name = state.Ref.Repo
		report.Owner, report.Level = fmt.Sprintf("%04d%s", n, long), fmt.Sprintf("%04d%s", n, long)
		report.Undecided = n%2 == 0
		if n%3 == 0 {
			report.WaitsFor = []upgrade.Awaited{{Ref: ref("lib", n)}, {Ref: ref("lib", n+1)}}
		}
	})
	for i := range f.Items {
		f.Items[i].Checked = i%2 == 0
	}
	for id := range f.Reports {
		f.Notes[id] = map[string]string{"no-option:Owner": string(id) + long, "later-kind": string(id) + long}
	}
	text := livingIn(f)
	if len(text) > 65_400 || len(text) < 10_000 {
		t.Errorf("%d bytes", len(text))
	}
	for _, part := range []string{"#### Needs a person", "#### Where the children stand", "#### By owner", "#### Can start now", "#### Waits for", "#### Set by hand", "and 1475 more, see [the board]", "Last activity"} {
		if !strings.Contains(text, part) {
			t.Errorf("without %q", part)
		}
	}
}

// Whatever people have written, the living comment shows it as code, keeps
// private names to itself, is short enough, and is the same for the same facts.
func TestLivingCommentOfAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		public := rapid.Bool().Draw(t, "public")
		words := rapid.SampledFrom([]string{"@openedx/all", "fixes #1", "/upgrade finish", "`", "<!-- x", "https://github.com/o/r/issues/1", "\n\n# Title", "</details>", "[x](y)", "a"})
		f := reporting(rapid.IntRange(0, 12).Draw(t, "children"), func(_ int, state *upgrade.IssueState, report *upgrade.Report) {
			report.Owner = strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, "owner"), " ")
			report.Level = strings.Join(rapid.SliceOfN(words, 0, 4).Draw(t, "level"), " ")
			report.Begun, report.Undecided, report.Person = rapid.Bool().Draw(t, "begun"), rapid.Bool().Draw(t, "undecided"), rapid.Bool().Draw(t, "person")
			if rapid.Bool().Draw(t, "waits") {
				report.WaitsFor = []upgrade.Awaited{{Ref: ref("repo0003", 4)}, {Ref: ref("hush-vault", 1), Private: true}}
			}
			if rapid.Bool().Draw(t, "private") {
				state.Repository.Private, report.Owner = true, "hush "+report.Owner
				state.Ref.Repo, state.Repository.Name = "hush-"+state.Ref.Repo, "hush-"+state.Ref.Repo
			}
			state.Closed = rapid.Bool().Draw(t, "closed")
		})
		f.Issue.Repository.Private = !public
		for i := range f.Items {
			f.Items[i].Checked = rapid.Bool().Draw(t, "checked")
		}
		for id := range f.Reports {
			f.Notes[id] = map[string]string{"no-option:Owner": f.Reports[id].Owner}
		}
		text := livingIn(f)
		if live := say.Live(text); live != nil {
			t.Fatalf("%q comes alive in\n%s", live, text)
		}
		if public && strings.Contains(text, "hush") {
			t.Fatalf("a private name is told:\n%s", text)
		}
		if again := livingIn(f); again != text {
			t.Fatalf("once\n%s\nand once\n%s", text, again)
		}
	})
}
