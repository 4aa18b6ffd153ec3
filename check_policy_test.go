package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
