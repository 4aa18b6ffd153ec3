package say_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/say"
)

// A passage between other text stays one block of code.
func TestPassageIsNeverAlive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(hostile(), 0, 6).Draw(t, "lines"), "\n")
		place := "From `a`:\n\n" + say.QuotePassage(text).Block() + "\n\nThe end."
		if live := say.Live(place); live != nil {
			t.Fatalf("%q comes alive in %q", live, place)
		}
		html := render(t, place)
		if strings.Count(html, "<pre") != 1 || !strings.HasSuffix(html, "</pre>\n<p>The end.</p>\n") || strings.Contains(place, "<!--") {
			t.Fatalf("%q is shown as %s", place, html)
		}
	})
}

func TestPassage(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"one":                         "```\none\n```",
		"a\r\n\r\n  - b\n":            "```\na\n\n  - b\n```",
		"```\nx\n```":                 "````\n```\nx\n```\n````",
		"\t\t" + "deep":               "```\n  deep\n```",
		"":                            "```\n\n```",
		"a\u202eb <!-- c -->":         "```\nab <! -- c -->\n```",
		strings.Repeat(" ", 40) + "x": "```\n" + strings.Repeat(" ", 12) + "x\n```",
	} {
		if got := say.QuotePassage(text).Block(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
