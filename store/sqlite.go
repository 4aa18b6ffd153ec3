package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver named "sqlite"
)

// oldestSQLite is the first version without the race between a write-ahead
// log's reset and another connection.
const oldestSQLite = "3.51.3"

const sqliteReaders = 4

func sqliteDialect(now func() time.Time) *dialect {
	return &dialect{
		goose:  goose.DialectSQLite3,
		schema: strings.NewReplacer("{id}", "INTEGER PRIMARY KEY", "{bytes}", "BLOB", "{plain payloads}", ""),
		words:  strings.NewReplacer("LEAST(", "MIN(", "GREATEST(", "MAX(", "$LOCK", "", "$SKIP", ""),
		each:   "(SELECT value FROM json_each(${1}))",
		clock:  now,
		insert: insertOneByOne,
	}
}

// openSQLite opens a file, or a database in memory.
func openSQLite(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	if path == "" {
		return nil, fmt.Errorf("the URL names no file")
	}
	d := sqliteDialect(now)
	db, err := sql.Open("sqlite", sqliteName(path))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: its folder must be there, and both must be writable for the server: %w", path, err), db.Close())
	}
	w, err := startSQLite(ctx, db, d)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s := &Store{dialect: d, transact: w.write, view: w.read, shut: w.close}
	if path != ":memory:" {
		if err := s.readBeside(path, w); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	s.inbox = openInbox(ctx, s, 1)
	return s, nil
}

// startSQLite checks the version, migrates, and starts the writer.
func startSQLite(ctx context.Context, db *sql.DB, d *dialect) (*writer, error) {
	var version string
	if err := db.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version); err != nil {
		return nil, fmt.Errorf("read SQLite's version: %w", err)
	}
	if olderVersion(version, oldestSQLite) {
		return nil, fmt.Errorf("SQLite %s can damage a database that several connections use: want %s or newer", version, oldestSQLite)
	}
	if err := migrate(ctx, db, d); err != nil {
		return nil, err
	}
	return startWriter(ctx, db, d)
}

// readBeside gives the Store connections that read while the writer writes.
func (s *Store) readBeside(path string, w *writer) error {
	db, err := sql.Open("sqlite", sqliteName(path)+"&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	readers := newPool(db, sqliteReaders)
	reading := session{dialect: s.dialect, handle: &prepared{on: db}}
	s.view = func(ctx context.Context, work func(context.Context, session) error) error {
		free, err := readers.hold(ctx)
		if err != nil {
			return err
		}
		defer free()
		return work(ctx, reading)
	}
	s.shut = func() error {
		if err := db.Close(); err != nil {
			return fmt.Errorf("close the readers: %w", err)
		}
		return w.close()
	}
	return nil
}

// sqliteName is the driver's name of a file, with the settings of each connection.
func sqliteName(path string) string {
	settings := "_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=temp_store(2)"
	if path == ":memory:" {
		return "file::memory:?" + settings
	}
	escaped := (&url.URL{Path: path}).EscapedPath()
	return "file:" + escaped + "?" + settings + "&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
}

// olderVersion compares versions such as "3.51.3" number by number.
func olderVersion(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range min(len(as), len(bs)) {
		x, _ := strconv.Atoi(as[i])
		y, _ := strconv.Atoi(bs[i])
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}
