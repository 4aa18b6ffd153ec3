package simulator_test

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const (
	// soakSteps are played with UPKEEP_SOAK set.
	soakSteps = 1_000_000
	// storySteps are the steps of one seed, restEvery those between two rests.
	storySteps = 1_000
	restEvery  = 100
	// restUpset is how often, before a rest, the app works with upsets still.
	restUpset = 25
)

// TestMain lets garbage lie longer: the stories leave much, and hold little.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

func TestSimulator(t *testing.T) {
	t.Parallel()
	if text := os.Getenv("UPKEEP_SEED"); text != "" {
		seed, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			t.Fatalf("UPKEEP_SEED: %v", err)
		}
		play(t, seed, func(line string) { fmt.Println(line) })
		return
	}
	for seed := range uint64(steps(t) / storySteps) {
		t.Run(fmt.Sprintf("seed-%d", seed+1), func(t *testing.T) {
			t.Parallel()
			play(t, seed+1, nil)
		})
	}
}

// steps is how many there are in all.
func steps(t *testing.T) int {
	t.Helper()
	if text := os.Getenv("UPKEEP_STEPS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("UPKEEP_STEPS: %v", err)
		}
		return n
	}
	if os.Getenv("UPKEEP_SOAK") != "" {
		return soakSteps
	}
	return usualSteps
}

// play plays the story of one seed and reports the first step that went wrong.
// In its bubble the machine's clock stands still too, so that a timeout of the
// app's is never the machine's slowness.
func play(t *testing.T, seed uint64, log func(string)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		played(t, seed, log)
		time.Sleep(time.Hour) // what processes that died had under way runs into its timeouts
	})
}

func played(t *testing.T, seed uint64, log func(string)) {
	t.Helper()
	w := newWorld(t, seed, log)
	for w.step < storySteps && len(w.wrong) == 0 {
		w.next()
		if w.step%restEvery == 0 && len(w.wrong) == 0 {
			w.rest()
		}
	}
	if len(w.wrong) == 0 {
		return
	}
	tail := w.trail[max(0, len(w.trail)-40):]
	t.Errorf("seed %d, step %d (%d requests): %s\n\nthe last of what happened:\n%s\n\nUPKEEP_SEED=%d plays it again",
		seed, w.step, w.wire.count, strings.Join(w.wrong, "\n"), strings.Join(tail, "\n"), seed)
}
