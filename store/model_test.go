package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

// modelKey is what the queue should know of a key, told in the plainest way:
// the times at which somebody wants it, and who has it.
type modelKey struct {
	wanted, done, fence int64
	attempts            int
	asked               []time.Time // wishes that no run has taken up
	held                bool
	leaseUntil          time.Time
	cause               upgrade.Cause // of the wishes in asked
	taken               upgrade.Cause // of those that runs have taken up since one was done
	confirm, urgent     bool
	arranged            bool // what is wanted is the later look that was asked for
	floor               time.Time
	waiting             store.Waiting
	until               time.Time // while waiting; zero for parked until a wish
}

// model is the queue without a database, for one installation and one clock.
type model struct {
	now  time.Time
	keys map[upgrade.Key]*modelKey
}

func (m *model) trigger(t upgrade.Trigger) {
	key, at := t.Key, t.NotBefore
	k := m.keys[key]
	if k == nil {
		k = &modelKey{}
		m.keys[key] = k
	}
	k.wanted++
	if k.asked = append(k.asked, at); t.Urgent && k.waiting == store.WaitPace && at.Before(k.until) {
		k.asked = []time.Time{at} // the wishes before it wait for the pace
	}
	k.urgent = k.urgent || t.Urgent
	sameSecond := !t.Floor.IsZero() && t.Floor.Equal(k.floor)
	k.cause, k.confirm = max(k.cause, t.Cause), k.confirm || k.arranged || t.Confirm || sameSecond
	k.arranged = false
	if t.Floor.After(k.floor) {
		k.floor = t.Floor
	}
	k.pull(at, t.Urgent)
}

// pull ends a wait that a wish may end.
func (k *modelKey) pull(at time.Time, urgent bool) {
	patient := k.waiting == store.WaitPace && !urgent || k.waiting == store.WaitLimit
	if patient || k.waiting == "" || !k.until.IsZero() && !at.Before(k.until) {
		return
	}
	if k.waiting == store.WaitParked {
		k.attempts = 0
	}
	k.waiting = ""
}

// due is when the key may run; false for never.
func (k *modelKey) due() (time.Time, bool) {
	switch {
	case k.held:
		return k.leaseUntil, true
	case k.waiting == store.WaitParked && k.until.IsZero() || k.wanted == k.done:
		return time.Time{}, false
	case k.waiting != "":
		return k.until, true
	default:
		return slices.MinFunc(k.asked, time.Time.Compare), true
	}
}

// claim returns the due keys, the longest due first, as the queue should.
func (m *model) claim(lease time.Duration) []upgrade.Key {
	type dueKey struct {
		key upgrade.Key
		at  time.Time
	}
	var due []dueKey
	for key, k := range m.keys {
		at, some := k.due()
		if !some || at.After(m.now) {
			continue
		}
		if k.held { // its worker went away; that becomes known only now
			k.attempts++
			at = m.now
		}
		due = append(due, dueKey{key, at})
	}
	slices.SortFunc(due, func(a, b dueKey) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key, b.key)) })
	var keys []upgrade.Key
	for _, d := range due {
		k := m.keys[d.key]
		k.fence++
		k.held, k.leaseUntil, k.waiting, k.asked, k.urgent = true, m.now.Add(lease), "", nil, false
		k.taken, k.cause = max(k.taken, k.cause), upgrade.CauseOther
		keys = append(keys, d.key)
	}
	return keys
}

func (m *model) holds(c store.Claim) bool {
	k := m.keys[c.Key]
	return k != nil && k.held && k.fence == c.Fence && k.leaseUntil.After(m.now)
}

func (m *model) done(c store.Claim) {
	k := m.keys[c.Key]
	k.held, k.done, k.attempts, k.taken = false, c.Wanted, 0, upgrade.CauseOther
	if k.wanted > c.Wanted {
		return
	}
	k.confirm, k.arranged = false, c.Confirm
	if c.Confirm {
		k.wanted, k.asked = k.wanted+1, []time.Time{m.now.Add(30 * time.Second)}
	}
}

func (m *model) wait(c store.Claim, waiting store.Waiting, until time.Time) {
	k := m.keys[c.Key]
	k.held, k.waiting, k.until = false, waiting, until
	if waiting == store.WaitBackoff || waiting == store.WaitLag {
		k.attempts++
	}
	for _, at := range k.asked {
		k.pull(at, k.urgent)
	}
}

func (m *model) release(c store.Claim) {
	k := m.keys[c.Key]
	k.held = false
	k.asked = append(k.asked, m.now)
}

// TestQueueFollowsTheModel does random things to the queue and the model.
func TestQueueFollowsTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := newClock()
		s, err := store.Open(t.Context(), "memory:", c.Now)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close() //nolint:errcheck // in memory
		run := &modelRun{store: s, clock: c, model: &model{now: c.Now(), keys: map[upgrade.Key]*modelKey{}}}
		t.Repeat(map[string]func(*rapid.T){
			"trigger": run.trigger, "claim": run.claim, "done": run.done, "wait": run.wait,
			"release": run.release, "renew": run.renew, "pass": run.pass, "": run.compare,
		})
	})
}

type modelRun struct {
	store  *store.Store
	clock  *testclock.Clock
	model  *model
	claims []store.Claim // every claim ever made, also those long lost
}

func (r *modelRun) someClaim(t *rapid.T) store.Claim {
	if len(r.claims) == 0 {
		return store.Claim{Key: "issue:unknown", Fence: 1}
	}
	newest := r.claims[max(0, len(r.claims)-6):]
	return rapid.SampledFrom(newest).Draw(t, "claim")
}

func someTime(t *rapid.T) time.Duration {
	return time.Duration(rapid.IntRange(0, 5).Draw(t, "minutes")) * time.Minute
}

func (r *modelRun) trigger(t *rapid.T) {
	key := upgrade.IssueKey(upgrade.NodeID(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "key")))
	wish := upgrade.Trigger{
		Key: key, NotBefore: r.model.now.Add(someTime(t)),
		Cause: rapid.SampledFrom([]upgrade.Cause{upgrade.CauseOther, upgrade.CauseResync, upgrade.CausePerson}).Draw(t, "cause"), Confirm: rapid.Bool().Draw(t, "confirm"),
		Urgent: rapid.Bool().Draw(t, "urgent"),
	}
	if second := rapid.IntRange(0, 3).Draw(t, "floor"); second > 0 {
		wish.Floor = moment(second)
	}
	if err := r.store.Trigger(t.Context(), wish); err != nil {
		t.Fatal(err)
	}
	r.model.trigger(wish)
}

func (r *modelRun) claim(t *rapid.T) {
	lease := someTime(t) + time.Minute
	got, err := r.store.Claim(t.Context(), 10, lease)
	if err != nil {
		t.Fatal(err)
	}
	var keys []upgrade.Key
	for _, c := range got {
		keys = append(keys, c.Key)
		if k := r.model.keys[c.Key]; k == nil || max(k.cause, k.taken) != c.Cause || k.confirm != c.Confirm {
			t.Fatalf("claimed %+v, want %+v", c, k)
		}
	}
	if diff := gocmp.Diff(r.model.claim(lease), keys); diff != "" {
		t.Fatalf("claimed: %s", diff)
	}
	r.claims = append(r.claims, got...)
}

// tell fails when the store and the model disagree on whether a claim holds.
func (r *modelRun) tell(t *rapid.T, c store.Claim, err error) bool {
	holds := r.model.holds(c)
	if holds && err != nil || !holds && !errors.Is(err, store.ErrFenced) {
		t.Fatalf("%+v holds: %v, but the store says %v", c, holds, err)
	}
	return holds
}

func (r *modelRun) done(t *rapid.T) {
	c := r.someClaim(t)
	if err := r.store.Done(t.Context(), c, "done"); r.tell(t, c, err) {
		r.model.done(c)
	}
}

func (r *modelRun) wait(t *rapid.T) {
	c, until := r.someClaim(t), r.model.now.Add(someTime(t))
	waiting := rapid.SampledFrom([]store.Waiting{store.WaitBackoff, store.WaitPace, store.WaitLimit, store.WaitParked, store.WaitLag}).Draw(t, "waiting")
	if waiting == store.WaitParked && rapid.Bool().Draw(t, "for good") {
		until = time.Time{}
	}
	if err := r.store.Wait(t.Context(), c, waiting, until, "waits"); r.tell(t, c, err) {
		r.model.wait(c, waiting, until)
	}
}

func (r *modelRun) release(t *rapid.T) {
	c := r.someClaim(t)
	if err := r.store.Release(t.Context(), c); r.tell(t, c, err) {
		r.model.release(c)
	}
}

func (r *modelRun) renew(t *rapid.T) {
	c, lease := r.someClaim(t), someTime(t)+time.Minute
	if err := r.store.Renew(t.Context(), c, lease); r.tell(t, c, err) {
		r.model.keys[c.Key].leaseUntil = r.model.now.Add(lease)
	}
}

func (r *modelRun) pass(t *rapid.T) {
	r.clock.Pass(someTime(t))
	r.model.now = r.clock.Now()
}

// compare looks at everything the queue shows.
func (r *modelRun) compare(t *rapid.T) {
	rows, err := r.store.Keys(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	got, want := map[upgrade.Key]string{}, map[upgrade.Key]string{}
	for _, row := range rows {
		got[row.Key] = fmt.Sprint(row.Wanted, row.Done, row.Fence, row.Attempts, !row.LeaseUntil.IsZero(), row.Waiting)
	}
	var next time.Time
	for key, k := range r.model.keys {
		if k.wanted > k.done {
			want[key] = fmt.Sprint(k.wanted, k.done, k.fence, k.attempts, k.held, k.waiting)
		}
		if at, some := k.due(); some && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	if at, _, err := r.store.NextDue(t.Context()); err != nil || !at.Equal(next) {
		t.Fatalf("next due at %s (%v), want %s", at, err, next)
	}
	for _, c := range r.claims[max(0, len(r.claims)-6):] {
		r.tell(t, c, r.store.Holds(t.Context(), c))
	}
}
