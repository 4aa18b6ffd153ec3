package reconcile_test

import (
	"strings"
	"testing"
)

const allWorkflows = `
        workflows:
          Item added to project: true
          Item reopened: true
          Item closed: true
          Pull request merged: true
          Auto-close issue: true`

// closing is organisations whose policy lets a drag to Done close the issue.
func closing() string {
	return strings.Replace(organisations, "boards: {maintenance: 1}", "boards: {maintenance: {number: 1, close_on_done: true}}", 1)
}

// automaticBoard is organisations with all automations of the board switched on.
func automaticBoard(text string) string {
	return strings.Replace(text, "        title: Maintenance", "        title: Maintenance"+allWorkflows, 1)
}

// A drag to Done closes the issue where the policy says so, for those who may close it.
func TestDragToDone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		world, login string
		want         bool
	}{
		"may write":         {closing(), "ada", true},
		"may triage":        {closing(), "tim", true},
		"may only read":     {closing(), "rita", false},
		"not by the policy": {organisations, "ada", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, test.world)
			w.puts(test.login, shop, "Status", "Done")
			w.quiet()
			if got := w.issue(shop).Closed; got != test.want {
				t.Fatalf("closed: %t, want %t", got, test.want)
			}
			w.field(shop, "Status", "Done")
			w.box("acme/shop#1", test.want)
			if !test.want {
				return
			}
			w.must(w.github.ReopenIssue("ada", w.ref(shop)))
			w.quiet()
			if w.issue(shop).Closed {
				t.Error("it is closed again after it was reopened")
			}
			w.field(shop, "Status", "Todo")
		})
	}
}

// With every automation of the board switched on, people's acts end in what the
// facts say, and it comes to rest.
func TestAutomationsAndTheAppComeToRest(t *testing.T) {
	t.Parallel()
	w := started(t, automaticBoard(closing()))
	ends := func(what, status string, closed bool) {
		t.Helper()
		w.quiet()
		w.field(shop, "Status", status)
		if w.issue(shop).Closed != closed {
			t.Errorf("%s: closed is %t", what, !closed)
		}
		before := len(w.github.Writes())
		w.trigger(shop)
		w.quiet()
		if again := w.github.Writes()[before:]; len(again) > 0 {
			t.Errorf("%s: a second look writes %+v", what, again)
		}
	}
	ends("at the start", "Todo", false)
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	ends("closed", "Done", true)
	w.must(w.github.ReopenIssue("ada", w.ref(shop)))
	ends("reopened", "Todo", false)
	w.puts("ada", shop, "Status", "In Progress")
	ends("dragged", "In Progress", false)
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	ends("the facts follow", "In Progress", false)
	w.puts("ada", shop, "Status", "Todo")
	ends("dragged back", "Todo", false)
	w.puts("ada", shop, "Status", "Done")
	ends("dragged to Done, which GitHub closes", "Done", true)
}
