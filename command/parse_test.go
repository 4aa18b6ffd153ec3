package command_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
)

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range comments {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, summary(command.Parse(c.text))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

// summary lists commands and ignored lines in the order of their lines.
func summary(parsed command.Parsed) []string {
	var all []string
	ignored := parsed.Ignored
	for _, c := range parsed.Commands {
		for len(ignored) > 0 && ignored[0].Line < c.Line {
			all, ignored = append(all, fmt.Sprintf("%d! %s", ignored[0].Line, ignored[0].Why)), ignored[1:]
		}
		mark := "?"
		if c.Known {
			mark = ""
		}
		line := fmt.Sprintf("%d%s %s", c.Line, mark, c.Name)
		if len(c.Args) > 0 {
			line += " |" + strings.Join(c.Args, "|")
		}
		all = append(all, line)
	}
	for _, i := range ignored {
		all = append(all, fmt.Sprintf("%d! %s", i.Line, i.Why))
	}
	return all
}

func TestParseKeepsTwentyCommands(t *testing.T) {
	t.Parallel()
	parsed := command.Parse(strings.Repeat("/upgrade owner-does TBD\n", 10_000))
	if len(parsed.Commands) != command.Most || len(parsed.Ignored) != 10_000-command.Most || parsed.More != 10_000-command.Most {
		t.Fatalf("got %d commands and %d ignored lines", len(parsed.Commands), len(parsed.Ignored))
	}
	first := parsed.Ignored[0]
	if diff := cmp.Diff(command.Ignored{Line: command.Most + 1, Why: "more than 20 commands"}, first); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefusesWhatIsNestedTooDeeply(t *testing.T) {
	t.Parallel()
	parsed := command.Parse(strings.Repeat(">", 1000) + "\n\n/upgrade owner-does TBD")
	if diff := cmp.Diff([]string{"3! the comment is nested too deeply to be read"}, summary(parsed)); diff != "" {
		t.Error(diff)
	}
}

func TestSourceIsTheLineAsWritten(t *testing.T) {
	t.Parallel()
	parsed := command.Parse("Hi\r\n  /Upgrade owner-does  “Owner reviews”. \r\n")
	if diff := cmp.Diff("/Upgrade owner-does  “Owner reviews”.", parsed.Commands[0].Source); diff != "" {
		t.Error(diff)
	}
}
