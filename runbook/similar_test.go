package runbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

func TestWhatIsMerelySimilarIsProposed(t *testing.T) {
	t.Parallel()
	m := usual()
	for text, want := range map[string]string{
		"Deploy all services":                                                                  "services-deployed",
		"Do not deploy all of the updated services":                                            "services-deployed",
		"Don’t deploy all of the updated services":                                             "services-deployed",
		"Deploy not all of the updated services":                                               "services-deployed",
		"Deploy all of the updated Java services":                                              "services-deployed",
		"Create one issue per impacted repo":                                                   "child-issues",
		"Add a target date to the roadmap issue and say why":                                   "target-date",
		"Link the documentation from the roadmap issue":                                        "documentation",
		"Link the roadmap issue from the documentation":                                        "documentation-back",
		"Announce that the upgrade has come to completion":                                     "completion",
		"Announce: owners read the instructions and choose upgrade levels for each repository": "announcement",
		"Bring every service that was upgraded into production by Friday":                      "services-deployed",
		"Remove CI matrix entries for Python 3.8":                                              "ci-matrix",
	} {
		if diff := cmp.Diff("proposed "+want, matched(m, text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestOtherItemsAreNoSteps(t *testing.T) {
	t.Parallel()
	m := runbook.NewMatcher(other(), runbook.Runbook{})
	for _, text := range []string{
		"", "#5", "~~#5~~ N/A", "https://github.com/o/r/issues/5", "o/r#1, o/r#2", "…", "(deploy all of the updated services)", "<!-- deploy all services -->",
		"credentials", "Upgrade credentials #5", "[Django 5.2 support](https://github.com/o/r/issues/1)", "Upgrade Board", "Roadmap", "Maintenance", "New",
		"Deploy credentials", "Deploy", "Add Python 3.12 to the CI matrix", "Create release of xblock", "Update documentation of xblock",
		"Node 24 upgrade: frontend-app-admin-portal", "Remove django-crum dependency", "Fix health check of notes API",
		"I have read the contribution guide", "Tests pass", "Water the plants", "Write a changelog entry", "Add a label", "Unsupported",
		"https://github.com/openedx/deploy-all-updated-services/pull/1", "Review the release notes", "Update the README", "Assign a reviewer",
	} {
		if diff := cmp.Diff("unknown", matched(m, text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// TestOnlyRunbooksHaveStepsInTheBodies reads every line of the bodies that are
// there to test lists.
func TestOnlyRunbooksHaveStepsInTheBodies(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d bodies (%v)", len(files), err)
	}
	m := usual()
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		mayHold := strings.Contains(file, "runbook") || strings.Contains(file, "step")
		for line := range strings.Lines(string(body)) {
			got, name := matched(m, line), filepath.Base(file)
			mayPropose := mayHold || strings.Contains(name, "sound-alike")
			if !mayHold && strings.HasPrefix(got, "known") || !mayPropose && got != "unknown" {
				t.Errorf("%s: %q is %s", name, line, got)
			}
		}
	}
}

func TestARenderedRunbookIsReadAgain(t *testing.T) {
	t.Parallel()
	own, problems := runbook.Parse("# Ours\n\n- [ ] Water the plants <!-- rule: label -->\n- Organise a party\n\n## End\n\n1. Deploy all of the updated services\n", other())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, book := range []runbook.Runbook{runbook.Default(runbook.Terms{}), runbook.Default(other()), own} {
		m := runbook.NewMatcher(other(), own)
		var got []string
		for _, list := range checklist.Parse(book.Markdown(), checklist.Context{Owner: "o", Repo: "r"}).Lists {
			for _, item := range list.Items {
				line := strings.Split(book.Markdown(), "\n")[item.Line-1]
				got = append(got, matched(m, strings.TrimPrefix(line, "- ")))
			}
		}
		var want []string
		for _, step := range book.Steps {
			want = append(want, "known "+step.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}
