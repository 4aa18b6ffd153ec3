package runbook_test

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/markdown"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

var update = flag.Bool("update", false, "write the golden files anew; read them before they are accepted")

func TestTheDefaultRunbook(t *testing.T) {
	t.Parallel()
	for file, terms := range map[string]runbook.Terms{"testdata/default.golden": {}, "testdata/other-terms.golden": other()} {
		got := runbook.Default(terms).Markdown()
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func TestTheDefaultCoversEveryPastedStep(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, step := range runbook.Default(runbook.Terms{}).Steps {
		if slices.Contains(ids, step.ID) {
			t.Errorf("two steps are called %s", step.ID)
		}
		if step.Section == "" {
			t.Errorf("step %s has no section", step.ID)
		}
		ids = append(ids, step.ID)
	}
	for id := range pasted(t) {
		if !slices.Contains(ids, id) {
			t.Errorf("there is no step %s", id)
		}
	}
}

func TestWhateverTheTermsAreNothingInTheRunbookComesAlive(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"`", "``a``", "a\n- [ ] b", "a\r\n\r\n# c", "@team", "#5", "o/r#5", "<!-- x -->", "](https://a.b)", "|", "/upgrade halt", strings.Repeat("long ", 100)} {
		place := runbook.Place{Name: bad, URL: "https://example.org/" + bad}
		terms := runbook.Terms{
			Roadmap: place, Maintenance: place, RoadmapFields: []string{bad, bad}, Todo: bad, Project: bad, Source: bad, Owner: bad,
			OwnerDoes: bad, Label: bad, HelpWanted: bad, External: bad, Documentation: place, Past: place,
		}
		text := runbook.Default(terms).Markdown()
		if live := say.Live(text); len(live) > 0 {
			t.Errorf("%q: %q comes alive", bad, live)
		}
		boxes := regexp.MustCompile(`(?m)^- \[ \] `).FindAllString(text, -1)
		if want := len(runbook.Default(runbook.Terms{}).Steps); len(boxes) != want {
			t.Errorf("%q: %d items, want %d", bad, len(boxes), want)
		}
		if !strings.Contains(markdown.Parse(text).LineText(1), "Runbook") {
			t.Errorf("%q: the heading is gone", bad)
		}
	}
}

func TestAddressesAreLinksOnlyIfTheyAreSafe(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://example.org/orgs/o/projects/3?pane=info": true, "": false, "http://example.org": false, "https:": false,
		"javascript:alert(1)": false, "https://a:b@example.org": false, "https://example.org/a)b": false, "https://example.org/a b": false,
		"https://example.org/`": false, "https://example.org/<": false, "https://example.org/\n": false,
	} {
		text := runbook.Default(runbook.Terms{Maintenance: runbook.Place{Name: "M", URL: address}}).Markdown()
		if got := strings.Contains(text, "[`M`]("+address+")"); got != want || !want && strings.Contains(text, "`M`]") {
			t.Errorf("%q is a link: %t, want %t", address, got, want)
		}
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	used := map[runbook.RuleName]bool{}
	for _, step := range runbook.Default(runbook.Terms{}).Steps {
		used[step.Rule.Name] = true
	}
	for _, rule := range runbook.Rules() {
		if !used[rule.Name] {
			t.Errorf("no step has the rule %s", rule.Name)
		}
		if rule.Lasting != runbook.Once && rule.Lasting != runbook.While {
			t.Errorf("rule %s is neither once nor while", rule.Name)
		}
		if !regexp.MustCompile(`^[A-Z].*[a-z]\.$`).MatchString(rule.Means) {
			t.Errorf("rule %s does not say in a sentence what it means", rule.Name)
		}
		exists := slices.ContainsFunc(command.Table(), func(s command.Spec) bool { return s.Name == rule.Command })
		if rule.Command != "" && !exists {
			t.Errorf("rule %s names a command %q, which does not exist", rule.Name, rule.Command)
		}
	}
}

func TestWhoDoesAStep(t *testing.T) {
	t.Parallel()
	got := map[string]runbook.By{}
	for _, step := range runbook.Default(runbook.Terms{}).Steps {
		if slices.Contains([]string{"label", "target-date", "retrospective"}, step.ID) {
			got[step.ID] = step.By()
		}
	}
	want := map[string]runbook.By{"label": runbook.ByRule, "target-date": runbook.ByCommand, "retrospective": runbook.ByPerson}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
