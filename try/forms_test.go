package try_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEveryFormHasABody reads the table of forms beside the bodies: its
// indented lines, each a form and the bodies that have it.
func TestEveryFormHasABody(t *testing.T) {
	t.Parallel()
	table, err := os.ReadFile("../testdata/bodies/README")
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	forms := 0
	for line := range strings.Lines(string(table)) {
		form, bodies, found := strings.Cut(strings.TrimPrefix(line, "  "), ": ")
		if !strings.HasPrefix(line, "  ") {
			continue
		}
		if forms++; !found || form == "" {
			t.Errorf("%q names no body", line)
		}
		listed = append(listed, strings.Split(strings.TrimSpace(bodies), ", ")...)
	}
	slices.Sort(listed)
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || forms < 40 {
		t.Fatalf("%d forms, %v", forms, err)
	}
	var there []string
	for _, file := range files {
		there = append(there, strings.TrimSuffix(filepath.Base(file), ".md"))
	}
	slices.Sort(there)
	if diff := cmp.Diff(there, slices.Compact(listed)); diff != "" {
		t.Errorf("bodies (-there +listed):\n%s", diff)
	}
}
