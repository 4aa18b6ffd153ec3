package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// How long a step may take to come out right, in the machine's time: amid chaos
// a lost delivery waits for the next sweep, and a limit for its end.
const (
	patience     = 30 * time.Second
	patienceAmid = 2 * time.Minute
)

// lagEnds is longer than reads lag in any of the ready made settings of chaos.
const lagEnds = 20 * time.Second

// eventually waits until a check has nothing to complain about any more.
func (w *world) eventually(ctx context.Context, check func() error) error {
	patience := patience
	if !w.options.Chaos.Off() {
		patience = patienceAmid
	}
	deadline := w.options.Clock.Now().Add(patience)
	for {
		err := check()
		if err == nil {
			return nil
		}
		if w.options.Clock.Now().After(deadline) {
			return fmt.Errorf("not so after %s: %w", patience, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.options.Clock.After(50 * time.Millisecond):
		}
	}
}

// quiet waits until nothing is under way: no delivery, no key that is due or
// waits for something else than a time far off.
func (w *world) quiet(ctx context.Context) error {
	return w.eventually(ctx, func() error {
		if n := len(w.github.Pending()); n > 0 {
			return fmt.Errorf("%d deliveries are on their way", n)
		}
		counts, err := w.store.DeliveryCounts(ctx)
		if err != nil {
			return err
		}
		if n := counts["pending"]; n > 0 {
			return fmt.Errorf("%d deliveries are not read yet", n)
		}
		keys, err := w.store.Keys(ctx, "")
		if err != nil {
			return err
		}
		for _, k := range keys {
			if k.NotBefore.Before(w.clock.Now().Add(5 * time.Minute)) {
				return fmt.Errorf("key %s is not done: %s %s", k.Key, k.Waiting, k.Reason)
			}
		}
		return nil
	})
}

// field wants a card to show a value.
func (w *world) field(ref upgrade.Ref, name, want string) error {
	item := w.github.Board(org, maintenance).Item(ref)
	if item.ID == "" {
		return fmt.Errorf("%s is not on the Maintenance board", ref)
	}
	if got := item.Values[name]; got != want {
		return fmt.Errorf("%s of %s is %q, want %q", name, ref, got, want)
	}
	return nil
}

// box wants the line that links a child to be checked or not.
func (w *world) box(ref upgrade.Ref, want bool) error {
	issue := w.github.Issue(roadmap())
	line := childLine(issue.Body, ref)
	if line == "" {
		return fmt.Errorf("no line for %s in the roadmap issue", ref)
	}
	if got := strings.Contains(line, "[x]"); got != want {
		return fmt.Errorf("the line %q, want checked: %t", line, want)
	}
	return nil
}

// childLine finds the line of a child in any of the forms that the sample uses.
func childLine(body string, ref upgrade.Ref) string {
	short := fmt.Sprintf("%s/%s#%d", ref.Owner, ref.Repo, ref.Number)
	long := fmt.Sprintf("%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\r\n")
		if strings.HasSuffix(line, short) || strings.Contains(line, long+")") || strings.HasSuffix(line, long) {
			return line
		}
	}
	return ""
}

// reaction wants the app's reaction on the newest comment of a person.
func (w *world) reaction(ref upgrade.Ref, login, want string) error {
	comments := w.github.Comments(ref)
	for _, c := range slices.Backward(comments) {
		if c.Author == login {
			if !slices.Contains(c.Reactions, bot+" "+want) {
				return fmt.Errorf("the comment of %s on %s has %v, want %s", login, ref, c.Reactions, want)
			}
			return nil
		}
	}
	return fmt.Errorf("no comment of %s on %s", login, ref)
}

// said finds the app's newest comment that holds a text.
func (w *world) said(ref upgrade.Ref, text string) (emulator.Comment, error) {
	for _, c := range slices.Backward(w.github.Comments(ref)) {
		if c.Author == bot && strings.Contains(c.Body, text) {
			return c, nil
		}
	}
	return emulator.Comment{}, fmt.Errorf("the app has not said %q on %s", text, ref)
}

// writes counts the app's writes of a method, such as "edit body".
func (w *world) writes(method string) int {
	n := 0
	for _, write := range w.github.Writes() {
		if method == "" || write.Method == method {
			n++
		}
	}
	return n
}
