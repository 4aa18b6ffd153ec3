package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// ParkedDelivery is a delivery that could not be read.
type ParkedDelivery struct {
	GUID   string
	HookID int64
	Event  string
	Reason string
	Since  time.Time
	// Kept tells that its payload is still there, so that it can be read again.
	Kept bool
}

// ParkedDeliveries lists the deliveries that could not be read, oldest first, at most limit.
func (s *Store) ParkedDeliveries(ctx context.Context, limit int) ([]ParkedDelivery, error) {
	all, err := readAll(ctx, s, func(row scanner) (ParkedDelivery, error) {
		var d ParkedDelivery
		var since, kept int64
		err := row.Scan(&d.GUID, &d.HookID, &d.Event, &d.Reason, &since, &kept)
		d.Since, d.Kept = fromMicros(since), kept > 0
		return d, err
	}, `SELECT guid, hook_id, event, reason, ended_at, CASE WHEN payload IS NULL THEN 0 ELSE 1 END
		FROM deliveries WHERE state = 'parked' ORDER BY id LIMIT $1`, limit)
	return all, wrap(err, "list the parked deliveries")
}

// ReplayDeliveries makes parked deliveries pending, so that the pump reads them
// again: those with a GUID, or all for "". Those whose payloads are gone stay.
// It returns how many there were. To do it twice is to do it once.
func (s *Store) ReplayDeliveries(ctx context.Context, guid string) (int64, error) {
	var replayed int64
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		var err error
		replayed, err = tx.exec(ctx, `UPDATE deliveries SET state = 'pending', reason = '', ended_at = 0
			WHERE state = 'parked' AND payload IS NOT NULL AND ($1 = '' OR guid = $1)`, guid)
		return err
	})
	return replayed, wrap(err, "replay parked deliveries")
}

// DeliveryState is how a delivery ended; false if the inbox does not hold it.
func (s *Store) DeliveryState(ctx context.Context, guid string) (string, bool, error) {
	state, found, err := find(ctx, s, column[string], `SELECT state FROM deliveries WHERE guid = $1 ORDER BY id DESC LIMIT 1`, guid)
	return state, found, wrap(err, "look up delivery %s", guid)
}

// Key is one key of the queue, done or not; false if it was never asked for.
func (s *Store) Key(ctx context.Context, key upgrade.Key) (KeyRow, bool, error) {
	row, found, err := find(ctx, s, readKeyRow, keyColumns+`WHERE key = $1`, string(key))
	return row, found, wrap(err, "look up key %s", key)
}

// DeliveryHeaders are those that a delivery was kept with; none if the inbox does
// not hold it.
func (s *Store) DeliveryHeaders(ctx context.Context, guid string) (map[string]string, error) {
	text, found, err := find(ctx, s, column[string], `SELECT headers FROM deliveries WHERE guid = $1 ORDER BY id DESC LIMIT 1`, guid)
	headers := map[string]string{}
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &headers)
	}
	return headers, wrap(err, "read the headers of delivery %s", guid)
}
