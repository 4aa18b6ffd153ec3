package command_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/command"
)

const size = 64 << 10 // GitHub's longest comment

// ordinary is a long comment as people write them, with commands here and there.
func ordinary() string {
	const part = "Thanks for the list, **@sue**. I looked at [credentials](https://github.com/openedx/credentials/issues/5)\n" +
		"and `tox.ini` there; see <https://example.org/log> for what `make upgrade` printed:\n\n" +
		"```\n/upgrade owner-does nothing\nERROR: could not resolve\n```\n\n" +
		"- [ ] one thing\n- [x] another, as #12 says\n\n> earlier you wrote\n> this\n\n" +
		"/upgrade owner-does \"Owner reviews and merges\"\n\n"
	return strings.Repeat(part, size/len(part))
}

func BenchmarkParse(b *testing.B) {
	for name, text := range map[string]string{
		"ordinary":        ordinary(),
		"no command":      strings.ReplaceAll(ordinary(), "/upgrade", "/update"),
		"10,000 commands": strings.Repeat("/upgrade owner-does `x`\n", 10000),
		"10,000 in quote": "> a\n" + strings.Repeat("/upgrade x\n", 10000),
		"nested quotes":   strings.Repeat(">", size) + "\n/upgrade x\n",
		"nested lists":    strings.Repeat("- ", size/4) + strings.Repeat("\n", size/2) + "/upgrade x\n",
		"open quotes":     "/upgrade" + strings.Repeat(` "a`, size/3),
		"open curly":      "/upgrade" + strings.Repeat(" “a", size/5),
		"one long word":   "/upgrade " + strings.Repeat("a", size),
		"hidden":          "/upgrade " + strings.Repeat("\u200b", size/3),
		"spaces":          strings.Repeat(" ", size) + "/upgrade",
		"HTML comments":   "a" + strings.Repeat("<!---->\n/upgrade x\n", size/19),
		"code spans":      "a" + strings.Repeat("`\n/upgrade x\n", size/13),
	} {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				command.Parse(text)
			}
		})
	}
}
