package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// boardFacts is a board that has all that one upgrade needs.
func boardFacts() upgrade.BoardFacts {
	options := func(names ...string) []upgrade.Option {
		var all []upgrade.Option
		for i, name := range names {
			all = append(all, upgrade.Option{ID: fmt.Sprint(i), Name: name})
		}
		return all
	}
	p := upgrade.Policy{
		Maintenance: upgrade.BoardPolicy{
			Number: 51, SetUp: true,
			Fields:   upgrade.FieldNames{Status: "Status", Project: "Upgrade Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
			Statuses: upgrade.StatusNames{Todo: "Todo", InProgress: "In Progress", Done: "Done", NotPlanned: "Done"},
			Rules:    upgrade.DefaultStatusRules(),
		},
		Undecided: "TBD", Levels: []upgrade.Level{{Name: "Owner reviews"}},
	}
	return upgrade.BoardFacts{
		Policy: p, Role: upgrade.RoleMaintenance, Upgrades: []string{"Django 5.2"}, Views: true,
		Board: upgrade.Board{
			ID: "board", Owner: "openedx", Number: 51,
			Fields: []upgrade.Field{
				{ID: "title", DatabaseID: 1, Name: "Title", Type: upgrade.FieldOther},
				{ID: "status", DatabaseID: 2, Name: "Status", Type: upgrade.FieldSingleSelect, Options: options("Todo", "Done")},
				{ID: "project", DatabaseID: 3, Name: "Upgrade Project", Type: upgrade.FieldSingleSelect, Options: options("Django 5.2")},
				{ID: "source", DatabaseID: 4, Name: "Source", Type: upgrade.FieldSingleSelect},
				{ID: "owner", DatabaseID: 5, Name: "Owner", Type: upgrade.FieldText},
				{ID: "does", DatabaseID: 6, Name: "Owner Does", Type: upgrade.FieldSingleSelect, Options: options("TBD")},
			},
			Views: []upgrade.View{{Name: "Everything"}, {Name: "Django 5.2"}},
		},
	}
}

func TestDecideBoard(t *testing.T) {
	t.Parallel()
	project := func(f *upgrade.BoardFacts) *upgrade.Field { return &f.Board.Fields[2] }
	tests := []struct {
		name   string
		change func(*upgrade.BoardFacts)
	}{
		{"nothing is missing", func(*upgrade.BoardFacts) {}},
		{"a second upgrade", func(f *upgrade.BoardFacts) { f.Upgrades = append(f.Upgrades, "Node 24") }},
		{"people set it up", func(f *upgrade.BoardFacts) {
			f.Upgrades, f.Policy.Maintenance.SetUp = []string{"Node 24"}, false
		}},
		{"an empty board", func(f *upgrade.BoardFacts) {
			f.Board.Fields, f.Board.Views = nil, nil
			f.Policy.Maintenance.Facts = []upgrade.FieldFact{{Field: "Due", Fact: upgrade.FactTargetDate}, {Field: "Waits for", Fact: upgrade.FactBlockedBy}}
		}},
		{"an empty board without upgrades", func(f *upgrade.BoardFacts) {
			f.Board.Fields, f.Upgrades = nil, nil
		}},
		{"names in another letter case", func(f *upgrade.BoardFacts) {
			f.Board.Fields[5].Name, project(f).Options[0].Name, f.Board.Views[1].Name = "OWNER DOES", "django 5.2", "DJANGO 5.2"
		}},
		{"a view with another name and the same filter", func(f *upgrade.BoardFacts) {
			f.Board.Views = []upgrade.View{{Name: "Ours", Filter: `upgrade-project:"Django 5.2"`}}
		}},
		{"a view that people have removed", func(f *upgrade.BoardFacts) {
			f.Board.Views, f.Made = nil, map[string]bool{"Django 5.2": true}
		}},
		{"no views on this GitHub", func(f *upgrade.BoardFacts) { f.Upgrades, f.Views = []string{"Node 24"}, false }},
		{"no option ids on this GitHub", func(f *upgrade.BoardFacts) {
			f.Upgrades, f.Fixed = []string{"Node 24"}, map[upgrade.NodeID]bool{"project": true}
		}},
		{"as many options as there can be", func(f *upgrade.BoardFacts) {
			f.Upgrades = []string{"Node 24"}
			for i := range 50 {
				project(f).Options = append(project(f).Options, upgrade.Option{Name: fmt.Sprint("Old ", i)})
			}
		}},
		{"a quotation mark", func(f *upgrade.BoardFacts) { f.Upgrades = []string{`The "new" Node`} }},
		{"a project field of text", func(f *upgrade.BoardFacts) {
			f.Upgrades, project(f).Type = []string{"Node 24"}, upgrade.FieldText
		}},
		{"a change that was cut off", func(f *upgrade.BoardFacts) {
			f.Policy.Maintenance.SetUp, f.UnderWay = false, []upgrade.NodeID{"project"}
		}},
		{"a change that was cut off, the field deleted since", func(f *upgrade.BoardFacts) {
			f.Policy.Maintenance.SetUp, f.UnderWay = false, []upgrade.NodeID{"gone"}
		}},
		{"an empty board, columns of its own", func(f *upgrade.BoardFacts) {
			f.Board.Fields, f.Board.Views, f.Upgrades = nil, nil, nil
			f.Policy.Maintenance.Statuses.Approved = "Approved"
			f.Policy.Maintenance.Rules = append([]upgrade.StatusRule{{Status: "Parked"}}, f.Policy.Maintenance.Rules...)
		}},
		{"a private upgrade on a public board", func(f *upgrade.BoardFacts) {
			f.Board.Public, f.Private = true, map[string]bool{"Secret": true}
			f.Upgrades = append(f.Upgrades, "Node 24", "Secret")
		}},
		{"a private upgrade on an empty public board", func(f *upgrade.BoardFacts) {
			f.Board.Public, f.Private, f.Board.Fields, f.Board.Views = true, map[string]bool{"Secret": true}, nil, nil
			f.Upgrades = append(f.Upgrades, "Secret")
		}},
		{"the Roadmap board", func(f *upgrade.BoardFacts) {
			f.Role, f.Policy.Roadmap.SetUp, f.Board.Fields = upgrade.RoleRoadmap, true, nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := boardFacts()
			tt.change(&f)
			var byHand strings.Builder
			for _, lack := range f.Lacks() {
				if lack.ByHand != "" {
					fmt.Fprintf(&byHand, "by hand: %s (%s)\n", upgrade.Show(lack.Action), lack.ByHand)
				}
			}
			plan, more := upgrade.DecideBoard(f)
			if more {
				byHand.WriteString("and more later\n")
			}
			golden(t, "board", tt.name, plan, byHand.String())
		})
	}
}

// One run adds no more than the gate lets it write.
func TestDecideBoardIsBounded(t *testing.T) {
	t.Parallel()
	f := boardFacts()
	f.Upgrades = nil
	for i := range 40 {
		f.Upgrades = append(f.Upgrades, fmt.Sprint("Upgrade ", i))
	}
	if plan, more := upgrade.DecideBoard(f); len(plan.Actions) == 0 || len(plan.Actions) > 19 || !more {
		t.Errorf("%d actions, more later: %t", len(plan.Actions), more)
	}
}
