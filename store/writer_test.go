package store

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func openTest(t *testing.T, url string) *Store {
	t.Helper()
	s, err := Open(t.Context(), url, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWriterUndoesOnlyWhatFails(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"memory:", "sqlite://" + filepath.Join(t.TempDir(), "x.db")} {
		s := openTest(t, url)
		refused := errors.New("refused")
		flags := map[string]error{"a": nil, "b": refused, "c": nil, "d": refused, "e": nil}
		release := make(chan struct{})
		var all sync.WaitGroup
		all.Go(func() { // keeps the writer busy until all others wait
			s.write(context.Background(), func(context.Context, session) error { <-release; return nil }) //nolint:errcheck // returns nil
		})
		for name, want := range flags {
			all.Go(func() {
				got := s.write(context.Background(), func(ctx context.Context, tx session) error {
					if err := tx.run(ctx, `INSERT INTO flags (name, value) VALUES ($1, 'set')`, name); err != nil {
						return err
					}
					return want
				})
				if !errors.Is(got, want) {
					t.Errorf("%s: %v, want %v", name, got, want)
				}
			})
		}
		time.Sleep(50 * time.Millisecond)
		close(release)
		all.Wait()
		for name, refused := range flags {
			if value, err := s.Flag(context.Background(), name); err != nil || (value == "set") == (refused != nil) {
				t.Errorf("%s is %q, %v", name, value, err)
			}
		}
	}
}

func TestCallerThatGaveUpHarmsNobody(t *testing.T) {
	t.Parallel()
	s := openTest(t, "sqlite://"+filepath.Join(t.TempDir(), "x.db"))
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.SetFlag(ended, "a", "set"); !errors.Is(err, context.Canceled) {
		t.Errorf("wrote for a caller that is gone: %v", err)
	}
	if err := s.SetFlag(t.Context(), "b", "set"); err != nil {
		t.Error(err)
	}
	if value, err := s.Flag(t.Context(), "a"); value != "" || err != nil {
		t.Errorf("the flag is %q, %v", value, err)
	}
}

func TestSQLiteIsDurable(t *testing.T) {
	t.Parallel()
	s := openTest(t, "sqlite://"+filepath.Join(t.TempDir(), "x.db"))
	err := s.write(t.Context(), func(ctx context.Context, tx session) error {
		mode, _, err := first(ctx, tx, column[string], `PRAGMA journal_mode`)
		if err != nil || mode != "wal" {
			t.Errorf("journal mode %q, %v", mode, err)
		}
		const full = 2
		synchronous, _, err := first(ctx, tx, column[int], `PRAGMA synchronous`)
		if err != nil || synchronous != full {
			t.Errorf("synchronous is %d, %v", synchronous, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestInboxIsBounded(t *testing.T) {
	t.Parallel()
	fill := func(size, room int) int {
		i := &inbox{arrivals: make(chan *arrival, room)} // nobody takes them out
		for n := 0; ; n++ {
			a, err := newArrival(Delivery{Payload: make([]byte, size)})
			if err != nil {
				t.Fatal(err)
			}
			if err := i.put(a); errors.Is(err, ErrBusy) {
				return n
			}
		}
	}
	if n := fill(20<<20, 100); n != 3 {
		t.Errorf("%d deliveries of 20 MB wait, want 3", n)
	}
	if n := fill(1, 100); n != 100 {
		t.Errorf("%d small deliveries wait, want 100", n)
	}
}

func TestOlderVersion(t *testing.T) {
	t.Parallel()
	for version, older := range map[string]bool{
		"3.51.2": true, "3.50.10": true, "2.99.99": true, "3.51": true,
		"3.51.3": false, "3.51.10": false, "3.52.0": false, "4.0": false,
	} {
		if got := olderVersion(version, oldestSQLite); got != older {
			t.Errorf("%s is older than %s: %v", version, oldestSQLite, got)
		}
	}
}
