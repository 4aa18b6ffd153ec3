package checkup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Board is a board that a policy names.
type Board struct {
	Role   upgrade.BoardRole
	Owner  string
	Number int
	// Board has no ID when it cannot be found.
	Board upgrade.Board
	// Policy names it; Upgrades are those under way.
	Policy   upgrade.Policy
	Upgrades []upgrade.Upgrade
	// Automations are the fields that programs set there.
	Automations []Automation
}

// Automation is a program other than the app that sets a field of cards.
type Automation struct {
	Login string
	Field upgrade.NodeID
	Cards int
}

// Findings say whether the board can hold what the policy wants on it, and who
// else writes there.
func (b Board) Findings() []Finding {
	if b.Board.ID == "" {
		return []Finding{wrong(b.name(), "it cannot be found", fmt.Sprintf("correct boards.%s in %s: the number is the last part of the board's address", b.Role, upgrade.PolicyFile))}
	}
	findings := []Finding{ok(b.name(), "it is %q, the %s board", b.Board.Title, b.Role)}
	findings = append(findings, b.fields()...)
	if b.Role == upgrade.RoleMaintenance {
		findings = append(findings, b.workflows()...)
	}
	return append(findings, b.automations()...)
}

func (b Board) name() string { return fmt.Sprintf("board %s/%d", b.Owner, b.Number) }

// upgrades are the names of the upgrades under way.
func (b Board) upgrades() []string {
	names := make([]string, 0, len(b.Upgrades))
	for _, u := range b.Upgrades {
		names = append(names, u.Name)
	}
	return names
}

// teams are the names of the orchestration teams.
func (b Board) teams() []string {
	var teams []string
	for _, u := range b.Upgrades {
		if u.OrchestrationTeam != "" {
			teams = append(teams, b.Policy.TeamName(u.OrchestrationTeam))
		}
	}
	return teams
}

// fields tells of each field that does not suit, and counts those that do.
func (b Board) fields() []Finding {
	var findings []Finding
	suits := 0
	for _, wanted := range b.Policy.WantedFields(b.Role, b.upgrades()) {
		if wanted.Name == "" {
			continue
		}
		if wanted.Key == "fields.source" {
			wanted.Options = b.teams()
		}
		problem, found := b.field(wanted)
		if found {
			findings = append(findings, problem)
		} else {
			suits++
		}
	}
	if suits > 0 {
		findings = append(findings, ok(b.name()+", fields", "%d of %d are there with all that they need", suits, suits+len(findings)))
	}
	return findings
}

// field is what is wrong with a field that the policy wants.
func (b Board) field(w upgrade.WantedField) (problem Finding, found bool) {
	about := fmt.Sprintf("%s, field %q", b.name(), w.Name)
	field, there := b.Board.Field(w.Name)
	switch {
	case !there:
		return wrong(about, "the board has no field of this name",
			fmt.Sprintf("add %s called %q to the board, or write in boards.%s.%s what it is called there", typeName(w.Types[0]), w.Name, b.Role, w.Key)), true
	case !slices.Contains(w.Types, field.Type):
		return wrong(about, fmt.Sprintf("it is %s, which cannot hold the values", typeName(field.Type)),
			fmt.Sprintf("make it %s, or name another field in boards.%s.%s", typeName(w.Types[0]), b.Role, w.Key)), true
	case field.Type == upgrade.FieldSingleSelect:
		return options(about, field, w.Options)
	}
	return Finding{}, false
}

func options(about string, field upgrade.Field, wanted []string) (problem Finding, found bool) {
	var lacks []string
	for _, name := range wanted {
		if _, there := field.Option(name); !there && name != "" {
			lacks = append(lacks, fmt.Sprintf("%q", name))
		}
	}
	if len(lacks) == 0 {
		return Finding{}, false
	}
	slices.Sort(lacks)
	lacks = slices.Compact(lacks)
	return wrong(about, "it lacks the options "+strings.Join(lacks, ", "),
		"add them in the settings of the field on the board's page, where no card loses its value"), true
}

// automations are the programs that set fields which are the app's.
func (b Board) automations() []Finding {
	var findings []Finding
	for _, a := range b.Automations {
		i := slices.IndexFunc(b.Board.Fields, func(f upgrade.Field) bool { return f.ID == a.Field })
		if i < 0 || !b.keeps(b.Board.Fields[i].Name) {
			continue
		}
		findings = append(findings, warning(fmt.Sprintf("%s, field %q", b.name(), b.Board.Fields[i].Name),
			fmt.Sprintf("%s has set it lately, on %s", a.Login, counted(a.Cards, "card")),
			"the app puts it right only when the facts move on: have one of the two leave the field alone"))
	}
	return findings
}

// keeps reports whether the app sets the field of a name.
func (b Board) keeps(name string) bool {
	return slices.ContainsFunc(b.Policy.WantedFields(b.Role, nil), func(w upgrade.WantedField) bool { return w.Name == name })
}

func typeName(t upgrade.FieldType) string {
	switch t {
	case upgrade.FieldSingleSelect:
		return "a single select"
	case upgrade.FieldText:
		return "a text"
	case upgrade.FieldNumber:
		return "a number"
	case upgrade.FieldDate:
		return "a date"
	case upgrade.FieldIteration:
		return "an iteration"
	default:
		return "a field of GitHub's own"
	}
}

// automationEffects are the built-in workflows that get in the app's way, by
// name (docs.github.com, "Using the built-in automations").
func automationEffects() map[string]string {
	const moves = "moves cards to a column by itself, which the app then puts right once"
	return map[string]string{
		"Item added to project":  moves,
		"Item reopened":          moves,
		"Item closed":            moves,
		"Code changes requested": moves,
		"Code review approved":   moves,
		"Pull request merged":    "moves cards to a column, though a child is done only when its issue is closed",
		"Auto-close issue":       "closes the issue of a card that anybody moves to the last column",
	}
}

// workflows are the built-in workflows that write Status or close issues.
func (b Board) workflows() []Finding {
	var findings []Finding
	for _, w := range b.Board.Workflows {
		if effect := automationEffects()[w.Name]; w.Enabled && effect != "" {
			findings = append(findings, warning(fmt.Sprintf("%s, workflow %q", b.name(), w.Name), "it "+effect, "switch it off among the board's workflows"))
		}
	}
	if len(findings) == 0 {
		return []Finding{ok(b.name()+", workflows", "none of GitHub's own writes Status or closes issues")}
	}
	return findings
}
