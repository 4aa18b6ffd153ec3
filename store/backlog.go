package store

import (
	"context"
	"time"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Backlog is what lies undone.
type Backlog struct {
	// Due is since when the oldest key is due that nobody works on, Unread when
	// the oldest delivery came that is not handled yet; zero for none.
	Due, Unread time.Time
	// Waiting are the keys that wait for a time to come.
	Waiting int
	// Conflicts are deliveries with another body under a known GUID.
	Conflicts int
}

// Backlog tells what lies undone, by the database's clock.
func (s *Store) Backlog(ctx context.Context) (Backlog, error) {
	b, err := readFirst(ctx, s, func(row scanner) (Backlog, error) {
		var b Backlog
		var due, unread int64
		err := row.Scan(&due, &unread, &b.Waiting, &b.Conflicts)
		b.Due, b.Unread = fromMicros(due), fromMicros(unread)
		return b, err
	}, `SELECT
		(SELECT COALESCE(MIN(not_before), 0) FROM keys WHERE wanted > done AND lease_until = 0 AND not_before <= $now),
		(SELECT COALESCE(MIN(received_at), 0) FROM deliveries WHERE state = 'pending'),
		(SELECT COUNT(*) FROM keys WHERE wanted > done AND lease_until = 0 AND not_before > $now AND not_before < $1),
		(SELECT COUNT(*) FROM conflicts)`, int64(never))
	return b, wrap(err, "read what lies undone")
}

// Automations are the programs that were the last to set fields of a board's
// cards since a time, by field and login. The app's own sets are no touches.
func (s *Store) Automations(ctx context.Context, board upgrade.NodeID, since time.Time) ([]checkup.Automation, error) {
	all, err := readAll(ctx, s, func(row scanner) (checkup.Automation, error) {
		var a checkup.Automation
		return a, row.Scan(&a.Login, &a.Field, &a.Cards)
	}, `SELECT by_login, field, COUNT(*) FROM touches WHERE board = $1 AND by_bot > 0 AND field <> '' AND at >= $2
		GROUP BY field, by_login ORDER BY field, by_login LIMIT 50`, string(board), micros(since))
	return all, wrap(err, "list the automations of board %s", board)
}

// PolledChildren counts the children of an installation's roadmap issues where
// the app is not installed, by the account that owns them.
func (s *Store) PolledChildren(ctx context.Context, installation int64) (map[string]int, error) {
	counts := map[string]int{}
	_, err := readAll(ctx, s, func(row scanner) (string, error) {
		var ref string
		err := row.Scan(&ref)
		if parsed, refErr := upgrade.ParseRef(ref); refErr == nil {
			counts[parsed.Owner]++
		}
		return ref, err
	}, `SELECT DISTINCT child_ref FROM members WHERE installation = $1 AND child_installation = 0`, installation)
	return counts, wrap(err, "count the polled children of installation %d", installation)
}
