//go:build services

package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/store/pgtest"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestRestore loses the database and restores a backup by the commands of
// deploy/README.md: the server goes on as if it had missed what came since, and
// makes nothing twice.
func TestRestore(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		make func(t testing.TB, folder string) string
	}{
		{"SQLite", func(_ testing.TB, folder string) string { return "sqlite://" + filepath.Join(folder, "upkeep.db") }},
		{"PostgreSQL", func(t testing.TB, _ string) string { return pgtest.Start(t) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			w := newWorld(t, options{children: 4, database: func(t testing.TB) string { return test.make(t, folder) }})
			first := w.serve(nil)
			w.activate()
			w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
			before := w.commands(2)
			w.eventually(w.right)
			w.documented(folder, "Backup of "+test.name)

			w.must(w.github.CloseIssue("ari", child(3), upgrade.ReasonCompleted))
			after := w.commands(4)
			w.eventually(w.right)
			w.quiet()
			sent := w.delivered()
			first.kill()
			w.documented(folder, "Restore of "+test.name)
			w.must(w.store(func(ctx context.Context, db *store.Store) error {
				held, err := db.Held(ctx, sent)
				if len(held) == 0 || len(held) == len(sent) {
					t.Errorf("the restored inbox holds %d of %d deliveries, want those before the backup", len(held), len(sent))
				}
				return err
			}))

			w.serve(nil)
			w.quiet()
			w.must(w.right())
			for n, comment := range map[int]int64{2: before, 4: after} {
				w.must(w.reacted(child(n), comment, "+1"))
				if said := w.said(child(n)); len(said) != 1 {
					t.Errorf("%s has %d comments of the app: %+v", child(n), len(said), said)
				}
			}
			if n := len(w.github.Board(org, maintenance).Items); n != w.children {
				t.Errorf("%d cards for %d children", n, w.children)
			}
			w.must(w.github.ReopenIssue("ari", child(3)))
			w.eventually(w.right)
			w.must(w.nothingParked())
		})
	}
}

// commands has a person give a command on the n-th child, and returns the
// comment once it is answered.
func (w *world) commands(n int) (comment int64) {
	w.Helper()
	comment, err := w.github.Comment("ada", child(n), "/upgrade owner-does owner-does-everything")
	w.must(err)
	w.eventually(func() error { return w.reacted(child(n), comment, "+1") })
	return comment
}

// documented runs the commands below a heading of deploy/README.md in a folder,
// as an operator does.
func (w *world) documented(folder, heading string) {
	w.Helper()
	text, err := os.ReadFile("../deploy/README.md")
	w.must(err)
	_, below, found := strings.Cut(string(text), "\n### "+heading+"\n")
	below, _, _ = strings.Cut(below, "\n#")
	_, commands, fenced := strings.Cut(below, "\n```sh\n")
	commands, _, closed := strings.Cut(commands, "\n```\n")
	if !found || !fenced || !closed {
		w.Fatalf("deploy/README.md has no commands below %q", heading)
	}
	shell := exec.Command("bash", "-eu", "-o", "pipefail", "-c", commands)
	shell.Dir = folder
	shell.Env = append(os.Environ(), "PATH="+filepath.Dir(binary)+":"+os.Getenv("PATH"), "UPKEEP_DATABASE_URL="+w.databaseURL)
	if said, err := shell.CombinedOutput(); err != nil {
		w.Fatalf("%s: %v\n%s\n%s", heading, err, commands, said)
	}
}
