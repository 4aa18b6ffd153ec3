package store_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What is parked is listed with its reason, and read again when it is asked for;
// a payload that is gone cannot be.
func TestReplayDeliveries(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		park := func(guid string) {
			must(f.Accept(t.Context(), store.Delivery{GUID: guid, HookID: 7, Event: "issues", Payload: []byte("{}")}))(t)
			check(t, f.End(t.Context(), []store.Ending{{GUID: guid, HookID: 7, State: store.DeliveryParked, Reason: "no issue in it"}}))
		}
		park("old")
		f.pass(t, 5*24*time.Hour)
		check(t, f.Prune(t.Context()))
		park("first")
		park("second")
		listed := must(f.ParkedDeliveries(t.Context(), 10))(t)
		var got []store.ParkedDelivery
		for _, d := range listed {
			if d.Since.IsZero() {
				t.Errorf("since when is %s parked?", d.GUID)
			}
			d.Since = time.Time{}
			got = append(got, d)
		}
		same(t, "parked", []store.ParkedDelivery{
			{GUID: "old", HookID: 7, Event: "issues", Reason: "no issue in it"},
			{GUID: "first", HookID: 7, Event: "issues", Reason: "no issue in it", Kept: true},
			{GUID: "second", HookID: 7, Event: "issues", Reason: "no issue in it", Kept: true},
		}, got)
		for _, step := range []struct {
			guid string
			want int64
		}{{"old", 0}, {"nobody's", 0}, {"first", 1}, {"first", 0}, {"", 1}} {
			if n := must(f.ReplayDeliveries(t.Context(), step.guid))(t); n != step.want {
				t.Errorf("%q: %d deliveries are read again, want %d", step.guid, n, step.want)
			}
		}
		if pending := must(f.Pending(t.Context(), 10))(t); len(pending) != 2 {
			t.Errorf("pending: %v", pending)
		}
		if state, found, err := f.DeliveryState(t.Context(), "old"); state != store.DeliveryParked || !found || err != nil {
			t.Errorf("the old one is %s %t %v", state, found, err)
		}
	})
}

// A key knows which delivery asked for it, also in what follows from its run,
// until it is done.
func TestKeysKnowTheirDelivery(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		must(f.Accept(t.Context(), store.Delivery{GUID: "d1", HookID: 7, Event: "issues"}))(t)
		check(t, f.End(t.Context(), []store.Ending{{GUID: "d1", HookID: 7, State: store.DeliveryDone, Triggers: []upgrade.Trigger{trigger("issue:1")}}}))
		check(t, f.Trigger(t.Context(), trigger("issue:1"))) // nobody's
		c := claimOnly(t, f, "issue:1")
		if c.Delivery != "d1" {
			t.Errorf("claimed for %q", c.Delivery)
		}
		ctx := store.WithOrigin(t.Context(), c.Delivery)
		check(t, f.Done(ctx, c, "done", trigger("issue:2"), in(t, f, "issue:3", time.Hour)))
		if c = claimOnly(t, f, "issue:2"); c.Delivery != "d1" {
			t.Errorf("what follows was claimed for %q", c.Delivery)
		}
		check(t, f.Wait(t.Context(), c, store.WaitParked, time.Time{}, "cannot"))
		row, found, err := f.Key(t.Context(), "issue:2")
		if err != nil || !found || row.Delivery != "d1" || row.Since.IsZero() || row.Reason != "cannot" {
			t.Errorf("the parked key is %+v %t %v", row, found, err)
		}
		f.pass(t, time.Hour)
		if c = claimOnly(t, f, "issue:3"); c.Delivery != "" {
			t.Errorf("what was for later was claimed for %q", c.Delivery)
		}
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		if c = claimOnly(t, f, "issue:1"); c.Delivery != "" {
			t.Errorf("another wish of the same key was claimed for %q", c.Delivery)
		}
	})
}
