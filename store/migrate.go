package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrate brings the schema up to date. Replicas that start together do it one
// after the other.
func migrate(ctx context.Context, db *sql.DB, d *dialect) error {
	provider, newest, err := migrations(db, d)
	if err != nil {
		return err
	}
	// A process beside this one may migrate the same SQLite file: the one that
	// comes second fails, and finds on its next try that nothing is left to do.
	for range 3 {
		var version int64
		version, err = provider.GetDBVersion(ctx)
		if err != nil {
			continue
		}
		if version > newest {
			return fmt.Errorf("the database has schema %d, made by a newer version of upkeep; this one knows up to %d", version, newest)
		}
		if version == newest {
			return nil
		}
		if _, err = provider.Up(ctx); err == nil {
			return nil
		}
	}
	return fmt.Errorf("migrate the schema to %d: %w", newest, err)
}

// readMigrations reads the embedded files, in the dialect's words.
func readMigrations(d *dialect) (all []*goose.Migration, newest int64, err error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, 0, fmt.Errorf("list the migrations: %w", err)
	}
	for _, name := range files {
		version, err := goose.NumericComponent(name)
		if err != nil {
			return nil, 0, fmt.Errorf("read the number of migration %s: %w", name, err)
		}
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, 0, fmt.Errorf("read migration %s: %w", name, err)
		}
		all = append(all, goose.NewGoMigration(version, runs(d.schema.Replace(string(text))), nil))
		newest = max(newest, version)
	}
	return all, newest, nil
}

// migrations is what brings a database to the newest schema.
func migrations(db *sql.DB, d *dialect) (provider *goose.Provider, newest int64, err error) {
	all, newest, err := readMigrations(d)
	if err != nil {
		return nil, 0, err
	}
	options := []goose.ProviderOption{goose.WithGoMigrations(all...), goose.WithDisableGlobalRegistry(true)}
	if d.goose == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
		if err != nil {
			return nil, 0, fmt.Errorf("make the migration lock: %w", err)
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err = goose.NewProvider(d.goose, db, nil, options...)
	if err != nil {
		return nil, 0, fmt.Errorf("prepare the migrations: %w", err)
	}
	return provider, newest, nil
}

func runs(text string) *goose.GoFunc {
	return &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, text)
		return err
	}}
}
