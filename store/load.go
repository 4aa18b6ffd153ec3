package store

import (
	"context"
	"time"
)

// Load is the work of one installation that is due and that nobody has taken up.
type Load struct {
	// Installation is 0 for what belongs to none.
	Installation int64
	Keys         int64
	// Oldest is how long the first of them has been due.
	Oldest time.Duration
}

// Loads lists the installations that have due keys, those with the longest wait first.
func (s *Store) Loads(ctx context.Context) ([]Load, error) {
	all, err := readAll(ctx, s, func(row scanner) (Load, error) {
		var l Load
		var age int64
		err := row.Scan(&l.Installation, &l.Keys, &age)
		l.Oldest = time.Duration(age) * time.Microsecond
		return l, err
	}, `SELECT installation, COUNT(*), $now - MIN(not_before) AS age FROM keys
		WHERE wanted > done AND lease_until = 0 AND not_before <= $now
		GROUP BY installation ORDER BY age DESC, installation`)
	return all, wrap(err, "measure the work that is due")
}

// Unread is how long the first of the deliveries that have not ended has waited;
// 0 when there is none.
func (s *Store) Unread(ctx context.Context) (time.Duration, error) {
	age, err := readFirst(ctx, s, column[int64], `SELECT $now - received_at FROM deliveries WHERE state = 'pending' ORDER BY id LIMIT 1`)
	return max(time.Duration(age)*time.Microsecond, 0), wrap(err, "find the oldest delivery that waits")
}

// PlannedCounts counts what plan mode withholds by the kind of write.
func (s *Store) PlannedCounts(ctx context.Context) (map[string]int64, error) {
	counts := map[string]int64{}
	_, err := readAll(ctx, s, func(row scanner) (string, error) {
		var kind string
		var n int64
		err := row.Scan(&kind, &n)
		counts[kind] = n
		return kind, err
	}, `SELECT kind, COUNT(*) FROM planned GROUP BY kind`)
	return counts, wrap(err, "count what is withheld")
}
