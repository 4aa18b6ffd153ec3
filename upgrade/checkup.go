package upgrade

import (
	"fmt"
	"slices"
	"strings"
)

// Health is how something that was looked at stands.
type Health string

// The healths.
const (
	HealthOK      Health = "ok"
	HealthWarning Health = "warning"
	HealthWrong   Health = "wrong"
)

// Finding is one thing that was looked at.
type Finding struct {
	Health Health `json:"health"`
	// About is what was looked at, Says how it stands.
	About string `json:"about"`
	Says  string `json:"says"`
	// Mend is what a person can do about it; empty when there is nothing to do.
	Mend string `json:"mend,omitempty"`
}

// Server is what a GitHub can do; an older GitHub Enterprise Server lacks some of it.
type Server struct {
	ArchivedListing, OptionIDs, Views, Dependencies, SubIssues bool
}

// CheckupFacts is everything that a checkup of one organisation's boards looks at.
type CheckupFacts struct {
	Account string
	// Projects is the permission for boards: "read", "write", "admin" or empty.
	Projects string
	// Ruled says that a policy is in force.
	Ruled  bool
	Policy Policy
	// Upgrades are those under way.
	Upgrades []Upgrade
	// Boards are those that the policy names.
	Boards []CheckedBoard
	Server Server
}

// CheckedBoard is a board that a policy names. Its Board has no ID when it cannot be found.
type CheckedBoard struct {
	Role   BoardRole
	Owner  string
	Number int
	Board  Board
}

// Checkup looks at whether the boards can hold what the policy wants on them.
func Checkup(f CheckupFacts) []Finding {
	if !f.Ruled {
		return []Finding{{HealthWarning, f.Account, "no policy is in force: it has no upgrades of its own", fmt.Sprintf("if it is to have any, put %s into %s/%s", PolicyFile, f.Account, PolicyRepository)}}
	}
	findings := []Finding{f.permission()}
	for _, b := range f.Boards {
		findings = append(findings, f.board(b)...)
	}
	if !slices.ContainsFunc(f.Boards, func(b CheckedBoard) bool { return b.Role == RoleMaintenance }) {
		findings = append(findings, Finding{HealthWarning, f.Account, "the policy names no Maintenance board", "set boards.maintenance to the board's number"})
	}
	return append(findings, f.server()...)
}

func (f CheckupFacts) permission() Finding {
	about := f.Account + ": permission for boards"
	switch f.Projects {
	case "write", "admin":
		return Finding{HealthOK, about, f.Projects, ""}
	case "read":
		return Finding{HealthWrong, about, "the app may only read boards", "give it the organisation permission Projects: read and write, and accept that for " + f.Account}
	default:
		return Finding{HealthWrong, about, "the app may not see boards", "give it the organisation permission Projects: read and write, and accept that for " + f.Account}
	}
}

func (f CheckupFacts) board(b CheckedBoard) []Finding {
	about := fmt.Sprintf("board %s/%d", b.Owner, b.Number)
	if b.Board.ID == "" {
		return []Finding{{HealthWrong, about, "it cannot be found", fmt.Sprintf("correct boards.%s in %s: the number is the last part of the board's address", b.Role, PolicyFile)}}
	}
	findings := []Finding{{HealthOK, about, fmt.Sprintf("it is %q, the %s board", b.Board.Title, b.Role), ""}}
	for _, field := range f.Policy.wantedFields(b.Role, f.names()) {
		if field.key == "fields."+fieldSource {
			field.options = f.teams()
		}
		findings = append(findings, field.check(about, b)...)
	}
	if b.Role == RoleMaintenance {
		findings = append(findings, automations(about, b.Board)...)
	}
	return findings
}

// names are those of the upgrades under way.
func (f CheckupFacts) names() []string {
	names := make([]string, 0, len(f.Upgrades))
	for _, u := range f.Upgrades {
		names = append(names, u.Name)
	}
	return names
}

// teams are the names of the orchestration teams.
func (f CheckupFacts) teams() []string {
	var teams []string
	for _, u := range f.Upgrades {
		if u.OrchestrationTeam != "" {
			teams = append(teams, f.Policy.TeamName(u.OrchestrationTeam))
		}
	}
	return teams
}

func (w wantedField) check(board string, b CheckedBoard) []Finding {
	if w.name == "" {
		return nil
	}
	about := fmt.Sprintf("%s, field %q", board, w.name)
	field, there := b.Board.Field(w.name)
	switch {
	case !there:
		mend := fmt.Sprintf("add %s called %q to the board, or write in boards.%s.%s what it is called there", typeName(w.types[0]), w.name, b.Role, w.key)
		return []Finding{{HealthWrong, about, "the board has no field of this name", mend}}
	case !slices.Contains(w.types, field.Type):
		mend := fmt.Sprintf("make it %s, or name another field in boards.%s.%s", typeName(w.types[0]), b.Role, w.key)
		return []Finding{{HealthWrong, about, fmt.Sprintf("it is %s, which cannot hold the values", typeName(field.Type)), mend}}
	case field.Type != FieldSingleSelect:
		return []Finding{{HealthOK, about, "it is " + typeName(field.Type), ""}}
	}
	return []Finding{w.checkOptions(about, field)}
}

func (w wantedField) checkOptions(about string, field Field) Finding {
	var lacks []string
	for _, name := range w.options {
		if _, there := field.Option(name); !there && name != "" {
			lacks = append(lacks, fmt.Sprintf("%q", name))
		}
	}
	if len(lacks) > 0 {
		slices.Sort(lacks)
		lacks = slices.Compact(lacks)
		return Finding{
			HealthWrong, about, "it lacks the options " + strings.Join(lacks, ", "),
			"add them in the settings of the field on the board's page, where no card loses its value",
		}
	}
	return Finding{HealthOK, about, "it is a single select with all options that are needed", ""}
}

func typeName(t FieldType) string {
	switch t {
	case FieldSingleSelect:
		return "a single select"
	case FieldText:
		return "a text"
	case FieldNumber:
		return "a number"
	case FieldDate:
		return "a date"
	case FieldIteration:
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

// automations are the built-in workflows that write Status or close issues.
func automations(board string, b Board) []Finding {
	var findings []Finding
	for _, w := range b.Workflows {
		if effect := automationEffects()[w.Name]; w.Enabled && effect != "" {
			findings = append(findings, Finding{
				HealthWarning, fmt.Sprintf("%s, workflow %q", board, w.Name), "it " + effect, "switch it off among the board's workflows",
			})
		}
	}
	if len(findings) == 0 {
		return []Finding{{HealthOK, board + ", workflows", "none of GitHub's own writes Status or closes issues", ""}}
	}
	return findings
}

// server is what this GitHub lacks, and what the app does without it.
func (f CheckupFacts) server() []Finding {
	var findings []Finding
	for _, feature := range []struct {
		has         bool
		name, means string
	}{
		{f.Server.ArchivedListing, "listing of archived cards", "a card that is missing on a board is found only when something happens to its issue, or by the daily look at everything"},
		{f.Server.OptionIDs, "ids of options", "the app adds no option to a field whose values are in use: people do"},
		{f.Server.Views, "views by the API", "people make the view of an upgrade"},
		{f.Server.Dependencies, "dependencies between issues", "what waits for what is kept by the app alone"},
		{f.Server.SubIssues, "sub-issues", "children are those in the lists of the roadmap issues"},
	} {
		if !feature.has {
			findings = append(findings, Finding{HealthWarning, "this GitHub, " + feature.name, "it has none: " + feature.means, ""})
		}
	}
	if len(findings) == 0 {
		return []Finding{{HealthOK, "this GitHub", "it has everything that the app uses on boards", ""}}
	}
	return findings
}
