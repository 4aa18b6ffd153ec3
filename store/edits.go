package store

import (
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// keepEdits is how many edits of a description are kept. GitHub tells of each
// within seconds, and they are seconds apart.
const keepEdits = 10

// Edit is one of the app's own edits of a description, whether or not it arrived.
type Edit struct {
	// At is when it was begun; zero if there was none.
	At time.Time
	// Before is the text that it was to replace, After what it was to write.
	Before, After string
	// Restores says that it was to bring words back that an earlier one had overwritten.
	Restores bool
}

// Replaced reports whether a text is the one that the edit was to replace.
func (e Edit) Replaced(text string) bool { return !e.At.IsZero() && e.Before == text }

// Edit returns the app's last edit of an object's description.
func (s *Store) Edit(ctx context.Context, object upgrade.NodeID) (Edit, error) {
	e, err := readFirst(ctx, s, readEdit, editColumns+` LIMIT 1`, string(object))
	return e, wrap(err, "read the last edit of %s", object)
}

// Edits are the app's last edits of an object's description, the latest first.
func (s *Store) Edits(ctx context.Context, object upgrade.NodeID) ([]Edit, error) {
	all, err := readAll(ctx, s, readEdit, editColumns, string(object))
	return all, wrap(err, "read the last edits of %s", object)
}

const editColumns = `SELECT at, before, after, restores FROM edits WHERE object = $1 ORDER BY at DESC`

func readEdit(row scanner) (Edit, error) {
	var e Edit
	var at, restores int64
	err := row.Scan(&at, &e.Before, &e.After, &restores)
	e.At, e.Restores = fromMicros(at), restores > 0
	return e, err
}

// SaveEdit adds to an object's last edits. It comes before the edit is sent: a
// run that is cut off then has it on record.
func (s *Store) SaveEdit(ctx context.Context, c Claim, object upgrade.NodeID, e Edit) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		err := tx.run(ctx, `INSERT INTO edits (object, at, before, after, restores) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (object, at) DO UPDATE SET before = excluded.before, after = excluded.after, restores = excluded.restores`,
			string(object), micros(e.At), e.Before, e.After, flag(e.Restores))
		if err != nil {
			return fmt.Errorf("add the edit: %w", err)
		}
		return tx.run(ctx, `DELETE FROM edits WHERE object = $1 AND at <
			(SELECT at FROM edits WHERE object = $1 ORDER BY at DESC LIMIT 1 OFFSET $2)`, string(object), keepEdits-1)
	})
	return wrap(err, "save an edit of %s", object)
}
