package store_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
)

// database makes empty databases of one sort. The tests of this package run on
// each; with the build tag "services" PostgreSQL is one of them.
type database struct {
	name string
	url  func(t testing.TB) string
}

func localDatabases() []database {
	return []database{
		{"memory", func(testing.TB) string { return "memory:" }},
		{"sqlite", func(t testing.TB) string { return "sqlite://" + filepath.Join(t.TempDir(), "with space?.db") }},
	}
}

// fixture is an open Store in a world whose time tests can let pass.
type fixture struct {
	*store.Store
	url   string
	clock *testclock.Clock
}

// onEach runs a test on every sort of database.
func onEach(t *testing.T, test func(t *testing.T, f fixture)) {
	t.Helper()
	for _, d := range databases() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			test(t, newFixture(t, d.url(t)))
		})
	}
}

func newFixture(t testing.TB, url string) fixture {
	t.Helper()
	c := newClock()
	return fixture{Store: open(t, url, c.Now), url: url, clock: c}
}

// pass lets time pass. PostgreSQL has its own clock: there, all times move
// into the past instead.
func (f fixture) pass(t testing.TB, d time.Duration) {
	t.Helper()
	f.clock.Pass(d)
	if !strings.HasPrefix(f.url, "postgres") {
		return
	}
	beside(t, f.url, `
		UPDATE keys SET not_before = not_before - $1 WHERE not_before < 9223372036854775807;
		UPDATE keys SET lease_until = lease_until - $1 WHERE lease_until > 0;
		UPDATE deliveries SET ended_at = ended_at - $1 WHERE ended_at > 0;
		UPDATE conflicts SET received_at = received_at - $1;
		UPDATE audits SET at = at - $1`, d.Microseconds())
}

// beside runs statements, one by one, on a connection of its own.
func beside(t testing.TB, url, text string, args ...any) {
	t.Helper()
	driver, name := "pgx", url
	if path, isFile := strings.CutPrefix(url, "sqlite://"); isFile {
		driver, name = "sqlite", "file:"+strings.NewReplacer(" ", "%20", "?", "%3f").Replace(path)
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	defer db.Close() //nolint:errcheck // nothing was left to write
	for statement := range strings.SplitSeq(text, ";\n") {
		if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

func newClock() *testclock.Clock { return testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)) }

// open opens a database and closes it when the test ends.
func open(t testing.TB, url string, now func() time.Time) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), url, now)
	if err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// must returns the value of a call that may not fail.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// check ends the test on an error.
func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
