package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOperationsCommandsWork runs every command that docs/operations.md shows, on
// a new database. The environment is the process's, so it is not parallel.
func TestOperationsCommandsWork(t *testing.T) {
	t.Setenv("UPKEEP_DATABASE_URL", "sqlite://"+filepath.Join(t.TempDir(), "upkeep.db"))
	text, err := os.ReadFile("docs/operations.md")
	must(t, err)
	commands := 0
	for _, fence := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		for line := range strings.Lines(fence[1]) {
			words := strings.Fields(line)
			commands++
			if words[0] != "upkeep" || run(t.Context(), words[1:]) != exitDone {
				t.Errorf("%s does not work", line)
			}
		}
	}
	if commands < 5 {
		t.Errorf("only %d commands are found", commands)
	}
}
