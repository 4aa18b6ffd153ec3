package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
)

func TestExcerpt(t *testing.T) {
	t.Parallel()
	long := "mode: " + strings.Repeat("x", 200)
	for name, test := range map[string]struct {
		text, want   string
		line, column int
	}{
		"at a column":       {"a: 1\nmode: off\r\n", "2 | mode: off\n  |       ^", 2, 7},
		"a whole line":      {"a: 1\n", "1 | a: 1", 1, 0},
		"after the end":     {"mode:", "1 | mode:\n  |      ^", 1, 6},
		"far after the end": {"mode:", "1 | mode:", 1, 9},
		"letters, no bytes": {"é: ü\n", "1 | é: ü\n  |    ^", 1, 4},
		"nothing of a terminal": {
			"a:\t\x1b[31mred\u202e", "1 | a:  [31mred\n  |    ^", 1, 4,
		},
		"a long line": {long, "1 | " + long[:99] + "…\n  |       ^", 1, 7},
		"far into a long line": {
			long, "1 | …" + long[90:188] + "…\n  | " + strings.Repeat(" ", 60) + "^", 1, 150,
		},
		"line 10":    {strings.Repeat("\n", 9) + "x", "10 | x\n   | ^", 10, 1},
		"no line":    {"a: 1", "", 0, 0},
		"no longer":  {"a: 1", "", 2, 1},
		"no columns": {"", "1 | \n  | ^", 1, 1},
	} {
		got := config.Problem{Line: test.line, Column: test.column}.Excerpt([]byte(test.text))
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
