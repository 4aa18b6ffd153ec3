package command_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
)

func TestParseWithPrefixes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		prefixes, text string
		want           []string
	}{
		{"/up", "/up owner-does TBD\n/upgrade owner-does TBD", []string{"1 owner-does |TBD"}},
		{"/up /upgrade", "/up owner-does TBD\n/upgrade x\n/UP x", []string{"1 owner-does |TBD", "2? x", "3? x"}},
		{"/upgrade /up", "/upgrade owner-does TBD\n/up x\n/upgr x", []string{"1 owner-does |TBD", "2? x"}},
		{"/upgrade /upgrade-bot", "/upgrade-bot x\n/upgrade x\n/upgrade-bots x", []string{"1? x", "2? x"}},
		{"/Update", "/update x\n/UPDATE y", []string{"1? x", "2? y"}},
		{"/2-do", "/2-do x", []string{"1? x"}},
		{"/up", "/up\n/up.\n/up\u00a0x\n/up.\u00a0", []string{"1? ", "2? ", "3? x", "4? "}},
		{"/up /upgrade", "/up: x\n/upgrade: x", []string{"1! no space after /up", "2! no space after /upgrade"}},
		{"/up", "`/up x`\n\\/up x\n**/up x**", []string{"1! inline code", "2! escaped", "3! not at the start of the line"}},
		{"/up", "> /up x\n\n- /up x\n\nso\n\n    /up x", []string{"1! quote", "3! list", "7! code block"}},
		{"/up", "/u\u200bp x", []string{"1! hidden characters"}},
		{"/up", "/up.yml\n/up/x\n/up_x\n/up-x", nil},
		{"/up-", "/up- x\n/up x", []string{"1? x"}},
		{"/" + strings.Repeat("a", 39), "/" + strings.Repeat("a", 39) + " x", []string{"1? x"}},
		{"/" + strings.Repeat("a", 40), "/" + strings.Repeat("a", 40) + " x", nil},
		{"/ up /u_p /é", "/ x\nup x\n/u_p x\n/é x\n/upgrade x", nil},
	} {
		got := summary(command.Parse(c.text, strings.Fields(c.prefixes)...))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q with %s (-want +got):\n%s", c.text, c.prefixes, diff)
		}
	}
	if got := command.Parse("/upgrade x\nx", ""); len(got.Commands) > 0 || len(got.Ignored) > 0 {
		t.Errorf("an empty prefix finds %v", got)
	}
}

func TestDigestDoesNotDependOnThePrefix(t *testing.T) {
	t.Parallel()
	long, short := command.Parse("/upgrade x y", "/up", "/upgrade"), command.Parse("/up x y", "/up", "/upgrade")
	if long.Commands[0].Digest() != short.Commands[0].Digest() {
		t.Error("the same command with another prefix would run again")
	}
}

// TestEveryPrefixIsReadAlike: what /upgrade makes of a comment, another prefix makes of it.
func TestEveryPrefixIsReadAlike(t *testing.T) {
	t.Parallel()
	upgrade := regexp.MustCompile(`(?i)/upgrade`)
	for _, prefix := range []string{"/zz", "/update-2", "/" + strings.Repeat("z", 39)} {
		for _, c := range comments {
			if !upgrade.MatchString(c.text) {
				continue // the prefix itself has hidden or foreign letters
			}
			want := upgrade.ReplaceAllString(strings.Join(c.want, "\n"), prefix)
			got := strings.Join(summary(command.Parse(upgrade.ReplaceAllString(c.text, prefix), prefix, "/z")), "\n")
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with %s (-want +got):\n%s", c.name, prefix, diff)
			}
		}
	}
}
