package checkup

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// now is when all that these tests look at is looked at.
func now() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }

// unwell are the findings that are not ok, a line each, with the mend in brackets.
func unwell(findings []Finding) string {
	var text strings.Builder
	for _, f := range findings {
		if f.Health != OK {
			fmt.Fprintf(&text, "%s %s: %s [%s]\n", f.Health, f.About, f.Says, f.Mend)
		}
	}
	return text.String()
}

// finder is anything that tells how it stands.
type finder interface{ Findings() []Finding }

// told is what a test wants of facts: the findings that are not ok.
type told struct {
	facts finder
	want  string
}

// tell compares what facts say with what is wanted of them.
func tell(t *testing.T, tests map[string]told) {
	t.Helper()
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			findings := test.facts.Findings()
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), unwell(findings)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if test.want == "" && len(findings) == 0 {
				t.Error("nothing is said of what is well")
			}
		})
	}
}

// with is a copy of facts with a change.
func with[T any](facts T, change func(*T)) T {
	change(&facts)
	return facts
}

func TestSpansAreSaidAsPeopleSayThem(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-40 * time.Second: "40 s", 119 * time.Second: "119 s", 2 * time.Minute: "2 min", 119 * time.Minute: "119 min", 2 * time.Hour: "2 h", 50 * time.Hour: "2 days",
	} {
		if got := lasting(d); got != want {
			t.Errorf("%s is said as %q, want %q", d, got, want)
		}
	}
}

func TestFewOfManyAreNamed(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "c"}
	for most, want := range map[int]string{3: "a, b, c", 2: "a, b and 1 more", 1: "a and 2 more"} {
		if got := some(names, most); got != want {
			t.Errorf("%d of them: %q, want %q", most, got, want)
		}
	}
}

// limit is a limit as the client of GitHub tells it.
type limit struct{ error }

func (limit) LimitedUntil() time.Time { return now() }

func TestALimitIsNothingToMend(t *testing.T) {
	t.Parallel()
	want := "warning policy: it could not be looked at: GitHub limits the app until 09:00:00 UTC [look again then]\n"
	if got := unwell([]Finding{NotFoundOut("policy", fmt.Errorf("read it: %w", limit{errors.New("limited")}))}); got != want {
		t.Errorf("said %q, want %q", got, want)
	}
}
