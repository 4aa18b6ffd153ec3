package runbook_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/runbook"
)

// other are the terms of an organisation that names everything differently,
// with words that steps have too.
func other() runbook.Terms {
	return runbook.Terms{
		Roadmap: runbook.Place{Name: "Roadmap"}, Maintenance: runbook.Place{Name: "Upgrade Board", URL: "https://github.com/orgs/o/projects/3"},
		RoadmapFields: []string{"Size", "Sponsor"}, Todo: "New", Project: "Upgrade", Source: "Team", Owner: "Maintained by", OwnerDoes: "Level",
		Label: "upkeep", HelpWanted: "good for all", External: "o/upstream",
		Documentation: runbook.Place{Name: "Upgrades (wiki)"}, Past: runbook.Place{Name: "Archive of upgrades"},
	}
}

func usual() *runbook.Matcher { return runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{}) }

// matched is what a text is taken for: "known label", "proposed label" or "unknown".
func matched(m *runbook.Matcher, text string) string {
	step, certainty := m.Match(text)
	switch certainty {
	case runbook.Known:
		return "known " + step.ID
	case runbook.Proposed:
		return "proposed " + step.ID
	default:
		return "unknown" + step.ID
	}
}

// pasted are the lines of the runbook that people paste, reduced to the words
// that matter, by the step that each of them is.
func pasted(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/pasted.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]string{}
	for _, found := range regexp.MustCompile(`(?m)^- (.+) <!-- (\S+) -->$`).FindAllStringSubmatch(string(text), -1) {
		lines[found[2]] = found[1]
	}
	if len(lines) != 41 {
		t.Fatalf("got %d lines, want 41", len(lines))
	}
	return lines
}

func TestThePastedRunbookIsKnown(t *testing.T) {
	t.Parallel()
	for _, terms := range []runbook.Terms{{}, other()} {
		m := runbook.NewMatcher(terms, runbook.Runbook{})
		for id, line := range pasted(t) {
			if diff := cmp.Diff("known "+id, matched(m, line)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", line, diff)
			}
		}
	}
}

func TestEveryStepOfTheDefaultIsKnown(t *testing.T) {
	t.Parallel()
	for _, written := range []runbook.Terms{{}, other(), {External: "o/r"}, {Maintenance: runbook.Place{Name: "Chores"}, Label: "toil"}} {
		for _, read := range []runbook.Terms{{}, written} {
			m := runbook.NewMatcher(read, runbook.Runbook{})
			for _, step := range runbook.Default(written).Steps {
				if cmp.Equal(read, runbook.Terms{}) && cmp.Equal(written, other()) {
					continue // its names are words of steps: only those who have these terms can know
				}
				if diff := cmp.Diff("known "+step.ID, matched(m, step.Text)); diff != "" {
					t.Errorf("%q (-want +got):\n%s", step.Text, diff)
				}
			}
		}
	}
}

func TestVariantsOfAStepAreKnown(t *testing.T) {
	t.Parallel()
	m := usual()
	for text, want := range map[string]string{
		"Deploy all of the updated services":                           "services-deployed",
		"[x] deploy ALL of the updated services.":                      "services-deployed",
		"- [ ] **Deploy** all of the `updated` services":               "services-deployed",
		"Deploy all of the updated services #90":                       "services-deployed",
		"Deploy all of the updated services (o/r#90)":                  "services-deployed",
		"Deploy all of the updated services: https://example.org/a(b)": "services-deployed",
		"Deploy all of the updated services ([ticket](https://a.b/c))": "services-deployed",
		"Deploy all of the updated services ABC-123":                   "services-deployed",
		"Deploy all of the updated services – done on Tuesday":         "services-deployed",
		"Deploy all of the updated services - see ticket":              "services-deployed",
		"Deploy all of the updated services ✅ done":                    "services-deployed",
		"~~Deploy all of the updated services~~ N/A":                   "services-deployed",
		"~~Deploy all of the updated services~~ (not our business)":    "services-deployed",
		"Select an orchestration team":                                 "team-chosen",
		"Select an ‘orchestration’ team":                               "team-chosen",
		"Add the \"chores\" label to the roadmap issue":                "label",
		"Create a new view in the Chores of Acme project board that filters down to only the issues in this upgrade project": "view",
		"Remove the Acme project board view/tab created for the upgrade":                                                     "view-removed",
	} {
		if diff := cmp.Diff("known "+want, matched(m, text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
