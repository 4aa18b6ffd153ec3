package store

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Trigger asks for keys to be looked at. Triggers of a key coalesce: the
// earliest time counts, so a later one set before is forgotten, and whoever
// runs the key asks for it again. A trigger brings a key forward that waits in
// backoff, lag or parked, and gives a parked one its attempts back; it never
// shortens a limit, and pace only when it is urgent. For a key that is being worked on it asks for
// another run.
func (s *Store) Trigger(ctx context.Context, triggers ...upgrade.Trigger) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		return tx.trigger(ctx, triggers)
	})
	return wrap(err, "trigger %d keys", len(triggers))
}

func (s session) trigger(ctx context.Context, triggers []upgrade.Trigger) error {
	merged := coalesce(triggers)
	for _, key := range slices.Sorted(maps.Keys(merged)) {
		if err := s.triggerOne(ctx, merged[key]); err != nil {
			return err
		}
	}
	return nil
}

// coalesce merges triggers by key. Their keys, sorted, give all transactions
// the same order of taking rows, so that they do not deadlock.
func coalesce(triggers []upgrade.Trigger) map[upgrade.Key]upgrade.Trigger {
	merged := make(map[upgrade.Key]upgrade.Trigger, len(triggers))
	for _, t := range triggers {
		if known, ok := merged[t.Key]; ok {
			if known.NotBefore.Before(t.NotBefore) {
				t.NotBefore = known.NotBefore
			}
			sameSecond := !t.Floor.IsZero() && known.Floor.Equal(t.Floor)
			if known.Floor.After(t.Floor) {
				t.Floor = known.Floor
			}
			t.Cause, t.Confirm = max(t.Cause, known.Cause), t.Confirm || known.Confirm || sameSecond
			t.Urgent = t.Urgent || known.Urgent
			if t.Installation == 0 {
				t.Installation = known.Installation
			}
			t.Delivery = cmp.Or(t.Delivery, known.Delivery)
		}
		merged[t.Key] = t
	}
	return merged
}

// triggerOne relies on not_before being never while nothing is asked for: then
// the earlier of the two is the trigger's own. A floor that was told before
// asks for a later look: GitHub's times are whole seconds, and of two events of
// one second a lagging read may have only the first. A later look that is
// arranged already comes after this one all the same.
func (s session) triggerOne(ctx context.Context, t upgrade.Trigger) error {
	if t.Delivery == "" && t.NotBefore.IsZero() {
		t.Delivery = s.origin
	}
	err := s.run(ctx, `
		INSERT INTO keys (key, installation, wanted, done, attempts, not_before, waiting, reason, floor, fence, lease_until, cause, taken, confirm, urgent, delivery)
		VALUES ($1, $2, 1, 0, 0, CASE WHEN CAST($3 AS BIGINT) = 0 THEN $now ELSE $3 END, '', $4, $5, 0, 0, $6, 0, $7, $8, $9)
		ON CONFLICT (key) DO UPDATE SET
			wanted = keys.wanted + 1,
			floor = GREATEST(keys.floor, excluded.floor),
			cause = GREATEST(keys.cause, excluded.cause),
			confirm = CASE WHEN keys.confirm > 0 OR excluded.floor > 0 AND excluded.floor = keys.floor THEN 1
				ELSE excluded.confirm END,
			urgent = GREATEST(keys.urgent, excluded.urgent),
			delivery = CASE WHEN excluded.delivery = '' THEN keys.delivery ELSE excluded.delivery END,
			installation = CASE WHEN excluded.installation = 0 THEN keys.installation ELSE excluded.installation END,
			not_before = CASE WHEN keys.waiting = 'limit' OR keys.waiting = 'pace' AND excluded.urgent = 0 THEN keys.not_before
				ELSE LEAST(keys.not_before, excluded.not_before) END,
			attempts = CASE WHEN keys.waiting = 'parked' AND excluded.not_before < keys.not_before THEN 0 ELSE keys.attempts END,
			waiting = CASE WHEN keys.waiting = 'limit' OR keys.waiting = 'pace' AND excluded.urgent = 0 OR keys.not_before <= excluded.not_before THEN keys.waiting
				ELSE '' END,
			reason = CASE WHEN keys.waiting = 'limit' OR keys.waiting = 'pace' AND excluded.urgent = 0 OR (keys.waiting <> '' AND keys.not_before <= excluded.not_before)
				THEN keys.reason ELSE excluded.reason END`,
		string(t.Key), t.Installation, micros(t.NotBefore), t.Reason, micros(t.Floor), t.Cause, flag(t.Confirm), flag(t.Urgent), t.Delivery)
	if err != nil {
		return fmt.Errorf("key %s: %w", t.Key, err)
	}
	return nil
}

// flag is how both databases keep a bool.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
