//go:build services

package simulator_test

import (
	_ "embed" // the organisations
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

//go:embed testdata/whole.yml
var wholeOrganisations string

// wholeUpgrades are played in the fast tier, soakUpgrades with UPKEEP_SOAK set.
const (
	wholeUpgrades = 2
	soakUpgrades  = 50
)

// One whole upgrade, from the issue that people open to its end: whatever goes
// wrong on the way, all steps of the runbook end right, and no box flaps.
func TestWholeUpgrade(t *testing.T) {
	t.Parallel()
	upgrades := wholeUpgrades
	if os.Getenv("UPKEEP_SOAK") != "" {
		upgrades = soakUpgrades
	}
	if text := os.Getenv("UPKEEP_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("UPKEEP_SEED: %v", err)
		}
		playWhole(t, seed, func(line string) { fmt.Println(line) })
		return
	}
	for seed := range uint64(upgrades) {
		t.Run(fmt.Sprintf("seed-%d", seed+1), func(t *testing.T) {
			t.Parallel()
			playWhole(t, seed+1, nil)
		})
	}
}

// whole is the story of one upgrade.
type whole struct {
	*world
	// epic is an issue with a further list of children.
	roadmap, epic upgrade.Ref
	// acts are those of the scene that nobody has done yet.
	acts     []func()
	boxes    *boxes
	children map[string]upgrade.Ref // by what the story calls them
	said     []said
}

// said is a command that has to be answered with "+1".
type said struct {
	on   upgrade.Ref
	id   int64
	text string
}

// playWhole plays the story of one seed, in a bubble as play does.
func playWhole(t *testing.T, seed uint64, log func(string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		playedWhole(t, seed, log)
		time.Sleep(time.Hour) // what processes that died had under way runs into its timeouts
	})
}

func playedWhole(t *testing.T, seed uint64, log func(string)) {
	t.Helper()
	w := &whole{
		world: bareWorld(t, seed, wholeOrganisations, log), roadmap: upgrade.Ref{Owner: "acme", Repo: "plans", Number: 1},
		epic:     upgrade.Ref{Owner: "acme", Repo: "plans", Number: 2},
		children: map[string]upgrade.Ref{},
	}
	w.boxes = newBoxes(w)
	w.wire.wrote = w.boxes.look
	w.meanwhile = func(string) { w.actOne() }
	w.tell()
	if len(w.wrong) == 0 {
		return
	}
	tail := w.trail[max(0, len(w.trail)-60):]
	t.Errorf("seed %d (%d requests): %s\n\nthe last of what happened:\n%s\n\nthe description at the end:\n%s\n\nUPKEEP_SEED=%d plays it again",
		seed, w.wire.count, strings.Join(w.wrong, "\n"), strings.Join(tail, "\n"), w.body(), seed)
}

func (w *whole) body() string { return w.github.Issue(w.roadmap).Body }

// scene plays acts, in any order, while the app is at work; then all comes to rest.
func (w *whole) scene(name string, acts ...func()) {
	if len(w.wrong) > 0 {
		return
	}
	w.note("=== %s", name)
	w.random.Shuffle(len(acts), func(i, j int) { acts[i], acts[j] = acts[j], acts[i] })
	w.acts = acts
	for len(w.acts) > 0 && len(w.wrong) == 0 {
		w.actOne()
		for range w.random.IntN(5) {
			w.step++
			w.turn()
		}
	}
	w.settle()
}

// actOne lets somebody do the next act of the scene, if one is left.
func (w *whole) actOne() {
	if len(w.acts) == 0 {
		return
	}
	act := w.acts[0]
	w.acts = w.acts[1:]
	w.pass(time.Second) // of two comments in one second nobody can tell which is later
	act()
	w.boxes.look()
}

// turn lets one thing happen that is no person's doing.
func (w *whole) turn() {
	switch n := w.random.IntN(100); {
	case n < 35:
		w.deliver()
	case n < 50:
		w.pump()
	case n < 85:
		w.work(1 + w.random.IntN(4))
	case n < 98:
		w.wait()
	default:
		w.replace()
	}
}

// settle lets the app work a while with upsets, and then all come to its end:
// what was lost is found by the sweep, what sends no events by the next look.
func (w *whole) settle() {
	for range 6 {
		if len(w.wrong) > 0 {
			return
		}
		if _, err := w.github.Deliver(w.ctx); err != nil {
			w.fail("deliver: %v", err)
		}
		_, err := w.app.Pump(w.ctx)
		w.did(err)
		w.work(3)
	}
	w.drain(5 * time.Minute)
	w.did(w.store.Trigger(w.ctx, upgrade.Trigger{Key: reconcile.Sweep, Reason: "rest"}))
	w.pass(2 * time.Minute)
	w.drain(16 * time.Minute)
	if len(w.wrong) == 0 {
		w.ended()
	}
}
