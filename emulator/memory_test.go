//go:build services

package emulator_test

import (
	"runtime"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
)

// TestHundredThousandItemsFit loads 100,000 issues that are all on one board.
// It does not run side by side with other tests, whose memory it would count.
//
//nolint:paralleltest // see above
func TestHundredThousandItemsFit(t *testing.T) {
	e := emulator.New(t, large(100_000))
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	if most := uint64(1 << 30); memory.Sys > most {
		t.Errorf("the process took %d MB from the system, want at most %d", memory.Sys>>20, most>>20)
	}
	if cards := len(e.Board("acme", 1).Items); cards != 100_000 {
		t.Errorf("the board has %d cards", cards)
	}
}
