package upgrade

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Every row of the table "What a child's state means".
func TestStanding(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	open, completed := IssueState{}, IssueState{Closed: true, Reason: ReasonCompleted}
	notPlanned, duplicate := IssueState{Closed: true, Reason: ReasonNotPlanned}, IssueState{Closed: true, Reason: ReasonDuplicate}
	exempt := func(value string) Settings {
		return Settings{SettingExempt: {Name: SettingExempt, Value: value, Because: "frozen"}}
	}
	notAffected := Settings{SettingNotAffected: {Name: SettingNotAffected, Value: "yes", Because: "no Python"}}
	both := exempt("2026-12-01").with(notAffected[SettingNotAffected])
	for name, test := range map[string]struct {
		state    IssueState
		settings Settings
		count    Count
		until    string
		blocks   bool
	}{
		"open":                                {state: open, count: CountOpen, blocks: true},
		"closed as completed":                 {state: completed, count: CountDone},
		"closed without a reason":             {state: IssueState{Closed: true}, count: CountDone},
		"closed as not planned":               {state: notPlanned, count: CountNotDone, blocks: true},
		"closed as duplicate":                 {state: duplicate, count: CountNotDone, blocks: true},
		"reopened":                            {state: IssueState{Reason: ReasonReopened}, count: CountOpen, blocks: true},
		"exempt":                              {state: open, settings: exempt("always"), count: CountExempt},
		"exempt until a date":                 {state: open, settings: exempt("2026-12-01"), count: CountExempt, until: "2026-12-01"},
		"exempt until tomorrow":               {state: open, settings: exempt("2026-11-21"), count: CountExempt, until: "2026-11-21"},
		"exempt until today":                  {state: open, settings: exempt("2026-11-20"), count: CountOpen, blocks: true},
		"not planned and exempt":              {state: notPlanned, settings: exempt("always"), count: CountExempt},
		"not planned and exempt until today":  {state: notPlanned, settings: exempt("2026-11-20"), count: CountNotDone, blocks: true},
		"exempt and done after all":           {state: completed, settings: exempt("always"), count: CountDone},
		"exempt until what is no date":        {state: open, settings: exempt("soon"), count: CountOpen, blocks: true},
		"not affected":                        {state: open, settings: notAffected, count: CountNotAffected},
		"not affected and closed":             {state: completed, settings: notAffected, count: CountNotAffected},
		"not affected, closed as not planned": {state: notPlanned, settings: notAffected, count: CountNotAffected},
		"not affected and exempt":             {state: open, settings: both, count: CountNotAffected},
	} {
		got := standing(test.state, test.settings, now, true)
		var until string
		if !got.Until.IsZero() {
			until = got.Until.Format(time.DateOnly)
		}
		if got.Count != test.count || until != test.until || got.BlocksFinish() != test.blocks {
			t.Errorf("%s: %+v, blocks finish: %t; want %s until %q, blocks: %t", name, got, got.BlocksFinish(), test.count, test.until, test.blocks)
		}
	}
	if diff := cmp.Diff(Standing{Count: CountUnknown}, standing(open, both, now, false)); diff != "" {
		t.Errorf("not readable (-want +got):\n%s", diff)
	}
	if said := standing(open, exempt("always"), now, true).Said.Because; said != "frozen" {
		t.Errorf("the reason of an exemption is %q", said)
	}
}
