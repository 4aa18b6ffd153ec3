package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestFindingsAreListed(t *testing.T) {
	t.Parallel()
	all := []upgrade.Finding{
		{Health: upgrade.HealthOK, About: "board acme/1", Says: `it is "Maintenance", the maintenance board`},
		{Health: upgrade.HealthWarning, About: "this GitHub, views by the API", Says: "it has none: people make the view of an upgrade"},
		{Health: upgrade.HealthWrong, About: `board acme/1, field "Owner"`, Says: "the board has no field of this name", Mend: `add a single select called "Owner" to the board`},
	}
	tests := map[string]struct {
		findings []upgrade.Finding
		format   string
		want     string
		wrong    bool
	}{
		"text": {all, "text", `
ok       board acme/1: it is "Maintenance", the maintenance board
warning  this GitHub, views by the API: it has none: people make the view of an upgrade
wrong    board acme/1, field "Owner": the board has no field of this name
         -> add a single select called "Owner" to the board
`, true},
		"nothing wrong": {all[:1], "text", "\nok  board acme/1: it is \"Maintenance\", the maintenance board\n", false},
		"JSON": {all[2:], "json", `
[
  {
    "health": "wrong",
    "about": "board acme/1, field \"Owner\"",
    "says": "the board has no field of this name",
    "mend": "add a single select called \"Owner\" to the board"
  }
]
`, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			err := printFindings(&got, test.findings, test.format)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got.String()); diff != "" || (err != nil) != test.wrong {
				t.Errorf("error %v, want one: %t (-want +got):\n%s", err, test.wrong, diff)
			}
		})
	}
}
