package command_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
)

func digests(text string) []string {
	var all []string
	for _, c := range command.Parse(text).Commands {
		all = append(all, c.Digest())
	}
	return all
}

func TestDigestSurvivesEditsAroundACommand(t *testing.T) {
	t.Parallel()
	before := digests("/upgrade owner-does \"Owner reviews\"\n")
	for name, edited := range map[string]string{
		"moved down":       "Sorry, typo below.\n\n/upgrade owner-does \"Owner reviews\"\n",
		"other quotes":     "/upgrade owner-does “Owner reviews”\n",
		"other space":      "  /upgrade  owner-does\u00a0\"Owner reviews\"\r\n",
		"other case, stop": "/Upgrade OWNER-DOES \"Owner reviews\".\n",
	} {
		if diff := cmp.Diff(before, digests(edited)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDigestTellsCommandsApart(t *testing.T) {
	t.Parallel()
	all := digests(strings.Join([]string{
		"/upgrade", "/upgrade x", "/upgrade x y", `/upgrade x "y z"`, "/upgrade x y z", "/upgrade x Y",
		`/upgrade x ""`, "/upgrade x", "/upgrade x",
	}, "\n"))
	distinct := slices.Compact(slices.Sorted(slices.Values(all)))
	if len(all) != 9 || len(distinct) != len(all) {
		t.Errorf("got %d digests of which %d differ, want 9 different ones", len(all), len(distinct))
	}
}

func TestRepeatedCommandRunsOnceMoreAfterAnEdit(t *testing.T) {
	t.Parallel()
	before := digests("/upgrade x\n")
	after := digests("/upgrade x\n\n/upgrade x\n")
	if before[0] != after[0] || slices.Contains(before, after[1]) {
		t.Error("an edit that repeats a command must add one digest and keep the other")
	}
}

func TestDigestIsStable(t *testing.T) {
	t.Parallel()
	// Digests are stored: a change here makes answered commands run again.
	got := command.Command{Name: "owner-does", Args: []string{"arbi-bom"}}.Digest()
	if diff := cmp.Diff("be5beb53c5d97e1b218e6bceaf3fe3e3", got); diff != "" {
		t.Error(diff)
	}
}

func TestTable(t *testing.T) {
	t.Parallel()
	for _, spec := range command.Table() {
		if !command.Known(spec.Name) || spec.Summary == "" || len(spec.Who) == 0 || spec.Where == "" {
			t.Errorf("%s: something is left out", spec.Name)
		}
		if !strings.HasPrefix(spec.Usage, command.Prefix+" "+spec.Name) {
			t.Errorf("%s: usage %q does not show the command", spec.Name, spec.Usage)
		}
		for _, example := range spec.Examples {
			parsed := command.Parse(example)
			if len(parsed.Commands) != 1 || parsed.Commands[0].Name != spec.Name {
				t.Errorf("%s: example %q is read as %v", spec.Name, example, parsed)
			}
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"owner-dose": "owner-does", "ownerdoes": "owner-does", "owners-do": "owner-does", "owner": "owner-does",
		"Owner_Does": "owner-does", "own": "owner-does", "ow": "", "": "", "frobnicate": "",
		strings.Repeat("owner-does", 1000): "",
	} {
		if got := command.Suggest(name); got != want {
			t.Errorf("Suggest(%.20q) = %q, want %q", name, got, want)
		}
	}
}
