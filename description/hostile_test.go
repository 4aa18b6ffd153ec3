package description_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/description"
)

// TestHostileTextTakesLinearTime compares with a text that people write, so
// that a busy machine does not matter.
func TestHostileTextTakesLinearTime(t *testing.T) {
	const most, size = 50, description.Longest - 1000
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	ordinary := fastest(fill("### Timeline\n\n- [ ] [app](https://github.com/openedx/app/issues/1) and `x`\n\n"), 0)
	for name, text := range map[string]string{
		"sections":       fill(begin + "\n" + end + "\n"),
		"beginnings":     fill(begin + "\n"),
		"markers inline": fill("a " + begin),
		"questions":      fill("# Docs\n"),
		"labels":         "# Docs\n" + fill("docs: a\n"),
		"links":          "# Docs\n" + fill("http://a.b\n"),
		"dates":          "# Target date\n" + fill("9 May 2026 "),
		"open comments":  "# Target date\n" + fill("a <!-- "),
		"tildes":         "# Target date\n" + fill("~~a "),
		"blank lines":    "# Docs\n" + fill("\n"),
		"parentheses":    "# Docs\n" + fill("http://a)"),
	} {
		if took := fastest(text, most*ordinary); took > most*ordinary {
			t.Errorf("%s: took %v, more than %d times the %v of an ordinary text", name, took, most, ordinary)
		}
	}
}

// fastest is the best of three readings; the first that is good enough ends it.
func fastest(text string, enough time.Duration) time.Duration {
	best := time.Hour
	for range 3 {
		start := time.Now()
		description.Read(text)
		_, _ = description.Put(text, facts("new"), description.AfterForm)
		if best = min(best, time.Since(start)); best <= enough {
			break
		}
	}
	return best
}
