package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
)

// ErrFenced is returned by every write that takes a Claim when the claim no
// longer holds its key: the lease is over, or another worker has the key. The
// worker must stop; what it wanted is not lost, since the key is still due.
var ErrFenced = errors.New("the claim no longer holds its key")

// ErrBusy is returned by Accept when too many deliveries already wait to be
// written. GitHub may be told so; the sweep fetches the delivery later.
var ErrBusy = errors.New("too many deliveries are waiting to be stored")

// ErrClosed is returned by Accept after Close.
var ErrClosed = errors.New("the store is closed")

// Store is an open database.
type Store struct {
	dialect *dialect
	// transact runs one transaction; see Store.write.
	transact func(ctx context.Context, work func(context.Context, session) error) error
	// view runs reads outside a transaction.
	view  func(ctx context.Context, work func(context.Context, session) error) error
	inbox *inbox
	turns turns
	// shut ends what the database itself needs, after the last write.
	shut func() error
	once sync.Once
	err  error
}

// Open opens the database that a URL names and brings its schema up to date:
//
//	memory:                  SQLite without a file, private to this Store
//	sqlite://./upkeep.db     a file, relative
//	sqlite:///var/upkeep.db  a file, absolute
//	postgres://…             a PostgreSQL database, which replicas may share
//
// A schema newer than this program knows is refused. SQLite takes the time
// from now; PostgreSQL has its own clock.
func Open(ctx context.Context, url string, now func() time.Time) (*Store, error) {
	var s *Store
	var err error
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "memory":
		s, err = openSQLite(ctx, ":memory:", now)
	case "sqlite":
		s, err = openSQLite(ctx, strings.TrimPrefix(rest, "//"), now)
	case "postgres", "postgresql":
		s, err = openPostgres(ctx, url)
	default:
		return nil, fmt.Errorf("open the database: unknown scheme %q, want memory:, sqlite:// or postgres://", scheme)
	}
	if err != nil {
		return nil, fmt.Errorf("open the %s database: %w", scheme, err)
	}
	return s, nil
}

// Close stores the deliveries that are being accepted, lets running writes end
// and closes the database. Closing again does nothing.
func (s *Store) Close() error {
	s.once.Do(func() {
		s.inbox.close()
		s.err = s.shut()
	})
	return s.err
}

// Ping reports whether the database can be written.
func (s *Store) Ping(ctx context.Context) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO flags (name, value) VALUES ('ping', '')
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`)
	})
	return wrap(err, "write to the database")
}

// Now is the time on the database's clock.
func (s *Store) Now(ctx context.Context) (time.Time, error) {
	if s.dialect.clock != nil {
		return fromMicros(micros(s.dialect.clock())), nil
	}
	at, err := readFirst(ctx, s, column[int64], `SELECT $now`)
	return fromMicros(at), wrap(err, "read the database's clock")
}

// write runs work in one transaction: all of it is committed, or none if it
// returns an error. Work may be run again after a deadlock, so it sets what it
// hands out and adds to nothing.
func (s *Store) write(ctx context.Context, work func(context.Context, session) error) error {
	asks := origin(ctx) // a writer that serves many has a context of its own
	return s.transact(ctx, func(ctx context.Context, tx session) error {
		tx.origin = asks
		return work(ctx, tx)
	})
}

// writeClaimed is write for the holder of a claim.
func (s *Store) writeClaimed(ctx context.Context, c Claim, work func(context.Context, session) error) error {
	return s.write(ctx, func(ctx context.Context, tx session) error {
		if err := tx.claimed(ctx, c); err != nil {
			return err
		}
		return work(ctx, tx)
	})
}

// readAll reads all rows of one query.
func readAll[T any](ctx context.Context, s *Store, read func(scanner) (T, error), text string, args ...any) ([]T, error) {
	var all []T
	err := s.view(ctx, func(ctx context.Context, db session) error {
		var err error
		all, err = list(ctx, db, read, text, args...)
		return err
	})
	return all, err
}

// readFirst reads the first row of one query, the zero value if there is none.
func readFirst[T any](ctx context.Context, s *Store, read func(scanner) (T, error), text string, args ...any) (T, error) {
	one, _, err := find(ctx, s, read, text, args...)
	return one, err
}

// find is readFirst that tells whether there was a row.
func find[T any](ctx context.Context, s *Store, read func(scanner) (T, error), text string, args ...any) (T, bool, error) {
	all, err := readAll(ctx, s, read, text, args...)
	if err != nil || len(all) == 0 {
		var none T
		return none, false, err
	}
	return all[0], true, nil
}

// wrap says what was tried; nil stays nil.
func wrap(err error, tried string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf(tried+": %w", append(args, err)...)
}

// pool is a set of connections handed out in the order they were asked for,
// which database/sql does not do.
type pool struct {
	db    *sql.DB
	slots chan struct{}
}

func newPool(db *sql.DB, size int) pool {
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size)
	return pool{db: db, slots: make(chan struct{}, size)}
}

// hold waits for a connection to be free; the caller must call the returned function.
func (p pool) hold(ctx context.Context) (func(), error) {
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots }, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a database connection: %w", ctx.Err())
	}
}
