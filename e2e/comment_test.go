//go:build services

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// seenWithin is how long 👀 may take here, with two slow cores shared by many
// tests; what it took is logged.
const seenWithin = 10 * time.Second

// TestSeenAtOnce wants 👀 on a command at once, also while its issue's own key
// waits for the pace of the description.
func TestSeenAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2})
	w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	w.quiet()
	w.seesAt(child(1), "ada", "/upgrade owner-does owner-does-everything")
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonCompleted))
	w.eventually(func() error { return w.box(2, true) })
	w.must(w.github.ReopenIssue("ari", child(2)))
	w.eventually(func() error { return w.box(2, false) }) // 5 s after the edit before
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonCompleted))
	w.eventually(w.paced)
	comment := w.seesAt(roadmap(), "ari", "/upgrade owner-does owner-does-everything")
	w.eventually(func() error { return errors.Join(w.reacted(roadmap(), comment, "confused"), w.box(2, true)) })
	if got := w.reactions(roadmap(), comment); got[0] != "eyes" {
		t.Errorf("reactions %v, want 👀 first", got)
	}
}

// seesAt writes a comment and wants 👀 on it in time.
func (w *world) seesAt(issue upgrade.Ref, login, text string) int64 {
	w.Helper()
	began := time.Now()
	comment, err := w.github.Comment(login, issue, text)
	w.must(err)
	w.eventually(func() error {
		if got := w.reactions(issue, comment); !slices.Contains(got, "eyes") {
			return fmt.Errorf("reactions on %s are %v", issue, got)
		}
		return nil
	})
	took := time.Since(began)
	w.Logf("👀 on %s after %s", issue, took.Round(time.Millisecond))
	if took > seenWithin {
		w.Errorf("👀 on %s after %s", issue, took)
	}
	return comment
}

// paced wants the roadmap issue's key to wait for its pace.
func (w *world) paced() error {
	return w.store(func(ctx context.Context, db *store.Store) error {
		keys, err := db.Keys(ctx, store.WaitPace)
		if err == nil && !slices.ContainsFunc(keys, func(k store.KeyRow) bool { return k.Key == upgrade.IssueKey(w.github.Issue(roadmap()).ID) }) {
			return errors.New("the roadmap issue's key does not wait for its pace")
		}
		return err
	})
}

// reactions are the app's on a comment, in their order.
func (w *world) reactions(issue upgrade.Ref, comment int64) []string {
	w.Helper()
	all := []string{}
	for _, c := range w.github.Comments(issue) {
		for _, reaction := range c.Reactions {
			if content, own := strings.CutPrefix(reaction, bot+" "); own && c.DatabaseID == comment {
				all = append(all, content)
			}
		}
	}
	return all
}

// TestOneEffectOneAnswer has commands repeated, edited and deleted, and each
// answered once or not at all.
func TestOneEffectOneAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 4})
	server := w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	w.quiet()
	const wrong, right = "/upgrade owner-does owner-dose-everything", "/upgrade owner-does owner-does-everything"

	repeated, err := w.github.Comment("ada", child(1), wrong)
	w.must(err)
	w.quiet()
	for _, sent := range w.github.Sent() {
		for n := range 2 {
			if !w.send(t.Context(), server.url.JoinPath(hookPath).String(), fmt.Sprintf("%s-again-%d", sent.GUID, n), sent.Event, sent.Payload) {
				t.Fatal("a repeated delivery was not taken")
			}
		}
	}
	edited, err := w.github.Comment("ada", child(2), "Hello.")
	w.must(err)
	w.must(w.github.EditComment("ada", edited, right))
	foreign, err := w.github.Comment("sam-stranger", child(3), "Hello.")
	w.must(err)
	w.must(w.github.EditComment("ada", foreign, right))
	deleted, err := w.github.Comment("ada", child(4), right)
	w.must(err)
	w.must(w.github.DeleteComment("ada", deleted))
	w.quiet()

	w.must(errors.Join(
		w.reacted(child(1), repeated, "confused"), w.field(1, "Owner Does", "TBD"),
		w.reacted(child(2), edited, "+1"), w.field(2, "Owner Does", "Owner does everything"),
		w.field(3, "Owner Does", "TBD"),
	))
	for n, want := range []int{1, 1, 0} {
		if got := len(w.said(child(n + 1))); got != want {
			t.Errorf("%d comments of the app on %s, want %d", got, child(n+1), want)
		}
	}
	if got := w.reactions(child(3), foreign); len(got) > 0 {
		t.Errorf("reactions %v on what somebody else wrote into a comment", got)
	}
}

// TestCutOffAnswer kills the server between each write of an answer and its record.
func TestCutOffAnswer(t *testing.T) {
	t.Parallel()
	posts := func(path, word string) func(*http.Request) bool {
		return func(r *http.Request) bool {
			body, err := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			return err == nil && r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, path) && bytes.Contains(body, []byte(word))
		}
	}
	for _, test := range []struct {
		name, command, reaction, level string
		holds                          func(*http.Request) bool
	}{
		{"after 👀", "owner-does-everything", "+1", "Owner does everything", posts("/reactions", "eyes")},
		{"after the field", "owner-does-everything", "+1", "Owner does everything", setsFields},
		{"after the reaction", "owner-does-everything", "+1", "Owner does everything", posts("/reactions", "+1")},
		{"after the reply", "owner-dose-everything", "confused", "TBD", posts("/comments", "owner-dose")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, options{children: 1})
			server := w.serve(nil)
			w.activate()
			w.eventually(w.onBoard)
			w.quiet()
			w.gateway.hold(test.holds)
			comment, err := w.github.Comment("ada", child(1), "/upgrade owner-does "+test.command)
			w.must(err)
			w.eventually(func() error {
				if w.gateway.holding() == 0 {
					return errors.New("it was not written yet")
				}
				return nil
			})
			server.kill()
			w.gateway.letGo()
			w.serve(nil)
			w.eventually(func() error { return w.reacted(child(1), comment, test.reaction) })
			w.quiet()
			w.must(errors.Join(w.reacted(child(1), comment, test.reaction), w.field(1, "Owner Does", test.level)))
			if n := len(w.said(child(1))); n != 1 {
				t.Errorf("%d comments of the app", n)
			}
		})
	}
}
