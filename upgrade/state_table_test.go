package upgrade_test

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

const stateTable = "testdata/state.md"

// TestStateTable decides every row of the table.
func TestStateTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(stateTable)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	rows := 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) == 6 && !strings.HasPrefix(line, "| facts") && !strings.HasPrefix(line, "|--") {
			rows++
			facts, target := strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1])
			s := stateOf(t, inState(t, facts, target))
			line = "| " + strings.Join([]string{facts, target, s.state, s.shown, s.next, s.why}, " | ") + " |\n"
		}
		got.WriteString(line)
	}
	if *update {
		if err := os.WriteFile(stateTable, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(text), got.String()); diff != "" && !*update {
		t.Errorf("the table differs (-want +got):\n%s", diff)
	}
	if rows < 40 {
		t.Errorf("the table has %d rows", rows)
	}
}

// inState is an upgrade with facts in words, of which somebody asks why.
func inState(t *testing.T, words, target string) upgrade.RoadmapFacts {
	t.Helper()
	f := lead("/upgrade why")
	laid := map[string][2]string{
		"paused": {"paused", "yes"}, "resumed": {"paused", "no"}, "finished": {"ended", "finished"}, "cancelled": {"ended", "cancelled"}, "opened again": {"ended", "reopened"},
		"draft shown": {"notes-draft", "0123456789abcdef"},
	}
	settings := []string{"steward", "ann"}
	if target != "" {
		settings = append(settings, "target", target)
	}
	for word := range strings.SplitSeq(words, ", ") {
		if pair, ok := laid[word]; ok {
			settings = append(settings, pair[:]...)
		}
	}
	made := withChildren(laidDown(f, settings...))
	for word := range strings.SplitSeq(words, ", ") {
		if _, ok := laid[word]; !ok && word != "" {
			addSeveral(t, &made, word)
		}
	}
	_, made.Members = upgrade.DecideRoadmap(withRoadmap(made, func(f *upgrade.RoadmapFacts) { f.Asked = nil }))
	maps.DeleteFunc(made.Children, func(ref upgrade.Ref, _ upgrade.IssueState) bool { return strings.HasPrefix(ref.Repo, "unknown") })
	made.Policy.Roadmap = upgrade.BoardPolicy{Number: 4, Facts: []upgrade.FieldFact{{Field: "Stage", Fact: upgrade.FactState}}}
	made.Board = upgrade.Board{ID: "BR", Owner: "openedx", Number: 4, Fields: []upgrade.Field{
		selectField("R0", "Stage", "Planned", "Active", "Paused", "Finishing", "Done", "Cancelled"),
	}}
	return made
}

// addSeveral adds children, or steps of the clean-up, such as "2 done".
func addSeveral(t *testing.T, f *upgrade.RoadmapFacts, word string) {
	t.Helper()
	number, sort, _ := strings.Cut(word, " ")
	n, err := strconv.Atoi(number)
	if err != nil {
		t.Fatalf("no facts %q", word)
	}
	for i := range n {
		if sort == "to clean up" || sort == "cleaned up" {
			step := runbook.Step{ID: fmt.Sprintf("%s%d", sort, i), Section: "Clean up", Text: "Tidy"}
			f.Steps = append(f.Steps, upgrade.ListedStep{Line: 90 + i, Box: 900 + i, Checked: sort == "cleaned up", Text: "Tidy", Step: step, Certainty: runbook.Known})
			continue
		}
		repo := upgrade.Slug(fmt.Sprintf("%s %d", sort, i))
		state := openState(upgrade.NodeID(repo), repo, 1)
		if !childIn(f, &state, sort) {
			t.Fatalf("no children %q", sort)
		}
		f.Children[state.Ref.Fold()] = state
		f.Items = append(f.Items, upgrade.ListItem{Line: len(f.Items) + 1, Box: -1, Refs: []upgrade.Ref{state.Ref}})
	}
}

// childIn brings a child into a state.
func childIn(f *upgrade.RoadmapFacts, state *upgrade.IssueState, sort string) bool {
	close := func(reason upgrade.StateReason, at time.Time) {
		state.Closed, state.Reason, state.ChangedAt = true, reason, at
	}
	if f.Reports == nil {
		f.Reports, f.ChildSettings = map[upgrade.NodeID]upgrade.Report{}, map[upgrade.NodeID]upgrade.Settings{}
	}
	switch sort {
	case "open", "unknown":
	case "done":
		close(upgrade.ReasonCompleted, at(9, 0))
	case "done long ago":
		close(upgrade.ReasonCompleted, at(9, 0).AddDate(0, 0, -29))
	case "not planned":
		close(upgrade.ReasonNotPlanned, at(9, 0))
	case "begun":
		f.Reports[state.ID] = upgrade.Report{Begun: true}
	case "with level":
		f.Reports[state.ID] = upgrade.Report{Level: monitors}
	case "exempt":
		f.ChildSettings[state.ID] = upgrade.Settings{upgrade.SettingExempt: {Name: upgrade.SettingExempt, Value: "always"}}
	case "not affected":
		f.ChildSettings[state.ID] = upgrade.Settings{upgrade.SettingNotAffected: {Name: upgrade.SettingNotAffected, Value: "yes"}}
	default:
		return false
	}
	return true
}

// stood is what an upgrade comes to.
type stood struct{ state, shown, next, why string }

var stateLine = regexp.MustCompile(`(?m)^(?:> )?- State: (.*?), as (.*)\.$`)

func stateOf(t *testing.T, f upgrade.RoadmapFacts) stood {
	t.Helper()
	plan, _ := upgrade.DecideRoadmap(f)
	s := stood{shown: cardWrites(plan)["Stage"]}
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.SaveComment:
			if found := stateLine.FindStringSubmatch(a.Text); found != nil && !a.Living {
				s.state, s.why = found[1], found[2]
			}
		case upgrade.Wake:
			if a.Trigger.Key == upgrade.IssueKey(f.Issue.ID) && !a.Trigger.NotBefore.IsZero() {
				s.next = a.Trigger.NotBefore.Format(time.DateOnly)
			}
		}
	}
	return s
}
