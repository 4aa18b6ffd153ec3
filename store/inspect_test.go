package store_test

import (
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func inspect(t *testing.T, url string) checkup.Database {
	t.Helper()
	return must(store.Inspect(t.Context(), url, time.Now))(t)
}

// A database that servers use is looked at while they do.
func TestInspectFindsWhatOpenHasSet(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		if f.url == "memory:" {
			return // a server refuses it
		}
		d := inspect(t, f.url)
		if !d.Current() || d.Schema == 0 || d.Size == 0 || d.ReadOnly != "" || d.Version == "" {
			t.Errorf("found %+v", d)
		}
		if d.Kind == "SQLite" && (d.Journal != "wal" || d.Synchronous != 2) {
			t.Errorf("found %+v", d)
		}
		// The tests' own PostgreSQL has its fsync off.
		if d.Kind == "PostgreSQL" && (d.SynchronousCommit != "on" || d.Fsync == "" || d.FullPageWrites == "" || d.Connections == 0 || d.MostConnections == 0 || d.Ahead.Abs() > time.Minute) {
			t.Errorf("found %+v", d)
		}
	})
}

func TestInspectChangesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "upkeep.db")
	url := "sqlite://" + file
	if d := inspect(t, url); d.Schema != 0 || d.Newest == 0 || d.ReadOnly != "" || d.Version == "" {
		t.Errorf("of none yet: %+v", d)
	}
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
	if d := inspect(t, "sqlite://"+filepath.Join(folder, "gone", "upkeep.db")); !strings.Contains(d.ReadOnly, "no such") {
		t.Errorf("in a folder that is not there: %+v", d)
	}
	db := must(sql.Open("sqlite", file))(t)
	must(db.ExecContext(t.Context(), "CREATE TABLE theirs (a TEXT)"))(t)
	if d := inspect(t, url); d.Schema != 0 || d.Journal != "delete" {
		t.Errorf("of somebody else's: %+v", d)
	}
	must(db.ExecContext(t.Context(), `CREATE TABLE goose_db_version (version_id INTEGER, is_applied INTEGER);
		INSERT INTO goose_db_version VALUES (0, 1), (998, 1), (999, 0)`))(t)
	if d := inspect(t, url); d.Schema != 998 || d.Current() {
		t.Errorf("of a newer version's: %+v", d)
	}
	check(t, db.Close())
}

func TestInspectSaysWhyItCannot(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "upkeep.db")
	check(t, os.WriteFile(file, []byte(strings.Repeat("no database ", 100)), 0o600))
	for url, want := range map[string]string{
		"sqlite://" + file:                       "not a database",
		"memory:":                                "unknown scheme",
		"postgres://u:hidden@[::1:5432/upkeep":   "cannot be read",
		"postgres://u:hidden@127.0.0.1:1/nobody": "refused",
	} {
		_, err := store.Inspect(t.Context(), url, time.Now)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hidden") {
			t.Errorf("of %s: %v, want %q and no password", url, err, want)
		}
	}
}

func TestBacklog(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		ctx := t.Context()
		same(t, "of nothing", store.Backlog{}, must(f.Backlog(ctx))(t))
		before := must(f.Now(ctx))(t).Add(-time.Minute)
		due, later, unread := trigger("issue:due"), trigger("issue:later"), delivery("one", "body")
		due.NotBefore, later.NotBefore, unread.ReceivedAt = before, before.Add(time.Hour), before
		check(t, f.Trigger(ctx, due, later))
		must(f.Accept(ctx, unread))(t)
		must(f.Accept(ctx, delivery("one", "another body")))(t)
		b := must(f.Backlog(ctx))(t)
		now := must(f.Now(ctx))(t)
		for what, since := range map[string]time.Time{"due": b.Due, "unread": b.Unread} {
			if age := now.Sub(since); age < time.Minute || age > 2*time.Minute {
				t.Errorf("%s since %s", what, age)
			}
		}
		same(t, "counts", [2]int{1, 1}, [2]int{b.Waiting, b.Conflicts})
		claimOnly(t, f, "issue:due")
		check(t, f.End(ctx, []store.Ending{{GUID: "one", HookID: 7, State: store.DeliveryParked, Reason: "it is odd"}}))
		b = must(f.Backlog(ctx))(t)
		if !b.Due.IsZero() || !b.Unread.IsZero() {
			t.Errorf("of what is worked on and parked: %+v", b)
		}
	})
}

// A program counts by the fields that it was the last to set, and lately.
func TestAutomations(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		touching(t, f, "1",
			touched("F1", upgrade.TouchSet, 9, moment(5)), touched("F2", upgrade.TouchSet, 9, moment(1)),
			touched("F3", upgrade.TouchSet, 1, moment(5)), touched("", upgrade.TouchAdded, 9, moment(5)))
		other := touched("F1", upgrade.TouchSet, 9, moment(6))
		other.Content = "J"
		touching(t, f, "2", other)
		same(t, "on the board", []checkup.Automation{{Login: "user9", Field: "F1", Cards: 2}}, must(f.Automations(t.Context(), "B", moment(2)))(t))
		same(t, "on another", []checkup.Automation(nil), must(f.Automations(t.Context(), "C", moment(2)))(t))
	})
}

func TestPolledChildren(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		member := func(child, ref string, installation int64) upgrade.Member {
			return upgrade.Member{Roadmap: "R", Child: upgrade.NodeID(child), Installation: 1, ChildInstallation: installation, RoadmapRef: must(upgrade.ParseRef("acme/roadmap#1"))(t), ChildRef: must(upgrade.ParseRef(ref))(t)}
		}
		check(t, f.SaveMembers(ctx, c, "R", []upgrade.Member{member("a", "away/x#1", 0), member("b", "away/y#2", 0), member("c", "acme/z#3", 1)}))
		same(t, "of the installation", map[string]int{"away": 2}, must(f.PolledChildren(ctx, 1))(t))
		same(t, "of another", map[string]int{}, must(f.PolledChildren(ctx, 2))(t))
	})
}
