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
	spans      spans
	// ran is told of every run; nil for nobody.
	ran func(kind upgrade.Kind, outcome string, took time.Duration)
}

// work runs one claim to its end and settles it. Settling uses a context of
// its own, so that a run that was cut off still says why it waits.
func (w *worker) work(ctx context.Context, claim store.Claim) {
	log := w.about(claim)
	ctx = store.WithOrigin(log.WithContext(ctx), claim.Delivery)
	ctx, span := w.spans.running(ctx, claim)
	began := w.now()
	reason, err := w.run(ctx, claim)
	e := w.judge(ctx, claim, reason, err)
	took := w.now().Sub(began)
	e.tell(log, claim, took)
	end(span, e.outcome, e.level >= zerolog.WarnLevel)
	if w.ran != nil {
		w.ran(claim.Key.Kind(), e.outcome, took)
	}
	settling, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := w.settle(settling, claim, e); err != nil {
		// The lease runs out and another run takes over: nothing is lost.
		log.Warn().Err(err).Msg("settle key")
	}
}

func (w *worker) run(ctx context.Context, claim store.Claim) (reason string, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("reconcile %s panicked: %v", claim.Key, cause)
			zerolog.Ctx(ctx).Error().Str("reason", err.Error()).Bytes("stack", debug.Stack()).Msg("panic in a run")
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, runTime)
	defer cancel()
	return w.reconciler.Reconcile(ctx, claim)
}

// ending is how a run ended, and what becomes of its key.
type ending struct {
	// outcome is one of the outcomes below, or what the key waits for.
	outcome string
	level   zerolog.Level
	err     error
	reason  string
	waiting store.Waiting // empty when the key does not wait
	until   time.Time     // zero for a trigger alone
}

// The outcomes of runs that do not leave their key waiting.
const (
	runDone     = "done"
	runFenced   = "fenced"   // another worker has the key
	runReleased = "released" // cut off by a halt or the end of the process
)

// judge is the whole retry policy: done, hand back, wait until, park, or back off.
func (w *worker) judge(run context.Context, claim store.Claim, reason string, err error) ending {
	var later gate.Later
	var limited ghclient.RateLimited
	var refused gate.Refused
	switch {
	case err == nil:
		return ending{outcome: runDone, level: zerolog.InfoLevel, reason: reason}
	case errors.Is(err, store.ErrFenced):
		return ending{outcome: runFenced, level: zerolog.WarnLevel, reason: "another worker holds the key now"}
	case errors.Is(err, gate.ErrHalted), run.Err() != nil:
		return ending{outcome: runReleased, level: zerolog.DebugLevel, err: err}
	case errors.As(err, &limited):
		return waits(store.WaitLimit, limited.Until, "GitHub's rate limit", zerolog.InfoLevel, nil)
	case errors.As(err, &later):
		return waits(later.Waiting, later.Until, later.Reason, zerolog.DebugLevel, err)
	case errors.As(err, &refused):
		return waits(store.WaitParked, time.Time{}, refused.Reason, zerolog.ErrorLevel, err)
	case claim.Attempts+1 >= attemptsBeforeParked, ghclient.Final(err) && claim.Attempts+1 >= finalAttempts:
		return waits(store.WaitParked, w.now().Add(parked), err.Error(), zerolog.ErrorLevel, nil)
	default:
		return waits(store.WaitBackoff, w.now().Add(w.backoff(claim.Attempts)), err.Error(), zerolog.WarnLevel, nil)
	}
}

func waits(waiting store.Waiting, until time.Time, reason string, level zerolog.Level, err error) ending {
	return ending{outcome: string(waiting), level: level, err: err, reason: reason, waiting: waiting, until: until}
}

// tell writes the run's line of the log.
func (e ending) tell(log zerolog.Logger, claim store.Claim, took time.Duration) {
	fields := log.With()
	if claim.Attempts > 0 || e.waiting == store.WaitBackoff {
		fields = fields.Int("attempts", claim.Attempts+1)
	}
	if !e.until.IsZero() {
		fields = fields.Time("until", e.until)
	}
	log = fields.Logger()
	log.WithLevel(e.level).Str("trigger", claim.Reason).Str("outcome", e.outcome).Str("reason", e.reason).
		Dur("took_ms", took).Err(e.err).Msg("run")
}

// about is the log with what every line about a run says.
func (w *worker) about(claim store.Claim) zerolog.Logger {
	fields := w.log.With().Str("key", string(claim.Key)).Int64("installation", claim.Installation)
	if claim.Delivery != "" {
		fields = fields.Str("delivery", claim.Delivery)
	}
	return fields.Logger()
}

func (w *worker) settle(ctx context.Context, claim store.Claim, e ending) error {
	switch e.outcome {
	case runDone:
		return w.queue.Done(ctx, claim, e.reason)
	case runFenced:
		return nil
	case runReleased:
		return w.queue.Release(ctx, claim)
	default:
		return w.queue.Wait(ctx, claim, e.waiting, e.until, e.reason)
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
