package gate_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// made is one sort of thing that must be made exactly once.
type made struct {
	action func(w *world, text string) upgrade.Action
	texts  func(w *world) []string // of all that there are, marker included
}

func creations() map[string]made {
	return map[string]made{
		"comment": {
			func(w *world, text string) upgrade.Action { return w.reply(text) },
			func(w *world) []string {
				texts := []string{}
				for _, c := range w.own("acme/roadmap#1") {
					texts = append(texts, c.Body)
				}
				return texts
			},
		},
		"issue": {
			func(w *world, text string) upgrade.Action { return w.problem(text) },
			func(w *world) []string {
				texts := []string{}
				for _, i := range w.github.Issues("acme/.github") {
					texts = append(texts, i.Body)
				}
				return texts
			},
		},
	}
}

// recover applies an action again and again, as the worker does, until it is done.
func (w *world) recover(action upgrade.Action) {
	w.t.Helper()
	for range 10 {
		err := w.applyFor(upgrade.CausePerson, action)
		var later gate.Later
		switch {
		case err == nil:
			return
		case errors.As(err, &later):
			w.clock.Pass(later.Until.Sub(w.clock.Now()))
		default:
			w.clock.Pass(2 * time.Second)
		}
	}
	w.t.Error("not done after ten tries")
}

// one wants exactly one thing, with a text.
func (w *world) one(m made, text string) {
	w.t.Helper()
	if all := m.texts(w); len(all) != 1 || !strings.HasPrefix(all[0], text) {
		w.t.Errorf("there are %q, want one that begins with %q", all, text)
	}
}

// Whatever becomes of the request and its answer, the thing is there once.
func TestMadeOnceWhateverIsLost(t *testing.T) {
	t.Parallel()
	for kind, m := range creations() {
		for name, f := range faults() {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				action := m.action(w, "Hello.")
				w.wire.once("POST ", f)
				if err := w.applyFor(upgrade.CausePerson, action); err == nil {
					t.Fatal("no error")
				}
				w.recover(action)
				w.one(m, "Hello.")
				w.recover(m.action(w, "Goodbye."))
				w.one(m, "Goodbye.")
			})
		}
	}
}

type fault = func(pass func() (*http.Response, error)) (*http.Response, error)

// faults are what can become of a request that makes something, and of its answer.
func faults() map[string]fault {
	after := func(then func(*http.Response) (*http.Response, error)) fault {
		return func(pass func() (*http.Response, error)) (*http.Response, error) {
			got, err := pass()
			if err != nil {
				return nil, err
			}
			return then(got)
		}
	}
	return map[string]fault{
		"502 after applying": after(func(*http.Response) (*http.Response, error) { return answer(502, `{}`), nil }),
		"502 before":         func(func() (*http.Response, error)) (*http.Response, error) { return answer(502, `{}`), nil },
		"cut after applying": after(func(*http.Response) (*http.Response, error) { return nil, errors.New("connection reset by peer") }),
		"cut before": func(func() (*http.Response, error)) (*http.Response, error) {
			return nil, errors.New("connection refused")
		},
		"timeout after applying": after(func(*http.Response) (*http.Response, error) { return nil, context.DeadlineExceeded }),
		"a page of HTML":         after(func(*http.Response) (*http.Response, error) { return answer(200, `<html>`), nil }),
		"an answer without id":   after(func(*http.Response) (*http.Response, error) { return answer(201, `{}`), nil }),
		"half an answer":         after(func(*http.Response) (*http.Response, error) { return answer(201, `{"id":1`), nil }),
		"refused for now": func(func() (*http.Response, error)) (*http.Response, error) {
			return answer(422, `{"message":"no"}`), nil
		},
	}
}

// As long as GitHub may still bring up what it made, nothing is made again.
func TestWaitsUntilItIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	action := w.reply("Hello.")
	lost := func(func() (*http.Response, error)) (*http.Response, error) { return answer(502, `{}`), nil }
	w.wire.once("POST ", lost)
	if err := w.applyFor(upgrade.CausePerson, action); err == nil {
		t.Fatal("no error")
	}
	w.clock.Pass(2 * time.Second)
	w.isLater(w.applyFor(upgrade.CausePerson, action), store.WaitLag, 28*time.Second)
	if n := len(w.own("acme/roadmap#1")); n != 0 {
		t.Errorf("%d comments before the time", n)
	}
	w.clock.Pass(28 * time.Second)
	w.must(w.applyFor(upgrade.CausePerson, action))
}

// The process can end before and after every request, and with it every write
// to the database that would have followed.
func TestMadeOnceWhereverItCrashes(t *testing.T) {
	t.Parallel()
	for kind, m := range creations() {
		for crash := range 4 {
			before, request := crash%2 == 0, crash/2
			t.Run(fmt.Sprintf("%s, request %d, before %t", kind, request, before), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t)
				action := m.action(w, "Hello.")
				ctx, crashes := context.WithCancel(t.Context())
				n := 0
				w.wire.set(func(_ string, pass func() (*http.Response, error)) (*http.Response, error) {
					if n++; n-1 != request {
						return pass()
					}
					if before {
						crashes()
						return nil, ctx.Err()
					}
					defer crashes()
					return pass()
				})
				part := w.part
				part.Plan.Actions = []upgrade.Action{action}
				if err := w.gate.Apply(ctx, w.claim("acme/roadmap#1", upgrade.CausePerson), part); err == nil {
					t.Fatal("no error")
				}
				w.wire.set(nil)
				w.clock.Pass(lease)
				w.restart()
				w.recover(action)
				w.one(m, "Hello.")
			})
		}
	}
}

// The same between two statements of the database: after each a new process goes on.
func TestMadeOnceFromEveryState(t *testing.T) {
	t.Parallel()
	for kind, m := range creations() {
		for _, state := range []string{store.IntentIntended, store.IntentSent, store.IntentFailed} {
			for _, there := range []bool{false, true} {
				if there && state == store.IntentIntended {
					continue // it is made only after "sent" is on record
				}
				t.Run(fmt.Sprintf("%s, %s, there %t", kind, state, there), func(t *testing.T) {
					t.Parallel()
					w := newWorld(t)
					action := m.action(w, "Hello.")
					if there {
						w.must(w.applyFor(upgrade.CausePerson, action))
					}
					id := gate.CommentIntent(w.issue("acme/roadmap#1").ID, "reply:1")
					if kind == "issue" {
						id = gate.IssueIntent(upgrade.Repository{Owner: "acme", Name: ".github"}, upgrade.PurposePolicy)
					}
					claim := w.claim("acme/roadmap#1", upgrade.CausePerson)
					_, err := w.store.Intend(t.Context(), claim, store.Intent{ID: id, Key: claim.Key, Kind: "create", Target: id})
					w.must(err)
					w.must(w.store.MarkIntent(t.Context(), claim, id, state, ""))
					w.must(w.store.Done(t.Context(), claim, "crashed"))
					w.restart()
					w.recover(action)
					w.one(m, "Hello.")
				})
			}
		}
	}
}

func TestDeletedAndMadeAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ref := w.ref("acme/roadmap#1")
	w.must(w.apply(w.reply("Hello.")))
	first := w.own("acme/roadmap#1")[0].DatabaseID
	w.must(w.github.DeleteComment("ada", first))
	w.must(w.apply(w.reply("Hello.")))
	own := w.own("acme/roadmap#1")
	if len(own) != 1 || own[0].DatabaseID == first {
		t.Fatalf("comments %+v, want one that is new", own)
	}
	if _, err := w.github.Comment("ada", ref, "And so on."); err != nil {
		t.Fatal(err)
	}
	w.must(w.apply(w.reply("Better.")))
	w.one(creations()["comment"], "Better.")
}

func TestLostDatabaseDoublesNothing(t *testing.T) {
	t.Parallel()
	for kind, m := range creations() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.must(w.apply(m.action(w, "Hello.")))
			w.openStore()
			w.must(w.apply(m.action(w, "Hello again.")))
			w.one(m, "Hello again.")
		})
	}
}
