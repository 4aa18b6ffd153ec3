// Package app builds every object once, and serves, works and drains. It
// decides nothing: deliveries go through the hook into the inbox, the pump
// turns them into triggers, workers reconcile the keys.
package app

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel/trace"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Options are what the app needs from outside. Clock and randomness come in
// here, so that a simulator can drive the whole app in virtual time.
type Options struct {
	Settings config.Settings
	Store    *store.Store
	// Transport carries the requests to GitHub; nil for the network.
	Transport http.RoundTripper
	Now       func() time.Time
	After     func(time.Duration) <-chan time.Time
	Random    func() float64
	Log       zerolog.Logger
	// Tracer makes spans; nil for none.
	Tracer trace.Tracer
	// ReadTries is how often a read of GitHub is sent at once; 0 for one time.
	ReadTries int
	// Linger is how long a request that runs of keys share waits for more of
	// them, by After; 0 for not at all.
	Linger time.Duration
	// Workers is how many keys are worked on side by side; 0 for the default.
	Workers int
	// Alone keeps runs from sharing requests, for comparison.
	Alone bool
}

// defaultWorkers is how many runs can share a request, and some: most of a run
// is waiting for GitHub.
const defaultWorkers = 128

// Linger is how long a server in earnest waits. The runs that a burst sets off
// ask within this time of each other, and no person notices it.
const Linger = 10 * time.Millisecond

// ReadTries is how often a server in earnest sends a read before it leaves it
// to the key's next run.
const ReadTries = 3

// App is the running application.
type App struct {
	options Options
	hook    *Hook
	pump    *pump
	worker  *worker
	// reconciler is the worker's, for those who only ask.
	reconciler *reconcile.Reconciler
	client     *ghclient.Client
	arrived    chan struct{} // a delivery is stored
	due        chan struct{} // a key may be due
	pulse      pulse
	metrics    *metrics
	spans      spans
}

// linger is Linger as the client wants it; nil for not at all.
func (o Options) linger() func() <-chan time.Time {
	if o.Linger == 0 {
		return nil
	}
	return func() <-chan time.Time { return o.After(o.Linger) }
}

// client is how the app reaches GitHub.
func (o Options) client() ghclient.Config {
	s := o.Settings
	return ghclient.Config{
		WebURL: s.WebURL, V3URL: s.V3URL, V4URL: s.V4URL, AppID: s.AppID, PrivateKey: []byte(s.PrivateKey.Reveal()),
		Transport: o.Transport, Now: o.Now, UserAgent: "upkeep", ReadTries: o.ReadTries, Linger: o.linger(), Alone: o.Alone, Log: o.Log,
	}
}

// marker signs the app's texts.
func (o Options) marker() reconcile.Marker {
	marker := reconcile.Marker{AppID: o.Settings.AppID}
	for _, key := range o.Settings.MarkerKeys {
		marker.Keys = append(marker.Keys, []byte(key.Reveal()))
	}
	return marker
}

// New builds the app. It talks to nobody yet: GitHub may be unreachable.
func New(ctx context.Context, o Options) (*App, error) {
	if o.Workers == 0 {
		o.Workers = defaultWorkers
	}
	a := &App{arrived: make(chan struct{}, 1), due: make(chan struct{}, 1)}
	a.metrics = newMetrics(o.Now, stored{store: o.Store, halted: a.Halted, ready: a.Ready})
	o.Log = o.Log.Hook(&quieter{now: o.Now, dropped: a.metrics.dropped})
	a.options, a.spans = o, spans{tracer: o.Tracer, headers: o.Store.DeliveryHeaders}
	s := o.Settings
	reached := o.client()
	reached.Watch = a.watch
	client, err := ghclient.New(reached)
	if err != nil {
		return nil, fmt.Errorf("build the GitHub client: %w", err)
	}
	a.client = client
	identity, err := reconcile.LoadIdentity(ctx, o.Store)
	if err != nil {
		return nil, fmt.Errorf("load the app's identity: %w", err)
	}
	marker := o.marker()
	payloads, err := handlers.New(identity.BotUserID)
	if err != nil {
		return nil, fmt.Errorf("build the handlers: %w", err)
	}
	var eyes look.GitHub
	if s.Onboarding {
		eyes = client
	}
	a.reconciler = reconcile.New(reconcile.Options{
		Look: eyes, Rehearse: rehearser{client: client, store: o.Store, marker: marker, host: s.Host(), now: o.Now}.rehearse,
		GitHub: client, Store: o.Store, Identity: identity, Marker: marker, Host: s.Host(), Now: o.Now, Log: o.Log,
		Drifted: func(cards int) { a.metrics.drifted.Add(float64(cards)) },
		Gate: &gate.Gate{
			Write: client, Read: client, Store: o.Store, Marker: marker, Login: identity.Login,
			Now: o.Now, Halted: s.Halt, Wrote: a.metrics.wrote,
		},
	})
	a.pump = &pump{store: o.Store, handlers: payloads, log: o.Log, ended: a.metrics.ended, spans: a.spans}
	a.worker = &worker{queue: o.Store, reconciler: a.reconciler, now: o.Now, random: o.Random, log: o.Log, ran: a.metrics.ran, spans: a.spans}
	a.hook, err = NewHook([]byte(s.WebhookSecret.Reveal()), o.Store, func() { signal(a.arrived) }, o.Now, o.Log)
	if err != nil {
		return nil, err
	}
	a.hook.answered, a.hook.spans = a.metrics.answered, a.spans
	return a, nil
}

// Start triggers what every start does: a sweep of missed deliveries and a
// full resync. Both arm themselves again. It notes which key signs the app's marks.
func (a *App) Start(ctx context.Context) error {
	err := a.options.Store.Trigger(ctx,
		upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "start"},
		upgrade.Trigger{Key: reconcile.Sweep, Reason: "start"},
	)
	if err != nil {
		return fmt.Errorf("trigger the resync and the sweep of every start: %w", err)
	}
	return a.reconciler.Marker.Remember(ctx, a.options.Store)
}

// Drift lists the writes that would mend what on a board is not as it should be,
// and makes none.
func (a *App) Drift(ctx context.Context, owner string, number int) ([]store.Planned, error) {
	return a.reconciler.Drift(ctx, owner, number)
}

// BoardFacts are what decides what boards lack: of the Maintenance board at a
// place, or of all when there is no owner.
func (a *App) BoardFacts(ctx context.Context, owner string, number int) ([]upgrade.BoardFacts, error) {
	return a.reconciler.BoardFacts(ctx, owner, number)
}

// SetUp runs a board's key here, as the server would; when the server has it at
// the moment, that one's run is as good.
func (a *App) SetUp(ctx context.Context, f upgrade.BoardFacts) error {
	key := upgrade.BoardKey(f.Board.ID)
	err := a.options.Store.Trigger(ctx, upgrade.Trigger{Key: key, Installation: f.Installation, Cause: upgrade.CausePerson, Reason: "upkeep board init"})
	if err != nil {
		return fmt.Errorf("ask for board %s: %w", f.Board.ID, err)
	}
	claim, taken, err := a.options.Store.ClaimKey(ctx, key, lease)
	if err != nil || !taken {
		return err
	}
	a.worker.work(ctx, claim)
	return nil
}

// Pump reads one batch of stored deliveries; it returns how many there were.
func (a *App) Pump(ctx context.Context) (int, error) { return a.pump.once(ctx) }

// Work claims up to limit due keys and runs them side by side to their ends;
// it returns how many there were. While writes are halted it claims none.
func (a *App) Work(ctx context.Context, limit int) (int, error) {
	claims, err := a.claim(ctx, limit)
	if err != nil {
		return 0, err
	}
	var running sync.WaitGroup
	for _, claim := range claims {
		running.Go(func() { a.worker.work(ctx, claim) })
	}
	running.Wait()
	return len(claims), nil
}

func (a *App) claim(ctx context.Context, limit int) ([]store.Claim, error) {
	halted, err := a.Halted(ctx)
	if err != nil || halted {
		return nil, err
	}
	claims, err := a.worker.queue.Claim(ctx, limit, lease)
	if err != nil {
		return nil, fmt.Errorf("claim due keys: %w", err)
	}
	return claims, nil
}

// Halted reports whether all writes are stopped, here or by the flag in the database.
func (a *App) Halted(ctx context.Context) (bool, error) {
	if a.options.Settings.Halt {
		return true, nil
	}
	flag, err := a.options.Store.Flag(ctx, store.FlagHalt)
	if err != nil {
		return false, fmt.Errorf("read the halt flag: %w", err)
	}
	return flag != "", nil
}

// Run pumps and works until ctx ends, then lets what runs finish or hands it
// back, within the drain time.
func (a *App) Run(ctx context.Context, drain time.Duration) error {
	if err := a.Start(ctx); err != nil {
		return err
	}
	// Runs outlive ctx by the drain time, so that a write under way can end well.
	running, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	a.beat(&a.pulse.pumped)
	a.beat(&a.pulse.worked)
	a.pulse.stage.Store(stageRunning)

	var loops sync.WaitGroup
	loops.Go(func() { a.pumpLoop(ctx) })
	loops.Go(func() { a.workLoop(ctx, running) })
	loops.Go(func() { a.pruneLoop(ctx) })
	finished := make(chan struct{})
	go func() { loops.Wait(); close(finished) }()

	<-ctx.Done()
	a.pulse.stage.Store(stageDraining)
	select {
	case <-finished:
	case <-a.options.After(drain):
		cut()
		<-finished
	}
	return nil
}

const (
	// poll is how often the database is asked without a hint: other replicas
	// store deliveries and triggers too, and timers become due.
	poll = 500 * time.Millisecond
	// prune is how often old deliveries are removed.
	prune = time.Hour
)

func (a *App) pumpLoop(ctx context.Context) {
	for ctx.Err() == nil {
		n, err := a.Pump(ctx)
		if err != nil && ctx.Err() == nil {
			a.options.Log.Error().Err(err).Msg("pump")
		}
		if err == nil {
			a.beat(&a.pulse.pumped)
		}
		if n > 0 {
			signal(a.due)
		}
		if n == 0 || err != nil {
			a.wait(ctx, a.arrived)
		}
	}
}

// workLoop keeps up to Workers keys running. Claims are made only for free
// places, so that a claimed key never waits while its lease runs.
func (a *App) workLoop(ctx, running context.Context) {
	var works sync.WaitGroup
	defer works.Wait()
	free := make(chan struct{}, a.options.Workers)
	for range a.options.Workers {
		free <- struct{}{}
	}
	for ctx.Err() == nil {
		places := len(free)
		claims, err := a.claim(ctx, places)
		if err != nil && ctx.Err() == nil {
			a.options.Log.Error().Err(err).Msg("work")
		}
		if err == nil && places > 0 { // runs that all hang leave none
			a.beat(&a.pulse.worked)
		}
		for _, claim := range claims {
			<-free
			works.Go(func() {
				a.worker.work(running, claim)
				free <- struct{}{}
				signal(a.due)
			})
		}
		if len(claims) == 0 {
			a.wait(ctx, a.due)
		}
	}
}

func (a *App) pruneLoop(ctx context.Context) {
	for ctx.Err() == nil {
		if err := a.options.Store.Prune(ctx); err != nil && ctx.Err() == nil {
			a.options.Log.Error().Err(err).Msg("prune old deliveries")
		}
		select {
		case <-ctx.Done():
		case <-a.options.After(prune):
		}
	}
}

func (a *App) wait(ctx context.Context, hint <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-hint:
	case <-a.options.After(poll):
	}
}

// signal leaves a hint unless one is waiting already.
func signal(hint chan<- struct{}) {
	select {
	case hint <- struct{}{}:
	default:
	}
}
