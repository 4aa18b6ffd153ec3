package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Backup copies the SQLite database that a URL names to a new file, as it is at
// one moment, while others use it. The file is there when the copy is whole and
// on disk; its owner alone can read it, since it holds webhooks of private
// repositories. What is there already is never written over.
func Backup(ctx context.Context, databaseURL, file string) error {
	path, isFile := strings.CutPrefix(databaseURL, "sqlite://")
	if !isFile {
		return errors.New("only a SQLite database is copied to a file: for PostgreSQL use pg_dump")
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("find the database: %w", err)
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("copy the database to %s: %w", file, errors.Join(fs.ErrExist, err))
	}
	unfinished := file + ".unfinished"
	// Whatever a copy that was cut off has left would be in the way.
	if err := os.Remove(unfinished); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove an unfinished copy: %w", err)
	}
	if err := copySQLite(ctx, path, unfinished); err != nil {
		return errors.Join(fmt.Errorf("copy the database to %s: %w", unfinished, err), os.Remove(unfinished))
	}
	return os.Rename(unfinished, file)
}

// copySQLite makes a compact copy of a database and sees it safely to disk.
func copySQLite(ctx context.Context, path, file string) (err error) {
	// SQLite fills an empty file and keeps its mode.
	made, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, made.Close()) }()
	db, err := sql.Open("sqlite", sqliteName(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", file); err != nil {
		return err
	}
	return made.Sync()
}
