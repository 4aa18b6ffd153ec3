package description_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/description"
)

// filledIn is the description that GitHub makes of the form "maintenance item".
const filledIn = `### What technology is being upgraded? Describe the nature of the upgrade, criticality, and risks (if any).

Django 4.2 to 5.2.

- a list
- of risks

### Upgrade Completion Target Date

9 October 2026, the cut of Xylon

### First Open edX Named Release With This Functionality

Xylon

### Any additional information you'd like to provide?

_No response_

### Tasks

- [ ] #1
`

func TestReadsAFilledInForm(t *testing.T) {
	t.Parallel()
	want := description.Form{
		Answers: []description.Answer{
			{Question: "What technology is being upgraded? Describe the nature of the upgrade, criticality, and risks (if any).", Text: "Django 4.2 to 5.2.\n\n- a list\n- of risks", Line: 3},
			{Question: "Upgrade Completion Target Date", Text: "9 October 2026, the cut of Xylon", Line: 10},
			{Question: "First Open edX Named Release With This Functionality", Text: "Xylon", Line: 14},
			{Question: "Any additional information you'd like to provide?", Line: 16},
			{Question: "Tasks", Text: "- [ ] #1", Line: 22},
		},
		Target:       description.Target{Date: day(2026, 10, 9), Why: "the cut of Xylon", Line: 10},
		NamedRelease: description.Words{Text: "Xylon", Line: 14},
	}
	for _, end := range []string{"\n", "\r\n", "\r"} {
		got := description.Read(strings.ReplaceAll(filledIn, "\n", end))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("line ends %q (-want +got):\n%s", end, diff)
		}
	}
}

func day(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// outline is what a form says, in one line.
func outline(form description.Form) string {
	var parts []string
	if form.Target.Line > 0 {
		parts = append(parts, fmt.Sprintf("target %d %s %q", form.Target.Line, form.Target.Date.Format(time.DateOnly), form.Target.Why))
	}
	if form.NamedRelease.Line > 0 {
		parts = append(parts, fmt.Sprintf("release %d %q", form.NamedRelease.Line, form.NamedRelease.Text))
	}
	if form.ProposedBy.Line > 0 {
		parts = append(parts, fmt.Sprintf("by %d %q", form.ProposedBy.Line, form.ProposedBy.Text))
	}
	for _, link := range form.Documentation {
		parts = append(parts, fmt.Sprintf("docs %d %s", link.Line, link.Address))
	}
	for _, link := range form.Instructions {
		parts = append(parts, fmt.Sprintf("instructions %d %s", link.Line, link.Address))
	}
	for _, doubt := range form.Doubts {
		parts = append(parts, fmt.Sprintf("doubt %d reason %d", doubt.Line, doubt.Reason))
	}
	return strings.Join(parts, "; ")
}

func TestQuestionsInEveryForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want string }{
		"other levels":            {"## Named Release\nTeak\n# Proposed by:\n\nArbisoft\n", `release 2 "Teak"; by 5 "Arbisoft"`},
		"underlined":              {"Named release\n---\nTeak\n", `release 3 "Teak"`},
		"bold lines":              {"**Abstract**\nWords.\n\n**Named Release**\n\nTeak\n\n**Something else**\n\nmore\n", `release 6 "Teak"`},
		"bold lines with a colon": {"**Named Release:**\nTeak\n__Proposed By__:\nAxim\n", `release 2 "Teak"; by 4 "Axim"`},
		"a bold answer":           {"### Target date\n\n**9 October 2026**\n", `target 3 2026-10-09 ""`},
		"bold below bold":         {"**Target date**\n**9 October 2026**\n", `target 2 2026-10-09 ""`},
		"labels":                  {"Text.\nTarget date: 2026-10-09\n- **Named release**: Teak\n* Proposed by: `axim`\n", `target 2 2026-10-09 ""; release 3 "Teak"; by 4 "axim"`},
		"a label in an answer":    {"### Additional Info\n\nSee below.\nDocumentation: https://a.org/b\nMore.\n", "docs 4 https://a.org/b"},
		"a label without answer":  {"Documentation:\n- https://a.org/b\n- <https://a.org/c>\n", "docs 2 https://a.org/b; docs 3 https://a.org/c"},
		"in code":                 {"```\n### Named Release\n\nTeak\n```\n    Named release: Teak\n", ""},
		"in a quote":              {"> ### Named Release\n>\n> Teak\n", ""},
		"in a list":               {"- ### Named Release\n\n  Teak\n", ""},
		"in a comment":            {"<!--\n### Named Release\n\nTeak\n-->\n", ""},
		"hints in comments":       {"### Named Release\n<!-- such as Teak\nor Ulmo -->\n\nVerawood <!-- really -->\n", `release 5 "Verawood"`},
		"left out":                {"### Named Release\n\n_No response_\n\n### Proposed By\n\n*no response*\n", ""},
		"not decided yet":         {"### Named Release\n\nTBD\n\n### Target date\n\nn/a\n", ""},
		"struck through":          {"### Target date\n\n~~July 31, 2026~~ 9 October 2026\n", `target 3 2026-10-09 ""`},
		"answered twice":          {"### Named Release\n\nTeak\n\nNamed release: Ulmo\n", "doubt 3 reason 5; doubt 5 reason 5"},
		"the same twice":          {"### Named Release\n\nTeak\n\nNamed release: teak.\n", `release 3 "Teak"`},
		"a long answer":           {"### Named Release\n\nTeak\nor so\n", "doubt 3 reason 6"},
		"a very long answer":      {"### Named Release\n\n" + strings.Repeat("a", 201) + "\n", "doubt 3 reason 6"},
		"typographic apostrophe":  {"### Any additional information you’d like to provide?\n\n[Instructions](https://a.org/i)\n", "instructions 3 https://a.org/i"},
		"our sections are no answers": {
			"### Named Release\n\nTeak\n\n<!-- upkeep:facts begin -->\n### Target date\n2026-10-09\n\n[docs](https://a.org)\n<!-- upkeep:facts end -->\n\nmore\n",
			`release 3 "Teak"`,
		},
	} {
		if got := outline(description.Read(c.body)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestLinks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want string }{
		"by its words":        {"See the [Upgrade  *instructions*](https://a.org/i), and [Django's documentation](https://b.org).", "instructions 1 https://a.org/i"},
		"by reference":        {"### Documentation\n\n[page][p]\n\n[p]: https://a.org/p 'title'\n", "docs 3 https://a.org/p"},
		"in a sentence":       {"### Documentation\n\n(at https://a.org/p_(x)_y, or https://a.org/q.)\n", "docs 3 https://a.org/p_(x)_y; docs 3 https://a.org/q"},
		"once":                {"### Documentation\n\nhttps://a.org/p https://a.org/p\n", "docs 3 https://a.org/p"},
		"no link":             {"### Documentation\n\nask me\n", "doubt 3 reason 7"},
		"other schemes":       {"### Documentation\n\n[a](javascript:x) <mailto:a@b.org> [b](/wiki)\n", "doubt 3 reason 7"},
		"in code":             {"### Documentation\n\n`https://a.org`\n", "doubt 3 reason 7"},
		"steps are no links":  {"- [ ] Link to the [instructions](https://a.org/i)\n", ""},
		"label below heading": {"### Documentation\n\nhttps://a.org/d\nInstructions: https://a.org/i\n", "docs 3 https://a.org/d; instructions 4 https://a.org/i"},
	} {
		if got := outline(description.Read(c.body)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTargetDates(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		"9 October 2026":                `2026-10-09 ""`,
		"July 31, 2023":                 `2023-07-31 ""`,
		"May 19th, 2023":                `2023-05-19 ""`,
		"Sept. 1st 2026":                `2026-09-01 ""`,
		"1st of April 2026.":            `2026-04-01 ""`,
		"2026-10-09 (the cut of Xylon)": `2026-10-09 "the cut of Xylon"`,
		"By Friday, 9 October 2026 - Django 4.2 ends (LTS)": `2026-10-09 "Django 4.2 ends (LTS)"`,
		"9 October 2026\n\nThe **last** cut\nbefore then":   `2026-10-09 "The last cut before then"`,
		"end of Q3 2026":                    "1",
		"in 6 weeks":                        "1",
		"today":                             "1",
		"October 2026":                      "1",
		"09/10/2026":                        "1",
		"Teak":                              "1",
		"31 April 2026":                     "2",
		"2026-13-01":                        "2",
		"9 October 2026 - 11 November 2026": "3",
		"not before 9 October 2026":         "4",
		"9 October 2026 or later":           "4",
		"9 October 2026?":                   "4",
		"Teak (9 October 2026)":             "4",
		"9 October 2026 – 11 November":      "4",
	} {
		form := description.Read("### Upgrade Completion Target Date\n\n" + answer + "\n")
		got := fmt.Sprintf("%s %q", form.Target.Date.Format(time.DateOnly), form.Target.Why)
		if len(form.Doubts) > 0 {
			got = fmt.Sprint(int(form.Doubts[0].Reason))
		}
		if got != want || len(form.Doubts) > 0 && form.Target != (description.Target{}) {
			t.Errorf("%q: %s, want %s", answer, got, want)
		}
	}
}

func TestACrowdedDescriptionIsNotRead(t *testing.T) {
	t.Parallel()
	if form := description.Read("### Named Release\n\nTeak\n\n" + strings.Repeat(">", 300)); !form.Limited || form.NamedRelease.Line > 0 {
		t.Errorf("%+v", form)
	}
}

// bodies are the descriptions that the lists' golden tests share, but for those
// that leave no room for a section.
func bodies(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d bodies (%v)", len(files), err)
	}
	var all []string
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if len(body) < 20_000 {
			all = append(all, string(body))
		}
	}
	return append(all, filledIn)
}
