//go:build services

package e2e_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestUpgrade plays one upgrade from its first sight to its end.
func TestUpgrade(t *testing.T) {
	t.Parallel()
	for _, db := range databases() {
		t.Run(db.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, options{database: db.make, children: 5})
			body, untouched := w.github.Issue(roadmap()).Body, w.github.Issue(ordinary())
			w.serve(nil)
			w.showsPlan()
			w.rehearses()
			w.activate()
			w.eventually(w.onBoard)
			w.answersCommands()
			w.followsWork()
			w.halts()
			w.resyncs()
			w.quiet()
			w.keepsWords(body)
			if now := w.github.Issue(ordinary()); now.Body != untouched.Body || now.BodyEdits > 0 || len(w.said(ordinary())) > 0 {
				t.Errorf("the ordinary issue was touched: %+v", now)
			}
			if said := w.upkeep("plan"); said != "Nothing is withheld.\n" {
				t.Errorf("upkeep plan says %q", said)
			}
		})
	}
}

// showsPlan wants plan mode to list one card for each child, and to write nothing.
func (w *world) showsPlan() {
	w.Helper()
	var planned []store.Planned
	w.eventually(func() error {
		return w.store(func(ctx context.Context, db *store.Store) (err error) {
			if planned, err = db.Planned(ctx); err == nil && len(planned) < w.children {
				err = fmt.Errorf("%d writes are planned", len(planned))
			}
			return err
		})
	})
	w.quiet()
	var told struct {
		Writes []struct{ Changes []upgrade.Change }
	}
	w.must(json.Unmarshal([]byte(w.asks(2, "plan", "--format", "json")), &told))
	if len(told.Writes) < w.children || len(told.Writes[0].Changes) == 0 {
		w.Errorf("upkeep plan --format json says %+v", told)
	}
	listed := w.asks(2, "plan", "--upgrade", "Django 5.2")
	for n := 1; n <= w.children; n++ {
		if !strings.Contains(listed, child(n).String()) {
			w.Errorf("upkeep plan does not name %s:\n%s", child(n), listed)
		}
	}
	for _, p := range planned {
		if p.Upgrade != "Django 5.2" || p.Kind == "" || p.Target == "" || p.Text == "" {
			w.Errorf("incomplete: %+v", p)
		}
	}
	if n := w.writes(""); n > 0 {
		w.Fatalf("%d writes in plan mode", n)
	}
}

// rehearses has a policy tried on the command line before it is in force.
func (w *world) rehearses() {
	w.Helper()
	policy, _ := w.github.File(policyRepo, policyFile)
	file := filepath.Join(w.TempDir(), policyFile)
	w.must(os.WriteFile(file, []byte(strings.Replace(policy, "mode: plan", "mode: active", 1)), 0o600))
	listed := w.asks(2, "plan", "--policy", file)
	for n := 1; n <= w.children; n++ {
		if !strings.Contains(listed, "\n  "+child(n).String()+"\n    card on board ") {
			w.Errorf("a rehearsal does not name %s:\n%s", child(n), listed)
		}
	}
	if !strings.Contains(listed, "would be made, whatever the modes say") {
		w.Errorf("a rehearsal says:\n%s", listed)
	}
	w.must(os.WriteFile(file, []byte("mode: never"), 0o600))
	if said := w.asks(1, "plan", "--policy", file); !strings.Contains(said, "not valid") {
		w.Errorf("a policy that is not valid is rehearsed:\n%s", said)
	}
	if n := w.writes(""); n > 0 {
		w.Fatalf("%d writes by a rehearsal", n)
	}
}

// answersCommands has two owners answer with an alias, one mistyping, and one quoting.
func (w *world) answersCommands() {
	w.Helper()
	type asked struct {
		n              int
		login, text    string
		reaction, does string
		comments       int
	}
	for _, a := range []asked{
		{1, "ada", "/upgrade owner-does arbi-bom", "+1", "Owner deploys and monitors", 1},
		{2, "ari", "Gladly.\r\n\r\n/upgrade owner-does arbi-bom", "+1", "Owner offers advice", 1},
		{3, "ada", "/upgrade owner-does owner-dose-everything", "confused", "TBD", 1},
		{4, "sam-stranger", "/upgrade owner-does owner-does-everything", "confused", "TBD", 1},
	} {
		comment, err := w.github.Comment(a.login, child(a.n), a.text)
		w.must(err)
		w.eventually(func() error {
			if n := len(w.said(child(a.n))); n != a.comments {
				return fmt.Errorf("%d comments of the app on %s", n, child(a.n))
			}
			return errors.Join(w.reacted(child(a.n), comment, a.reaction), w.field(a.n, "Owner Does", a.does))
		})
	}
	_, err := w.github.Comment("ada", child(5), "> /upgrade owner-does owner-does-everything")
	w.must(err)
	w.quiet()
	if said := w.said(child(5)); len(said) > 0 {
		w.Errorf("a quoted command was answered: %q", said[0].Body)
	}
}

// followsWork has children closed, closed as not planned and reopened.
func (w *world) followsWork() {
	w.Helper()
	w.must(w.github.Assign("ada", child(3), "ada"))
	w.must(w.github.CloseIssue("ada", child(1), upgrade.ReasonCompleted))
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonNotPlanned))
	w.must(w.github.CloseIssue("ari", child(4), upgrade.ReasonCompleted))
	w.eventually(func() error {
		return errors.Join(w.closed(1), w.closed(2), w.closed(4), w.field(3, "Status", "In Progress"), w.box(3, false))
	})
	w.must(w.github.ReopenIssue("ari", child(4)))
	w.must(w.github.Unassign("ada", child(3), "ada"))
	w.eventually(w.right)
}

// halts wants no write later than 5 s after the halt, and what came meanwhile
// to be done when it is taken back.
func (w *world) halts() {
	w.Helper()
	w.upkeep("halt")
	w.must(w.github.CloseIssue("ari", child(3), upgrade.ReasonCompleted))
	time.Sleep(5 * time.Second)
	before := w.writes("")
	w.must(w.github.CloseIssue("ari", child(5), upgrade.ReasonCompleted))
	time.Sleep(2 * time.Second) // three polls of the worker
	if written := w.github.Writes()[before:]; len(written) > 0 {
		w.Errorf("written while halted: %+v", written)
	}
	w.upkeep("halt", "--off")
	w.eventually(func() error { return errors.Join(w.field(3, "Status", "Done"), w.field(5, "Status", "Done")) })
}

// resyncs loses events, and wants a resync to make up for them.
func (w *world) resyncs() {
	w.Helper()
	w.front.loses.Store(true)
	w.must(w.github.ReopenIssue("ari", child(5)))
	w.eventually(func() error {
		if n := len(w.github.Pending()); n > 0 {
			return fmt.Errorf("%d deliveries are on their way", n)
		}
		return nil
	})
	w.front.loses.Store(false)
	if err := w.field(5, "Status", "Done"); err != nil {
		w.Errorf("known without an event: %v", err)
	}
	board := fmt.Sprintf("openlearn/%d", maintenance)
	listed := w.asks(2, "plan", "--board", board)
	if want := "  " + child(5).String() + "\n    Status ("; !strings.Contains(listed, want) || !strings.Contains(listed, "\n      - Done\n") || !strings.Contains(listed, "\n1 write would put it right") {
		w.Errorf("upkeep plan --board lists, without %q:\n%s", want, listed)
	}
	w.upkeep("resync", "--board", board)
	w.eventually(w.right)
	if said := w.asks(0, "plan", "--board", board); said != "Every card is as it should be.\n" {
		w.Errorf("upkeep plan --board says %q", said)
	}
	w.upkeep("resync")
}

// keepsWords wants the roadmap issue to be as people wrote it, but for boxes.
func (w *world) keepsWords(before string) {
	w.Helper()
	closed := w.github.Issue(roadmap()).Body
	for n := 1; n <= w.children; n++ {
		if issue := w.github.Issue(child(n)); issue.Closed {
			before = strings.Replace(before, line(w.githubURL, n), strings.Replace(line(w.githubURL, n), "[ ]", "[x]", 1), 1)
		}
	}
	if closed != before {
		w.Errorf("the roadmap issue is\n%q, want\n%q", closed, before)
	}
}
