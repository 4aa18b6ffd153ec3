//go:build services

package e2e_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// TestUpgradeAmidChaos plays the upgrade on a GitHub that has a bad day, and
// the limits that GitHub has. It comes out as it does without. Lost deliveries
// are left out, and the story amid a storm is the demo's: here the clock is the
// machine's, and waiting for the next sweep or a long backoff takes its time.
func TestUpgradeAmidChaos(t *testing.T) {
	t.Parallel()
	storm, err := chaos.Parse("github,lost=0,lag=0.5,duplicate=0.2,batch-part=0.05,forbid=0.002,delay-time=2s,hang-time=1s,lag-time=2s,limit-time=2s,forbid-time=2s")
	if err != nil {
		t.Fatal(err)
	}
	seeds := 5
	if os.Getenv("UPKEEP_SOAK") != "" {
		seeds = 50
	}
	for seed := range int64(seeds) {
		t.Run(fmt.Sprintf("seed %d", seed+1), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, options{database: databases()[seed%2].make, children: 5, seed: seed + 1, chaos: storm})
			body := w.github.Issue(roadmap()).Body
			w.serve(nil)
			w.activate()
			w.eventually(w.onBoard)
			w.answersCommands()
			w.followsWork()
			w.quiet()
			w.keepsWords(body)
			if len(w.github.ChaosLog()) == 0 {
				t.Error("nothing went wrong")
			}
		})
	}
}
