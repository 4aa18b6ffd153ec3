package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Edit is the app's own last edit of a description, whether or not it arrived.
type Edit struct {
	// At is when it was begun; zero if there was none.
	At       time.Time
	replaced string // the hash of the text before it
}

// Replaced reports whether a text is the one that the edit was to replace.
func (e Edit) Replaced(text string) bool { return e.replaced == hashed(text) }

// Edit returns the app's last edit of an object's description.
func (s *Store) Edit(ctx context.Context, object upgrade.NodeID) (Edit, error) {
	e, err := readFirst(ctx, s, func(row scanner) (Edit, error) {
		var e Edit
		var at int64
		err := row.Scan(&at, &e.replaced)
		e.At = fromMicros(at)
		return e, err
	}, `SELECT at, replaced FROM edits WHERE object = $1`, string(object))
	return e, wrap(err, "read the last edit of %s", object)
}

// SaveEdit replaces an object's last edit. It comes before the edit is sent: a
// run that is cut off then has it on record.
func (s *Store) SaveEdit(ctx context.Context, c Claim, object upgrade.NodeID, before string, at time.Time) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO edits (object, at, replaced) VALUES ($1, $2, $3)
			ON CONFLICT (object) DO UPDATE SET at = excluded.at, replaced = excluded.replaced`, string(object), micros(at), hashed(before))
	})
	return wrap(err, "save an edit of %s", object)
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
