package markdown_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/markdown"
)

func TestLinesEndAsOnGitHub(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]markdown.LineStarts{
		"":             {},
		"a":            {0},
		"a\n":          {0},
		"a\nb":         {0, 2},
		"a\r\nb\r\n":   {0, 3},
		"a\rb\r":       {0, 2},
		"\r\r\n\n\r":   {0, 1, 3, 4},
		"a\rb\r\nc\nd": {0, 2, 5, 7},
	} {
		if diff := cmp.Diff(want, markdown.Lines(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
