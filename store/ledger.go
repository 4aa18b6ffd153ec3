package store

import (
	"context"
	"errors"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// The states of an intent.
const (
	IntentIntended  = "intended"
	IntentSent      = "sent"
	IntentConfirmed = "confirmed"
	IntentFailed    = "failed"
)

// ErrNoIntent is returned for an intent that was never made.
var ErrNoIntent = errors.New("no such intent")

// Intent is the promise to make one thing on GitHub exactly once. Its row is
// there before the create is sent, so that a lost answer is noticed.
type Intent struct {
	// ID names what is to be made, such as "comment:<issue>:<purpose>".
	ID     string
	Key    upgrade.Key
	Kind   string
	Target string
	// State is IntentIntended when it is empty.
	State string
	// Result is what GitHub made, such as the comment's id.
	Result string
	// At is when it got into its state.
	At time.Time
}

// Intend makes an intent, or returns the one that is there under its ID.
func (s *Store) Intend(ctx context.Context, c Claim, i Intent) (Intent, error) {
	if i.State == "" {
		i.State = IntentIntended
	}
	var known Intent
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		err := tx.run(ctx, `INSERT INTO intents (id, key, kind, target, state, result, at)
			VALUES ($1, $2, $3, $4, $5, $6, $now)
			ON CONFLICT (id) DO NOTHING`,
			i.ID, string(i.Key), i.Kind, i.Target, i.State, i.Result)
		if err != nil {
			return err
		}
		known, _, err = first(ctx, tx, readIntent, `SELECT id, key, kind, target, state, result, at FROM intents WHERE id = $1`, i.ID)
		return err
	})
	return known, wrap(err, "intend %s", i.ID)
}

// Intent returns what is known of an intent; the zero Intent if it was never made.
func (s *Store) Intent(ctx context.Context, id string) (Intent, error) {
	known, err := readFirst(ctx, s, readIntent, `SELECT id, key, kind, target, state, result, at FROM intents WHERE id = $1`, id)
	return known, wrap(err, "read intent %s", id)
}

func readIntent(row scanner) (Intent, error) {
	var i Intent
	var at int64
	err := row.Scan(&i.ID, &i.Key, &i.Kind, &i.Target, &i.State, &i.Result, &at)
	i.At = fromMicros(at)
	return i, err
}

// MarkIntent records how far an intent got; ErrNoIntent if it is not there.
func (s *Store) MarkIntent(ctx context.Context, c Claim, id, state, result string) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		marked, err := tx.exec(ctx, `UPDATE intents SET state = $2, result = $3, at = $now WHERE id = $1`, id, state, result)
		if err == nil && marked == 0 {
			err = ErrNoIntent
		}
		return err
	})
	return wrap(err, "mark intent %s %s", id, state)
}
