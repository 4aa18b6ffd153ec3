package store_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// crowd is many workers on the same keys, and what they must agree on.
type crowd struct {
	running sync.Map // keys being worked on
	runs    atomic.Int64
	seen    sync.Map // the newest wish each key was run for
}

func TestNoKeyRunsTwiceAtOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) { testCrowd(t, f, f) })
}

// testCrowd lets four workers on each Store drain keys while others trigger
// them; each run triggers the next key, so that rows are taken in all orders.
func testCrowd(t *testing.T, stores ...fixture) {
	const keys, rounds = 40, 5
	name := func(n int) upgrade.Key { return upgrade.IssueKey(upgrade.NodeID(fmt.Sprint(n % keys))) }
	c, stop := &crowd{}, make(chan struct{})
	var workers, triggers sync.WaitGroup
	for _, f := range stores {
		for range 4 {
			workers.Go(func() { c.work(t, f, stop) })
		}
		triggers.Go(func() {
			for n := range keys * rounds {
				if err := f.Trigger(t.Context(), trigger(name(n)), trigger(name(n*7))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	triggers.Wait()
	for left := 1; left > 0 && !t.Failed(); {
		time.Sleep(5 * time.Millisecond)
		left = len(must(stores[0].Keys(t.Context(), ""))(t))
	}
	close(stop)
	workers.Wait()
	if c.runs.Load() < keys {
		t.Errorf("%d runs for %d keys", c.runs.Load(), keys)
	}
}

func (c *crowd) work(t *testing.T, f fixture, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		claims, err := f.Claim(t.Context(), 3, time.Hour)
		if err != nil {
			t.Errorf("claim: %v", err)
			return
		}
		if len(claims) == 0 {
			time.Sleep(time.Millisecond)
		}
		for _, claim := range claims {
			if _, twice := c.running.LoadOrStore(claim.Key, true); twice {
				t.Errorf("%s runs twice", claim.Key)
			}
		}
		for n, claim := range claims {
			c.finish(t, f, claim, n)
		}
	}
}

func (c *crowd) finish(t *testing.T, f fixture, claim store.Claim, n int) {
	if before, ran := c.seen.Swap(claim.Key, claim.Wanted); ran && before.(int64) >= claim.Wanted {
		t.Errorf("%s ran again for the wish %d", claim.Key, claim.Wanted)
	}
	runs := c.runs.Add(1)
	var then []upgrade.Trigger
	if runs < 200 {
		then = append(then, trigger(upgrade.IssueKey(upgrade.NodeID(fmt.Sprint((runs*13+int64(n))%40)))))
	}
	c.running.Delete(claim.Key)
	if err := f.Done(t.Context(), claim, "done", then...); err != nil {
		t.Errorf("done: %v", err)
	}
}

// TestDoneInAllOrders lets keys trigger each other, which would deadlock if
// transactions took their rows in different orders and nobody tried again.
func TestDoneInAllOrders(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:a"), trigger("issue:b")))
		for range 50 {
			claims := claim(t, f, 2)
			if len(claims) != 2 {
				t.Fatalf("claimed %v", claims)
			}
			var both sync.WaitGroup
			for n, c := range claims {
				both.Go(func() {
					if err := f.Done(t.Context(), c, "done", trigger(claims[1-n].Key)); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		}
	})
}

func TestLateWorkerAndItsSuccessor(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		late := claimOnly(t, f, "issue:1")
		f.pass(t, 2*lease)
		var wins atomic.Int64
		var all sync.WaitGroup
		for range 8 { // one successor among many that ask, and the late one finishing at the same time
			all.Go(func() {
				claims, err := f.Claim(t.Context(), 1, lease)
				if err != nil {
					t.Error(err)
				}
				wins.Add(int64(len(claims)))
			})
			all.Go(func() {
				if err := f.Done(t.Context(), late, "late"); !errors.Is(err, store.ErrFenced) {
					t.Errorf("the late worker finished: %v", err)
				}
			})
		}
		all.Wait()
		if wins.Load() != 1 {
			t.Errorf("%d workers have the key", wins.Load())
		}
	})
}
