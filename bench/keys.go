package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/store/pgtest"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	keys          = 4000
	claimsAtOnce  = 64
	lease         = time.Minute
	statementTime = time.Second
)

// database is one that the store can use.
type database struct {
	name    string
	durable bool
	// create makes an empty one: its URL for the store, the driver's name for
	// it, and what removes it.
	create func(context.Context) (url, dsn string, remove func() error, err error)
	driver string
	// side by side is how many plain statements the database takes at once.
	sideBySide int
}

func databases(folder string) []database {
	return []database{
		{name: "sqlite_full", durable: true, driver: "sqlite", sideBySide: 1, create: func(context.Context) (string, string, func() error, error) {
			own, err := os.MkdirTemp(folder, "sqlite")
			path := filepath.Join(own, "upkeep.db")
			return "sqlite://" + path, "file:" + path + "?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)",
				func() error { return os.RemoveAll(own) }, err
		}},
		{name: "postgres", durable: true, driver: "pgx", sideBySide: 16, create: func(ctx context.Context) (string, string, func() error, error) {
			url, drop, err := pgtest.Create(ctx)
			return url, url, drop, err
		}},
		{name: "memory", driver: "sqlite", sideBySide: 1, create: func(context.Context) (string, string, func() error, error) {
			return "memory:", "file::memory:", func() error { return nil }, nil
		}},
	}
}

// with runs a measurement on an empty database.
func (d database) with(ctx context.Context, measure func(url, dsn string) ([]float64, error)) ([]float64, error) {
	url, dsn, remove, err := d.create(ctx)
	if err != nil {
		return nil, err
	}
	figures, err := measure(url, dsn)
	return figures, errors.Join(err, remove())
}

func (d database) accept(ctx context.Context) ([]float64, error) {
	return d.with(ctx, func(url, _ string) ([]float64, error) { return accept(ctx, "app", url) })
}

// drain tells how many due keys a second are claimed and settled.
func (d database) drain(ctx context.Context) ([]float64, error) {
	return d.with(ctx, func(url, _ string) (figures []float64, err error) {
		s, err := store.Open(ctx, url, time.Now)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		triggers := make([]upgrade.Trigger, keys)
		for n := range triggers {
			triggers[n] = upgrade.Trigger{Key: upgrade.IssueKey(upgrade.NodeID(fmt.Sprintf("I_%d", n))), Installation: int64(n % 4), Reason: "bench"}
		}
		if err := s.Trigger(ctx, triggers...); err != nil {
			return nil, err
		}
		start := time.Now()
		err = settleAll(ctx, s)
		return []float64{keys / time.Since(start).Seconds()}, err
	})
}

// settleAll works as the app does, with work that takes no time: a batch of
// claims, each settled by itself, side by side.
func settleAll(ctx context.Context, s *store.Store) error {
	for left := keys; left > 0; {
		claims, err := s.Claim(ctx, claimsAtOnce, lease)
		if err != nil {
			return err
		}
		if len(claims) == 0 {
			return fmt.Errorf("%d keys are left and none is due", left)
		}
		failures := make([]error, len(claims))
		var running sync.WaitGroup
		for n, claim := range claims {
			running.Go(func() { failures[n] = s.Done(ctx, claim, "settled") })
		}
		running.Wait()
		if err := errors.Join(failures...); err != nil {
			return err
		}
		left -= len(claims)
	}
	return nil
}

// statements tells how many updates of one row a second the bare database takes.
func (d database) statements(ctx context.Context) ([]float64, error) {
	return d.with(ctx, func(_, dsn string) (figures []float64, err error) {
		db, err := sql.Open(d.driver, dsn)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		db.SetMaxOpenConns(d.sideBySide)
		db.SetMaxIdleConns(d.sideBySide)
		for _, text := range []string{
			"CREATE TABLE plain (key INTEGER PRIMARY KEY, n INTEGER NOT NULL)",
			fmt.Sprintf("WITH RECURSIVE each_one (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM each_one WHERE n < %d) INSERT INTO plain SELECT n, 0 FROM each_one", keys),
		} {
			if _, err := db.ExecContext(ctx, text); err != nil {
				return nil, err
			}
		}
		return d.update(ctx, db)
	})
}

func (d database) update(ctx context.Context, db *sql.DB) ([]float64, error) {
	statement, err := db.PrepareContext(ctx, "UPDATE plain SET n = n + 1 WHERE key = $1")
	if err != nil {
		return nil, err
	}
	defer statement.Close() //nolint:errcheck // nothing is left to write
	var (
		done     atomic.Int64
		running  sync.WaitGroup
		failures = make([]error, d.sideBySide)
		start    = time.Now()
	)
	for n := range d.sideBySide {
		running.Go(func() {
			for key := n; failures[n] == nil && time.Since(start) < statementTime; key = (key + d.sideBySide) % keys {
				if _, failures[n] = statement.ExecContext(ctx, key); failures[n] == nil {
					done.Add(1)
				}
			}
		})
	}
	running.Wait()
	return []float64{float64(done.Load()) / time.Since(start).Seconds()}, errors.Join(failures...)
}
