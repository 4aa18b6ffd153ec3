package store

import (
	"context"
	"fmt"
	"strings"
)

// recalled are the tables of what the app remembers of GitHub and of what people
// have told it. What it is about to do is not among them, and neither are the
// texts of its edits, which only tell whether a read is behind.
var recalled = [...]string{
	"members", "dependencies", "reports", "list_issues", "roadmaps", "boards", "option_changes", "bases", "notes", "settings",
	"touches", "answers", "watermarks", "intents", "overwritten", "policies",
}

// Recall makes an empty database remember what another one does, as of now. The
// other one is only read.
func (s *Store) Recall(ctx context.Context, from *Store) error {
	for _, table := range recalled {
		var columns []string
		var rows [][]any
		err := from.view(ctx, func(ctx context.Context, tx session) (err error) {
			columns, rows, err = tx.everything(ctx, table)
			return err
		})
		if err == nil && len(rows) > 0 {
			err = s.write(ctx, func(ctx context.Context, tx session) error { return tx.fill(ctx, table, columns, rows) })
		}
		if err != nil {
			return wrap(err, "recall the table %s", table)
		}
	}
	return nil
}

// everything reads a whole table.
func (s session) everything(ctx context.Context, table string) (columns []string, all [][]any, err error) {
	rows, err := s.handle.QueryContext(ctx, "SELECT * FROM "+table)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	if columns, err = rows.Columns(); err != nil {
		return nil, nil, err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, nil, err
		}
		all = append(all, values)
	}
	return columns, all, rows.Err()
}

// fill puts whole rows into a table.
func (s session) fill(ctx context.Context, table string, columns []string, rows [][]any) error {
	places := make([]string, len(columns))
	for i := range places {
		places[i] = fmt.Sprintf("$%d", i+1)
	}
	text := fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(columns, ", "), strings.Join(places, ", "))
	for _, row := range rows {
		if err := s.run(ctx, text, row...); err != nil {
			return err
		}
	}
	return nil
}
