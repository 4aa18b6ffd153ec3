//go:build services

package e2e_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/store/pgtest"
)

// addedVersion is the number of the migration that the update adds.
const addedVersion = 99999

// TestRollingUpdate replaces two replicas of the previous commit by two of this
// one with a migration more, while people work: first the schema, under the old
// ones' feet, then one replica after the other.
func TestRollingUpdate(t *testing.T) {
	t.Parallel()
	old, next := previousProgram(t), nextProgram(t)
	k := &killed{world: newWorld(t, options{database: pgtest.Start, children: 6}), random: rand.New(rand.NewPCG(1, 2))}
	k.launch = func(command *exec.Cmd) { command.Path = old }
	first, second := k.replica(), k.replica()
	k.activate()
	k.eventually(k.onBoard)
	k.allWork(first, second)

	migrate := exec.CommandContext(t.Context(), next, "migrate")
	migrate.Env = []string{"UPKEEP_DATABASE_URL=" + k.databaseURL}
	if said, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("migrate under the old replicas: %v\n%s", err, said)
	}
	k.allWork(first, second)
	k.launch = func(command *exec.Cmd) { command.Path = next }
	third := k.replica()
	k.act()
	first.stop()
	k.allWork(second, third)
	fourth := k.replica()
	k.act()
	second.stop()
	k.allWork(third, fourth)

	k.unmark()
	k.quiet()
	k.must(k.right())
	k.nothingTwice()
	taken := map[string]bool{}
	for _, guid := range k.delivered() {
		taken[guid] = true
	}
	k.must(k.held(taken))
	k.must(k.nothingParked())
	t.Logf("%d deliveries were accepted meanwhile", len(taken))
}

// allWork has people act until each replica has written something anew.
func (k *killed) allWork(all ...replica) {
	k.Helper()
	for _, r := range all {
		r.gateway.writes.Store(0)
	}
	k.eventually(func() error {
		k.act()
		time.Sleep(500 * time.Millisecond)
		for n, r := range all {
			if r.gateway.writes.Load() == 0 {
				return fmt.Errorf("replica %d has written nothing", n+1)
			}
		}
		return nil
	})
}

// unmark lets this test look into the database, whose added migration its own
// part of the program does not know.
func (w *world) unmark() {
	w.Helper()
	db, err := sql.Open("pgx", w.databaseURL)
	w.must(err)
	_, err = db.Exec("DELETE FROM goose_db_version WHERE version_id = $1", addedVersion)
	w.must(errors.Join(err, db.Close()))
}

// nothingParked wants every delivery and key to have come to a good end.
func (w *world) nothingParked() error {
	return w.store(func(ctx context.Context, db *store.Store) error {
		deliveries, err := db.DeliveryCounts(ctx)
		keys, keysErr := db.KeyCounts(ctx)
		if deliveries[store.DeliveryParked] > 0 || keys[store.WaitParked] > 0 {
			err = errors.Join(err, fmt.Errorf("deliveries ended as %v, keys wait as %v", deliveries, keys))
		}
		return errors.Join(err, keysErr)
	})
}

// previousProgram builds the commit before this one. A tree that has come
// without its history is its own predecessor: the migration is new all the same.
func previousProgram(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	script := `git archive HEAD^ | tar --extract --directory "$1"`
	command := exec.CommandContext(t.Context(), "bash", "-o", "pipefail", "-c", script, "bash", folder)
	command.Dir = ".."
	if said, err := command.CombinedOutput(); err != nil {
		t.Logf("there is no previous commit: %v: %s", err, said)
		return binary
	}
	return build(t, folder)
}

// nextProgram builds this tree with a migration that adds to a table and adds a
// table, as most do.
func nextProgram(t *testing.T) string {
	t.Helper()
	const migration = `ALTER TABLE keys ADD COLUMN rolled TEXT NOT NULL DEFAULT ''; CREATE TABLE rolled (id {id}, content {bytes});`
	here, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	added, overlay := filepath.Join(folder, "migration.sql"), filepath.Join(folder, "overlay.json")
	replaced, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(here, "store", "migrations", fmt.Sprintf("%d_rolled.sql", addedVersion)): added},
	})
	if err == nil {
		err = errors.Join(os.WriteFile(added, []byte(migration), 0o600), os.WriteFile(overlay, replaced, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	return build(t, here, "-overlay", overlay)
}

// build builds the program of a source tree.
func build(t *testing.T, tree string, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "upkeep")
	command := exec.CommandContext(t.Context(), "go", append([]string{"build", "-buildvcs=false", "-o", program}, append(flags, ".")...)...)
	command.Dir = tree
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %v\n%s", strings.Join(flags, " "), err, said)
	}
	return program
}
