package simulator_test

import (
	"context"
	"testing/synctest"
	"time"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// next plays one step.
func (w *world) next() {
	w.step++
	w.acted, w.wire.struck = false, false
	switch n := w.random.IntN(100); {
	case n < 34:
		w.people.act()
	case n < 56:
		w.deliver()
	case n < 66:
		w.pump()
	case n < 86:
		w.work(1 + w.random.IntN(6))
	case n < 96:
		w.wait()
	case n < 97:
		w.turnHalt()
	case n < 99:
		w.did(w.store.Prune(w.ctx))
	default:
		w.lookAtAll()
	}
	w.check()
}

// lookAtAll is rare: it mends what else was lost.
func (w *world) lookAtAll() {
	switch w.random.IntN(6) {
	case 0:
		w.note("the app is asked to look at everything")
		w.did(w.store.Trigger(w.ctx, upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "asked for"}))
	case 1:
		w.note("the app is started anew")
		w.start()
	default:
		w.replace()
	}
}

func (w *world) did(err error) {
	if err != nil {
		w.fail("%v", err)
	}
}

// deliver lets GitHub send some of its webhooks.
func (w *world) deliver() {
	for range 1 + w.random.IntN(4) {
		pending := w.github.Pending()
		if len(pending) == 0 {
			return
		}
		place := 0
		if w.chance(30) {
			place = w.random.IntN(len(pending))
		}
		what := pending[place].Event + "." + pending[place].Action
		switch n := w.random.IntN(100); {
		case n < 10:
			w.note("lost: %s", what)
			w.did(w.github.Drop(place))
		case n < 20:
			w.note("doubled: %s", what)
			w.did(w.github.Duplicate(place))
		case n < 25:
			w.note("while the app is down: %s", what)
			hook := w.hook
			w.hook = nil
			w.did(w.github.DeliverOne(w.ctx, place))
			w.hook = hook
		default:
			w.note("delivered: %s", what)
			w.did(w.github.DeliverOne(w.ctx, place))
		}
	}
}

func (w *world) pump() {
	n, err := w.app.Pump(w.ctx)
	w.did(err)
	w.note("%d deliveries read", n)
}

// work runs keys one after the other; now and then one of its requests goes wrong.
func (w *world) work(keys int) {
	for range keys {
		w.upset()
		n := w.workOne()
		w.wire.disarm()
		if n == 0 || len(w.wrong) > 0 {
			return
		}
	}
}

// hurry works off some of what there is, with upsets.
func (w *world) hurry() {
	if len(w.wrong) > 0 {
		return
	}
	w.acted, w.wire.struck = false, false
	if _, err := w.github.Deliver(w.ctx); err != nil {
		w.fail("deliver: %v", err)
	}
	_, err := w.app.Pump(w.ctx)
	w.did(err)
	w.work(2)
	w.check()
	w.acted, w.wire.struck = false, false
}

// upset arms the wire for the next run, now and then.
func (w *world) upset() {
	switch n := w.random.IntN(100); {
	case n < 12:
		f := pick(w, faults)
		after := w.random.IntN(3)
		if f == dieInside {
			after = w.random.IntN(20)
		}
		w.wire.arm(f, after)
	case n < 18:
		w.wire.arm(pick(w, faults[:8]), w.random.IntN(2))
		w.wire.aimed = true
	case n < 26:
		w.wire.arm(meanwhile, w.random.IntN(2))
	case n < 30:
		w.wire.arm(stall, w.random.IntN(4))
	case n < 55:
		w.wire.arm(stale, 0)
	}
}

// workOne runs one due key, through whatever is armed.
func (w *world) workOne() int {
	ctx, cancel := context.WithCancel(w.ctx)
	defer cancel()
	w.wire.cancel = cancel
	switch w.wire.armed {
	case meanwhile:
		w.wire.happen = w.meanwhile
	case stall:
		w.wire.happen = w.stalled
	}
	if w.log != nil {
		w.note("work")
	}
	n, err := w.app.Work(ctx, 1)
	synctest.Wait() // a request that was cut off has come to its end
	if err != nil && ctx.Err() == nil {
		w.fail("work: %v", err)
	}
	if w.wire.dead {
		w.wire.dead = false
		w.wire.disarm()
		w.replace()
	}
	return n
}

// stalled is what the world does while a process stands still in the middle of
// a run: its lease passes, people act on what it has read, and another process
// goes on.
func (w *world) stalled(body string) {
	cancel := w.wire.cancel
	w.pass(31 * time.Second)
	for range 1 + w.random.IntN(3) {
		w.meanwhile(body)
	}
	other := w.newApp(w.wire, w.clock)
	for range 3 {
		if _, err := w.github.Deliver(w.ctx); err != nil {
			w.fail("deliver: %v", err)
		}
		_, err := other.Pump(w.ctx)
		w.did(err)
		for range 10 {
			_, err := other.Work(w.ctx, 1)
			w.did(err)
		}
	}
	w.note("  the stalled process goes on")
	w.wire.cancel = cancel
}

// wait lets time pass: mostly seconds, now and then a day.
func (w *world) wait() {
	var d time.Duration
	switch n := w.random.IntN(100); {
	case n < 60:
		d = time.Duration(1+w.random.IntN(30)) * time.Second
	case n < 85:
		d = time.Duration(30+w.random.IntN(300)) * time.Second
	case n < 98:
		d = time.Duration(5+w.random.IntN(60)) * time.Minute
	default:
		d = time.Duration(1+w.random.IntN(24)) * time.Hour
	}
	w.pass(d)
	w.note("%s pass", d)
}

func (w *world) turnHalt() {
	w.halted = !w.halted
	flag := ""
	if w.halted {
		flag = "simulated"
	}
	w.note("halted: %t", w.halted)
	w.did(w.store.SetFlag(w.ctx, store.FlagHalt, flag))
}

// drain lets all that is under way come to its end: deliveries, keys, and keys
// that wait for a time. What is far off stays: sweeps, resyncs and polls.
func (w *world) drain(until time.Duration) {
	far := w.now.Add(until)
	for range 3000 {
		if _, err := w.github.Deliver(w.ctx); err != nil {
			w.fail("deliver: %v", err)
		}
		read, err := w.app.Pump(w.ctx)
		w.did(err)
		worked := w.workOne()
		if len(w.wrong) > 0 {
			return
		}
		if read > 0 || worked > 0 {
			continue
		}
		due, any, err := w.store.NextDue(w.ctx)
		w.did(err)
		if !any || due.After(far) && !w.awaited() {
			return
		}
		w.now = later(w.now, due)
	}
	w.fail("no rest after 3000 runs: %v", w.open())
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// awaited reports whether a key waits for something to be over, and not just
// for its next time.
func (w *world) awaited() bool {
	keys, err := w.store.Keys(w.ctx, "")
	w.did(err)
	for _, k := range keys {
		if k.Waiting != "" && !k.NotBefore.IsZero() || !k.LeaseUntil.IsZero() {
			return true
		}
	}
	return false
}

func (w *world) open() []string {
	keys, err := w.store.Keys(w.ctx, "")
	w.did(err)
	var all []string
	for _, k := range keys {
		all = append(all, string(k.Key)+" "+string(k.Waiting)+" "+k.Reason)
	}
	return all
}
