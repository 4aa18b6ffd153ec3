package upgrade

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkupFacts are of an organisation where everything is well.
func checkupFacts() CheckupFacts {
	field := func(name string, options ...string) Field {
		f := Field{ID: NodeID("F_" + name), Name: name, Type: FieldText}
		for _, option := range options {
			f.Type, f.Options = FieldSingleSelect, append(f.Options, Option{Name: option})
		}
		return f
	}
	policy := Policy{
		Undecided: "TBD", Levels: []Level{{Name: "Owner reviews"}}, Teams: map[string]string{"arbi-bom": "Arbi-BOM"},
		Maintenance: BoardPolicy{
			Number: 1, Rules: DefaultStatusRules(),
			Fields:   FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
			Statuses: StatusNames{Todo: "Todo", InProgress: "In Progress", Done: "Done", NotPlanned: "Done"},
			Facts:    []FieldFact{{Field: "Until", Fact: FactTargetDate}},
		},
	}
	board := Board{
		ID: "PVT_1", Title: "Maintenance",
		Fields: []Field{
			field("Status", "Todo", "In Progress", "Done"), field("Project", "Django 5.2"), field("Source", "Arbi-BOM"), field("Owner"),
			field("Owner Does", "TBD", "Owner reviews"),
			{ID: "F_Until", Name: "Until", Type: FieldDate},
		},
		Workflows: []Workflow{{Name: "Pull request merged"}, {Name: "Auto-archive items", Enabled: true}},
	}
	return CheckupFacts{
		Account: "acme", Projects: "write", Ruled: true, Policy: policy, Upgrades: []Upgrade{{Name: "Django 5.2", OrchestrationTeam: "arbi-bom"}},
		Boards: []CheckedBoard{{Role: RoleMaintenance, Owner: "acme", Number: 1, Board: board}},
		Server: Server{ArchivedListing: true, OptionIDs: true, Views: true, Dependencies: true, SubIssues: true},
	}
}

func TestCheckup(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*CheckupFacts)
		want   string // the findings that are not ok
	}{
		"all is well": {func(*CheckupFacts) {}, ""},
		"no policy": {func(f *CheckupFacts) { f.Ruled = false }, `
warning acme: no policy is in force: it has no upgrades of its own [if it is to have any, put upkeep.yml into acme/.github]
`},
		"boards may only be read": {func(f *CheckupFacts) { f.Projects = "read" }, `
wrong acme: permission for boards: the app may only read boards [give it the organisation permission Projects: read and write, and accept that for acme]
`},
		"no board is found": {func(f *CheckupFacts) { f.Boards[0].Board = Board{} }, `
wrong board acme/1: it cannot be found [correct boards.maintenance in upkeep.yml: the number is the last part of the board's address]
`},
		"no board is named": {func(f *CheckupFacts) { f.Boards = nil }, `
warning acme: the policy names no Maintenance board [set boards.maintenance to the board's number]
`},
		"the board lacks fields and options": {func(f *CheckupFacts) {
			f.Upgrades = append(f.Upgrades, Upgrade{Name: "Python 3.13", OrchestrationTeam: "night"})
			f.Policy.Levels = append(f.Policy.Levels, Level{Name: "Owner merges"}, Level{Name: "Owner advises"})
			f.Policy.Maintenance.Statuses.Approved, f.Policy.Maintenance.Fields.Owner = "Ready to merge", "owner"
			f.Boards[0].Board.Fields[5].Type = FieldNumber
		}, `
wrong board acme/1, field "Status": it lacks the options "Ready to merge" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Project": it lacks the options "Python 3.13" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Source": it lacks the options "night" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "owner": the board has no field of this name [add a single select called "owner" to the board, or write in boards.maintenance.fields.owner what it is called there]
wrong board acme/1, field "Owner Does": it lacks the options "Owner advises", "Owner merges" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Until": it is a number, which cannot hold the values [make it a date, or name another field in boards.maintenance.facts]
`},
		"workflows write too": {func(f *CheckupFacts) {
			f.Boards[0].Board.Workflows = []Workflow{{"Pull request merged", true}, {"Auto-close issue", true}, {"Item reopened", false}}
		}, `
warning board acme/1, workflow "Pull request merged": it moves cards to a column, though a child is done only when its issue is closed [switch it off among the board's workflows]
warning board acme/1, workflow "Auto-close issue": it closes the issue of a card that anybody moves to the last column [switch it off among the board's workflows]
`},
		"an old server": {func(f *CheckupFacts) { f.Server = Server{SubIssues: true} }, `
warning this GitHub, listing of archived cards: it has none: a card that is missing on a board is found only when something happens to its issue, or by the daily look at everything []
warning this GitHub, ids of options: it has none: the app adds no option to a field whose values are in use: people do []
warning this GitHub, views by the API: it has none: people make the view of an upgrade []
warning this GitHub, dependencies between issues: it has none: what waits for what is kept by the app alone []
`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := checkupFacts()
			test.change(&facts)
			var got strings.Builder
			for _, f := range Checkup(facts) {
				if f.Health != HealthOK {
					fmt.Fprintf(&got, "%s %s: %s [%s]\n", f.Health, f.About, f.Says, f.Mend)
				}
			}
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
