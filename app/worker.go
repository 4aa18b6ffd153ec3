package app

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	// lease is how long a claim on a key holds; a run is cut off before it is over.
	lease = 30 * time.Second
	// runTime bounds one run of one key.
	runTime = 25 * time.Second
	// attemptsBeforeParked is how often a key is tried before it waits for a new
	// trigger, or for as long as parked: the keys that arm themselves, such as the
	// sweep, have nobody else to bring them back.
	attemptsBeforeParked = 12
	parked               = time.Hour
	// finalAttempts is the same for what GitHub refuses for good: what was known of
	// it may have been old.
	finalAttempts  = 3
	firstBackoff   = 2 * time.Second
	longestBackoff = 15 * time.Minute
)

// queue is the keys from the worker's side.
type queue interface {
	Claim(ctx context.Context, limit int, lease time.Duration) ([]store.Claim, error)
	Done(ctx context.Context, claim store.Claim, reason string, then ...upgrade.Trigger) error
	Wait(ctx context.Context, claim store.Claim, waiting store.Waiting, until time.Time, reason string) error
	Release(ctx context.Context, claim store.Claim) error
}

// reconciler brings one key to its desired state and says what it found.
type reconciler interface {
	Reconcile(ctx context.Context, claim store.Claim) (reason string, err error)
}

// worker runs claimed keys and settles how each run ended.
type worker struct {
	queue      queue
	reconciler reconciler
	now        func() time.Time
	random     func() float64 // in [0,1)
	log        zerolog.Logger
}

// work runs one claim to its end and settles it. Settling uses a context of
// its own, so that a run that was cut off still says why it waits.
func (w *worker) work(ctx context.Context, claim store.Claim) {
	reason, err := w.run(ctx, claim)
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if settleErr := w.settle(settling, ctx, claim, reason, err); settleErr != nil {
		// The lease runs out and another run takes over: nothing is lost.
		w.log.Warn().Err(settleErr).Str("key", string(claim.Key)).Msg("settle key")
	}
}

func (w *worker) run(ctx context.Context, claim store.Claim) (reason string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("reconcile %s panicked: %v", claim.Key, cause)
			w.log.Error().Str("key", string(claim.Key)).Bytes("stack", debug.Stack()).Msg("panic")
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, runTime)
	defer cancel()
	return w.reconciler.Reconcile(ctx, claim)
}

// settle is the whole retry policy: done, hand back, wait until, park, or back off.
func (w *worker) settle(ctx, run context.Context, claim store.Claim, reason string, err error) error {
	var later gate.Later
	var limited ghclient.RateLimited
	var refused gate.Refused
	log := w.log.With().Str("key", string(claim.Key)).Int64("installation", claim.Installation).Logger()
	switch {
	case err == nil:
		log.Info().Str("trigger", claim.Reason).Str("reason", reason).Msg("reconciled")
		return w.queue.Done(ctx, claim, reason)
	case errors.Is(err, store.ErrFenced):
		log.Warn().Msg("another worker holds the key now")
		return nil
	case errors.Is(err, gate.ErrHalted), run.Err() != nil:
		return w.queue.Release(ctx, claim)
	case errors.As(err, &limited):
		log.Info().Time("until", limited.Until).Msg("waiting for GitHub's rate limit")
		return w.queue.Wait(ctx, claim, store.WaitLimit, limited.Until, "GitHub's rate limit")
	case errors.As(err, &later):
		log.Debug().Err(err).Msg("waiting")
		return w.queue.Wait(ctx, claim, later.Waiting, later.Until, later.Reason)
	case errors.As(err, &refused):
		log.Error().Err(err).Msg("parked")
		return w.queue.Wait(ctx, claim, store.WaitParked, time.Time{}, refused.Reason)
	case claim.Attempts+1 >= attemptsBeforeParked, ghclient.Final(err) && claim.Attempts+1 >= finalAttempts:
		log.Error().Err(err).Msg("parked after many attempts")
		return w.queue.Wait(ctx, claim, store.WaitParked, w.now().Add(parked), err.Error())
	default:
		log.Warn().Err(err).Int("attempts", claim.Attempts+1).Msg("backing off")
		return w.queue.Wait(ctx, claim, store.WaitBackoff, w.now().Add(w.backoff(claim.Attempts)), err.Error())
	}
}

// backoff doubles from attempt to attempt, with jitter so that keys that
// failed together do not come back together.
func (w *worker) backoff(attempts int) time.Duration {
	d := longestBackoff
	if attempts < 16 {
		d = min(firstBackoff<<attempts, longestBackoff)
	}
	return d/2 + time.Duration(w.random()*float64(d/2))
}
