package markdown_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

const size = 64 << 10 // GitHub's longest comment or description

// hostile are texts of 64 KB that take a parser without bounds seconds.
func hostile() map[string]string {
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	deeper := func(unit, marker, end string) string {
		var text strings.Builder
		for line := 0; text.Len() < size; line++ {
			text.WriteString(strings.Repeat(unit, line) + marker + "a\n" + end)
		}
		return text.String()
	}
	runs := func(filler string) string {
		var text strings.Builder
		for run := 1; run < 250; run++ {
			text.WriteString(strings.Repeat("`", run) + "a")
		}
		return text.String() + strings.Repeat(filler, (size-text.Len())/len(filler))
	}
	return map[string]string{
		"quotes on a line":          fill(">"),
		"quotes on each line":       strings.Repeat(strings.Repeat(">", 255)+"\n", size/256),
		"lists on a line":           fill("- "),
		"lists, then blank lines":   strings.Repeat("- ", size/4) + strings.Repeat("\n", size/2),
		"lists on each line":        strings.Repeat(strings.Repeat("- ", 127)+"\n", size/255),
		"numbers on a line":         fill("1. "),
		"deeper lists":              deeper("  ", "- ", ""),
		"deeper lists by tab":       deeper("\t", "-   ", ""),
		"deeper lists, blank lines": deeper("  ", "- ", "\n\n\n"),
		"deep lists, blank lines":   deeper("  ", "- ", "")[:size/2] + strings.Repeat("\n", size/2),
		"quotes in lists":           fill("- > "),
		"open brackets":             fill("["),
		"bracket pairs":             strings.Repeat("[", size/2) + strings.Repeat("]", size/2),
		"empty brackets":            fill("[]"),
		"open destinations":         fill("[a](<b"),
		"open titles":               fill("[a](b \"c"),
		"open labels":               fill("[a][b"),
		"images":                    fill("![a]("),
		"definitions":               fill("[a]: b\n"),
		"definitions, open title":   fill("[a]: b (\n"),
		"definitions by line":       fill("[a\n]:\nb\n"),
		"runs of backticks":         runs("a"),
		"backticks and lines":       runs("a\n"),
		"backticks by line":         fill("`\n``\n"),
		"open tags":                 fill("<a "),
		"open attributes":           fill("<a b='c "),
		"closing tags":              fill("</a "),
		"open comments":             fill("<!-- a "),
		"open comments by line":     fill("a <!--\n"),
		"open instructions":         fill("a <?\n"),
		"open declarations":         fill("a <!X\n"),
		"open CDATA":                fill("a <![CDATA[\n"),
		"addresses":                 fill("<a:"),
		"mail addresses":            fill("<a@"),
		"wide table":                "|" + strings.Repeat("a|", 9000) + "\n|" + strings.Repeat("-|", 9000) + "\n" + strings.Repeat("a\n", 14000),
		"tables that fit nothing":   fill("a\n-|-\n"),
		"underlines":                fill("a\n=\n"),
		"fences":                    fill("```\n"),
		"open fences":               fill("~~~ a\n> ~~~\n"),
		"emphasis":                  fill("*a_ "),
		"emphasis that never ends":  strings.Repeat("*a ", size/6) + strings.Repeat("b_ ", size/6),
		"strikethrough":             strings.Repeat("~~a ", size/8) + strings.Repeat("b* ", size/8),
		"backslashes":               fill("\\"),
		"carriage returns":          fill("a\r"),
		"zero bytes":                fill("\x00"),
		"entities":                  fill("&#"),
	}
}

// TestHostileTextTakesLinearTime compares with a text that people write, so
// that a busy machine does not matter: without the bounds the worst take a
// hundred times as long and more.
func TestHostileTextTakesLinearTime(t *testing.T) {
	const most = 50
	ordinary := fastest(strings.Repeat("- [ ] [app](https://github.com/openedx/app/issues/1) and `x`\n", size/61), 0)
	for name, text := range hostile() {
		if took := fastest(text, most*ordinary); took > most*ordinary {
			t.Errorf("%s: took %v, more than %d times the %v of an ordinary text", name, took, most, ordinary)
		}
	}
}

// fastest is the best of ten readings; the first that is good enough ends it.
// A styled reading does all that a plain one does.
func fastest(text string, enough time.Duration) time.Duration {
	best := time.Hour
	for range 10 {
		start := time.Now()
		markdown.ParseStyled(text)
		if best = min(best, time.Since(start)); best <= enough {
			break
		}
	}
	return best
}

func BenchmarkHostile(b *testing.B) {
	for name, text := range hostile() {
		b.Run(strings.ReplaceAll(name, " ", "_"), func(b *testing.B) {
			for b.Loop() {
				markdown.Parse(text)
			}
		})
	}
}

func TestOrdinaryTextIsNotLimited(t *testing.T) {
	t.Parallel()
	item := "- [ ] [frontend-app-x](https://github.com/openedx/frontend-app-x/issues/1) and #2\r\n"
	definitions := "- [ ] [a][r1]\n\n" + strings.Repeat("[r1]: https://github.com/openedx/frontend-app/issues/1\n", 1100)
	for name, text := range map[string]string{
		"1,000 items":        strings.Repeat(item, 1000),
		"1,100 definitions":  definitions,
		"a table of 64 KB":   "| repository | owner | level |\n|---|---|---|\n" + strings.Repeat("| credentials | arbi-bom | TBD |\n", 1900),
		"a log without gaps": strings.Repeat("2026-11-03 10:15:00 [main] INFO started `x` in 3 ms\n", 60),
		"a deep list":        strings.Repeat("- ", 45) + "deep\n",
	} {
		if markdown.Parse(text).Limited {
			t.Errorf("%s: limited", name)
		}
	}
}

func TestStyledTextHasEmphasisAndStrikethrough(t *testing.T) {
	t.Parallel()
	const body = "- [ ] **a** and _b_, ~~c~~"
	if got := styles(markdown.Parse(body)); got != "" {
		t.Errorf("plain: %s", got)
	}
	if got, want := styles(markdown.ParseStyled(body)), "Emphasis Emphasis Strikethrough "; got != want {
		t.Errorf("styled: %q, want %q", got, want)
	}
	crowded := strings.Repeat("*a ", size/6) + strings.Repeat("b_ ", size/6)
	if tree := markdown.ParseStyled(crowded); !tree.Limited {
		t.Error("a crowd of marks is not limited")
	}
}

// styles names the styles in a text, in their order.
func styles(tree markdown.Tree) string {
	var kinds strings.Builder
	_ = ast.Walk(tree.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if kind := n.Kind().String(); entering && (kind == "Emphasis" || kind == "Strikethrough") {
			kinds.WriteString(kind + " ")
		}
		return ast.WalkContinue, nil
	})
	return kinds.String()
}
