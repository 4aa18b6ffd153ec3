package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The rules are shown with the numbers that /upgrade why names, and columns
// by the names that the policy gives them.
func TestCheckPolicyExplains(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "upkeep.yml")
	const policy = `boards: {maintenance: {number: 1, statuses: {done: Shipped, approved: Ready}, rules: [
  {status: done, when: closed}, {status: approved, when: [approved, not owner merges]}, {status: owner_review, when: approved}]}}`
	if err := os.WriteFile(file, []byte(policy), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	cmd := checkPolicyCommand()
	cmd.SetOut(&out)
	cmd.SetArgs([]string{file, "--explain"})
	if err := cmd.Execute(); err != nil {
		t.Fatal(err)
	}
	const want = `
The first rule that holds decides on Status:

RULE  COLUMN          WHEN
1     Shipped         closed
2     Ready           approved, not owner merges
3     Owner Review *  approved
4     Todo            otherwise

* passed over where the board has no such column; name it under statuses to be told.
`
	if _, got, _ := strings.Cut(out.String(), "mode plan.\n"); got != want {
		t.Errorf("shows:\n%s\nwant:\n%s", got, want)
	}
}

const wrongPolicy = `mod: plan
boards: {maintenance: 51}
upgrades:
  - roadmap: https://github.com/openedx/platform-roadmap/issues/283
    name: Django 5.2
    mode: activ
runbook: |
  - [ ] Book the room <!-- rule: mile-stone -->
`

// checked is what check-policy says about a text on standard input.
func checked(t *testing.T, text string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	cmd := checkPolicyCommand()
	cmd.SetIn(strings.NewReader(text))
	cmd.SetOut(&out)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(append(args, "--org", "openedx", "-"))
	if err := cmd.Execute(); (err != nil) != (text == wrongPolicy) {
		t.Errorf("ended with %v", err)
	}
	return out.String()
}

// Every problem comes with its place, its line of the file and what to write.
func TestCheckPolicyShowsProblems(t *testing.T) {
	t.Parallel()
	const want = `standard input:1:1: mod: unknown key
    1 | mod: plan
      | ^
    To mend it: write mode in place of mod
standard input:4:5: upgrades[0].orchestration_team: is missing
    4 |   - roadmap: https://github.com/openedx/platform-roadmap/issues/283
      |     ^
    To mend it: add, for example, orchestration_team: arbi-bom
standard input:4:14: upgrades[0].roadmap: must not be an address
    4 |   - roadmap: https://github.com/openedx/platform-roadmap/issues/283
      |              ^
    To mend it: write roadmap: openedx/platform-roadmap#283
standard input:6:11: upgrades[0].mode: must be plan or active, not "activ"
    6 |     mode: activ
      |           ^
    To mend it: write mode: active
standard input:8: runbook: there is no rule "mile-stone"
    8 |   - [ ] Book the room <!-- rule: mile-stone -->
    To mend it: write <!-- rule: milestone -->
`
	if diff := cmp.Diff(want, checked(t, wrongPolicy)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Programs rely on the names of the fields.
func TestCheckPolicyAsJSON(t *testing.T) {
	t.Parallel()
	const begins = `{
  "file": "standard input",
  "valid": false,
  "mode": "",
  "upgrades": 0,
  "problems": [
    {
      "line": 1,
      "column": 1,
      "path": "mod",
      "message": "unknown key",
      "mend": "write mode in place of mod"
    },
`
	if got := checked(t, wrongPolicy, "--format", "json"); !strings.HasPrefix(got, begins) || strings.Count(got, `"mend"`) != 5 {
		t.Errorf("JSON:\n%s", got)
	}
	const valid = `{
  "file": "standard input",
  "valid": true,
  "mode": "active",
  "upgrades": 0,
  "problems": []
}
`
	if diff := cmp.Diff(valid, checked(t, "mode: active\n", "--format", "json")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
