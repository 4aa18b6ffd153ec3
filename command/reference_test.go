package command_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
)

func TestDocumentationIsFresh(t *testing.T) {
	t.Parallel()
	const regenerate = "go run . commands --format markdown > docs/commands.md"
	held, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatalf("%v\nTo make it, run in the folder of go.mod:\n\t%s", err, regenerate)
	}
	if diff := cmp.Diff(string(held), command.Markdown(command.Table())); diff != "" {
		t.Errorf("docs/commands.md is stale. To make it anew, run in the folder of go.mod:\n\t%s\n(-held +wanted):\n%s", regenerate, diff)
	}
}

// Two commands that leave out everything that may be left out, and one that does not.
func specs() []command.Spec {
	return []command.Spec{
		{
			Name: "exempt", Usage: "/upgrade exempt [until <date>] because …", Summary: "Leave it out.", Differs: "Unlike `remove`, it stays listed.",
			Examples: []string{"/upgrade exempt because old"}, Who: []command.Role{command.RoleOrchestration, command.RoleOwner},
			Where: command.OnChild, Takes: []command.Object{command.Issues},
		},
		{Name: "help", Usage: "/upgrade help", Summary: "Help.", Who: []command.Role{command.RoleAnyone}, Where: command.Anywhere},
		{Name: "claim", Usage: "/upgrade claim", Summary: "Take it.", Who: []command.Role{command.RoleWrite}, Where: command.OnChild},
	}
}

func TestMarkdownTellsEverythingOfACommand(t *testing.T) {
	t.Parallel()
	got := command.Markdown(specs())
	want := "\n## On a child\n\n### exempt\n\nLeave it out.\n\n```\n/upgrade exempt [until <date>] because …\n```\n\n" +
		"Unlike `remove`, it stays listed.\n\nFor example:\n\n```\n/upgrade exempt because old\n```\n\n" +
		"- Who may by default: the repository's owner or owning team and the orchestration team.\n- Where: on a child.\n" +
		"\n### claim\n\nTake it.\n\n```\n/upgrade claim\n```\n\n" +
		"- Who may by default: people who may write to the repository.\n- Where: on a child.\n" +
		"\n## On every issue of an upgrade\n\n### help\n"
	if !strings.Contains(got, want) {
		t.Errorf("want within it:\n%s\ngot:\n%s", want, got)
	}
	const links = "- On a child: [`exempt`](#exempt), [`claim`](#claim)\n- On every issue of an upgrade: [`help`](#help)\n"
	if !strings.Contains(got, links) {
		t.Errorf("want within it:\n%s\ngot:\n%s", links, got)
	}
}

func TestJSONKeepsItsNamesAndHasNoNull(t *testing.T) {
	t.Parallel()
	text, err := command.JSON(specs()[:2])
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	type list = []any
	want := map[string]any{"prefix": "/upgrade", "commands": list{
		map[string]any{
			"name": "exempt", "usage": "/upgrade exempt [until <date>] because …", "summary": "Leave it out.",
			"differs": "Unlike `remove`, it stays listed.", "examples": list{"/upgrade exempt because old"},
			"roles": list{"orchestration", "owner"}, "who_may": "the repository's owner or owning team and the orchestration team",
			"where": "on a child", "takes": list{"issues"},
		},
		map[string]any{
			"name": "help", "usage": "/upgrade help", "summary": "Help.", "differs": "", "examples": list{},
			"roles": list{"anyone"}, "who_may": "everyone who may comment", "where": "on every issue of an upgrade", "takes": list{},
		},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(string(text), "<date>") {
		t.Errorf("people cannot read the angle brackets in:\n%s", text)
	}
}

func TestEveryFieldOfASpecIsTold(t *testing.T) {
	t.Parallel()
	told := []string{"Name", "Usage", "Summary", "Differs", "Examples", "Who", "Where", "Takes"}
	forDeciders := []string{"SetsField", "Administrative"}
	var fields []string
	for field := range reflect.TypeFor[command.Spec]().Fields() {
		fields = append(fields, field.Name)
	}
	if diff := cmp.Diff(append(told, forDeciders...), fields); diff != "" {
		t.Errorf("have Markdown, JSON and the page in web tell the field of Spec, then name it here:\n%s", diff)
	}
}

func TestIntroductionIsTrue(t *testing.T) {
	t.Parallel()
	shown := 0
	for line := range strings.Lines(command.Introduction()) {
		if !strings.HasPrefix(line, command.Prefix) {
			continue
		}
		shown++
		if parsed := command.Parse(line); len(parsed.Commands) != 1 || !parsed.Commands[0].Known {
			t.Errorf("the introduction shows %q, which is read as %v", line, parsed)
		}
	}
	many := command.Parse(strings.Repeat(command.Prefix+" help\n\n", 2*command.Most))
	if shown == 0 || len(many.Commands) != 20 || !strings.Contains(command.Introduction(), "The first 20 are run.") {
		t.Errorf("the introduction shows %d commands, and %d of many are kept", shown, len(many.Commands))
	}
}

func TestFormsOfTheIntroductionAreRead(t *testing.T) {
	t.Parallel()
	// shown is what the introduction has in a form, after it was found there.
	shown := func(form string) string {
		if !strings.Contains(command.Introduction(), "`"+form+"`") {
			t.Errorf("the introduction no longer shows %q; change this test with it", form)
		}
		return form
	}
	line := strings.Join([]string{
		command.Prefix + " help", shown("@login"), shown("@organisation/team"), shown("#12"), shown("owner/repository#12"),
		shown(`"Owner reviews and merges"`), shown("because nobody uses it"),
	}, " ")
	want := command.Arguments{
		Words: []string{"Owner reviews and merges"}, Users: []string{"login"}, Because: "nobody uses it",
		Teams:  []command.TeamName{{Organisation: "organisation", Slug: "team"}},
		Issues: []command.Reference{{Owner: "acme", Repo: "shop", Number: 12}, {Owner: "owner", Repo: "repository", Number: 12}},
	}
	if diff := cmp.Diff(want, command.ReadArguments(command.Parse(line).Commands[0], command.Context{Owner: "acme", Repo: "shop"})); diff != "" {
		t.Error(diff)
	}
	for _, date := range []string{"2026-04-01", "1 April 2026", "in 6 weeks"} {
		if _, ok := command.Date(shown(date), time.Date(2026, 2, 3, 0, 0, 0, 0, time.UTC)); !ok {
			t.Errorf("%q is no date", date)
		}
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		roles []command.Role
		want  string
	}{
		{nil, "nobody"},
		{[]command.Role{command.RoleAuthor}, "the author of the issue"},
		{[]command.Role{command.RolePeople, command.RoleSteward}, "the steward of the upgrade and the people named in the policy"},
		{
			[]command.Role{command.RoleOrchestration, command.RoleOwner, command.RoleWrite},
			"people who may write to the repository, the repository's owner or owning team, and the orchestration team",
		},
		{[]command.Role{command.RoleWrite, command.RoleAnyone}, "everyone who may comment"},
	} {
		if diff := cmp.Diff(test.want, command.WhoMay(test.roles)); diff != "" {
			t.Errorf("%v: %s", test.roles, diff)
		}
	}
	for _, role := range command.Roles() {
		if role.People() == string(role) {
			t.Errorf("the role %s has no words for people", role)
		}
	}
}
