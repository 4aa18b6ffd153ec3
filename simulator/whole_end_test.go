//go:build services

package simulator_test

import (
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

// stepOutcomes are how each step has to end, and what may have become of its box
// on the way.
var stepOutcomes = map[string]outcome{
	"roadmap-issue":         {'x', "x", ""},
	"runbook":               {'x', "x", ""},
	"label":                 {'x', "x x", ""}, // the label went away and came back
	"roadmap-board":         {'x', "x", ""},
	"roadmap-fields":        {'x', "x", ""},
	"milestone":             {'x', " x", "x"}, // checked by hand before it was so; went away and came back
	"target-date":           {'x', "x", ""},
	"team-chosen":           {'x', "x", ""},
	"team-named":            {'x', "x", ""},
	"impact":                {'x', "", "x"},
	"project-option":        {'x', "x", ""},
	"view":                  {'x', "x", ""}, // stays, though the view is deleted in the end
	"child-issues":          {'x', "", "x"},
	"child-fields":          {'x', "x", ""},
	"child-list":            {'x', "x", ""},
	"documentation-page":    {'x', "", "x"},
	"documentation":         {'x', "x", ""},
	"documentation-back":    {'x', "", "x"},
	"risky-changes":         {'x', "x x", ""}, // checked, unchecked and checked again by commands
	"automation":            {'x', "x", ""},   // checked by a command
	"instructions-written":  {'x', "", "x"},
	"instructions":          {'x', "x", ""},
	"announcement":          {'x', "", "x"},
	"external-issues":       {'x', "", "x"},
	"external-labels":       {'x', "x", ""},
	"external-board":        {'x', "x", ""},
	"external-fields":       {'x', "x", ""},
	"community":             {'x', "", "x"},
	"operations":            {'x', "", "x"},
	"children-done":         {'x', "x x", ""}, // one was opened again
	"services-deployed":     {'x', "", "x"},
	"support-windows":       {'x', "", "x"},
	"completion":            {'x', "", "x"},
	"deployment-notes":      {'x', "x", ""},
	"ci-matrix":             {'x', "", "x"},
	"view-removed":          {'x', "x", ""},
	"health-checks-stopped": {' ', "", ""}, // struck
	"retrospective":         {'x', "", "x"},
	"runbook-improved":      {'x', "", "x"},
	"documentation-moved":   {'x', "", "x"},
	"follow-ups":            {'x', "", "x"},
	"roadmap-closed":        {'x', "x", ""},
}

// handChecked is the child whose box somebody has checked by hand in the app's
// own list, before it was closed.
const handChecked = "l1"

// childMoves are how often each child was closed or opened again; its box cannot
// have moved more often.
var childMoves = map[string]int{"s1": 3, "s2": 3, "s3": 1, "l1": 1, "gadget": 3, "far": 1, "vendor": 1, "epic": 1}

// judge compares the end with what it has to be.
func (w *whole) judge() {
	if len(w.wrong) > 0 {
		return
	}
	for id := range w.boxes.steps {
		if got, want := w.boxes.outcome("step "+id), stepOutcomes[id]; got != want {
			w.fail("the step %s ends %s, want %s", id, got, want)
		}
	}
	for name, moves := range childMoves {
		got := w.boxes.outcome("child " + name)
		if got.now != 'x' || len(got.app) > moves || strings.Contains(got.app, "xx") || got.people != map[bool]string{true: "x"}[name == handChecked] {
			w.fail("the box of %s ends %s, after %d moves of the child", name, got, moves)
		}
	}
	w.answered()
	w.comment("living", "`Django 5.2`: 8 of 8 done (100 %)", "is finished**, closed by `olga`", "State: **done**", "41 of 41 steps done",
		"the issue has the label `maintenance`; seen since", "the milestone is `Willow`; seen since",
		"the view of `Django 5.2`, which the board had, is gone; seen since", "8 children are done, exempt or not affected; seen since")
	if issue := w.github.Issue(w.roadmap); !issue.Closed || issue.Reason != upgrade.ReasonCompleted {
		w.fail("the roadmap issue is closed: %t, as %q", issue.Closed, issue.Reason)
	}
	before := len(w.github.Writes())
	w.did(w.store.Trigger(w.ctx, upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "rest"}))
	w.drain(5 * time.Minute)
	if again := w.github.Writes()[before:]; len(again) > 0 {
		w.fail("a resync writes, though all was quiet: %+v", again)
	}
	w.ended()
}

// answered wants every command to have been carried out.
func (w *whole) answered() {
	for _, s := range w.said {
		if verdict := verdictOn(w.github.Comments(s.on), s.id); len(verdict) != 1 || verdict[0] != "+1" {
			w.fail("the answer to %q on %s is %v", s.text, s.on, verdict)
		}
	}
}

// comment wants the app's one comment of a purpose on the roadmap issue to say all of this.
func (w *whole) comment(purpose string, all ...string) {
	if len(w.wrong) > 0 {
		return
	}
	text, n := "", 0
	for _, c := range w.github.Comments(w.roadmap) {
		if of, ok := w.marker().Purpose(w.github.Issue(w.roadmap).ID, c.Body); ok && c.Author == bot && of == purpose {
			text = c.Body
			n++
		}
	}
	if n != 1 {
		w.fail("%d comments of the purpose %q", n, purpose)
	}
	for _, one := range all {
		if !strings.Contains(text, one) {
			w.fail("the %s comment does not say %q:\n%s", purpose, one, text)
		}
	}
}
