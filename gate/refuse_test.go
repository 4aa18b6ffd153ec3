package gate_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func (w *world) foreign(ref string) upgrade.SaveComment {
	w.t.Helper()
	a := w.reply("Hello.")
	a.Ref, a.Issue = w.ref(ref), w.issue(ref).ID
	return a
}

func TestRefusedWithoutARequest(t *testing.T) {
	t.Parallel()
	permissions := func(p map[string]string) func(*world) {
		return func(w *world) {
			w.must(w.store.SaveInstallation(w.t.Context(), store.Installation{ID: w.acme, Account: "acme", Permissions: p}))
		}
	}
	tests := []struct {
		name   string
		given  func(*world)
		action func(*world) upgrade.Action
		says   string
	}{
		{
			"an organisation that the run is not for", func(*world) {},
			func(w *world) upgrade.Action { return w.foreign("second/lib#1") }, "belongs to second",
		},
		{
			"an organisation without the app", func(w *world) { w.part.Owners = []string{"acme", "away"} },
			func(w *world) upgrade.Action { return w.foreign("away/lib#1") }, "not installed on away",
		},
		{
			"suspended",
			func(w *world) {
				w.must(w.store.SaveInstallation(w.t.Context(), store.Installation{ID: w.acme, Account: "Acme", Suspended: true}))
			},
			func(w *world) upgrade.Action { return w.box(true) }, "suspended",
		},
		{
			"read only for issues", permissions(map[string]string{"issues": "read", "organization_projects": "write"}),
			func(w *world) upgrade.Action { return w.box(true) }, "issues: write",
		},
		{
			"no permission for boards", permissions(map[string]string{"issues": "write"}),
			func(w *world) upgrade.Action { return w.put("", "Todo") }, "organization_projects: write",
		},
		{"a mention", func(*world) {}, func(w *world) upgrade.Action { return w.reply("Hello @ada") }, "@ada"},
		{"a reference", func(*world) {}, func(w *world) upgrade.Action { return w.reply("See acme/shop#1") }, "acme/shop#1"},
		{"a command", func(*world) {}, func(w *world) upgrade.Action { return w.reply("/upgrade owner-does all") }, "/upgrade"},
		{"a closing keyword in an issue", func(*world) {}, func(w *world) upgrade.Action { return w.problem("Closes #1") }, "Closes #1"},
		{"a marker inside", func(*world) {}, func(w *world) upgrade.Action { return w.reply("a <!-- upkeep:v1:living:x --> b") }, "<!--"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			test.given(w)
			action := test.action(w)
			w.wire.requests()
			w.isRefused(w.apply(action), test.says)
			if n := w.wire.requests(); n > 0 || len(w.writes()) > 0 {
				t.Errorf("%d requests, writes %v; want none", n, w.writes())
			}
		})
	}
}

func TestPrivateNames(t *testing.T) {
	t.Parallel()
	vault := upgrade.Repository{Owner: "acme", Name: "vault", Private: true}
	for _, test := range []struct {
		sink    string
		refused bool
	}{{"acme/shop#1", true}, {"acme/vault#1", false}} {
		t.Run(test.sink, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			action := w.foreign(test.sink)
			action.Names = []upgrade.Repository{{Owner: "acme", Name: "shop"}, vault}
			err := w.apply(action)
			if test.refused {
				w.isRefused(err, "private repository")
			} else {
				w.must(err)
			}
			if got := len(w.own(test.sink)); got == 1 == test.refused {
				t.Errorf("%d comments", got)
			}
		})
	}
}

// Whether a place is private is asked of GitHub each time: what was shown cannot be taken back.
func TestUnknownVisibilityShowsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	action := w.foreign("acme/vault#1")
	action.Names = []upgrade.Repository{{Owner: "acme", Name: "vault", Private: true}}
	w.wire.once("GET /repos/acme/vault", func(func() (*http.Response, error)) (*http.Response, error) {
		return answer(http.StatusBadGateway, `{}`), nil
	})
	if err := w.apply(action); err == nil || len(w.writes()) > 0 {
		t.Errorf("error %v, writes %v; want a failure before any", err, w.writes())
	}
}

func TestHourlyBudget(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Policy.Budget = upgrade.Budget{WritesPerHour: 3, CreatesPerHour: 2}
	comment := func(n int) upgrade.Action {
		a := w.reply("Hello.")
		a.Purpose = fmt.Sprintf("reply:%d", n)
		return a
	}
	w.must(w.apply(comment(1), comment(2)))
	w.isLater(w.apply(comment(3)), store.WaitLimit, 5*time.Minute)
	w.isLater(w.applyFor(upgrade.CauseResync, comment(3)), store.WaitLimit, 5*time.Minute)
	w.must(w.applyFor(upgrade.CausePerson, comment(3))) // a person's doing is no creation of the app's own …
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitLimit, 5*time.Minute)
	if got := w.writes(); len(got) != 3 {
		t.Errorf("writes %v, want the three that the budget has", got)
	}
	w.clock.Pass(time.Hour + time.Second)
	w.must(w.apply(w.box(true)))
}

func TestBudgetOfOneRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var actions []upgrade.Action
	for n := range 21 {
		a := w.reply("Hello.")
		a.Purpose = fmt.Sprintf("reply:%d", n)
		actions = append(actions, a)
	}
	w.isRefused(w.applyFor(upgrade.CausePerson, actions...), "20 writes")
	if got := len(w.writes()); got != 20 {
		t.Errorf("%d writes, want 20", got)
	}
}

func TestLoopBrake(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	flip := func(n int) upgrade.Action { return w.box(n%2 == 0) }
	for n := range 3 {
		w.must(w.apply(flip(n)))
		w.clock.Pass(time.Minute)
	}
	w.isLater(w.apply(flip(3)), store.WaitParked, 10*time.Minute)
	w.must(w.apply(w.put("", "Todo")))               // another object is free
	w.must(w.applyFor(upgrade.CausePerson, flip(3))) // a person explains it
	w.clock.Pass(time.Minute)
	w.must(w.applyFor(upgrade.CauseResync, flip(4))) // so does a resync, which nothing the app writes sets off
	w.clock.Pass(9 * time.Minute)
	w.must(w.apply(flip(5)))
	if got := slices.DeleteFunc(w.writes(), func(m string) bool { return m != "edit body" }); len(got) != 6 {
		t.Errorf("%d edits, want 6", len(got))
	}
}

// A resync's writes leave the brake as it was for those that nothing explains.
func TestResyncsDoNotBrake(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 5 {
		w.must(w.applyFor(upgrade.CauseResync, w.box(n%2 == 0)))
		w.clock.Pass(time.Minute)
	}
	w.must(w.apply(w.box(false)))
}

// What was never sent is no write that needs explaining.
func TestConflictsDoNotBrake(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 3 {
		stale := w.box(true)
		w.body(strings.Replace(stale.Body, "people", "many people", 1))
		w.isLater(w.apply(stale), store.WaitLag, time.Second)
	}
	w.must(w.apply(w.box(true)))
}

func TestUnknownActionIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.isRefused(w.apply(unheardOf{}), "unheardOf")
}

type unheardOf struct{}

func (unheardOf) Write() upgrade.WriteKind { return upgrade.WriteBoxes }

// A write that may come out better next time is tried again even when another
// one of the run never will.
func TestFailureIsNotParkedWithARefusal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("POST /graphql", func(func() (*http.Response, error)) (*http.Response, error) {
		return nil, errors.New("no route to host")
	})
	err := w.apply(w.put("", "Todo"), w.reply("Hello @ada"))
	if err == nil || !strings.Contains(err.Error(), "@ada") || !strings.Contains(err.Error(), "no route") {
		t.Errorf("error %v, want it to tell of both", err)
	}
	if isRefusal(err) {
		t.Errorf("error %v parks the key", err)
	}
}
