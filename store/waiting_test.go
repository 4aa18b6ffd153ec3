package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
)

func TestWhatATriggerShortens(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		waiting  store.Waiting
		attempts int
		shortens bool
		urgent   bool
	}{
		{store.WaitBackoff, 1, true, false},
		{store.WaitLag, 1, true, false},
		{store.WaitParked, 0, true, false},
		{store.WaitPace, 0, false, false},
		{store.WaitPace, 0, true, true},
		{store.WaitLimit, 0, false, false},
		{store.WaitLimit, 0, false, true},
	} {
		for _, when := range []string{"after", "during"} {
			t.Run(fmt.Sprintf("%s %s the run, urgent %t", test.waiting, when, test.urgent), func(t *testing.T) {
				t.Parallel()
				onEach(t, func(t *testing.T, f fixture) {
					shortening{test.waiting, when == "during", test.shortens, test.urgent}.test(t, f, test.attempts)
				})
			})
		}
	}
}

// shortening is a wait, and the trigger that comes during the run or after it.
type shortening struct {
	waiting                  store.Waiting
	during, shortens, urgent bool
}

func (s shortening) test(t *testing.T, f fixture, attempts int) {
	waiting, wish := s.waiting, trigger("issue:1")
	wish.Urgent = s.urgent
	check(t, f.Trigger(t.Context(), trigger("issue:1")))
	c := claimOnly(t, f, "issue:1")
	if s.during {
		check(t, f.Trigger(t.Context(), wish))
	}
	until := must(f.Now(t.Context()))(t).Add(time.Hour)
	if waiting == store.WaitParked {
		until = time.Time{}
	}
	check(t, f.Wait(t.Context(), c, waiting, until, "told why"))
	if !s.during {
		rows := must(f.Keys(t.Context(), waiting))(t)
		if len(rows) != 1 || rows[0].Reason != "told why" || rows[0].NotBefore.IsZero() != (waiting == store.WaitParked) {
			t.Errorf("the keys that wait are %+v", rows)
		}
		claimNone(t, f, "it waits")
		check(t, f.Trigger(t.Context(), in(t, f, "issue:1", 24*time.Hour)))
		check(t, f.Trigger(t.Context(), wish))
	}
	if !s.shortens {
		claimNone(t, f, "triggers do not shorten it")
		if rows := must(f.Keys(t.Context(), waiting))(t); len(rows) != 1 || rows[0].Reason != "told why" {
			t.Errorf("the keys that wait are %+v", rows)
		}
		f.pass(t, time.Hour+time.Second)
	}
	if c = claimOnly(t, f, "issue:1"); c.Attempts != attempts {
		t.Errorf("%d attempts, want %d", c.Attempts, attempts)
	}
	check(t, f.Done(t.Context(), c, "done"))
	claimNone(t, f, "it is done")
	check(t, f.Trigger(t.Context(), trigger("issue:1")))
	if c = claimOnly(t, f, "issue:1"); c.Attempts != 0 {
		t.Errorf("%d attempts after success", c.Attempts)
	}
}

func TestParkedStaysParked(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		check(t, f.Wait(t.Context(), claimOnly(t, f, "issue:1"), store.WaitParked, time.Time{}, "cannot"))
		f.pass(t, 1000*time.Hour)
		claimNone(t, f, "it is parked")
		if at, some, err := f.NextDue(t.Context()); some || err != nil {
			t.Errorf("next due at %s: %v", at, err)
		}
		counts := must(f.KeyCounts(t.Context()))(t)
		same(t, "counts", map[store.Waiting]int64{store.WaitParked: 1}, counts)
	})
}
