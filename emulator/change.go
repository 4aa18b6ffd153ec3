package emulator

import (
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// tx is one change of the state. Its methods check rights, change the state,
// queue the webhooks and, for the app, log the write. They leave the state as
// it was when they return an error.
type tx struct {
	*Emulator
	actor
	at time.Time
	// content is how many pieces of content were made, for the limit on them.
	content int
}

// change runs f as one change. The mutex must be held: a request that does
// several changes, such as a GraphQL document, takes it once.
func (e *Emulator) change(by actor, f func(*tx) error) error {
	e.keepOldWorld(by)
	return f(&tx{Emulator: e, actor: by, at: e.now()})
}

// act runs f as a person's act in the browser, taking the mutex. It is not
// refused for limits, but what it makes counts for the person's.
func (e *Emulator) act(login string, f func(*tx) error) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	u := e.findUser(login)
	if u == nil {
		return fmt.Errorf("act as %q: no such user", login)
	}
	return e.change(actor{user: u}, func(t *tx) error {
		err := f(t)
		e.limits.Note(payerOf(u), t.content)
		return err
	})
}

// on is act on an issue or pull request that exists.
func (e *Emulator) on(login string, ref upgrade.Ref, f func(*tx, *issue) error) error {
	return e.act(login, func(t *tx) error {
		i := e.findIssue(ref)
		if i == nil || !t.sees(i.repo) {
			return fmt.Errorf("find %s: %w", ref, notFound())
		}
		return f(t, i)
	})
}

// Write is one write by the app.
type Write struct {
	At time.Time
	// Method is what was done, such as "edit body", "add item", "set field",
	// "create comment", "edit comment", "react", "create issue", "close issue".
	Method string
	// Target is the object, as people name it: "owner/repo#1", or "org/boards/1: owner/repo#1".
	Target string
	// What is the new text or value.
	What string
	// Changed is false when it was so before.
	Changed bool
}

// Writes lists every write by the app that was accepted, oldest first, also
// those that changed nothing.
func (e *Emulator) Writes() []Write {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Write(nil), e.writes...)
}

// contentWrites are the writes that make content; see contentPaths.
var contentWrites = map[string]bool{
	"create comment": true, "create issue": true, "create pull request": true, "review": true, "add sub-issue": true,
	"remove sub-issue": true, "blocked by added": true, "blocked by removed": true,
}

// wrote notes a write by the app that changed something.
func (t *tx) wrote(method, target, what string) { t.noteWrite(method, target, what, true) }

func (t *tx) noteWrite(method, target, what string, changed bool) {
	if changed && contentWrites[method] {
		t.content++
	}
	if t.installation != nil {
		t.writes = append(t.writes, Write{At: t.at, Method: method, Target: target, What: what, Changed: changed})
	}
}
