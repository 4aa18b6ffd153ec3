//go:build services

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// activate lets the app write.
func (w *world) activate() {
	w.Helper()
	policy, _ := w.github.File(policyRepo, policyFile)
	w.must(w.github.PushFile("ari", policyRepo, policyFile, strings.Replace(policy, "mode: plan", "mode: active", 1)))
}

// field wants a card to show a value.
func (w *world) field(n int, name, want string) error {
	item := w.github.Board(org, maintenance).Item(child(n))
	if item.ID == "" {
		return fmt.Errorf("%s is not on the board", child(n))
	}
	if got := item.Values[name]; got != want {
		return fmt.Errorf("%s of %s is %q, want %q", name, child(n), got, want)
	}
	return nil
}

// box wants the line of a child to be checked or not.
func (w *world) box(n int, want bool) error {
	issue := w.github.Issue(roadmap())
	open := line(w.githubURL, n)
	text := open
	if want {
		text = strings.Replace(open, "[ ]", "[x]", 1)
	}
	if !strings.Contains(issue.Body, "\r\n"+text+"\r\n") {
		return fmt.Errorf("the roadmap issue has no line %q:\n%s", text, issue.Body)
	}
	return nil
}

// closed wants a child to be shown as done.
func (w *world) closed(n int) error { return errors.Join(w.field(n, "Status", "Done"), w.box(n, true)) }

// open wants a child to be shown as not begun.
func (w *world) open(n int) error { return errors.Join(w.field(n, "Status", "Todo"), w.box(n, false)) }

// onBoard wants every child to be on the board, its fields set from the facts.
func (w *world) onBoard() error {
	for n := range w.children {
		for name, want := range map[string]string{
			"Status": "Todo", "Project": "Django 5.2", "Source": "arbi-bom", "Owner": "team-aperture", "Owner Does": "TBD",
		} {
			if err := w.field(n+1, name, want); err != nil {
				return err
			}
		}
	}
	return nil
}

// right wants board and boxes to show each child as it is on GitHub.
func (w *world) right() error {
	for n := 1; n <= w.children; n++ {
		want := w.open
		if issue := w.github.Issue(child(n)); issue.Closed {
			want = w.closed
		}
		if err := want(n); err != nil {
			return err
		}
	}
	return nil
}

// reacted wants the app's reaction on a comment, and no other.
func (w *world) reacted(ref upgrade.Ref, comment int64, want string) error {
	for _, c := range w.github.Comments(ref) {
		if c.DatabaseID != comment {
			continue
		}
		// Whether it was shown to be seen depends on which key came first.
		answers := slices.DeleteFunc(slices.Clone(c.Reactions), func(r string) bool { return r == bot+" eyes" })
		if !slices.Equal(answers, []string{bot + " " + want}) {
			return fmt.Errorf("comment %q has %v, want %s", c.Body, c.Reactions, want)
		}
		return nil
	}
	return fmt.Errorf("no comment %d on %s", comment, ref)
}

// said are the app's comments on an issue.
func (w *world) said(ref upgrade.Ref) []emulator.Comment {
	return slices.DeleteFunc(w.github.Comments(ref), func(c emulator.Comment) bool { return c.Author != bot })
}

// writes counts the app's writes of a method, such as "edit body"; all for "".
func (w *world) writes(method string) int {
	n := 0
	for _, write := range w.github.Writes() {
		if method == "" || write.Method == method {
			n++
		}
	}
	return n
}

// quiet waits until nothing is under way: no delivery, and no key but those
// that come round by time, such as the second look after an event, which must
// find everything as it should be.
func (w *world) quiet() {
	w.Helper()
	w.eventually(func() error { return w.store(w.nothingUnderWay) })
}

func (w *world) nothingUnderWay(ctx context.Context, db *store.Store) error {
	if n := len(w.github.Pending()); n > 0 {
		return fmt.Errorf("%d deliveries are on their way", n)
	}
	counts, err := db.DeliveryCounts(ctx)
	if err != nil {
		return err
	}
	if n := counts[store.DeliveryPending]; n > 0 {
		return fmt.Errorf("%d deliveries are not read yet", n)
	}
	keys, err := db.Keys(ctx, "")
	if err != nil {
		return err
	}
	for _, k := range keys {
		if k.Waiting != "" || k.NotBefore.Before(time.Now().Add(time.Second)) {
			return fmt.Errorf("key %s is not done: %s %s until %s", k.Key, k.Waiting, k.Reason, k.NotBefore)
		}
	}
	return nil
}
