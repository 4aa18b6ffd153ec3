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

// A replica of the version before writes what it knows of, under a schema that
// has more: an update replaces replicas one after the other.
func TestReplicasOfBeforeWriteOn(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		if f.url == "memory:" { // nobody else has it
			return
		}
		beside(t, f.url, `INSERT INTO keys (key, installation, wanted, done, attempts, not_before, waiting, reason, floor, fence, lease_until, cause, taken, confirm, urgent)
			VALUES ('issue:1', 1, 1, 0, 0, 1, '', 'issues.closed', 0, 0, 0, 0, 0, 0, 0);
			INSERT INTO planned (key, position, installation, upgrade, kind, target, text, at) VALUES ('issue:1', 0, 1, 'Django', 'fields', 'acme/shop#1', 'set Status', 1)`)
		claimOnly(t, f, "issue:1")
		if all := must(f.Planned(t.Context()))(t); len(all) != 1 || all[0].Text != "set Status" || len(all[0].Changes) != 0 {
			t.Errorf("planned: %+v", all)
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
