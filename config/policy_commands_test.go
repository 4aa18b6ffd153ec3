package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

// commandsOf is the part of a policy that is about commands.
func commandsOf(p upgrade.Policy) upgrade.Policy {
	return upgrade.Policy{People: p.People, Commands: p.Commands, Prefixes: p.Prefixes, RoadmapRepositories: p.RoadmapRepositories}
}

func TestParsePolicyCommands(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text string
		want upgrade.Policy
	}{
		"nothing said": {"", upgrade.Policy{}},
		"keys alone":   {"people:\ncommands: {prefix: , who: }\nroadmap_repositories:", upgrade.Policy{}},
		"people": {
			"people: [Ann, '@ben', cy_acme, old-]",
			upgrade.Policy{People: []string{"Ann", "ben", "cy_acme", "old-"}},
		},
		"one prefix": {"commands: {prefix: /Up2date}", upgrade.Policy{Prefixes: []string{"/up2date"}}},
		"prefix and aliases": {
			"commands: {prefix: [/up, /upgrade, /" + strings.Repeat("x", 39) + "]}",
			upgrade.Policy{Prefixes: []string{"/up", "/upgrade", "/" + strings.Repeat("x", 39)}},
		},
		"who may": {
			"commands: {who: {Owner-Does: [People, steward, author]}}",
			upgrade.Policy{Commands: map[string][]command.Role{"owner-does": {command.RolePeople, command.RoleSteward, command.RoleAuthor}}},
		},
		"one role": {
			"commands: {who: {owner-does: anyone}}",
			upgrade.Policy{Commands: map[string][]command.Role{"owner-does": {command.RoleAnyone}}},
		},
		"roadmap repositories": {
			"roadmap_repositories: [Roadmap, edx/Platform.Roadmap]",
			upgrade.Policy{RoadmapRepositories: []string{"openedx/roadmap", "edx/platform.roadmap"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problems := config.ParsePolicy("openedx", []byte(test.text))
			if problems != nil {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(test.want, commandsOf(got)); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParsePolicyCommandsProblems(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"people not listed", "people: ann", "line 1, column 9: people: must be a list"},
		{"person with a space", "people:\n- ann lee", `line 2, column 3: people[0]: "ann lee" is not a person's login, as in the address of their page; write, for example, octocat`},
		{"bot", "people: ['helper[bot]']", `"helper[bot]" is not a person's login`},
		{"team for a person", "people: ['@openedx/arbi-bom']", "is not a person's login"},
		{"person too long", "people: [" + strings.Repeat("x", 40) + "]", "is not a person's login"},
		{"person empty", "people: ['']", "people[0]: is empty"},
		{"person twice", "people: [ann, Ben, '@ANN']", `people[2]: "ANN" is there twice`},
		{"many people", "people: [" + strings.Repeat("a,", 51) + "]", "people: has more than 50 entries"},
		{"unknown key", "commands: {prefixes: /x}", `line 1, column 12: commands.prefixes: unknown key; write prefix in place of prefixes`},
		{"prefix without slash", "commands: {prefix: upgrade}", `line 1, column 20: commands.prefix: must be a slash and 1 to 39 letters, digits and hyphens, not "upgrade"; write prefix: /upgrade`},
		{"prefix is a slash", "commands: {prefix: /}", `not "/"`},
		{"prefix too long", "commands: {prefix: /" + strings.Repeat("x", 40) + "}", "must be a slash and 1 to 39"},
		{"prefix of two words", "commands: {prefix: /up grade}", `not "/up grade"`},
		{"no prefix", "commands: {prefix: []}", "commands.prefix: is empty; leave it out for the default, or write, for example, prefix: /bump"},
		{"prefix twice", "commands: {prefix: [/up, /UP]}", `commands.prefix[1]: "/up" is there twice`},
		{"many prefixes", "commands: {prefix: [" + strings.Repeat("/a,", 11) + "]}", "commands.prefix: has more than 10 entries"},
		{"unknown command", "commands:\n  who:\n    owner-dose: people", `line 3, column 5: commands.who.owner-dose: there is no command "owner-dose"; write owner-does`},
		{"unknown and far", "commands: {who: {frobnicate: people}}", `there is no command "frobnicate"; take it out, or write a command that upkeep commands lists`},
		{"command twice", "commands: {who: {owner-does: people, Owner-Does: people}}", "commands.who.Owner-Does: is there twice"},
		{"unknown role", "commands: {who: {owner-does: [peeple]}}", `line 1, column 31: commands.who.owner-does[0]: must be anyone, write, owner, author, orchestration, steward or people, not "peeple"; write people`},
		{"role twice", "commands: {who: {owner-does: [write, Write]}}", `commands.who.owner-does[1]: "write" is there twice`},
		{"nobody", "commands: {who: {owner-does: []}}", "commands.who.owner-does: is empty; leave it out for the default"},
		{"no roles", "commands: {who: {owner-does: }}", "commands.who.owner-does: is empty; write, for example, owner-does: owner, or take the key out"},
		{"roles as mapping", "commands: {who: {owner-does: {people: yes}}}", "commands.who.owner-does: must be a list"},
		{"roadmap repository", "roadmap_repositories: [a/b/c]", `roadmap_repositories[0]: "a/b/c" is not a repository such as owner/repo`},
		{"roadmap repository twice", "roadmap_repositories: [openedx/x, X]", `roadmap_repositories[1]: "openedx/x" is there twice`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			policy, problems := config.ParsePolicy("openedx", []byte(test.text))
			var lines []string
			for _, p := range problems {
				lines = append(lines, p.String())
			}
			if text := strings.Join(lines, "\n") + "\n"; !strings.Contains(text, test.want) {
				t.Errorf("problems:\n%s\nwant: %s", text, test.want)
			}
			if diff := cmp.Diff(upgrade.Policy{}, policy); diff != "" {
				t.Errorf("a policy in spite of problems:\n%s", diff)
			}
		})
	}
}
