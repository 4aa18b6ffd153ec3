package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOperationsCommandsWork runs every command that docs/operations.md shows, on
// a new database; without one, they make none. The environment is the process's,
// so it is not parallel.
func TestOperationsCommandsWork(t *testing.T) {
	file := filepath.Join(t.TempDir(), "upkeep.db")
	t.Setenv("UPKEEP_DATABASE_URL", "sqlite://"+file)
	for _, command := range []string{"halt", "parked", "plan", "resync", "replay --all"} {
		if run(t.Context(), strings.Fields(command)) != exitFailed {
			t.Errorf("%s works without a database", command)
		}
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database was made: %v", err)
	}
	if run(t.Context(), []string{"migrate"}) != exitDone {
		t.Error("there is no database")
	}
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
