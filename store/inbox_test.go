package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func delivery(guid, body string) store.Delivery {
	return store.Delivery{GUID: guid, HookID: 7, Event: "issues", Payload: []byte(body), Headers: map[string]string{"X-GitHub-Event": "issues"}}
}

func TestPayloadsAreKeptByteForByte(t *testing.T) {
	t.Parallel()
	large := make([]byte, 20<<20)
	rand.NewChaCha8([32]byte{1}).Read(large) //nolint:errcheck // never fails
	payloads := map[string][]byte{
		"empty":          {},
		"nul":            []byte("{\"a\":\"\x00\\u0000\"}"),
		"lone surrogate": []byte(`{"a":"\ud800"}`),
		"not UTF-8":      {0xff, 0xfe, '\r', '\n', 0x80},
		"large":          large,
	}
	onEach(t, func(t *testing.T, f fixture) {
		for name, payload := range payloads {
			d := delivery(name, "")
			d.Payload = payload
			if got := must(f.Accept(t.Context(), d))(t); got != store.AcceptedNew {
				t.Errorf("%s: accepted as %q", name, got)
			}
			pending := must(f.Pending(t.Context(), 10))(t)
			if len(pending) != 1 || !bytes.Equal(pending[0].Payload, payload) {
				t.Errorf("%s: the payload that comes out is not the one that went in", name)
			}
			if diff := cmp.Diff(d.Headers, pending[0].Headers); diff != "" {
				t.Errorf("%s: headers: %s", name, diff)
			}
			check(t, f.End(t.Context(), []store.Ending{{GUID: name, HookID: 7, State: store.DeliveryDone}}))
		}
	})
}

func TestAcceptance(t *testing.T) {
	t.Parallel()
	otherEvent := delivery("done", "body")
	otherEvent.Event = "push"
	otherHook := delivery("done", "body")
	otherHook.HookID = 8
	onEach(t, func(t *testing.T, f fixture) {
		for _, step := range []struct {
			name string
			d    store.Delivery
			end  string
			want store.Acceptance
		}{
			{"first", delivery("done", "body"), "", store.AcceptedNew},
			{"pending", delivery("done", "body"), store.DeliveryDone, store.AcceptedKnown},
			{"done", delivery("done", "body"), "", store.AcceptedKnown},
			{"other body", delivery("done", "other"), "", store.AcceptedConflict},
			{"other body again", delivery("done", "other"), "", store.AcceptedConflict},
			{"other event", otherEvent, "", store.AcceptedConflict},
			{"other hook", otherHook, store.DeliveryIgnored, store.AcceptedNew},
			{"same body, other GUID", delivery("parked", "body"), store.DeliveryParked, store.AcceptedNew},
			{"parked", delivery("parked", "body"), "", store.AcceptedAgain},
			{"pending again", delivery("parked", "body"), "", store.AcceptedKnown},
		} {
			if got := must(f.Accept(t.Context(), step.d))(t); got != step.want {
				t.Errorf("%s: accepted as %q, want %q", step.name, got, step.want)
			}
			if step.end != "" {
				check(t, f.End(t.Context(), []store.Ending{{GUID: step.d.GUID, HookID: step.d.HookID, State: step.end}}))
			}
		}
		want := map[string]int64{"done": 1, "ignored": 1, "pending": 1, "conflict": 3}
		if diff := cmp.Diff(want, must(f.DeliveryCounts(t.Context()))(t)); diff != "" {
			t.Error(diff)
		}
		held := must(f.Held(t.Context(), []string{"done", "parked", "missing"}))(t)
		if diff := cmp.Diff(map[string]bool{"done": true, "parked": true}, held); diff != "" {
			t.Error(diff)
		}
	})
}

func TestManyAcceptAtOnce(t *testing.T) {
	t.Parallel()
	const senders, each = 32, 10
	onEach(t, func(t *testing.T, f fixture) {
		var all sync.WaitGroup
		for sender := range senders {
			all.Go(func() {
				for n := range each {
					// Every delivery comes twice, from two senders.
					got, err := f.Accept(t.Context(), delivery(fmt.Sprint(sender/2, "-", n), "body"))
					if err != nil || got != store.AcceptedNew && got != store.AcceptedKnown {
						t.Errorf("accepted as %q: %v", got, err)
					}
				}
			})
		}
		all.Wait()
		if got := len(must(f.Pending(t.Context(), 1000))(t)); got != senders*each/2 {
			t.Errorf("%d deliveries are pending, want %d", got, senders*each/2)
		}
	})
}

func TestOneBadDeliveryFailsAlone(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		bad := delivery("bad\x00", "body") // PostgreSQL refuses the character
		switch {
		case f.url == "memory:": // nothing can be made to fail from outside; TestWriterUndoesOnlyWhatFails does it
			return
		case strings.HasPrefix(f.url, "sqlite:"):
			beside(t, f.url, `CREATE TRIGGER refuse BEFORE INSERT ON deliveries WHEN NEW.guid LIKE 'bad%'
				BEGIN SELECT RAISE(ABORT, 'refused'); END`)
		}
		var all sync.WaitGroup
		for n := range 50 {
			all.Go(func() {
				if n%10 == 5 {
					if got, err := f.Accept(t.Context(), bad); err == nil {
						t.Errorf("the bad one was accepted as %q", got)
					}
					return
				}
				if got, err := f.Accept(t.Context(), delivery(fmt.Sprint(n), "body")); err != nil || got == store.AcceptedConflict {
					t.Errorf("delivery %d beside a bad one: %q, %v", n, got, err)
				}
			})
		}
		all.Wait()
		if got := len(must(f.Pending(t.Context(), 100))(t)); got != 45 {
			t.Errorf("%d deliveries are pending, want 45", got)
		}
	})
}

func TestCloseKeepsWhatWasAccepted(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		var mu sync.Mutex
		var accepted []string
		var all sync.WaitGroup
		for sender := range 8 {
			all.Go(func() {
				for n := 0; ; n++ {
					guid := fmt.Sprint(sender, "-", n)
					_, err := f.Accept(t.Context(), delivery(guid, "body"))
					if errors.Is(err, store.ErrClosed) {
						return
					}
					if err != nil {
						t.Errorf("accept while closing: %v", err)
						return
					}
					mu.Lock()
					accepted = append(accepted, guid)
					mu.Unlock()
				}
			})
		}
		for enough := false; !enough; {
			mu.Lock()
			enough = len(accepted) > 100
			mu.Unlock()
		}
		check(t, f.Close())
		all.Wait()
		if f.url == "memory:" {
			return
		}
		held := must(open(t, f.url, f.clock.Now).Held(t.Context(), accepted))(t)
		if len(held) != len(accepted) {
			t.Errorf("%d of %d accepted deliveries are there", len(held), len(accepted))
		}
	})
}

func TestPendingComesInOrderAndInPortions(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		large := strings.Repeat("x", 7<<20)
		for _, guid := range []string{"z", "a", "m", "b"} {
			must(f.Accept(t.Context(), delivery(guid, large)))(t)
		}
		guids := func(limit int) string {
			var all []string
			for _, d := range must(f.Pending(t.Context(), limit))(t) {
				all = append(all, d.GUID)
			}
			return strings.Join(all, " ")
		}
		if got := guids(2); got != "z a" {
			t.Errorf("the oldest two are %q", got)
		}
		if got := guids(100); got != "z a m" {
			t.Errorf("a portion is %q, want it to end with the one that passes 16 MB", got)
		}
	})
}

func TestEndAddsTriggersOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		must(f.Accept(t.Context(), delivery("one", "body")))(t)
		must(f.Accept(t.Context(), delivery("two", "body")))(t)
		endings := []store.Ending{
			{GUID: "one", HookID: 7, State: store.DeliveryDone, Triggers: []upgrade.Trigger{trigger("issue:1"), trigger("issue:2")}},
			{GUID: "two", HookID: 7, State: store.DeliveryIgnored, Reason: "our own write"},
		}
		check(t, f.End(t.Context(), endings))
		check(t, f.End(t.Context(), endings)) // as a second replica would
		for _, key := range must(f.Keys(t.Context(), ""))(t) {
			if key.Wanted != 1 {
				t.Errorf("%s is wanted %d times", key.Key, key.Wanted)
			}
		}
		if got := claim(t, f, 10); len(got) != 2 {
			t.Errorf("claimed %v, want both keys", got)
		}
		if left := must(f.Pending(t.Context(), 10))(t); len(left) != 0 {
			t.Errorf("%v are pending", left)
		}
	})
}

func TestPrune(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	onEach(t, func(t *testing.T, f fixture) {
		for _, guid := range []string{"pending", "parked", "done"} {
			must(f.Accept(t.Context(), delivery(guid, "body")))(t)
		}
		must(f.Accept(t.Context(), delivery("done", "other")))(t)
		check(t, f.End(t.Context(), []store.Ending{{GUID: "parked", HookID: 7, State: store.DeliveryParked}, {GUID: "done", HookID: 7, State: store.DeliveryDone}}))
		f.pass(t, 5*day)
		check(t, f.Prune(t.Context()))
		want := map[string]int64{"pending": 1, "parked": 1, "done": 1, "conflict": 1}
		if diff := cmp.Diff(want, must(f.DeliveryCounts(t.Context()))(t)); diff != "" {
			t.Errorf("after 5 days: %s", diff)
		}
		if got := must(f.Accept(t.Context(), delivery("parked", "body")))(t); got != store.AcceptedAgain {
			t.Errorf("the parked one without its payload came back as %q", got)
		}
		for _, d := range must(f.Pending(t.Context(), 10))(t) {
			if string(d.Payload) != "body" {
				t.Errorf("the payload of %s is %q", d.GUID, d.Payload)
			}
		}
		f.pass(t, 26*day)
		check(t, f.Prune(t.Context()))
		if diff := cmp.Diff(map[string]int64{"pending": 2, "conflict": 0}, must(f.DeliveryCounts(t.Context()))(t)); diff != "" {
			t.Errorf("after 31 days: %s", diff)
		}
	})
}

// The keys of comments go once they are old and done; those of issues stay.
func TestPruneKeys(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		old, fresh := must(f.Now(t.Context()))(t).Add(-40*24*time.Hour), must(f.Now(t.Context()))(t)
		for _, key := range []upgrade.Key{"comment:I/old", "comment:I/fresh", "issue:old"} {
			one := trigger(key)
			if one.Floor = old; key == "comment:I/fresh" {
				one.Floor = fresh
			}
			check(t, f.Trigger(t.Context(), one))
			check(t, f.Done(t.Context(), claimOnly(t, f, key), "done"))
		}
		wanted := trigger("comment:I/wanted")
		wanted.Floor = old
		check(t, f.Trigger(t.Context(), wanted))
		check(t, f.Prune(t.Context()))
		claimOnly(t, f, "comment:I/wanted")
		fences := map[upgrade.Key]int64{}
		for _, key := range []upgrade.Key{"comment:I/old", "comment:I/fresh", "issue:old"} {
			check(t, f.Trigger(t.Context(), trigger(key)))
			fences[key] = claimOnly(t, f, key).Fence
		}
		want := map[upgrade.Key]int64{"comment:I/old": 1, "comment:I/fresh": 2, "issue:old": 2}
		if diff := cmp.Diff(want, fences); diff != "" {
			t.Errorf("fences, which start anew where the key had gone (-want +got):\n%s", diff)
		}
	})
}
