package command_test

import (
	"strings"
	"testing"
	"time"

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

// hostile are texts that take a reader without bounds seconds. More of them are in package markdown.
func hostile() map[string]string {
	return map[string]string{
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
		"footnotes":       strings.Repeat("[^1]: a\n", size/16) + strings.Repeat("/upgrade x\n", size/22),
		"references":      "/upgrade x" + strings.Repeat(" #1,", size/4),
		"joined":          "/upgrade x " + strings.Repeat("#1,", size/3),
		"joined badly":    "/upgrade x " + strings.Repeat("#1,", size/3) + "x",
		"commas":          "/upgrade x #1" + strings.Repeat(" ,", size/2),
		"many ands":       "/upgrade x #1" + strings.Repeat(" and", size/4),
		"addresses":       "/upgrade x" + strings.Repeat(" https://github.com/o/r/issues/1", size/32),
		"links":           "/upgrade x" + strings.Repeat(" [a](https://github.com/o/r/issues/1)", size/37),
		"open links":      "/upgrade x" + strings.Repeat(` [a](b "c`, size/9),
		"open brackets":   "/upgrade x" + strings.Repeat(" [a", size/3),
		"mentions":        "/upgrade x" + strings.Repeat(" @o/t @u", size/8),
		"values":          "/upgrade x" + strings.Repeat(` a="b`, size/5),
		"dates":           "/upgrade x" + strings.Repeat(" 1 April 2026", size/13),
		"no dates":        "/upgrade x" + strings.Repeat(" 31 April 2026", size/14),
		"becauses":        "/upgrade x" + strings.Repeat(` "because`, size/9),
		"long reason":     "/upgrade x because" + strings.Repeat(` "a b`, size/5),
	}
}

// readAll reads a whole text as the arguments of one command.
func readAll(text string) {
	a := command.ReadArguments(command.Command{Text: text}, command.Context{Owner: "o", Repo: "r"})
	command.TakeDate(a.Words, tuesday)
}

func TestHostileCommentsTakeLinearTime(t *testing.T) {
	const most = 50
	limit := most * fastest(ordinary(), 0)
	for name, text := range hostile() {
		if took := fastest(text, limit); took > limit {
			t.Errorf("%s: took %v, more than %d times as long as an ordinary comment", name, took, most)
		}
	}
}

// fastest is the best of three readings; the first that is good enough ends it.
func fastest(text string, enough time.Duration) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		command.Parse(text)
		readAll(text)
		if best = min(best, time.Since(start)); best <= enough {
			break
		}
	}
	return best
}

func BenchmarkParse(b *testing.B) {
	texts := hostile()
	texts["ordinary"] = ordinary()
	texts["no command"] = strings.ReplaceAll(ordinary(), command.Prefix, "/update")
	for name, text := range texts {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				command.Parse(text)
			}
		})
	}
}

func BenchmarkReadArguments(b *testing.B) {
	for name, text := range hostile() {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				readAll(text)
			}
		})
	}
}

func BenchmarkParseTenPrefixes(b *testing.B) {
	prefixes := strings.Fields("/a /b /c /d /e /f /g /h /i /upgrade")
	text := ordinary()
	for b.Loop() {
		command.Parse(text, prefixes...)
	}
}
