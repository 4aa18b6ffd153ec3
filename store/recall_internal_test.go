package store

import (
	"io/fs"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every table is either recalled or named here, with those that only the one
// server needs: a new one wants a decision.
func TestEveryTableIsRecalledOrNot(t *testing.T) {
	t.Parallel()
	own := []string{
		"deliveries", "conflicts", "keys", "audits", "edits", "paces", "planned", "flags", "installations",
	}
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for _, name := range files {
		schema, err := migrationFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`CREATE TABLE (\w+)`).FindAllStringSubmatch(string(schema), -1) {
			tables = append(tables, found[1])
		}
	}
	known := slices.Concat(recalled[:], own)
	slices.Sort(tables)
	slices.Sort(known)
	if diff := cmp.Diff(known, tables); diff != "" {
		t.Errorf("known (-) and in the schema (+):\n%s", diff)
	}
}
