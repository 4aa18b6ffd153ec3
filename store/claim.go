package store

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Claim is the right to work on a key until the lease ends.
type Claim struct {
	Key          upgrade.Key
	Installation int64
	// Wanted is how often the key had been asked for; Done settles just these.
	Wanted int64
	// Fence grows with every claim of the key and tells the newest from all others.
	Fence    int64
	Attempts int
	// Cause is the greatest cause of this run and of those before it that failed.
	Cause upgrade.Cause
	// Confirm asks for one more look after this run.
	Confirm bool
	// Floor is the oldest state of the object that may be acted on.
	Floor  time.Time
	Reason string
	// Delivery is the GUID of the delivery that asked last; empty if none did.
	Delivery string
}

// Claim takes up to limit due keys for as long as lease. No key is claimed
// twice at once, whoever asks. A key whose lease ran out is due again with one
// more attempt, since whoever had it may have died of it.
//
// Installations with due keys share the claims evenly, and those served
// longest ago come first; within one, the key that is due longest comes first.
func (s *Store) Claim(ctx context.Context, limit int, lease time.Duration) ([]Claim, error) {
	var claims []Claim
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		if err := tx.reclaim(ctx); err != nil {
			return err
		}
		installations, err := tx.dueInstallations(ctx)
		if err != nil {
			return err
		}
		claims, err = tx.takeEvenly(ctx, s.turns.order(installations), limit, lease)
		return err
	})
	if err != nil {
		return nil, wrap(err, "claim due keys")
	}
	s.turns.served(claims)
	return claims, nil
}

// ClaimKey takes one key if it is due; false if it is not, or somebody has it.
func (s *Store) ClaimKey(ctx context.Context, key upgrade.Key, lease time.Duration) (claim Claim, taken bool, err error) {
	err = s.write(ctx, func(ctx context.Context, tx session) error {
		if err := tx.reclaim(ctx); err != nil {
			return err
		}
		claims, err := list(ctx, tx, readClaim, `SELECT key, installation, wanted, fence + 1, attempts, floor, reason, GREATEST(cause, taken), confirm, delivery FROM keys
			WHERE wanted > done AND lease_until = 0 AND key = $1 AND not_before <= $now $SKIP`, string(key))
		if err != nil || len(claims) == 0 {
			return err
		}
		claim, taken = claims[0], true
		return tx.lease(ctx, claims, lease)
	})
	return claim, taken, wrap(err, "claim key %s", key)
}

// reclaim makes keys due whose worker went away.
func (s session) reclaim(ctx context.Context) error {
	return s.run(ctx, `UPDATE keys SET lease_until = 0, not_before = $now, attempts = attempts + 1,
		reason = 'its worker went away'
		WHERE key IN (SELECT key FROM keys WHERE lease_until > 0 AND lease_until <= $now $SKIP)`)
}

// dueInstallations steps from one installation to the next in the index of
// wanted keys: its cost grows with the installations, not with their keys.
func (s session) dueInstallations(ctx context.Context) ([]int64, error) {
	return list(ctx, s, column[int64], `
		WITH RECURSIVE each_one (id) AS (
			SELECT MIN(installation) FROM keys WHERE wanted > done AND lease_until = 0
			UNION ALL
			SELECT (SELECT MIN(installation) FROM keys WHERE wanted > done AND lease_until = 0 AND installation > id)
			FROM each_one WHERE id IS NOT NULL
		)
		SELECT id FROM each_one WHERE EXISTS (SELECT 1 FROM keys
			WHERE wanted > done AND lease_until = 0 AND installation = id AND not_before <= $now)`)
}

// takeEvenly takes an even share for each installation, and goes round again
// among those that had more to give.
func (s session) takeEvenly(ctx context.Context, installations []int64, limit int, lease time.Duration) ([]Claim, error) {
	var taken []Claim
	for len(installations) > 0 && len(taken) < limit {
		var more []int64
		for n, installation := range installations {
			left := len(installations) - n
			share := (limit - len(taken) + left - 1) / left
			got, err := s.take(ctx, installation, share, lease)
			if err != nil {
				return nil, err
			}
			if taken = append(taken, got...); len(taken) >= limit {
				break
			}
			if len(got) == share {
				more = append(more, installation)
			}
		}
		installations = more
	}
	return taken, nil
}

// take leases the keys of an installation that are due longest. The cast keeps
// SQLite from compiling the query again for each limit.
func (s session) take(ctx context.Context, installation int64, limit int, lease time.Duration) ([]Claim, error) {
	claims, err := list(ctx, s, readClaim, `SELECT key, installation, wanted, fence + 1, attempts, floor, reason, GREATEST(cause, taken), confirm, delivery FROM keys
		WHERE wanted > done AND lease_until = 0 AND installation = $1 AND not_before <= $now
		ORDER BY not_before, key LIMIT CAST($2 AS BIGINT) $SKIP`, installation, limit)
	if err != nil || len(claims) == 0 {
		return nil, err
	}
	return claims, s.lease(ctx, claims, lease)
}

// lease makes keys the claims' own.
func (s session) lease(ctx context.Context, claims []Claim, lease time.Duration) error {
	keys := make([]upgrade.Key, len(claims))
	for n, c := range claims {
		keys[n] = c.Key
	}
	asked, err := texts(keys)
	if err != nil {
		return err
	}
	return s.run(ctx, `UPDATE keys SET fence = fence + 1, lease_until = $now + $2, not_before = $3, waiting = '',
		taken = GREATEST(cause, taken), cause = 0, urgent = 0
		WHERE key IN EACH($1)`, asked, lease.Microseconds(), int64(never))
}

func readClaim(row scanner) (Claim, error) {
	var c Claim
	var floor, confirm int64
	err := row.Scan(&c.Key, &c.Installation, &c.Wanted, &c.Fence, &c.Attempts, &floor, &c.Reason, &c.Cause, &confirm, &c.Delivery)
	c.Floor, c.Confirm = fromMicros(floor), confirm == confirmAsked
	return c, err
}

// turns remembers which installations this Store served last. Each replica
// keeps its own: none starves as long as every replica is fair.
type turns struct {
	mu   sync.Mutex
	last map[int64]int64
	turn int64
}

// order sorts installations, the one served longest ago first.
func (t *turns) order(installations []int64) []int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	slices.SortFunc(installations, func(a, b int64) int {
		return cmp.Or(cmp.Compare(t.last[a], t.last[b]), cmp.Compare(a, b))
	})
	return installations
}

func (t *turns) served(claims []Claim) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last == nil {
		t.last = map[int64]int64{}
	}
	for _, c := range claims {
		t.turn++
		t.last[c.Installation] = t.turn
	}
}
