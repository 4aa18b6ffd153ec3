package store_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/store"
)

// TestBackup copies a database that is in use; the copy has what was there, and
// nothing of what came later.
func TestBackup(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	url, copied := "sqlite://"+filepath.Join(folder, "upkeep.db"), filepath.Join(folder, "copy.db")
	s := open(t, url, newClock().Now)
	set := func(value string) {
		t.Helper()
		if err := s.SetFlag(t.Context(), store.FlagHalt, value); err != nil {
			t.Fatal(err)
		}
	}
	set("before")
	// What a copy that was cut off leaves.
	if err := os.WriteFile(copied+".unfinished", []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Backup(t.Context(), url, copied); err != nil {
		t.Fatal(err)
	}
	set("after")
	value, err := open(t, "sqlite://"+copied, newClock().Now).Flag(t.Context(), store.FlagHalt)
	if err != nil || value != "before" {
		t.Errorf("the copy has %q, %v", value, err)
	}
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy is %v, %v", info, err)
	}
	if err := store.Backup(t.Context(), url, copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("copied over what was there: %v", err)
	}
}

func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	there, gone := filepath.Join(folder, "there.db"), filepath.Join(folder, "gone.db")
	open(t, "sqlite://"+there, newClock().Now)
	ended, end := context.WithCancel(t.Context())
	end()
	for name, test := range map[string]struct {
		ctx             context.Context
		url, file, says string
	}{
		"PostgreSQL":  {t.Context(), "postgres://localhost/upkeep", filepath.Join(folder, "copy"), "pg_dump"},
		"no database": {t.Context(), "sqlite://" + gone, filepath.Join(folder, "copy"), "find the database"},
		"no folder":   {t.Context(), "sqlite://" + there, filepath.Join(folder, "none", "copy"), "no such file"},
		"cut off":     {ended, "sqlite://" + there, filepath.Join(folder, "copy"), "canceled"},
	} {
		err := store.Backup(test.ctx, test.url, test.file)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v", name, err)
		}
		for _, left := range []string{test.file, test.file + ".unfinished", gone} {
			if _, err := os.Stat(left); err == nil {
				t.Errorf("%s: left %s", name, filepath.Base(left))
			}
		}
	}
}
