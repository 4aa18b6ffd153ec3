package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const lease = time.Minute

func trigger(key upgrade.Key) upgrade.Trigger {
	return upgrade.Trigger{Key: key, Installation: 1, Reason: "test"}
}

// in is a trigger for a time from now.
func in(t testing.TB, f fixture, key upgrade.Key, d time.Duration) upgrade.Trigger {
	t.Helper()
	later := trigger(key)
	later.NotBefore = must(f.Now(t.Context()))(t).Add(d)
	return later
}

func claim(t testing.TB, f fixture, limit int) []store.Claim {
	t.Helper()
	return must(f.Claim(t.Context(), limit, lease))(t)
}

// claimOnly claims and expects just this key.
func claimOnly(t testing.TB, f fixture, key upgrade.Key) store.Claim {
	t.Helper()
	claims := claim(t, f, 10)
	if len(claims) != 1 || claims[0].Key != key {
		t.Fatalf("claimed %v, want only %s", claims, key)
	}
	return claims[0]
}

func claimNone(t testing.TB, f fixture, why string) {
	t.Helper()
	if claims := claim(t, f, 10); len(claims) != 0 {
		t.Fatalf("claimed %v: %s", claims, why)
	}
}

func TestTriggersCoalesce(t *testing.T) {
	t.Parallel()
	early, late := time.UnixMicro(1e15).UTC(), time.UnixMicro(2e15).UTC()
	onEach(t, func(t *testing.T, f fixture) {
		one, two := trigger("issue:1"), trigger("issue:1")
		one.Floor, two.Floor, two.Reason = late, early, "second"
		check(t, f.Trigger(t.Context(), one))
		check(t, f.Trigger(t.Context(), two))
		c := claimOnly(t, f, "issue:1")
		want := store.Claim{Key: "issue:1", Installation: 1, Wanted: 2, Fence: 1, Floor: late, Reason: "second"}
		if diff := cmp.Diff(want, c); diff != "" {
			t.Error(diff)
		}
		check(t, f.Trigger(t.Context(), one))
		claimNone(t, f, "it is being worked on")
		check(t, f.Done(t.Context(), c, "done"))
		c = claimOnly(t, f, "issue:1")
		if c.Wanted != 3 || c.Fence != 2 {
			t.Errorf("the second run is %+v", c)
		}
		check(t, f.Done(t.Context(), c, "done"))
		claimNone(t, f, "it is done")
	})
}

func TestEarliestTimeCounts(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), in(t, f, "issue:1", time.Hour), in(t, f, "issue:1", 3*time.Hour)))
		check(t, f.Trigger(t.Context(), in(t, f, "issue:1", 2*time.Hour)))
		claimNone(t, f, "it is not due")
		f.pass(t, time.Hour+time.Second)
		c := claimOnly(t, f, "issue:1")
		// What comes during the run keeps its own time.
		check(t, f.Trigger(t.Context(), in(t, f, "issue:1", time.Hour)))
		check(t, f.Done(t.Context(), c, "done"))
		claimNone(t, f, "the trigger was for later")
		f.pass(t, time.Hour+time.Second)
		c = claimOnly(t, f, "issue:1")
		check(t, f.Done(t.Context(), c, "done", in(t, f, "issue:1", time.Hour), trigger("issue:2")))
		check(t, f.Done(t.Context(), claimOnly(t, f, "issue:2"), "done"))
		f.pass(t, time.Hour+time.Second)
		claimOnly(t, f, "issue:1")
	})
}

func TestParkedForATime(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		check(t, f.Wait(t.Context(), claimOnly(t, f, "issue:1"), store.WaitParked, must(f.Now(t.Context()))(t).Add(time.Hour), "cannot"))
		claimNone(t, f, "it is parked")
		f.pass(t, time.Hour+time.Second)
		claimOnly(t, f, "issue:1")
	})
}

// The greatest cause counts, in one transaction and over several, until a run is done.
func TestGreatestCause(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		by := func(cause upgrade.Cause) upgrade.Trigger {
			asked := trigger("issue:1")
			asked.Cause = cause
			return asked
		}
		check(t, f.Trigger(t.Context(), by(upgrade.CauseResync), by(upgrade.CauseOther)))
		c := claimOnly(t, f, "issue:1")
		same(t, "of one transaction", upgrade.CauseResync, c.Cause)
		check(t, f.Release(t.Context(), c))
		check(t, f.Trigger(t.Context(), by(upgrade.CausePerson)))
		check(t, f.Trigger(t.Context(), by(upgrade.CauseResync)))
		c = claimOnly(t, f, "issue:1")
		same(t, "of several", upgrade.CausePerson, c.Cause)
		check(t, f.Done(t.Context(), c, "done"))
		check(t, f.Trigger(t.Context(), by(upgrade.CauseOther)))
		same(t, "of the next run", upgrade.CauseOther, claimOnly(t, f, "issue:1").Cause)
	})
}

// A key that asks for itself, as one that polls, does not keep its first cause for ever.
func TestCauseOfAWishDuringARun(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		first := trigger("issue:1")
		first.Cause = upgrade.CausePerson
		check(t, f.Trigger(t.Context(), first))
		for _, cause := range []upgrade.Cause{upgrade.CausePerson, upgrade.CauseOther} {
			c := claimOnly(t, f, "issue:1")
			same(t, "cause", cause, c.Cause)
			check(t, f.Trigger(t.Context(), trigger("issue:1")))
			check(t, f.Done(t.Context(), c, "done"))
		}
	})
}

func TestConfirmingLook(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		unsure := trigger("issue:1")
		unsure.Confirm, unsure.Cause = true, upgrade.CausePerson
		check(t, f.Trigger(t.Context(), unsure))
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		c := claimOnly(t, f, "issue:1")
		if !c.Confirm || c.Cause != upgrade.CausePerson {
			t.Errorf("claimed as %+v", c)
		}
		check(t, f.Release(t.Context(), c))
		c = claimOnly(t, f, "issue:1")
		check(t, f.Done(t.Context(), c, "done"))
		claimNone(t, f, "the confirming look comes later")
		f.pass(t, 31*time.Second)
		c = claimOnly(t, f, "issue:1")
		if c.Confirm || c.Cause != upgrade.CauseOther {
			t.Errorf("the confirming look is %+v", c)
		}
		check(t, f.Done(t.Context(), c, "done"))
		f.pass(t, time.Hour)
		claimNone(t, f, "one confirming look is enough")
	})
}

func TestRaisedFloor(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		c := claimOnly(t, f, "issue:1")
		check(t, f.RaiseFloor(t.Context(), c, moment(2)))
		check(t, f.RaiseFloor(t.Context(), c, moment(1)))
		check(t, f.Done(t.Context(), c, "done"))
		claimNone(t, f, "a floor asks for no run")
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		if again := claimOnly(t, f, "issue:1"); !again.Floor.Equal(moment(2)) {
			t.Errorf("the floor is %s", again.Floor)
		}
	})
}

// TestConfirmingLookIsNotSwallowed has another event come before the look that
// was arranged: its run may be as early as the first one was.
func TestConfirmingLookIsNotSwallowed(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		unsure := trigger("issue:1")
		unsure.Confirm = true
		check(t, f.Trigger(t.Context(), unsure))
		check(t, f.Done(t.Context(), claimOnly(t, f, "issue:1"), "done"))
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		check(t, f.Done(t.Context(), claimOnly(t, f, "issue:1"), "done"))
		claimNone(t, f, "the confirming look comes later")
		f.pass(t, 31*time.Second)
		check(t, f.Done(t.Context(), claimOnly(t, f, "issue:1"), "done"))
		f.pass(t, time.Hour)
		claimNone(t, f, "one confirming look is enough")
	})
}

// TestEventsOfOneSecondAreLookedAtTwice tells two events with the same time.
func TestEventsOfOneSecondAreLookedAtTwice(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		for _, second := range []int{1, 2, 2} {
			event := trigger("issue:1")
			event.Floor = moment(second)
			check(t, f.Trigger(t.Context(), event))
			c := claimOnly(t, f, "issue:1")
			check(t, f.Done(t.Context(), c, "done"))
		}
		f.pass(t, 31*time.Second)
		check(t, f.Done(t.Context(), claimOnly(t, f, "issue:1"), "done"))
		both := trigger("issue:2")
		both.Floor = moment(3)
		check(t, f.Trigger(t.Context(), both, both))
		if c := claimOnly(t, f, "issue:2"); !c.Confirm {
			t.Error("two events in one batch ask for no second look")
		}
	})
}

func TestReleaseIsDueAtOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		c := claimOnly(t, f, "issue:1")
		check(t, f.Release(t.Context(), c))
		if again := claimOnly(t, f, "issue:1"); again.Attempts != 0 || again.Fence != c.Fence+1 {
			t.Errorf("claimed again as %+v", again)
		}
	})
}

func TestNextDue(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		expect := func(want time.Duration) {
			t.Helper()
			at, some, err := f.NextDue(t.Context())
			off := at.Sub(must(f.Now(t.Context()))(t)) - want
			if err != nil || !some || off.Abs() > 10*time.Second {
				t.Errorf("next due is %s off, %v, %v", off, some, err)
			}
		}
		check(t, f.Trigger(t.Context(), in(t, f, "issue:1", time.Hour), in(t, f, "issue:2", 2*time.Hour)))
		expect(time.Hour)
		f.pass(t, time.Hour+time.Second)
		c := claimOnly(t, f, "issue:1")
		expect(lease)
		check(t, f.Renew(t.Context(), c, time.Hour/2))
		expect(time.Hour / 2)
		check(t, f.Done(t.Context(), c, "done"))
		expect(time.Hour)
	})
}

func TestLeaseRunsOut(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		old := claimOnly(t, f, "issue:1")
		f.pass(t, lease/2)
		check(t, f.Renew(t.Context(), old, lease))
		f.pass(t, lease*3/4)
		check(t, f.Holds(t.Context(), old))
		claimNone(t, f, "the lease was renewed")
		f.pass(t, lease)
		expectFenced(t, f, old) // nobody else has it yet
		now := claimOnly(t, f, "issue:1")
		if now.Fence <= old.Fence || now.Attempts != 1 {
			t.Errorf("the next claim is %+v", now)
		}
		expectFenced(t, f, old)
		check(t, f.Done(t.Context(), now, "done"))
		expectFenced(t, f, old)
		expectFenced(t, f, now)
	})
}

// expectFenced tries every write that takes a claim.
func expectFenced(t *testing.T, f fixture, c store.Claim) {
	t.Helper()
	ctx := t.Context()
	_, intended := f.Intend(ctx, c, store.Intent{ID: "fenced"})
	_, audited := f.Audit(ctx, c, store.Audit{Target: "fenced"})
	for name, err := range map[string]error{
		"Holds":        f.Holds(ctx, c),
		"Renew":        f.Renew(ctx, c, lease),
		"Done":         f.Done(ctx, c, "late", trigger("issue:late")),
		"Wait":         f.Wait(ctx, c, store.WaitBackoff, time.Time{}, "late"),
		"Release":      f.Release(ctx, c),
		"SaveMembers":  f.SaveMembers(ctx, c, "roadmap", []upgrade.Member{{Child: "child"}}),
		"Remember":     f.Remember(ctx, c, "object", map[string]string{"a": "b"}),
		"SaveNote":     f.SaveNote(ctx, c, "object", "name", "text", trigger("issue:late")),
		"SaveAnswers":  f.SaveAnswers(ctx, c, "issue", []store.Answer{{Comment: "c"}}),
		"SaveHalt":     f.SaveHalt(ctx, c, upgrade.Halt{Installation: 99, On: true}),
		"SetWatermark": f.SetWatermark(ctx, c, "issue", time.UnixMicro(1)),
		"Intend":       intended,
		"MarkIntent":   f.MarkIntent(ctx, c, "fenced", store.IntentSent, ""),
		"Audit":        audited,
		"SetPace":      f.SetPace(ctx, c, "object", store.Pace{Step: 1}),
		"SavePlanned":  f.SavePlanned(ctx, c, []store.Planned{{Text: "late"}}),
		"SavePolicy":   f.SavePolicy(ctx, c, store.PolicyRecord{Installation: 99}),
	} {
		if !errors.Is(err, store.ErrFenced) {
			t.Errorf("%s by a worker that lost its key: %v", name, err)
		}
	}
	left := fmt.Sprint(must(f.Members(ctx, "roadmap"))(t), must(f.Bases(ctx, "object"))(t), must(f.Notes(ctx, []upgrade.NodeID{"object"}))(t),
		must(f.Answers(ctx, "issue"))(t), must(f.Audits(ctx, 9))(t), must(f.Planned(ctx))(t), must(f.Policies(ctx))(t))
	if left != "[] map[] map[] [] [] [] []" {
		t.Errorf("a fenced worker left %s", left)
	}
	for _, row := range must(f.Keys(ctx, ""))(t) {
		if row.Key == "issue:late" {
			t.Error("a fenced Done added its trigger")
		}
	}
}

func TestInstallationsShareFairly(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		var many []upgrade.Trigger
		for n := range 10_000 {
			many = append(many, upgrade.Trigger{Key: upgrade.IssueKey(upgrade.NodeID(fmt.Sprint(n))), Installation: 1})
		}
		check(t, f.Trigger(t.Context(), many...))
		for range 5 { // one worker that takes one key at a time
			check(t, f.Done(t.Context(), claim(t, f, 1)[0], "done"))
		}
		f.pass(t, time.Second)
		for n := range 3 {
			check(t, f.Trigger(t.Context(), upgrade.Trigger{Key: upgrade.IssueKey(upgrade.NodeID(fmt.Sprint("small", n))), Installation: 2}))
		}
		var order []int64
		for range 6 {
			c := claim(t, f, 1)[0]
			order = append(order, c.Installation)
			check(t, f.Done(t.Context(), c, "done"))
		}
		if diff := cmp.Diff([]int64{2, 1, 2, 1, 2, 1}, order); diff != "" {
			t.Errorf("one at a time: %s", diff)
		}
		check(t, f.Trigger(t.Context(), upgrade.Trigger{Key: "issue:x", Installation: 3}, upgrade.Trigger{Key: "issue:y", Installation: 2}))
		got := map[int64]int{}
		for _, c := range claim(t, f, 12) {
			got[c.Installation]++
		}
		if diff := cmp.Diff(map[int64]int{1: 10, 2: 1, 3: 1}, got); diff != "" {
			t.Errorf("in a batch: %s", diff)
		}
	})
}
