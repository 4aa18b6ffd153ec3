package reconcile_test

import (
	"strings"
	"testing"
)

// Whoever starts an upgrade is told what its board lacks.
func TestStartOffersWhatTheBoardLacks(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ben", python, "/upgrade start Node 24")
	w.quiet()
	w.wantsOffer()
	w.options("Django 5.2", "Python 3.12")
}

func (w *world) wantsOffer() {
	w.t.Helper()
	offers := w.offers(python)
	if len(offers) != 1 || !strings.Contains(offers[0], "the option `Node 24` in the field `Project`") ||
		!strings.Contains(offers[0], "https://github.com/orgs/acme/projects/1") || strings.Contains(offers[0], "Django") {
		w.t.Errorf("offers %q", offers)
	}
}

// Where the policy says so the app adds it, and what waited for it goes on.
func TestStartSetsTheBoardUp(t *testing.T) {
	t.Parallel()
	w := started(t, setUp())
	w.says("ben", python, "/upgrade start Node 24")
	w.quiet()
	if offers := w.offers(python); len(offers) != 1 || !strings.Contains(offers[0], "Upkeep adds:\n- the option `Node 24` in the field `Project`") {
		t.Errorf("offers %q", offers)
	}
	w.options("Django 5.2", "Python 3.12", "Node 24")
	w.field("acme/shop#2", "Project", "Node 24")
}
