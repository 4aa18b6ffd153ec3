package store

import (
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Overwritten is what a person wrote into a description and an edit of the app
// replaced, as it had read the text just before the person wrote.
type Overwritten struct {
	// At is when the edit was begun; zero if there is nothing.
	At time.Time
	// Text is what the person wrote.
	Text string
	// Before is what both had read, After what the app wrote.
	Before, After string
	// Again says that the edit was to bring back other words.
	Again bool
}

// Overwritten is what was last overwritten in an object's description and is
// not back yet.
func (s *Store) Overwritten(ctx context.Context, object upgrade.NodeID) (Overwritten, error) {
	o, err := readFirst(ctx, s, func(row scanner) (Overwritten, error) {
		var o Overwritten
		var at, again int64
		err := row.Scan(&at, &o.Text, &o.Before, &o.After, &again)
		o.At, o.Again = fromMicros(at), again > 0
		return o, err
	}, `SELECT at, text, before, after, again FROM overwritten WHERE object = $1`, string(object))
	return o, wrap(err, "read what was overwritten in %s", object)
}

// ForgetOverwritten is for when it is back.
func (s *Store) ForgetOverwritten(ctx context.Context, c Claim, object upgrade.NodeID) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `DELETE FROM overwritten WHERE object = $1`, string(object))
	})
	return wrap(err, "forget what was overwritten in %s", object)
}

// saveOverwritten keeps what the app's edits have replaced without having read
// it, and triggers where that happened. An edit that is not on record, as after
// the loss of the database, is taken to have replaced what it had read.
func (s session) saveOverwritten(ctx context.Context, edits []upgrade.OwnEdit) error {
	for _, e := range edits {
		kept, err := s.exec(ctx, `INSERT INTO overwritten (object, at, text, before, after, again)
			SELECT object, at, CAST($2 AS TEXT), before, after, restores FROM edits
			WHERE object = $1 AND after = $3 AND NOT EXISTS
				(SELECT 1 FROM edits WHERE object = $1 AND after = $3 AND before = $2)
			ORDER BY at DESC LIMIT 1
			ON CONFLICT (object) DO UPDATE SET at = excluded.at, text = excluded.text, before = excluded.before,
				after = excluded.after, again = excluded.again`, string(e.Issue), e.Replaced, e.Wrote)
		if err != nil {
			return fmt.Errorf("keep what was overwritten in %s: %w", e.Issue, err)
		}
		if kept == 0 {
			continue
		}
		if err := s.trigger(ctx, []upgrade.Trigger{e.Then}); err != nil {
			return err
		}
	}
	return nil
}
