package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Holds returns ErrFenced when the claim no longer holds its key.
func (s *Store) Holds(ctx context.Context, c Claim) error {
	_, found, err := find(ctx, s, column[int64],
		`SELECT fence FROM keys WHERE key = $1 AND fence = $2 AND lease_until > $now`, string(c.Key), c.Fence)
	if err == nil && !found {
		err = fenced(c.Key)
	}
	return wrap(err, "check a claim")
}

// Renew makes the lease end that long from now.
func (s *Store) Renew(ctx context.Context, c Claim, lease time.Duration) error {
	return wrap(s.settle(ctx, c, `UPDATE keys SET lease_until = $now + $3
		WHERE key = $1 AND fence = $2 AND lease_until > $now`, lease.Microseconds()), "renew a lease")
}

// Release hands a key back unfinished: it is due again at once.
func (s *Store) Release(ctx context.Context, c Claim) error {
	return wrap(s.settle(ctx, c, `UPDATE keys SET lease_until = 0, not_before = LEAST(not_before, $now)
		WHERE key = $1 AND fence = $2 AND lease_until > $now`), "release a key")
}

// Wait hands a key back that stays wanted, until a time. Backoff and lag count
// as an attempt. Parked with a zero time waits for a trigger alone. A trigger
// that came during the run has the effect it would have now: it brings backoff,
// lag and parked forward, leaves limit alone, and pace unless it is urgent.
func (s *Store) Wait(ctx context.Context, c Claim, waiting Waiting, until time.Time, reason string) error {
	at := micros(until)
	if waiting == WaitParked && until.IsZero() {
		at = never
	}
	const patient = `($4 = 'limit' OR $4 = 'pace' AND urgent = 0)`
	attempt := 0
	if waiting == WaitBackoff || waiting == WaitLag {
		attempt = 1
	}
	return wrap(s.settle(ctx, c, `
		UPDATE keys SET lease_until = 0, since = $now, attempts = CASE WHEN $4 = 'parked' AND not_before < $3 THEN 0 ELSE attempts + $6 END,
			not_before = CASE WHEN `+patient+` THEN $3 ELSE LEAST(not_before, $3) END,
			waiting = CASE WHEN `+patient+` OR not_before >= $3 THEN $4 ELSE '' END,
			reason = CASE WHEN `+patient+` OR not_before >= $3 THEN $5 ELSE reason END
		WHERE key = $1 AND fence = $2 AND lease_until > $now`,
		at, string(waiting), reason, attempt), "let a key wait")
}

// settle runs a statement that changes a key only while the claim, its first
// two arguments, holds it.
func (s *Store) settle(ctx context.Context, c Claim, text string, args ...any) error {
	return s.write(ctx, func(ctx context.Context, tx session) error {
		return tx.settle(ctx, c, text, args...)
	})
}

func (s session) settle(ctx context.Context, c Claim, text string, args ...any) error {
	changed, err := s.exec(ctx, text, append([]any{string(c.Key), c.Fence}, args...)...)
	if err != nil {
		return fmt.Errorf("key %s: %w", c.Key, err)
	}
	if changed == 0 {
		return fenced(c.Key)
	}
	return nil
}

// confirmAfter is when a run is repeated whose event could not tell how new a
// read has to be.
const confirmAfter = 30 * time.Second

// What the column confirm holds beside 0: that a later look is asked for, and
// that what is wanted now is that look and nothing else.
const (
	confirmAsked    = 1
	confirmArranged = 2
)

// Done settles the key as far as it was wanted when it was claimed, clears its
// attempts and adds triggers, all in one transaction. A trigger that came
// during the run leaves the key due at the trigger's time; a claim that asks
// for a confirming look makes it due once more in 30 s.
func (s *Store) Done(ctx context.Context, c Claim, reason string, then ...upgrade.Trigger) error {
	triggers := coalesce(then)
	keys := []upgrade.Key{c.Key}
	for key := range triggers {
		if key != c.Key {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys) // the order in which all transactions take rows, see coalesce
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		for _, key := range keys {
			if key == c.Key {
				if err := tx.done(ctx, c, reason); err != nil {
					return err
				}
			}
			if t, asked := triggers[key]; asked {
				if err := tx.triggerOne(ctx, t); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return wrap(err, "finish a key")
}

// RaiseFloor makes a claimed key refuse observations of before a time, as a
// trigger with this floor would, without asking for a run.
func (s *Store) RaiseFloor(ctx context.Context, c Claim, floor time.Time) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `UPDATE keys SET floor = GREATEST(floor, $2) WHERE key = $1`, string(c.Key), micros(floor))
	})
	return wrap(err, "raise the floor of %s", c.Key)
}

func (s session) done(ctx context.Context, c Claim, reason string) error {
	confirm := flag(c.Confirm)
	return s.settle(ctx, c, `UPDATE keys SET done = $3, attempts = 0, lease_until = 0,
		reason = CASE WHEN wanted > $3 THEN reason ELSE $4 END,
		taken = 0, delivery = CASE WHEN wanted > $3 OR $5 = 1 THEN delivery ELSE '' END,
		not_before = CASE WHEN $5 = 1 AND wanted = $3 THEN $now + $6 ELSE not_before END,
		confirm = CASE WHEN wanted > $3 THEN confirm WHEN $5 = 1 THEN $7 ELSE 0 END,
		wanted = CASE WHEN $5 = 1 AND wanted = $3 THEN wanted + 1 ELSE wanted END
		WHERE key = $1 AND fence = $2 AND lease_until > $now`, c.Wanted, reason, confirm, confirmAfter.Microseconds(), confirmArranged)
}
