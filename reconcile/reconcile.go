// Package reconcile brings one key to its desired state: it observes (all
// reads), lets a pure decider decide, and hands the plan to the gate. It
// writes nothing to GitHub itself. Keys that only resolve, such as pull
// requests, find the issues that are concerned and trigger those.
//
// Every run re-reads the world, so a run too many changes nothing and a lost
// event costs only time.
package reconcile

import (
	"context"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The keys that exist once.
const (
	// AllInstallations lists the app's installations and resyncs each; it arms itself daily.
	AllInstallations upgrade.Key = upgrade.Key(upgrade.KindInstallation) + ":all"
	// Sweep asks GitHub again for deliveries that the inbox does not hold; it arms itself every 15 minutes.
	Sweep upgrade.Key = upgrade.Key(upgrade.KindSweep) + ":app"
)

// Options are what a Reconciler is made of.
type Options struct {
	GitHub   GitHub
	Store    *store.Store
	Gate     *gate.Gate
	Identity *Identity
	Marker   Marker
	// Host is where issue links point, such as "github.com".
	Host string
	Now  func() time.Time
	Log  zerolog.Logger
	// Look is what reads an organisation that the app comes to, to greet it; nil
	// where the app greets nobody.
	Look look.GitHub
	// Rehearse finds out what a valid policy of an installation's account would have
	// the app write, until its context ends. Nil in a rehearsal itself: then no
	// proposal is looked at and nobody is greeted.
	Rehearse func(ctx context.Context, installation int64, policy string) (upgrade.Rehearsal, error)
	// Drifted is told how many cards a look at a whole board found that were not
	// as they should be: what no event has told. Nil for nobody.
	Drifted func(cards int)
}

// Reconciler runs keys. It is safe for use by many workers at once; the queue
// sees to it that one key never runs twice at the same time.
type Reconciler struct {
	Options
	policies policyCache
	boards   boardCache
	matchers matcherCache
	members  teamCache
	// rehearsals holds a place of each run that rehearses.
	rehearsals chan struct{}
}

// New makes a Reconciler.
func New(o Options) *Reconciler {
	return &Reconciler{Options: o, rehearsals: make(chan struct{}, rehearsalsAtOnce)}
}

// Reconcile runs the claimed key. The reason says what was found, for the log
// and the key's row; errors are told apart by type: gate.Later, gate.Refused,
// ghclient.RateLimited, store.ErrFenced, and everything else is tried again.
func (r *Reconciler) Reconcile(ctx context.Context, claim store.Claim) (reason string, err error) {
	if err := r.Identity.load(ctx, r.Store); err != nil {
		return "", err
	}
	switch claim.Key.Kind() {
	case upgrade.KindIssue:
		return r.issue(ctx, claim)
	case upgrade.KindStart:
		return r.startAsked(ctx, claim)
	case upgrade.KindComment:
		return r.comment(ctx, claim)
	case upgrade.KindPullRequest:
		return r.pullRequest(ctx, claim)
	case upgrade.KindBlocker:
		return r.blocker(ctx, claim)
	case upgrade.KindRepository:
		return r.repository(ctx, claim)
	case upgrade.KindBoard:
		return r.board(ctx, claim)
	case upgrade.KindPolicy:
		return r.policy(ctx, claim)
	case upgrade.KindOnboarding:
		return r.onboarding(ctx, claim)
	case upgrade.KindProposal:
		return r.proposal(ctx, claim)
	case upgrade.KindInstallation:
		return r.installation(ctx, claim)
	case upgrade.KindSweep:
		return r.sweep(ctx, claim)
	default:
		return "", gate.Refused{Reason: fmt.Sprintf("no way to reconcile a key of kind %q", claim.Key.Kind())}
	}
}

// log is the context's log, in which each line says what the run is about. What
// is asked from the command line is no run.
func (r *Reconciler) log(ctx context.Context) *zerolog.Logger {
	if log := zerolog.Ctx(ctx); log.GetLevel() != zerolog.Disabled {
		return log
	}
	return &r.Log
}

// again is a trigger of the claimed key itself, for later.
func (r *Reconciler) again(claim store.Claim, after time.Duration, reason string) upgrade.Trigger {
	return upgrade.Trigger{Key: claim.Key, Installation: claim.Installation, NotBefore: r.Now().Add(after), Reason: reason}
}
