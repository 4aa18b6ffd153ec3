package upgrade_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/upgrade"
)

// TestMerge is the whole truth table: every relation of the derived value to
// the base and to what is there, and every order of the two times.
func TestMerge(t *testing.T) {
	t.Parallel()
	const leave, remember, write = upgrade.VerdictLeave, upgrade.VerdictRemember, upgrade.VerdictWrite
	earlier, later := at(9, 0), at(9, 1)
	for _, row := range []struct {
		derived, current string
		base             string // "?" when it is not known
		// before, same and after are the verdicts when the deciding fact is
		// older than the current value, as old, and younger.
		before, same, after upgrade.Verdict
	}{
		{"A", "", "?", write, write, write},
		{"A", "A", "?", remember, remember, remember},
		{"A", "B", "?", remember, remember, write},
		{"A", "", "A", leave, leave, leave},
		{"A", "A", "A", leave, leave, leave},
		{"A", "B", "A", leave, leave, leave},
		{"A", "", "B", write, write, write},
		{"A", "A", "B", remember, remember, remember},
		{"A", "B", "B", write, write, write},
		{"A", "C", "B", write, write, write},
		{"A", "", "", write, write, write}, // a base that is known to be empty is a base
		{"A", "B", "", write, write, write},
		{"", "", "?", leave, leave, leave},
		{"", "B", "?", leave, leave, leave},
		{"", "B", "A", leave, leave, leave},
		{"", "", "A", leave, leave, leave},
	} {
		for _, order := range []struct {
			name             string
			decided, updated time.Time
			want             upgrade.Verdict
		}{
			{"before", earlier, later, row.before},
			{"same", later, later, row.same},
			{"after", later, earlier, row.after},
			{"no time", time.Time{}, earlier, row.before},
		} {
			m := upgrade.Merge{Derived: row.derived, DecidedAt: order.decided, Current: row.current, UpdatedAt: order.updated}
			if row.base != "?" {
				m.Base, m.Known = row.base, true
			}
			if got := m.Verdict(); got != order.want {
				t.Errorf("derived %q, current %q, base %q, decided %s: %s, want %s", row.derived, row.current, row.base, order.name, got, order.want)
			}
		}
	}
}

// TestMergeSettles applies a verdict and decides again: nothing is left to do.
func TestMergeSettles(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([]string{"", "A", "B", "C"})
		m := upgrade.Merge{
			Derived: value.Draw(t, "derived"), Current: value.Draw(t, "current"), Base: value.Draw(t, "base"),
			Known: rapid.Bool().Draw(t, "known"), DecidedAt: minute().Draw(t, "decided"), UpdatedAt: minute().Draw(t, "updated"),
		}
		switch m.Verdict() {
		case upgrade.VerdictWrite:
			m.Current, m.UpdatedAt, m.Base, m.Known = m.Derived, at(23, 0), m.Derived, true
		case upgrade.VerdictRemember:
			m.Base, m.Known = m.Derived, true
		case upgrade.VerdictLeave:
		}
		if again := m.Verdict(); again != upgrade.VerdictLeave {
			t.Fatalf("%+v: still wants to %s", m, again)
		}
	})
}

func minute() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time { return at(8, rapid.IntRange(0, 5).Draw(t, "minute")) })
}
