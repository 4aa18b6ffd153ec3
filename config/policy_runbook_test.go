package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/runbook"
)

// The organisation's words, and its own runbook, in which they are understood.
func TestParsePolicyRunbook(t *testing.T) {
	t.Parallel()
	const text = `
terms:
  roadmap: {name: Plan, url: https://example.org/plan}
  maintenance: Upkeep board
  roadmap_fields: [Type]
  label: chores
  external: acme/others
runbook: |
  ## First
  - [ ] Set the milestone <!-- rule: milestone -->
  - [ ] Book the room

  ## Last
  - Close the roadmap issue as completed
`
	got, problems := config.ParsePolicy("acme", []byte(text))
	if problems != nil {
		t.Fatal(problems)
	}
	terms := runbook.Terms{
		Roadmap: runbook.Place{Name: "Plan", URL: "https://example.org/plan"}, Maintenance: runbook.Place{Name: "Upkeep board"},
		RoadmapFields: []string{"Type"}, Label: "chores", External: "acme/others",
	}
	if diff := cmp.Diff(terms, got.Terms); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	var rules []string
	for _, step := range got.Runbook.Steps {
		rules = append(rules, step.Section+": "+string(step.Rule.Name))
	}
	if diff := cmp.Diff([]string{"First: milestone", "First: ", "Last: roadmap-closed"}, rules); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// The names of the board's fields need not be said twice.
func TestRunbookTermsAreTheBoards(t *testing.T) {
	t.Parallel()
	got, problems := config.ParsePolicy("acme", []byte("boards: {maintenance: {number: 1, fields: {project: Upgrade}}}"))
	if problems != nil || got.RunbookTerms().Project != "Upgrade" || got.RunbookTerms().Todo != "Todo" {
		t.Errorf("got %+v, %v", got.RunbookTerms(), problems)
	}
}

func TestParsePolicyRunbookProblems(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct{ text, want string }{
		"unknown term":      {"terms: {lable: x}", `terms.lable: unknown key`},
		"place, no name":    {"terms: {roadmap: {url: https://example.org}}", "terms.roadmap.name: is missing"},
		"place, no address": {"terms: {roadmap: {name: a, url: javascript}}", "terms.roadmap.url: must be an address that begins with https://"},
		"runbook as list":   {"runbook: [a]", "runbook: must be a text in Markdown"},
		"runbook empty":     {"runbook: ''", "runbook: must be a text in Markdown"},
		"runbook, no steps": {"runbook: |\n  words", "line 1: runbook: there is no step"},
		"rule unknown":      {"mode: plan\nrunbook: |\n  - [ ] One\n\n  - [ ] Two <!-- rule: mile-stone -->", `line 5: runbook: there is no rule "mile-stone"; write <!-- rule: milestone -->`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problems := config.ParsePolicy("acme", []byte(one.text))
			if len(problems) != 1 || !strings.Contains(problems[0].String(), one.want) {
				t.Errorf("got %v, want %q", problems, one.want)
			}
		})
	}
}
