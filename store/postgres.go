package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

const (
	postgresConnections = 16
	// postgresAcceptors commit side by side: one gathers while the other waits for the disk.
	postgresAcceptors = 2
	// deadlockTries bounds how often a transaction that lost to another is run.
	deadlockTries = 10
)

func postgresDialect() *dialect {
	return &dialect{
		goose: goose.DialectPostgres,
		schema: strings.NewReplacer("{id}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "{bytes}", "BYTEA",
			"{plain payloads}", "ALTER TABLE deliveries ALTER COLUMN payload SET STORAGE EXTERNAL;"),
		words: strings.NewReplacer(
			// As a sub-query it is read once a statement, so that indexes serve comparisons with it.
			"$now", "(SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT))",
			"$LOCK", "FOR UPDATE", "$SKIP", "FOR UPDATE SKIP LOCKED"),
		each:   "(SELECT value FROM jsonb_array_elements_text(CAST(${1} AS JSONB)))",
		insert: insertTogether,
	}
}

func openPostgres(ctx context.Context, url string) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["synchronous_commit"] = "on"
	// A replica that is stopped in mid-transaction must not hold its rows for long.
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "10000"
	d := postgresDialect()
	db := stdlib.OpenDB(*config)
	if err := migrate(ctx, db, d); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	p := &postgres{pool: newPool(db, postgresConnections), dialect: d}
	s := &Store{dialect: d, transact: p.write, view: p.read, shut: db.Close}
	s.inbox = openInbox(ctx, s, postgresAcceptors)
	return s, nil
}

type postgres struct {
	pool    pool
	dialect *dialect
}

func (p *postgres) read(ctx context.Context, work func(context.Context, session) error) error {
	free, err := p.pool.hold(ctx)
	if err != nil {
		return err
	}
	defer free()
	return work(ctx, session{dialect: p.dialect, handle: p.pool.db})
}

func (p *postgres) write(ctx context.Context, work func(context.Context, session) error) error {
	free, err := p.pool.hold(ctx)
	if err != nil {
		return err
	}
	defer free()
	for range deadlockTries {
		if err = p.once(ctx, work); !lostToAnother(err) {
			break
		}
	}
	return err
}

func (p *postgres) once(ctx context.Context, work func(context.Context, session) error) error {
	tx, err := p.pool.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin a transaction: %w", err)
	}
	defer tx.Rollback() // does nothing after the commit
	if err := work(ctx, session{dialect: p.dialect, handle: tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// lostToAnother reports errors after which PostgreSQL has certainly undone the
// transaction and asks for it to be run again.
func lostToAnother(err error) bool {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return false
	}
	const serializationFailure, deadlockDetected = "40001", "40P01"
	return refused.Code == serializationFailure || refused.Code == deadlockDetected
}
