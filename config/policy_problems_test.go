package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestParsePolicyProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"unknown key", "mod: plan", `line 1, column 1: mod: unknown key; write mode in place of mod`},
		{"unknown and far", "colour: red", "line 1, column 1: colour: unknown key"},
		{"key twice", "mode: plan\nmode: active", "line 2, column 1: mode: is set twice, first in line 1"},
		{"list at the top", "- mode", "line 1, column 1: must be a mapping of keys to values"},
		{"merge key", "<<: {mode: plan}", "line 1, column 1: <<: unknown key"},
		{"list as key", "[a]: b", "line 1, column 1: a key must be a text"},
		{"alias", "teams: {a: &x A, b: *x}", "line 1, column 21: aliases (*name) are not read; write the value out"},
		{"tag", "mode: !!str plan", "line 1, column 7: tags (!name) are not read; write the value without it"},
		{"two documents", "mode: plan\n---\nmode: plan", "the file holds more than one YAML document"},
		{"syntax", "mode: plan\n  x: [", "line 2: not valid YAML: mapping values are not allowed in this context"},
		{"no UTF-8", "mode: \xff", "the file is not UTF-8 text"},
		{"mode", "mode: activ", `line 1, column 7: mode: must be plan or active, not "activ"; write mode: active`},
		{"mode as list", "mode: [plan]", "line 1, column 7: mode: must be a text"},
		{"mode empty", "mode:", "line 1, column 6: mode: is empty"},
		{"kind of write", "writes: {box: active}", "line 1, column 10: writes.box: unknown key"},
		{"board by address", "boards: {roadmap: {number: https://github.com/orgs/OpenedX/projects/4/views/1}}", "boards.roadmap.number: must be the board's number, not its address; write number: 4"},
		{"board of others by address", "boards: {roadmap: https://github.com/orgs/edx/projects/17}", "boards.roadmap: must be the board's number, not its address; write number: 17, and owner: edx"},
		{"board zero", "boards: {maintenance: 0}", `must be a whole number from 1 to 1000000, not "0"`},
		{"board negative", "boards: {maintenance: {number: -1}}", `not "-1"`},
		{"board in hex", "boards: {maintenance: {number: 0x10}}", `not "0x10"`},
		{"board huge", "boards: {maintenance: {number: 99999999999999999999}}", "must be a whole number"},
		{"board without number", "boards: {maintenance: {owner: edx}}", "boards.maintenance.number: is missing"},
		{"board's owner", "boards: {maintenance: {number: 1, owner: a/b}}", `boards.maintenance.owner: "a/b" is not the name of an organisation`},
		{"status empty", "boards: {maintenance: {number: 1, statuses: {todo: ''}}}", "boards.maintenance.statuses.todo: is empty"},
		{"status twice", "boards: {maintenance: {number: 1, statuses: {todo: done}}}", `boards.maintenance.statuses: "Done" stands for two of them`},
		{"field twice", "boards: {maintenance: {number: 1, fields: {owner_does: Owner}}}", `boards.maintenance.fields: "Owner" stands for two of them`},
		{"fact unknown", onBoardOf("facts: {Due: target day}"), `boards.maintenance.facts.Due: must be target date, can start now`},
		{"fact of upgrades", onBoardOf("facts: {Due: forecast}"), `boards.maintenance.facts.Due: must be target date`},
		{"fact of children", "boards: {roadmap: {number: 4, facts: {Kind: kind}}}", `boards.roadmap.facts.Kind: must be state,`},
		{"fact in a field that is taken", onBoardOf("facts: {Status: kind}"), "boards.maintenance.facts.Status: is one of the fields that have their value already"},
		{"facts without fields", onBoardOf("facts: [kind]"), "boards.maintenance.facts: must be a mapping"},
		{"defaults on the wrong board", onBoardOf("defaults: {Type: x}"), "boards.maintenance.defaults: unknown key"},
		{"columns on the wrong board", "boards: {roadmap: {number: 4, statuses: {done: x}}}", "boards.roadmap.statuses: unknown key"},
		{"default of a fact's field", "boards: {roadmap: {number: 4, facts: {S: state}, defaults: {S: x}}}", "boards.roadmap.defaults.S: shows a fact already"},
		{"default empty", "boards: {roadmap: {number: 4, defaults: {S: ''}}}", "boards.roadmap.defaults.S: is empty"},
		{"kind of child", "kinds: {operation: {labels: [a]}}", `kinds.operation: unknown key; write operations in place of operation`},
		{"kind as list", "kinds: {operations: [a]}", "kinds.operations: must be a mapping"},
		{"kind by labels", "kinds: {operations: {labels: ops}}", "kinds.operations.labels: must be a list"},
		{"kind by repository", "kinds: {operations: {repositories: ['a b']}}", `kinds.operations.repositories[0]: "a b" is not a repository`},
		{"kind without", "kinds: {operations: {without: [owner does]}}", `kinds.operations.without[0]: must be status, project`},
		{"field in lines", "boards: {maintenance: {number: 1, fields: {owner: \"a\\nb\"}}}", "must be one line"},
		{"field too long", "boards: {maintenance: {number: 1, fields: {owner: " + strings.Repeat("x", 257) + "}}}", "longer than 256"},
		{"no levels", "levels: []", "levels: is empty"},
		{"level by name", "levels: [Owner]", "levels[0]: must be a mapping"},
		{"level unnamed", "levels: [{for: other, pull_request: owner, review: owner, merge: owner}]", "levels[0].name: is missing"},
		{"level without deploy", "levels: [{name: A, pull_request: owner, review: owner, merge: owner}]", "levels[0].deploy: is missing"},
		{"level's party", "levels: [{name: A, for: other, pull_request: ownr, review: owner, merge: owner}]", `must be owner, orchestration or none, not "ownr"; write pull_request: owner`},
		{"level's kind", "levels: [{name: A, for: services, pull_request: owner, review: owner, merge: owner, deploy: owner}]", `levels[0].for: must be service, other or any, not "services"; write for: service`},
		{"level of signs", "levels: [{name: '?!', for: other, pull_request: owner, review: owner, merge: owner}]", "levels[0].name: has no letter or digit"},
		{
			"levels with one slug",
			"levels: [{name: A b, for: other, pull_request: owner, review: owner, merge: owner}, {name: a-B, for: other, pull_request: owner, review: owner, merge: owner}]",
			`levels[1]: "A b" and "a-B" are the same when typed in a command (a-b)`,
		},
		{"undecided is a level", "undecided: owner reviews", `undecided: "owner reviews" is a level too`},
		{"alias of nothing", "aliases: {diy: Owner does everythin}", `aliases.diy: there is no level "Owner does everythin"; write diy: Owner does everything`},
		{"alias without level", "aliases: {diy: {team: a}}", "aliases.diy: names no level"},
		{"alias of a wrong kind", "aliases: {diy: {service: Owner reviews}}", `aliases.diy.service: "Owner reviews" is a level for: other`},
		{"alias named as a level", "aliases: {owner-reviews: Owner offers advice}", `aliases.owner-reviews: is the same as "Owner reviews" when typed in a command`},
		{"alias named as undecided", "aliases: {tbd: Owner offers advice}", `is the same as "TBD"`},
		{"alias twice", "aliases: {a b: Owner reviews, A-B: Owner reviews}", `is the same as "a b"`},
		{"alias's team", "aliases: {diy: {team: edx/arbi, any: Owner reviews}}", `aliases.diy.team: "edx/arbi" is not a team of openedx`},
		{"team by its name", "teams: {Arbi BOM: x}", `teams.Arbi BOM: "Arbi BOM" is not a team's slug, as in its address; write arbi-bom`},
		{"team twice", "teams: {arbi: x, '@openedx/ARBI': y}", "is there twice"},
		{"team without name", "teams: {arbi: }", "teams.arbi: is empty"},
		{"repository", "repositories: {a/b/c: {kind: other}}", `repositories.a/b/c: "a/b/c" is not a repository such as owner/repo`},
		{"repository twice", "repositories: {openedx/x: {kind: other}, X: {kind: other}}", "repositories.X: is there twice"},
		{"repository's kind", "repositories: {x: {kind: any}}", `repositories.x.kind: must be service or other, not "any"`},
		{"repository's owner", "repositories: {x: {owner: user:a b}}", `repositories.x.owner: "user:a b" is not a user`},
		{"repository's owner elsewhere", "repositories: {x: {owner: '@edx/a'}}", "is not a team of openedx"},
		{"no budget", "budget: {writes_per_hour: 0}", `must be a whole number from 1 to 5000, not "0"`},
		{"large budget", "budget: {creates_per_hour: 501}", "must be a whole number from 1 to 500"},
		{"upgrades as mapping", "upgrades: {name: x}", "upgrades: must be a list"},
		{"roadmap by address", onBoard("{roadmap: 'https://github.com/openedx/platform-roadmap/issues/283#x', name: x, orchestration_team: t}"), "upgrades[0].roadmap: must not be an address; write roadmap: openedx/platform-roadmap#283"},
		{"roadmap cut by a comment", onBoard("{roadmap: openedx/platform-roadmap, name: x, orchestration_team: t}"), "upgrades[0].roadmap: must be an issue such as owner/repo#1, without a space before the #"},
		{"roadmap zero", onBoard("{roadmap: a/b#0, name: x, orchestration_team: t}"), "must be an issue"},
		{"roadmap twice", onBoard("{roadmap: a/b#1, name: x, orchestration_team: t}, {roadmap: A/B#1, name: y, orchestration_team: t}"), "upgrades[1]: A/B#1 is the roadmap issue of two upgrades"},
		{"name twice", onBoard("{roadmap: a/b#1, name: x, orchestration_team: t}, {roadmap: a/b#2, name: X, orchestration_team: t}"), `upgrades[1]: two upgrades are called "X"`},
		{"support end in words", onBoard("{roadmap: a/b#1, name: x, orchestration_team: t, support_end: April 2026}"), "upgrades[0].support_end: must be a day such as 2026-04-30"},
		{"no such day", onBoard("{roadmap: a/b#1, name: x, orchestration_team: t, support_end: 2026-02-30}"), "upgrades[0].support_end: must be a day such as 2026-04-30"},
		{"a year of the past", onBoard("{roadmap: a/b#1, name: x, orchestration_team: t, support_end: 0026-04-30}"), "upgrades[0].support_end: must be a day such as 2026-04-30"},
		{"no team", onBoard("{roadmap: a/b#1, name: x}"), "upgrades[0].orchestration_team: is missing"},
		{"nothing for an upgrade", "boards: {maintenance: 51}\nupgrades:\n-\n", "line 3, column 2: upgrades[0].name: is missing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy, problems := config.ParsePolicy("openedx", []byte(test.text))
			if len(problems) == 0 {
				t.Fatal("no problem")
			}
			var lines []string
			for _, p := range problems {
				lines = append(lines, p.String())
			}
			if text := strings.Join(lines, "\n"); !strings.Contains(text, test.want) {
				t.Errorf("problems:\n%s\nwant: %s", text, test.want)
			}
			if diff := cmp.Diff(upgrade.Policy{}, policy); diff != "" {
				t.Errorf("a policy in spite of problems:\n%s", diff)
			}
		})
	}
}

// onBoard is a policy with a board and these upgrades.
func onBoard(upgrades string) string {
	return "boards: {maintenance: 51}\nupgrades: [" + upgrades + "]"
}

func TestParsePolicyTellsAllProblemsInOrder(t *testing.T) {
	t.Parallel()
	_, problems := config.ParsePolicy("openedx", []byte(`mode: off
teams: {a: *x1}
upgrades:
  - name: x
    mode: &y on
boards: {roadmap: {number: none}}
budjet: {}
`))
	if len(problems) != 1 || !strings.Contains(problems[0].Message, "aliases") {
		t.Errorf("problems %v, want that the alias has no anchor", problems)
	}
	_, problems = config.ParsePolicy("openedx", []byte(`mode: off
teams: {a: &x1 A, b: *x1}
upgrades:
  - name: x
    mode: &y on
boards: {roadmap: {number: none}}
budjet: {}
`))
	var got []string
	for _, p := range problems {
		got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Path))
	}
	want := []string{
		"1:7 mode", "2:12 ", "2:22 ", "4:3 boards.maintenance", "4:5 upgrades[0].roadmap",
		"4:5 upgrades[0].orchestration_team", "5:11 ", "5:11 upgrades[0].mode", "6:28 boards.roadmap.number", "7:1 budjet",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s\n%v", diff, problems)
	}
}
