package store

import (
	"context"
	"math"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// never is the not_before of a key that no time makes due: nobody asks for it,
// it is being worked on, or it is parked.
const never = math.MaxInt64

// Waiting says why a key that is wanted is not worked on.
type Waiting string

// The waiting reasons. A trigger pulls a key out of backoff, lag and parked; it
// never shortens pace and limit.
const (
	WaitBackoff Waiting = "backoff" // the last run failed
	WaitPace    Waiting = "pace"    // the object was written to a moment ago
	WaitLimit   Waiting = "limit"   // GitHub's rate limit, or the budget
	WaitParked  Waiting = "parked"  // until a trigger comes, or a time
	WaitLag     Waiting = "lag"     // GitHub answered with older data than the event told of
)

// KeyRow is one key of the queue.
type KeyRow struct {
	Key          upgrade.Key
	Installation int64
	Wanted, Done int64
	Attempts     int
	// NotBefore is zero when no time makes it due: parked, done or being worked on.
	NotBefore time.Time
	Waiting   Waiting
	Reason    string
	Floor     time.Time
	Fence     int64
	// LeaseUntil is zero when nobody works on it.
	LeaseUntil time.Time
	// Since is when it began to wait; zero when it has never waited.
	Since time.Time
	// Delivery is the GUID of the delivery that asked last; empty if none did.
	Delivery string
}

const keyColumns = `SELECT key, installation, wanted, done, attempts, not_before,
	waiting, reason, floor, fence, lease_until, since, delivery FROM keys `

// Keys lists the keys that wait for a reason, or, for "", all that are not done.
func (s *Store) Keys(ctx context.Context, waiting Waiting) ([]KeyRow, error) {
	rows, err := readAll(ctx, s, readKeyRow, keyColumns+`
		WHERE wanted > done AND ($1 = '' OR waiting = $1) ORDER BY key`, string(waiting))
	return rows, wrap(err, "list the keys")
}

func readKeyRow(row scanner) (KeyRow, error) {
	var k KeyRow
	var notBefore, floor, lease, since int64
	err := row.Scan(&k.Key, &k.Installation, &k.Wanted, &k.Done, &k.Attempts, &notBefore,
		&k.Waiting, &k.Reason, &floor, &k.Fence, &lease, &since, &k.Delivery)
	k.Since = fromMicros(since)
	k.NotBefore, k.Floor, k.LeaseUntil = fromMicros(notBefore), fromMicros(floor), fromMicros(lease)
	return k, err
}

// KeyCounts counts the keys that are not done by what they wait for; "" are
// those that are due or being worked on.
func (s *Store) KeyCounts(ctx context.Context) (map[Waiting]int64, error) {
	counts := map[Waiting]int64{}
	_, err := readAll(ctx, s, func(row scanner) (Waiting, error) {
		var waiting Waiting
		var n int64
		err := row.Scan(&waiting, &n)
		counts[waiting] = n
		return waiting, err
	}, `SELECT waiting, COUNT(*) FROM keys WHERE wanted > done GROUP BY waiting`)
	return counts, wrap(err, "count the keys")
}

// NextDue is when the next key becomes due, or its worker's lease runs out. It
// may be past; false means that no key waits for a time.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	at, err := readFirst(ctx, s, column[int64], `
		SELECT COALESCE(MIN(at), $1) FROM (
			SELECT MIN(not_before) AS at FROM keys WHERE wanted > done AND lease_until = 0
			UNION ALL SELECT MIN(lease_until) FROM keys WHERE lease_until > 0
		) AS times`, int64(never))
	if err != nil {
		return time.Time{}, false, wrap(err, "find the next due key")
	}
	return fromMicros(at), at != never, nil
}
