package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheckRunbookShowsWhoVerifiesAStep(t *testing.T) {
	t.Parallel()
	const text = "# Before\n- Water the plants\n- Pick a day <!-- rule: target-date -->\n- Name the team of orchestration\n# After\n- Mark the roadmap issue for the upgrade as complete\n"
	var shown strings.Builder
	if err := checkRunbook(&shown, "own.md", text); err != nil {
		t.Fatal(err)
	}
	want := `VERIFIED BY         COUNTS  SECTION  STEP
a person                    Before   Water the plants
target-date         while   Before   Pick a day
a person; or team?          Before   Name the team of orchestration
roadmap-closed      while   After    Mark the roadmap issue for the upgrade as complete
`
	if diff := cmp.Diff(want, shown.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCheckRunbookNamesEveryProblem(t *testing.T) {
	t.Parallel()
	var shown strings.Builder
	err := checkRunbook(&shown, "own.md", "- one <!-- rule: vieww -->\n- two <!-- rule: x -->\n")
	if err == nil || err.Error() != "own.md has 2 problems" {
		t.Errorf("got the error %v", err)
	}
	want := "own.md:1: there is no rule \"vieww\"; write <!-- rule: view -->\nown.md:2: there is no rule \"x\"; take the comment out; upkeep check-runbook --help lists the rules\n"
	if diff := cmp.Diff(want, shown.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
