package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// The states of a delivery.
const (
	DeliveryPending = "pending"
	DeliveryDone    = "done"
	DeliveryIgnored = "ignored"
	DeliveryParked  = "parked"
)

// pendingBytes bounds the payloads that Pending hands out at once.
const pendingBytes = 16 << 20

// Pending lists deliveries that have not ended, in the order they were
// accepted: at most limit, and no more than 16 MB of payloads except that one
// delivery always comes.
func (s *Store) Pending(ctx context.Context, limit int) ([]Delivery, error) {
	pending, err := readAll(ctx, s, readDelivery, `
		SELECT hook_id, guid, event, headers, payload, received_at FROM deliveries
		WHERE id IN (
			SELECT id FROM (
				SELECT id, SUM(length(payload)) OVER (ORDER BY id) - length(payload) AS before
				FROM (SELECT id, payload FROM deliveries WHERE state = 'pending' ORDER BY id LIMIT $1) AS oldest
			) AS sized WHERE before < $2
		) ORDER BY id`, limit, pendingBytes)
	return pending, wrap(err, "list the pending deliveries")
}

func readDelivery(row scanner) (Delivery, error) {
	var d Delivery
	var headers string
	var received int64
	if err := row.Scan(&d.HookID, &d.GUID, &d.Event, &headers, &d.Payload, &received); err != nil {
		return d, err
	}
	d.ReceivedAt = fromMicros(received)
	if err := json.Unmarshal([]byte(headers), &d.Headers); err != nil {
		return d, fmt.Errorf("decode the headers of delivery %s: %w", d.GUID, err)
	}
	return d, nil
}

// Ending is what became of a pending delivery.
type Ending struct {
	GUID   string
	HookID int64
	// State is DeliveryDone, DeliveryIgnored or DeliveryParked.
	State  string
	Reason string
	// Triggers are the keys the delivery asks to look at.
	Triggers []upgrade.Trigger
	// Touches are what the delivery tells of cards.
	Touches []upgrade.Touched
	// OwnEdits are the app's own edits of descriptions that the delivery tells of.
	OwnEdits []upgrade.OwnEdit
}

// End marks deliveries, adds their triggers and keeps what they tell, all in one transaction. A
// delivery that has already ended, because another replica was faster, is left
// as it is and its triggers are not added again.
func (s *Store) End(ctx context.Context, endings []Ending) error {
	// One order for all replicas: they wait for each other instead of deadlocking.
	ordered := slices.SortedFunc(slices.Values(endings), func(a, b Ending) int {
		return cmp.Or(cmp.Compare(a.GUID, b.GUID), cmp.Compare(a.HookID, b.HookID))
	})
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		var triggers []upgrade.Trigger
		var touches []upgrade.Touched
		var ownEdits []upgrade.OwnEdit
		for _, e := range ordered {
			ended, err := tx.exec(ctx, `UPDATE deliveries SET state = $3, reason = $4, ended_at = $now
				WHERE guid = $1 AND hook_id = $2 AND state = 'pending'`, e.GUID, e.HookID, e.State, e.Reason)
			if err != nil {
				return fmt.Errorf("delivery %s: %w", e.GUID, err)
			}
			if ended == 1 {
				for _, t := range e.Triggers {
					t.Delivery = e.GUID
					triggers = append(triggers, t)
				}
				touches = append(touches, e.Touches...)
				ownEdits = append(ownEdits, e.OwnEdits...)
			}
		}
		if err := tx.saveTouches(ctx, touches); err != nil {
			return err
		}
		if err := tx.saveOverwritten(ctx, ownEdits); err != nil {
			return err
		}
		return tx.trigger(ctx, triggers)
	})
	return wrap(err, "end %d deliveries", len(endings))
}

// Held tells which of the GUIDs the inbox holds, in whatever state.
func (s *Store) Held(ctx context.Context, guids []string) (map[string]bool, error) {
	asked, err := texts(guids)
	if err != nil {
		return nil, err
	}
	found, err := readAll(ctx, s, column[string], `SELECT guid FROM deliveries WHERE guid IN EACH($1)`, asked)
	held := make(map[string]bool, len(found))
	for _, guid := range found {
		held[guid] = true
	}
	return held, wrap(err, "look up %d deliveries", len(guids))
}

// DeliveryCounts counts the deliveries by state; "conflict" counts those that
// came with a known GUID and another body, each time they came.
func (s *Store) DeliveryCounts(ctx context.Context) (map[string]int64, error) {
	type count struct {
		state string
		n     int64
	}
	all, err := readAll(ctx, s, func(row scanner) (count, error) {
		var c count
		return c, row.Scan(&c.state, &c.n)
	}, `SELECT state, COUNT(*) FROM deliveries GROUP BY state
		UNION ALL SELECT 'conflict', CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM conflicts`)
	counts := make(map[string]int64, len(all))
	for _, c := range all {
		counts[c.state] = c.n
	}
	return counts, wrap(err, "count the deliveries")
}
