package reconcile_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// quietly does what GitHub tells nobody.
func (w *world) quietly(act func() error) {
	w.t.Helper()
	w.must(act())
	w.lose(func(int) bool { return true })
}

// withoutLog is GitHub without its delivery log, so that no lost event comes back.
func withoutLog(a asked) (*http.Response, error) {
	if strings.Contains(a.line, "/hook/deliveries") {
		return answer(http.StatusOK, `[]`), nil
	}
	return a.pass()
}

// The resync finds what no delivery told, also without the delivery log.
func TestDailyResync(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(withoutLog)
	w.quietly(func() error { return w.github.CloseIssue("ada", w.ref(shop), "") })
	w.quietly(func() error { return w.github.CloseIssue("ben", w.ref("partner/tool#1"), "") })
	w.run(23 * time.Hour)
	w.field(shop, "Status", "Todo")
	w.run(2 * time.Hour)
	w.field(shop, "Status", "Done")
	w.field("partner/tool#1", "Status", "Done")
	w.box(shop, true)
	w.quietly(func() error { return w.github.ReopenIssue("ada", w.ref(shop)) })
	w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: reconcile.AllInstallations})) // as `upkeep resync` does
	w.quiet()
	w.field(shop, "Status", "Todo")
	w.box(shop, false)
}

// A server that is killed every other minute, and loses its events each time,
// makes up for them at each start: that is no loop (D15).
func TestStartsInARow(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(withoutLog)
	closed := false
	for range 5 {
		closed = !closed
		w.quietly(func() error {
			if closed {
				return w.github.CloseIssue("ada", w.ref(shop), "")
			}
			return w.github.ReopenIssue("ada", w.ref(shop))
		})
		w.restart()
		w.must(w.app.Start(t.Context()))
		w.run(90 * time.Second)
		w.field(shop, "Status", map[bool]string{true: "Done", false: "Todo"}[closed])
		w.box(shop, closed)
	}
	keys, err := w.store.Keys(t.Context(), store.WaitParked)
	w.must(err)
	if len(keys) > 0 {
		t.Errorf("parked %+v", keys)
	}
}

// What set off a child's run has set off the run of its roadmap issue too.
func TestCauseGoesOn(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before, err := w.store.Audits(t.Context(), 100)
	w.must(err)
	w.quietly(func() error { return w.github.CloseIssue("ada", w.ref(shop), "") })
	w.must(w.store.Trigger(t.Context(), upgrade.Trigger{
		Key: upgrade.IssueKey(w.issue(shop).ID), Installation: w.installation("acme"), Cause: upgrade.CauseResync,
	}))
	w.settle()
	w.field(shop, "Status", "Done")
	w.box(shop, true)
	after, err := w.store.Audits(t.Context(), 100)
	w.must(err)
	for _, a := range after[:len(after)-len(before)] {
		if a.Cause != upgrade.CauseResync {
			t.Errorf("the cause of %s to %s is %d", a.Kind, a.Target, a.Cause)
		}
	}
}

// A suspended installation is neither read nor written; afterwards everything is made right.
func TestSuspended(t *testing.T) {
	t.Parallel()
	for _, org := range []string{"acme", "partner"} {
		t.Run(org, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			owner, child := "olga", shop
			if org == "partner" {
				owner, child = "paula", "partner/tool#1"
			}
			w.must(w.github.Suspend(owner, org, true))
			w.quiet()
			before := len(w.github.Writes())
			w.must(w.github.CloseIssue("ben", w.ref("partner/tool#1"), ""))
			w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
			w.run(time.Hour)
			if org == "acme" && len(w.github.Writes()) != before {
				t.Errorf("writes %+v", w.github.Writes()[before:])
			}
			w.must(w.github.Suspend(owner, org, false))
			w.quiet()
			w.field(child, "Status", "Done")
			w.box(child, true)
		})
	}
}

// While it is suspended everywhere the app cannot ask who it is, and still knows.
func TestIdentityWhileSuspended(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.Suspend("olga", "acme", true))
	w.must(w.github.Suspend("paula", "partner", true))
	w.quiet()
	identity, err := reconcile.LoadIdentity(t.Context(), w.store)
	w.must(err)
	if identity.BotUserID() == 0 || identity.Login() != bot {
		t.Errorf("the app takes itself for %q, %d", identity.Login(), identity.BotUserID())
	}
}

func TestUninstalled(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before := len(w.github.Writes())
	w.must(w.github.Uninstall("olga", "acme"))
	w.must(w.github.CloseIssue("ben", w.ref("partner/tool#1"), ""))
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes", n)
	}
	keys, err := w.store.Keys(t.Context(), "parked")
	w.must(err)
	if len(keys) > 0 {
		t.Errorf("keys %+v wait for an installation that is gone", keys)
	}
	w.must(w.github.Install("olga", "acme"))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.box("partner/tool#1", true)
}

// Events of the app's own writes set off nothing: a closing is one look at the
// child and one at its roadmap issue.
func TestOwnEchoes(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.requests()
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.box(shop, true)
	looks := 0
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "query Issue") {
			looks++
		}
	}
	if looks != 2 {
		t.Errorf("%d looks at issues, want 2", looks)
	}
	before := len(w.github.Writes())
	w.run(10 * time.Minute)
	for _, line := range w.wire.requests() {
		if !strings.Contains(line, "/hook/deliveries") {
			t.Errorf("request %q at rest", line)
		}
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes at rest", n)
	}
}

// A replica that was started before anybody knew who the app is learns it.
func TestReplicaLearnsWhoItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	first := w.app
	w.restart()
	second := w.app
	w.app = first
	w.quiet()
	w.app = second
	w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	if own := w.own(shop); len(own) != 1 {
		t.Errorf("the app says %q", own)
	}
}

// A board whose options were made anew since it was read is read again.
func TestOptionsMadeAnew(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.trigger("acme/lib#1")
	w.settle() // the board is known from now on
	refusals := 0
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, "query Board") {
			w.wire.set(nil) // the options are right from now on
			return a.pass()
		}
		if strings.Contains(a.body, "mutation ChangeBoard") {
			refusals++
			return answer(http.StatusOK, `{"data":null,"errors":[{"type":"VALIDATION","message":"The single select option Id does not belong to the field"}]}`), nil
		}
		return a.pass()
	})
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	if refusals == 0 {
		t.Error("nothing was refused")
	}
}
