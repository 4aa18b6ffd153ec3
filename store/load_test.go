package store_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What is due is told by installation, with the longest wait; what is taken up,
// done or for later is not.
func TestLoads(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		due := func(key string, installation int64) upgrade.Trigger {
			return upgrade.Trigger{Key: upgrade.Key("issue:" + key), Installation: installation}
		}
		check(t, f.Trigger(t.Context(), due("taken", 3)))
		claimOnly(t, f, "issue:taken")
		check(t, f.Trigger(t.Context(), due("old", 1)))
		f.pass(t, time.Minute)
		check(t, f.Trigger(t.Context(), due("new", 1), due("other", 2), in(t, f, "issue:later", time.Hour)))
		f.pass(t, time.Second)

		loads := must(f.Loads(t.Context()))(t)
		for n, least := range []time.Duration{61 * time.Second, time.Second} {
			if n < len(loads) && loads[n].Oldest >= least && loads[n].Oldest < least+20*time.Second {
				loads[n].Oldest = least
			}
		}
		same(t, "loads", []store.Load{
			{Installation: 1, Keys: 2, Oldest: 61 * time.Second}, {Installation: 2, Keys: 1, Oldest: time.Second},
		}, loads)
	})
}

// Deliveries that have ended wait no more.
func TestUnread(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		if age := must(f.Unread(t.Context()))(t); age != 0 {
			t.Errorf("nothing has waited for %s", age)
		}
		received := must(f.Now(t.Context()))(t).Add(-time.Hour)
		for _, guid := range []string{"first", "second"} {
			must(f.Accept(t.Context(), store.Delivery{GUID: guid, HookID: 1, Event: "issues", ReceivedAt: received}))(t)
			received = received.Add(time.Minute)
		}
		for _, want := range []time.Duration{time.Hour, 59 * time.Minute} {
			if age := must(f.Unread(t.Context()))(t); age < want || age > want+20*time.Second {
				t.Errorf("the oldest has waited for %s, want %s", age, want)
			}
			check(t, f.End(t.Context(), []store.Ending{{GUID: "first", HookID: 1, State: store.DeliveryDone}}))
		}
	})
}

func TestPlannedCounts(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		c := claimOnly(t, f, "issue:1")
		check(t, f.SavePlanned(t.Context(), c, []store.Planned{{Kind: "fields"}, {Kind: "boxes"}, {Kind: "fields"}}))
		same(t, "counts", map[string]int64{"fields": 2, "boxes": 1}, must(f.PlannedCounts(t.Context()))(t))
	})
}
