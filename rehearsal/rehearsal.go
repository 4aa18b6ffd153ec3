// Package rehearsal finds out what the app would write, and writes nothing: it is
// the whole app in memory, on policies that need not be in force, with a gate
// that withholds everything. It reads GitHub as the app does, key by key, until
// nothing is due any more. Times that keys wait for do not come.
package rehearsal

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// GitHub is what a rehearsal reads: to decide, and to see what would be refused.
// ghclient.Client implements it.
type GitHub interface {
	reconcile.GitHub
	gate.Reader
}

// Options say what is rehearsed.
type Options struct {
	GitHub GitHub
	// App is who the app is, or would be; zero when there is none.
	App ghclient.App
	// Marker tells the app's own texts; zero when there are none.
	Marker reconcile.Marker
	// Installations are where the app is, or would be.
	Installations []ghclient.Installation
	// Policies are texts of upkeep.yml that take the place of the file there, by
	// account in lower case. Other accounts keep theirs.
	Policies map[string]string
	// Memory is the database of a server, whose memory of what it did and was told
	// the rehearsal begins with; it is only read. Nil for none, as before a first start.
	Memory *store.Store
	// Host is where issue links point, such as "github.com".
	Host string
	Now  func() time.Time
	// After lets the rehearsal wait for GitHub's rate limits and for reads that are
	// behind. Nil for not at all: what they hold up has failed then.
	After func(time.Duration) <-chan time.Time
	Log   zerolog.Logger
	// Workers is how many keys are looked at side by side; 0 for the default.
	Workers int
	// Progress is told how many keys have been looked at, of those known so far;
	// one at a time. Nil for nobody.
	Progress func(done, all int)
}

// Result is what a rehearsal has found out.
type Result struct {
	// Writes is what would be written, whatever the modes say, by installation and key.
	Writes []store.Planned
	// Failed are the keys that could not be looked at, or whose writes would be refused.
	Failed []Failure
	// Unfinished is how many keys were left when the context ended.
	Unfinished int
}

// Failure is a key that could not be looked at to its end.
type Failure struct {
	Key          upgrade.Key
	Installation int64
	Reason       string
}

const (
	// defaultWorkers is how many looks can share a request, and some.
	defaultWorkers = 64
	// lease is longer than any rehearsal: nobody else is there to take over a key.
	lease = 24 * time.Hour
)

// Run rehearses. Nothing is ever written. A rehearsal whose context ends gives
// what it has found out until then, and is no error; a policy that is not valid is.
func Run(ctx context.Context, o Options) (Result, error) {
	if err := o.check(); err != nil {
		return Result{}, err
	}
	if o.Workers == 0 {
		o.Workers = defaultWorkers
	}
	keeping := context.WithoutCancel(ctx) // what is known when the context ends is told
	db, err := store.Open(keeping, "memory:", o.Now)
	if err != nil {
		return Result{}, fmt.Errorf("open a database for the rehearsal: %w", err)
	}
	stage := &stage{Options: o, store: db, reconciler: newReconciler(o, db)}
	result, err := stage.play(ctx, keeping)
	return result, errors.Join(err, db.Close())
}

// check refuses policies that are not valid, and those for nobody.
func (o Options) check() error {
	for _, account := range slices.Sorted(maps.Keys(o.Policies)) {
		if _, problems := config.ParsePolicy(account, []byte(o.Policies[account])); len(problems) > 0 {
			return fmt.Errorf("the policy for %s is not valid: %s", account, problems[0])
		}
		there := func(i ghclient.Installation) bool { return strings.ToLower(i.Account) == account }
		if !slices.ContainsFunc(o.Installations, there) {
			return fmt.Errorf("there is a policy for %s, where the app is not installed", account)
		}
	}
	return nil
}

func newReconciler(o Options, db *store.Store) *reconcile.Reconciler {
	identity := &reconcile.Identity{}
	reads := audience{GitHub: o.GitHub, app: o.App, installations: o.Installations, policies: o.Policies}
	return reconcile.New(reconcile.Options{
		GitHub: reads, Store: db, Identity: identity, Marker: o.Marker, Host: o.Host, Now: o.Now, Log: o.Log,
		Gate: &gate.Gate{
			Rehearsal: true, Read: reads, Store: db, Marker: o.Marker, Login: identity.Login, Now: o.Now,
		},
	})
}

// stage is one rehearsal under way.
type stage struct {
	Options
	store      *store.Store
	reconciler *reconcile.Reconciler
	done       atomic.Int64
}

// play looks at everything that the app looks at when it starts, and at all that follows.
func (s *stage) play(ctx, keeping context.Context) (Result, error) {
	if s.Memory != nil {
		if err := s.store.Recall(keeping, s.Memory); err != nil {
			return Result{}, fmt.Errorf("take over what the server remembers: %w", err)
		}
	}
	if err := s.store.Trigger(keeping, upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "rehearsal"}); err != nil {
		return Result{}, fmt.Errorf("begin the rehearsal: %w", err)
	}
	for ctx.Err() == nil {
		more, err := s.round(ctx, keeping)
		if err != nil {
			return Result{}, err
		}
		if more {
			continue
		}
		if more, err = s.wait(ctx, keeping); err != nil || !more {
			return s.result(keeping, err)
		}
	}
	return s.result(keeping, nil)
}

func (s *stage) result(keeping context.Context, failed error) (Result, error) {
	if failed != nil {
		return Result{}, failed
	}
	var result Result
	var err error
	if result.Writes, err = s.store.Planned(keeping); err != nil {
		return Result{}, fmt.Errorf("list what would be written: %w", err)
	}
	left, err := s.store.Keys(keeping, "")
	if err != nil {
		return Result{}, fmt.Errorf("list what was not looked at: %w", err)
	}
	now := s.Now()
	for _, key := range left {
		switch {
		case key.Waiting != "":
			result.Failed = append(result.Failed, Failure{Key: key.Key, Installation: key.Installation, Reason: key.Reason})
		case !key.NotBefore.After(now):
			result.Unfinished++
		}
	}
	return result, nil
}
