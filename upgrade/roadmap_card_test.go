package upgrade_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// leadOnBoard is a known roadmap issue of two children, one of them done, on a
// Roadmap board that shows facts in text fields.
func leadOnBoard(facts ...upgrade.FieldFact) upgrade.RoadmapFacts {
	f := withChildren(lead(), closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted), openState("Ib", "b", 2))
	f.Policy.Roadmap = upgrade.BoardPolicy{Number: 4, Facts: facts}
	f.Board = upgrade.Board{ID: "BR", Owner: "openedx", Number: 4}
	for i, m := range facts {
		f.Board.Fields = append(f.Board.Fields, upgrade.Field{ID: upgrade.NodeID(fmt.Sprintf("R%d", i)), Name: m.Field, Type: upgrade.FieldText})
	}
	return f
}

// cardWrites is what a plan puts on the Roadmap board, by field.
func cardWrites(plan upgrade.Plan) map[string]string {
	for _, action := range plan.Actions {
		if put, ok := action.(upgrade.PutItem); ok {
			values := map[string]string{}
			for _, v := range put.Values {
				values[v.Field.Name] = v.Text
			}
			return values
		}
	}
	return nil
}

func TestFactsOfAnUpgrade(t *testing.T) {
	t.Parallel()
	var all []upgrade.FieldFact
	for _, fact := range upgrade.FactsOfUpgrades() {
		all = append(all, upgrade.FieldFact{Field: string(fact), Fact: fact})
	}
	laid := func(f *upgrade.RoadmapFacts) {
		f.Upgrade.Steward, f.Upgrade.NamedRelease, f.Upgrade.TargetDate = "ann", "Willow", time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)
	}
	states := func(states ...upgrade.IssueState) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) {
			made := withChildren(*f, states...)
			made.Policy, made.Board = f.Policy, f.Board
			*f = made
		}
	}
	done := func(i int, when time.Time) upgrade.IssueState {
		s := closedState(upgrade.NodeID(fmt.Sprintf("D%d", i)), fmt.Sprintf("d%d", i), 1, 9, upgrade.ReasonCompleted)
		s.ChangedAt = when
		return s
	}
	for name, c := range map[string]struct {
		change func(*upgrade.RoadmapFacts)
		want   map[string]string
	}{
		// One of two in four weeks: four more weeks from Friday the 20th, then to Monday.
		"usual": {func(*upgrade.RoadmapFacts) {}, map[string]string{
			"state": "active", "orchestration team": "arbi-bom", "progress": "1 of 2 done", "forecast": "2026-12-21",
		}},
		"laid down": {laid, map[string]string{
			"state": "active", "orchestration team": "arbi-bom", "progress": "1 of 2 done", "forecast": "2026-12-21",
			"target date": "2027-04-01", "named release": "Willow", "steward": "ann",
		}},
		"without children": {states(), map[string]string{"state": "planned", "orchestration team": "arbi-bom"}},
		"nothing left":     {states(done(1, at(9, 0))), map[string]string{"state": "finishing", "orchestration team": "arbi-bom", "progress": "1 of 1 done"}},
		"nothing done lately": {states(done(1, at(9, 0).AddDate(0, 0, -29)), openState("Ib", "b", 2)), map[string]string{
			"state": "active", "orchestration team": "arbi-bom", "progress": "1 of 2 done",
		}},
		"without doing it": {states(done(1, at(9, 0)), closedState("In", "n", 1, 9, upgrade.ReasonNotPlanned)), map[string]string{
			"state": "active", "orchestration team": "arbi-bom", "progress": "1 of 2 done", "forecast": "2026-12-21",
		}},
		"fast": {states(done(1, at(9, 0)), done(2, at(8, 0)), done(3, at(8, 0)), openState("Ib", "b", 2)), map[string]string{
			"state": "active", "orchestration team": "arbi-bom", "progress": "3 of 4 done", "forecast": "2026-11-30",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := leadOnBoard(all...)
			c.change(&f)
			plan, _ := upgrade.DecideRoadmap(f)
			if diff := cmp.Diff(c.want, cardWrites(plan)); diff != "" {
				t.Errorf("card (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoadmapCard(t *testing.T) {
	t.Parallel()
	facts := []upgrade.FieldFact{{Field: "Stage", Fact: upgrade.FactState}, {Field: "Progress", Fact: upgrade.FactProgress}}
	stages := func(f *upgrade.RoadmapFacts) {
		f.Board.Fields = []upgrade.Field{
			selectField("R0", "Stage", "Planned", "Active", "Paused", "Done", "Cancelled"),
			{ID: "R1", Name: "Progress", Type: upgrade.FieldNumber},
			selectField("R2", "Type", "Feature", "Maintenance"),
			{ID: "R3", Name: "Effort", Type: upgrade.FieldNumber},
		}
	}
	card := func(values ...upgrade.FieldValue) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) { f.Issue.Items = []upgrade.Item{{ID: "P4", Board: "BR", Values: values}} }
	}
	defaults := func(f *upgrade.RoadmapFacts) {
		f.Policy.Roadmap.Defaults = []upgrade.FieldDefault{{Field: "Type", Value: "maintenance"}, {Field: "Effort", Value: "3"}}
	}
	value := func(field upgrade.NodeID, text string) upgrade.FieldValue {
		return upgrade.FieldValue{Field: field, Text: text, UpdatedAt: at(9, 30)}
	}
	said := func(line string) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) { f.Asked = lead(line).Asked }
	}
	settle := func(f *upgrade.RoadmapFacts) {
		card(value("R0", "Active"), value("R1", "50"))(f)
		f.Bases[upgrade.FieldBase("BR", "R0")], f.Bases[upgrade.FieldBase("BR", "R1")] = "Active", "50"
		f.Bases[upgrade.ItemBase("BR")] = "P4"
	}
	pausedBefore := func(f *upgrade.RoadmapFacts) { *f = laidDown(*f, "paused", "yes") }
	for name, changes := range map[string][]func(*upgrade.RoadmapFacts){
		"new":                        {defaults},
		"settled":                    {settle},
		"defaults, one field is set": {settle, defaults, card(value("R0", "Active"), value("R1", "50"), value("R2", "Feature"))},
		"moved by a person":          {settle, card(value("R0", "Planned"), value("R1", "50"))},
		"rebuilt, a child closed since": {card(value("R0", "Planned"), value("R1", "0")), func(f *upgrade.RoadmapFacts) {
			f.Issue.Items[0].Values[1].UpdatedAt = at(8, 30)
		}},
		"a child closed": {settle, card(value("R0", "Active"), value("R1", "0")), func(f *upgrade.RoadmapFacts) { f.Bases[upgrade.FieldBase("BR", "R1")] = "0" }},
		"archived":       {func(f *upgrade.RoadmapFacts) { f.Issue.Items = []upgrade.Item{{ID: "P4", Board: "BR", Archived: true}} }},
		"removed":        {func(f *upgrade.RoadmapFacts) { f.Bases[upgrade.ItemBase("BR")] = "P4" }},
		"no board":       {func(f *upgrade.RoadmapFacts) { f.Board = upgrade.Board{} }},
		"no option, wrong type": {func(f *upgrade.RoadmapFacts) {
			f.Board.Fields = []upgrade.Field{selectField("R0", "Stage", "Running"), {ID: "R1", Name: "Progress", Type: upgrade.FieldDate}}
		}},
		"no field, wrong default": {defaults, func(f *upgrade.RoadmapFacts) { f.Board.Fields = f.Board.Fields[2:] }, func(f *upgrade.RoadmapFacts) {
			f.Policy.Roadmap.Defaults[1].Value = "much"
		}},
		"pause":               {settle, said("/upgrade pause because of the freeze")},
		"paused":              {settle, pausedBefore, func(f *upgrade.RoadmapFacts) { f.Bases[upgrade.FieldBase("BR", "R1")] = "0" }},
		"cancel":              {settle, said("/upgrade cancel because nobody needs it")},
		"cancel while paused": {settle, pausedBefore, said("/upgrade cancel because nobody needs it")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := leadOnBoard(facts...)
			stages(&f)
			for _, change := range changes {
				change(&f)
			}
			plan, _ := upgrade.DecideRoadmap(heard(f, name, "no board", "no option, wrong type", "no field, wrong default"))
			golden(t, "roadmap-card", name, plan)
		})
	}
}

// The app's own events wake nobody, so a step that waits for the card has to be
// looked at again once that is put.
func TestStepWaitsForItsCard(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mode upgrade.Mode
		rule runbook.RuleName
		want int
	}{
		"the card is awaited":      {upgrade.ModeActive, runbook.RuleRoadmapBoard, 1},
		"another step":             {upgrade.ModeActive, runbook.RuleLabel, 0},
		"the card is only planned": {upgrade.ModePlan, runbook.RuleRoadmapBoard, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := leadOnBoard(upgrade.FieldFact{Field: "Stage", Fact: upgrade.FactState})
			f.Policy.Mode = c.mode
			f.Steps = []upgrade.ListedStep{{Box: 3, Certainty: runbook.Known, Step: runbook.Step{ID: "x", Rule: runbook.Rule{Name: c.rule, Lasting: runbook.While}}}}
			plan, _ := upgrade.DecideRoadmap(f)
			woken := 0
			for _, action := range plan.Actions {
				if wake, ok := action.(upgrade.Wake); ok && wake.Trigger.Key == upgrade.IssueKey(f.Issue.ID) && wake.Trigger.NotBefore.Sub(f.Now) < time.Minute {
					woken++
				}
			}
			if woken != c.want {
				t.Errorf("woken %d times, want %d", woken, c.want)
			}
		})
	}
}
