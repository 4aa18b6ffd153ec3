package store_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/upkeep-app/upkeep/store"
)

func TestNewerSchemaIsRefused(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		if f.url == "memory:" { // is always new
			return
		}
		beside(t, f.url, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, TRUE)`)
		_, err := store.Open(t.Context(), f.url, f.clock.Now)
		if err == nil || !strings.Contains(err.Error(), "newer version of upkeep") {
			t.Errorf("opened a database of the future: %v", err)
		}
	})
}

func TestReplicasStartTogether(t *testing.T) {
	t.Parallel()
	for _, d := range databases() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			url := d.url(t)
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					s, err := store.Open(t.Context(), url, newClock().Now)
					if err != nil {
						t.Error(err)
						return
					}
					if err := s.Ping(t.Context()); err != nil {
						t.Error(err)
					}
					if err := s.Close(); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "mysql://x", "upkeep.db", "sqlite://", "sqlite:///no/such/folder/x.db", "postgres://%zz"} {
		if s, err := store.Open(t.Context(), url, newClock().Now); err == nil {
			t.Errorf("opened %q: %v", url, s.Close())
		}
	}
}
