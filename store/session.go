package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// session runs statements on one transaction, connection or pool. Statements
// are written once for all databases, with $1, $2 … for arguments and the
// words that dialect replaces.
type session struct {
	dialect *dialect
	handle  handle
	// origin is the delivery that asks for what is triggered here, see WithOrigin.
	origin string
}

type handle interface {
	ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

// exec runs a statement and tells how many rows it touched.
func (s session) exec(ctx context.Context, text string, args ...any) (int64, error) {
	text, args = s.dialect.statement(text, args)
	result, err := s.handle.ExecContext(ctx, text, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// run is exec for callers that do not count.
func (s session) run(ctx context.Context, text string, args ...any) error {
	_, err := s.exec(ctx, text, args...)
	return err
}

// scanner is the current row of a result.
type scanner interface {
	Scan(into ...any) error
}

// list reads all rows of a query and closes it, so that the connection is free
// for the next statement.
func list[T any](ctx context.Context, s session, read func(scanner) (T, error), text string, args ...any) ([]T, error) {
	text, args = s.dialect.statement(text, args)
	rows, err := s.handle.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// first reads the first row of a query, if there is one.
func first[T any](ctx context.Context, s session, read func(scanner) (T, error), text string, args ...any) (T, bool, error) {
	all, err := list(ctx, s, read, text, args...)
	if err != nil || len(all) == 0 {
		var none T
		return none, false, err
	}
	return all[0], true, nil
}

// column reads rows of one column.
func column[T any](row scanner) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}

// pair reads rows of two text columns.
func pair(row scanner) ([2]string, error) {
	var both [2]string
	err := row.Scan(&both[0], &both[1])
	return both, err
}

// prepared keeps the statements of a SQLite connection or pool compiled.
// PostgreSQL does not need it: pgx does the same for each connection.
type prepared struct {
	on interface {
		PrepareContext(ctx context.Context, text string) (*sql.Stmt, error)
	}
	mu         sync.Mutex
	statements map[string]*sql.Stmt
}

func (p *prepared) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.statements[text]; known != nil {
		return known, nil
	}
	made, err := p.on.PrepareContext(ctx, text)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", text, err)
	}
	if p.statements == nil {
		p.statements = map[string]*sql.Stmt{}
	}
	p.statements[text] = made
	return made, nil
}

// ExecContext is part of handle.
func (p *prepared) ExecContext(ctx context.Context, text string, args ...any) (sql.Result, error) {
	statement, err := p.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return statement.ExecContext(ctx, args...)
}

// QueryContext is part of handle.
func (p *prepared) QueryContext(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	statement, err := p.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	return statement.QueryContext(ctx, args...)
}

// micros is how the database holds a time: 0 stands for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// fromMicros is the reverse of micros; never comes out as the zero time.
func fromMicros(n int64) time.Time {
	if n == 0 || n == never {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}

// texts is the argument of the word EACH(…).
func texts[T ~string](values []T) (string, error) {
	if values == nil {
		values = []T{}
	}
	encoded, err := json.Marshal(values)
	if err != nil {
		return "", fmt.Errorf("encode a list of %d texts: %w", len(values), err)
	}
	return string(encoded), nil
}

// claimed checks that a claim still holds its key, and keeps it from changing
// until the transaction ends.
func (s session) claimed(ctx context.Context, c Claim) error {
	_, found, err := first(ctx, s, column[int64],
		`SELECT fence FROM keys WHERE key = $1 AND fence = $2 AND lease_until > $now $LOCK`, string(c.Key), c.Fence)
	if err != nil {
		return err
	}
	if !found {
		return fenced(c.Key)
	}
	return nil
}

func fenced(key upgrade.Key) error { return fmt.Errorf("key %s: %w", key, ErrFenced) }
