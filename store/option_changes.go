package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// OptionChange is a change of a field's options that is under way. It is on
// record before the options are replaced and until every card has what it had,
// so that it can be finished whatever happens meanwhile.
type OptionChange struct {
	Field, Board upgrade.NodeID
	// Before are the options that the field had, Adds those it is to have too.
	Before, Adds []upgrade.Option
	// Cards are the options that cards had, by name; those without one are not in it.
	Cards map[upgrade.NodeID]string
}

// OptionChanges lists the changes that are under way on a board, by field.
func (s *Store) OptionChanges(ctx context.Context, board upgrade.NodeID) ([]OptionChange, error) {
	all, err := readAll(ctx, s, readOptionChange, `SELECT content FROM option_changes WHERE board = $1 ORDER BY field`, string(board))
	return all, wrap(err, "list the changes of options on board %s", board)
}

func readOptionChange(row scanner) (OptionChange, error) {
	var change OptionChange
	content, err := column[string](row)
	if err != nil {
		return change, err
	}
	if err := json.Unmarshal([]byte(content), &change); err != nil {
		return change, fmt.Errorf("decode a change of options: %w", err)
	}
	return change, nil
}

// SaveOptionChange adds a field's change, or replaces it.
func (s *Store) SaveOptionChange(ctx context.Context, c Claim, change OptionChange) error {
	content, err := json.Marshal(change)
	if err != nil {
		return fmt.Errorf("encode the change of options of field %s: %w", change.Field, err)
	}
	err = s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO option_changes (field, board, content) VALUES ($1, $2, $3)
			ON CONFLICT (field) DO UPDATE SET board = excluded.board, content = excluded.content`,
			string(change.Field), string(change.Board), string(content))
	})
	return wrap(err, "save the change of options of field %s", change.Field)
}

// EndOptionChange takes a field's change off the record.
func (s *Store) EndOptionChange(ctx context.Context, c Claim, field upgrade.NodeID) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `DELETE FROM option_changes WHERE field = $1`, string(field))
	})
	return wrap(err, "end the change of options of field %s", field)
}
