package checkup

import (
	"errors"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// board is one where everything is well.
func board() Board {
	field := func(name string, options ...string) upgrade.Field {
		f := upgrade.Field{ID: upgrade.NodeID("F_" + name), Name: name, Type: upgrade.FieldText}
		for _, option := range options {
			f.Type, f.Options = upgrade.FieldSingleSelect, append(f.Options, upgrade.Option{Name: option})
		}
		return f
	}
	policy := upgrade.Policy{
		Undecided: "TBD", Levels: []upgrade.Level{{Name: "Owner reviews"}}, Teams: map[string]string{"arbi-bom": "Arbi-BOM"},
		Maintenance: upgrade.BoardPolicy{
			Number: 1, Rules: upgrade.DefaultStatusRules(),
			Fields:   upgrade.FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
			Statuses: upgrade.StatusNames{Todo: "Todo", InProgress: "In Progress", Done: "Done", NotPlanned: "Done"},
			Facts:    []upgrade.FieldFact{{Field: "Until", Fact: upgrade.FactTargetDate}},
		},
	}
	return Board{
		Role: upgrade.RoleMaintenance, Owner: "acme", Number: 1, Policy: policy,
		Upgrades: []upgrade.Upgrade{{Name: "Django 5.2", OrchestrationTeam: "arbi-bom"}},
		Board: upgrade.Board{
			ID: "PVT_1", Title: "Maintenance",
			Fields: []upgrade.Field{
				field("Status", "Todo", "In Progress", "Done"), field("Project", "Django 5.2"), field("Source", "Arbi-BOM"), field("Owner"),
				field("Owner Does", "TBD", "Owner reviews"),
				{ID: "F_Until", Name: "Until", Type: upgrade.FieldDate},
				field("Mood", "Good"),
			},
			Workflows: []upgrade.Workflow{{Name: "Pull request merged"}, {Name: "Auto-archive items", Enabled: true}},
		},
	}
}

func TestBoard(t *testing.T) {
	t.Parallel()
	tell(t, map[string]told{
		"all is well": {board(), ""},
		"it is not found": {with(board(), func(b *Board) { b.Board = upgrade.Board{} }), `
wrong board acme/1: it cannot be found [correct boards.maintenance in upkeep.yml: the number is the last part of the board's address]
`},
		"it lacks fields and options": {with(board(), func(b *Board) {
			b.Upgrades = append(b.Upgrades, upgrade.Upgrade{Name: "Python 3.13", OrchestrationTeam: "night"})
			b.Policy.Levels = append(b.Policy.Levels, upgrade.Level{Name: "Owner merges"}, upgrade.Level{Name: "Owner advises"})
			b.Policy.Maintenance.Statuses.Approved, b.Policy.Maintenance.Fields.Owner = "Ready to merge", "owner"
			b.Board.Fields[5].Type = upgrade.FieldNumber
		}), `
wrong board acme/1, field "Status": it lacks the options "Ready to merge" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Project": it lacks the options "Python 3.13" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Source": it lacks the options "night" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "owner": the board has no field of this name [add a single select called "owner" to the board, or write in boards.maintenance.fields.owner what it is called there]
wrong board acme/1, field "Owner Does": it lacks the options "Owner advises", "Owner merges" [add them in the settings of the field on the board's page, where no card loses its value]
wrong board acme/1, field "Until": it is a number, which cannot hold the values [make it a date, or name another field in boards.maintenance.facts]
`},
		"workflows write too": {with(board(), func(b *Board) {
			b.Board.Workflows = []upgrade.Workflow{{Name: "Pull request merged", Enabled: true}, {Name: "Auto-close issue", Enabled: true}, {Name: "Item reopened"}}
		}), `
warning board acme/1, workflow "Pull request merged": it moves cards to a column, though a child is done only when its issue is closed [switch it off among the board's workflows]
warning board acme/1, workflow "Auto-close issue": it closes the issue of a card that anybody moves to the last column [switch it off among the board's workflows]
`},
		"another program sets a field of the app's": {with(board(), func(b *Board) {
			b.Automations = []Automation{{"triage[bot]", "F_Status", 12}, {"triage[bot]", "F_Mood", 3}, {"triage[bot]", "F_gone", 1}}
		}), `
warning board acme/1, field "Status": triage[bot] has set it lately, on 12 cards [the app puts it right only when the facts move on: have one of the two leave the field alone]
`},
	})
}

func TestFeatures(t *testing.T) {
	t.Parallel()
	tell(t, map[string]told{
		"all of them": {Features{ArchivedListing: true, OptionIDs: true, Views: true, Dependencies: true, SubIssues: true}, ""},
		"an old server": {Features{SubIssues: true}, `
warning listing of archived cards: this GitHub has none: a card that is missing on a board is found only when something happens to its issue, or by the daily look at everything []
warning ids of options: this GitHub has none: the app adds no option to a field whose values are in use: people do []
warning views by the API: this GitHub has none: people make the view of an upgrade []
warning dependencies between issues: this GitHub has none: what waits for what is kept by the app alone []
`},
	})
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	well := PolicyFile{Source: "acme/.github/upkeep.yml", State: upgrade.PolicyValid, Ruled: true, Stored: true}
	tell(t, map[string]told{
		"in force":           {well, ""},
		"without a database": {with(well, func(p *PolicyFile) { p.Ruled, p.Stored = false, false }), ""},
		"absent": {with(well, func(p *PolicyFile) { p.State = upgrade.PolicyAbsent }), `
warning policy: there is no acme/.github/upkeep.yml, or the app may not read it: the organisation has no upgrades of its own [if it is to have any, put the file there, and let the app have the repository; upkeep plan --org acme proposes one]
`},
		"unreadable": {with(well, func(p *PolicyFile) { p.State, p.Err = upgrade.PolicyUnreadable, errors.New("it is not a text file") }), `
wrong policy: it could not be looked at: it is not a text file []
`},
		"invalid": {with(well, func(p *PolicyFile) {
			p.State, p.Problems = upgrade.PolicyInvalid, []string{"mode: odd (line 1)", "line 2", "line 3", "line 4"}
		}), `
wrong policy: acme/.github/upkeep.yml is not valid; the last valid version stays in force: mode: odd (line 1), line 2, line 3 and 1 more [` + "`upkeep check-policy upkeep.yml`" + ` tells the mend of each problem]
`},
		"never valid": {with(well, func(p *PolicyFile) { p.State, p.Ruled, p.Problems = upgrade.PolicyInvalid, false, []string{"line 1"} }), `
wrong policy: acme/.github/upkeep.yml is not valid; no policy is in force: line 1 [` + "`upkeep check-policy upkeep.yml`" + ` tells the mend of each problem]
`},
		"not read yet": {with(well, func(p *PolicyFile) { p.Ruled = false }), `
warning policy: acme/.github/upkeep.yml is valid, and the server has not read it yet [see that the server runs; ` + "`upkeep resync`" + ` has it look]
`},
		"changed since": {with(well, func(p *PolicyFile) { p.Stale = true }), `
warning policy: the server still goes by an earlier version of acme/.github/upkeep.yml [see that webhooks arrive; ` + "`upkeep resync`" + ` has it look]
`},
		"stopped": {Modes{Halt: upgrade.Halt{On: true, By: upgrade.Actor{Login: "ann"}, At: now()}}, `
warning writes: ann has stopped them for this organisation on 2026-03-02 09:00 UTC [` + "`/upgrade resume-writes`" + ` on a roadmap issue lets them go on]
`},
	})
}

// What is active and what is only shown is no matter of well or wrong.
func TestModesAreSaid(t *testing.T) {
	t.Parallel()
	u := func(name string, change func(*upgrade.Upgrade)) upgrade.Upgrade {
		made := upgrade.Upgrade{Name: name}
		change(&made)
		return made
	}
	modes := Modes{Policy: upgrade.Policy{Mode: upgrade.ModeActive}, Withheld: 7, Upgrades: []upgrade.Upgrade{
		u("A", func(*upgrade.Upgrade) {}),
		u("B", func(u *upgrade.Upgrade) { u.Mode = upgrade.ModePlan }),
		u("C", func(u *upgrade.Upgrade) {
			u.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteComments: upgrade.ModePlan, upgrade.WriteIssues: upgrade.ModePlan}
		}),
		u("D", func(u *upgrade.Upgrade) { u.Paused = true }),
	}}
	want := []string{"active", "plan: everything is only shown", "active: boxes, fields; only shown: comments, issues", "paused by people", "7 writes withheld; `upkeep plan` lists what"}
	for i, f := range modes.Findings() {
		if f.Health != OK || f.Says != want[i] {
			t.Errorf("%s is %s: %q, want %q", f.About, f.Health, f.Says, want[i])
		}
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	well := Named{Upgrades: 2, Checked: 3}
	tell(t, map[string]told{
		"all is there": {well, ""},
		"nothing is": {Named{
			Upgrades: 1, Roadmaps: []upgrade.Upgrade{{Name: "Django 5.2", Roadmap: upgrade.Ref{Owner: "acme", Repo: "roadmap", Number: 9}}},
			Checked: 2, Teams: []string{"acme/night"}, People: []string{"nobody"}, Left: 5, NoMaintenance: true,
		}, `
warning boards: the policy names no Maintenance board [set boards.maintenance to the board's number]
wrong upgrade "Django 5.2": its roadmap issue acme/roadmap#9 is not there, or the app may not read it [correct it in upkeep.yml, or let the app have the repository]
warning team acme/night: the policy names it, and there is no such team that all the organisation can see [correct it in upkeep.yml, or make the team visible]
warning person nobody: the policy names this login, and nobody has it [correct it in upkeep.yml]
warning teams and people: 5 names more than were looked up []
`},
		"children elsewhere": {Polled{Owner: "away", Children: 12}, `
warning children in away: 12 issues, only read every 15 minutes and never written to: the app is not installed there [have an owner of away install it, if they agree]
`},
	})
}
