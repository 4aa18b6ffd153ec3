package store

import (
	"context"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// ListedAt lists the roadmap issues that count the lists of an issue as their own.
func (s *Store) ListedAt(ctx context.Context, issue upgrade.NodeID) ([]Roadmap, error) {
	all, err := readAll(ctx, s, readRoadmap, roadmapColumns+`WHERE id IN (SELECT issue FROM settings WHERE name = $1) ORDER BY installation, name`,
		upgrade.SettingListAt+string(issue))
	return all, wrap(err, "list the roadmap issues with lists at %s", issue)
}

// ListSeen is how new a list issue is known to be; zero if nothing is known. An
// older read of it is behind.
func (s *Store) ListSeen(ctx context.Context, issue upgrade.NodeID) (time.Time, error) {
	at, err := readFirst(ctx, s, column[int64], `SELECT seen_at FROM list_issues WHERE id = $1`, string(issue))
	return fromMicros(at), wrap(err, "read when list issue %s was seen", issue)
}

// SeeList records how new a list issue is known to be, of which an earlier time
// changes nothing. The triggers are set in the same transaction.
func (s *Store) SeeList(ctx context.Context, issue upgrade.NodeID, at time.Time, then ...upgrade.Trigger) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		err := tx.run(ctx, `INSERT INTO list_issues (id, seen_at) VALUES ($1, $2)
			ON CONFLICT (id) DO UPDATE SET seen_at = GREATEST(list_issues.seen_at, excluded.seen_at)`, string(issue), micros(at))
		if err != nil {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "record that list issue %s was seen", issue)
}
