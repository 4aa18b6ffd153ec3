package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/upkeep-app/upkeep/checkup"
)

// Inspect looks at the database that a URL names as Open does, and changes
// nothing: a file that is not there is not made, and no schema is brought up to
// date. A server may work on it meanwhile.
func Inspect(ctx context.Context, databaseURL string, now func() time.Time) (checkup.Database, error) {
	scheme, rest, _ := strings.Cut(databaseURL, ":")
	var d checkup.Database
	var err error
	switch scheme {
	case "sqlite":
		d, err = inspectSQLite(ctx, strings.TrimPrefix(rest, "//"))
	case "postgres", "postgresql":
		d, err = inspectPostgres(ctx, databaseURL, now)
	default:
		return d, fmt.Errorf("look at the database: unknown scheme %q, want sqlite:// or postgres://", scheme)
	}
	if err == nil {
		d.Newest, err = newestSchema()
	}
	if err != nil {
		return d, fmt.Errorf("look at the %s database: %w", scheme, err)
	}
	return d, nil
}

// newestSchema is the version that the embedded migrations lead to.
func newestSchema() (int64, error) {
	_, newest, err := readMigrations(sqliteDialect(nil))
	return newest, err
}

func inspectSQLite(ctx context.Context, path string) (checkup.Database, error) {
	d := checkup.Database{Kind: "SQLite"}
	folder := filepath.Dir(path)
	d.FileSystem, d.Free = disk(folder)
	name := "file::memory:"
	switch info, err := os.Stat(path); {
	case err == nil:
		// Without the setting of the journal, which would be a write.
		name = "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=rw&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)"
		d.Size = info.Size()
		if log, err := os.Stat(path + "-wal"); err == nil {
			d.Size += log.Size()
		}
	case !errors.Is(err, fs.ErrNotExist):
		return d, err
	default:
		if _, err := os.Stat(folder); err != nil {
			d.ReadOnly = err.Error()
		}
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return d, err
	}
	defer func() { _ = db.Close() }() // it was only read
	db.SetMaxOpenConns(1)
	if err := errors.Join(
		readRow(ctx, db, "SELECT sqlite_version()", &d.Version),
		readRow(ctx, db, "PRAGMA journal_mode", &d.Journal),
		readRow(ctx, db, "PRAGMA synchronous", &d.Synchronous),
	); err != nil {
		return d, err
	}
	if d.Size == 0 {
		return d, nil
	}
	if d.Schema, err = schemaOf(ctx, db, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'goose_db_version'"); err != nil {
		return d, err
	}
	if _, err := db.ExecContext(ctx, "BEGIN IMMEDIATE; ROLLBACK"); err != nil {
		d.ReadOnly = err.Error()
	}
	return d, nil
}

func inspectPostgres(ctx context.Context, databaseURL string, now func() time.Time) (checkup.Database, error) {
	d := checkup.Database{Kind: "PostgreSQL", Free: -1}
	config, err := pgx.ParseConfig(databaseURL)
	if err != nil {
		return d, errors.New("its URL cannot be read") // the error would show the password
	}
	config.RuntimeParams["synchronous_commit"] = "on"
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }() // it was only read
	var clock int64
	var standby bool
	err = readRow(ctx, db, `SELECT current_setting('server_version'), pg_database_size(current_database()),
		current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit'),
		(SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), CAST(current_setting('max_connections') AS INT),
		pg_is_in_recovery(), CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)`,
		&d.Version, &d.Size, &d.Fsync, &d.FullPageWrites, &d.SynchronousCommit, &d.Connections, &d.MostConnections, &standby, &clock)
	if err != nil {
		return d, err
	}
	d.Ahead = fromMicros(clock).Sub(now())
	if standby {
		d.ReadOnly = "it is a standby that follows another server"
	}
	d.Schema, err = schemaOf(ctx, db, "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('goose_db_version')")
	return d, err
}

// schemaOf reads the version that the migrations have left; there counts their table.
func schemaOf(ctx context.Context, db *sql.DB, there string) (version int64, err error) {
	var tables int
	if err := readRow(ctx, db, there, &tables); err != nil || tables == 0 {
		return 0, err
	}
	err = readRow(ctx, db, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied", &version)
	return version, err
}

func readRow(ctx context.Context, db *sql.DB, query string, into ...any) error {
	return db.QueryRowContext(ctx, query).Scan(into...)
}
