package app

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// stuckAfter is how long the pump or the workers may get nowhere before the
// replica is not ready. A run of a key is cut off long before.
const stuckAfter = time.Minute

// pulse is what the loops tell of themselves.
type pulse struct {
	stage          atomic.Int32
	pumped, worked atomic.Int64 // when each got through last, in Unix microseconds
}

// The stages of a process.
const (
	stageStarting int32 = iota
	stageRunning
	stageDraining
)

// beat takes note that a loop got through.
func (a *App) beat(loop *atomic.Int64) { loop.Store(a.options.Now().UnixMicro()) }

// The reasons why /readyz says no, beside a database that cannot be written.
var (
	errNotStarted = errors.New("the workers are not running yet")
	errDraining   = errors.New("shutting down")
)

// Ready reports whether deliveries can be stored and are worked on: the database
// takes writes, the pump reads what is stored, and the workers take up keys. It
// is an error from the moment a stop is asked for.
func (a *App) Ready(ctx context.Context) error {
	switch a.pulse.stage.Load() {
	case stageStarting:
		return errNotStarted
	case stageDraining:
		return errDraining
	}
	now := a.options.Now()
	for _, loop := range []struct {
		name string
		last *atomic.Int64
	}{{"the pump", &a.pulse.pumped}, {"the workers", &a.pulse.worked}} {
		if still := now.Sub(time.UnixMicro(loop.last.Load())); still > stuckAfter {
			return fmt.Errorf("%s got nowhere for %s", loop.name, still.Round(time.Second))
		}
	}
	if err := a.options.Store.Ping(ctx); err != nil {
		return fmt.Errorf("write to the database: %w", err)
	}
	return nil
}
