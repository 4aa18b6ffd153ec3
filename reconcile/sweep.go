package reconcile

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
)

const (
	// sweepEvery is how often missed deliveries are looked for.
	sweepEvery = 15 * time.Minute
	// sweepBack is how far GitHub's delivery log reaches on github.com; GitHub
	// Enterprise Server keeps a week, and answers for older ones are no error.
	// https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
	sweepBack = 72 * time.Hour
	// sweepGrace leaves deliveries alone that may be on their way just now.
	sweepGrace = time.Minute
	// sweepPages bounds the pages of one run; the next run goes on from there.
	sweepPages = 10
)

// sweep asks GitHub to deliver again what the inbox does not hold: by GUID, not
// by status, so that what was answered well and then lost comes back too.
// GitHub never does that by itself.
func (r *Reconciler) sweep(ctx context.Context, claim store.Claim) (string, error) {
	from, err := r.sweptUntil(ctx)
	if err != nil {
		return "", err
	}
	started, cursor, err := r.sweepStands(ctx)
	if err != nil {
		return "", err
	}
	asked := map[string]bool{} // a GUID has an entry in the log for each attempt
	for range sweepPages {
		page, next, err := r.GitHub.Deliveries(ctx, cursor)
		if err != nil {
			return "", r.unsweepable(ctx, err)
		}
		reached, err := r.redeliver(ctx, page, asked, from, started)
		if err != nil {
			return "", err
		}
		cursor = next
		if reached || next == "" {
			return r.swept(ctx, claim, started, len(asked))
		}
	}
	if err := r.Store.SetFlag(ctx, store.FlagSweepCursor, started.Format(time.RFC3339)+" "+cursor); err != nil {
		return "", fmt.Errorf("remember where the sweep stands: %w", err)
	}
	err = r.Store.Trigger(ctx, r.again(claim, 0, "the delivery log goes on"))
	return fmt.Sprintf("asked for %d deliveries again, more to read", len(asked)), err
}

// sweepStands is when the sweep began and where it goes on. One that takes
// several runs is complete up to its beginning only.
func (r *Reconciler) sweepStands(ctx context.Context) (started time.Time, cursor string, err error) {
	text, err := r.Store.Flag(ctx, store.FlagSweepCursor)
	if err != nil {
		return time.Time{}, "", fmt.Errorf("read where the sweep stands: %w", err)
	}
	begun, cursor, _ := strings.Cut(text, " ")
	if started, err := time.Parse(time.RFC3339, begun); err == nil {
		return started, cursor, nil
	}
	return r.Now().UTC().Truncate(time.Second), "", nil
}

// unsweepable is the error of a log that cannot be read. The place where a sweep
// stood may be there no more; the next one begins anew.
func (r *Reconciler) unsweepable(ctx context.Context, err error) error {
	if ghclient.Final(err) {
		err = errors.Join(err, r.Store.SetFlag(ctx, store.FlagSweepCursor, ""))
	}
	return fmt.Errorf("read the delivery log: %w", err)
}

// sweptUntil is the time up to which the log is known to be complete, with room
// for deliveries that were under way then.
func (r *Reconciler) sweptUntil(ctx context.Context) (time.Time, error) {
	oldest := r.Now().Add(-sweepBack)
	text, err := r.Store.Flag(ctx, store.FlagSwept)
	if err != nil {
		return time.Time{}, fmt.Errorf("read when the last sweep was: %w", err)
	}
	last, err := time.Parse(time.RFC3339, text)
	if err != nil || last.Add(-sweepEvery).Before(oldest) {
		return oldest, nil //nolint:nilerr // no or an unreadable time: everything is looked at
	}
	return last.Add(-sweepEvery), nil
}

// redeliver goes through one page, newest first, and asks for one attempt of
// each GUID that the inbox lacks and that is not among those asked for. It says
// whether it came to what is known.
func (r *Reconciler) redeliver(ctx context.Context, page []ghclient.HookDelivery, asked map[string]bool, from, started time.Time) (reached bool, err error) {
	guids := make([]string, 0, len(page))
	for _, d := range page {
		guids = append(guids, d.GUID)
	}
	held, err := r.Store.Held(ctx, guids)
	if err != nil {
		return false, fmt.Errorf("look up %d deliveries: %w", len(guids), err)
	}
	for _, d := range page {
		if d.DeliveredAt.Before(from) {
			return true, nil
		}
		if held[d.GUID] || asked[d.GUID] || d.DeliveredAt.After(started.Add(-sweepGrace)) {
			continue
		}
		err := r.GitHub.Redeliver(ctx, d.ID)
		if errors.Is(err, ghclient.ErrNotFound) || errors.Is(err, ghclient.ErrInvalid) {
			// GitHub has let go of it; the resync makes the state right.
			r.log(ctx).Warn().Str("missed", d.GUID).Msg("a missed delivery cannot be had again")
			continue
		}
		if err != nil {
			return false, fmt.Errorf("ask for delivery %s again: %w", d.GUID, err)
		}
		asked[d.GUID] = true
	}
	return false, nil
}

func (r *Reconciler) swept(ctx context.Context, claim store.Claim, started time.Time, asked int) (string, error) {
	if err := errors.Join(
		r.Store.SetFlag(ctx, store.FlagSwept, started.UTC().Format(time.RFC3339)),
		r.Store.SetFlag(ctx, store.FlagSweepCursor, ""),
		r.Store.Trigger(ctx, r.again(claim, sweepEvery, "sweep")),
	); err != nil {
		return "", fmt.Errorf("remember the sweep: %w", err)
	}
	if asked > 0 {
		return fmt.Sprintf("asked for %d deliveries again", asked), nil
	}
	return "nothing missed", nil
}
