package gate_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestOnlyTheBoxMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.issue("acme/roadmap#1").Body
	w.must(w.apply(w.box(true)))
	if got, want := w.issue("acme/roadmap#1").Body, strings.Replace(before, "[ ]", "[x]", 1); got != want {
		t.Errorf("description %q, want %q", got, want)
	}
	bases, err := w.store.Bases(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if bases[upgrade.BoxBase("I_child")] != "checked" {
		t.Errorf("bases %v, want the box as written", bases)
	}
}

// noBase wants the box to be decided on anew.
func (w *world) noBase() {
	w.t.Helper()
	w.noBases(w.issue("acme/roadmap#1").ID)
}

// noBases wants nothing to be known as derived, apart from the card; what was being written may be
// remembered as such.
func (w *world) noBases(object upgrade.NodeID) {
	w.t.Helper()
	bases, err := w.store.Bases(w.t.Context(), object)
	w.must(err)
	for name, value := range bases {
		if !strings.HasPrefix(name, "sent:") && !strings.HasPrefix(name, "item:") && value != "" {
			w.t.Errorf("base %s is %q, want none", name, value)
		}
	}
}

func TestChangedBetweenObservingAndWriting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stale := w.box(true)
	w.body("A person's new text\n\n- [ ] acme/shop#1")
	w.isLater(w.apply(stale), store.WaitLag, time.Second)
	if got := w.issue("acme/roadmap#1").Body; got != "A person's new text\n\n- [ ] acme/shop#1" || len(w.writes()) > 0 {
		t.Errorf("description %q after writes %v", got, w.writes())
	}
	w.noBase()
}

func TestChangedBetweenWritingAndReadingAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := "Without any box."
	w.wire.once("PATCH", func(pass func() (*http.Response, error)) (*http.Response, error) {
		got, err := pass()
		w.body(text)
		return got, err
	})
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitLag, time.Second)
	if got := w.issue("acme/roadmap#1").Body; got != text {
		t.Errorf("description %q, want the person's", got)
	}
	w.noBase()
	w.body("- [ ] acme/shop#1")
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitPace, 5*time.Second) // the edit was one
}

// A description that never reads as observed is asked for more and more slowly.
func TestConflictsWaitLonger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	part := w.part
	stale := w.box(true)
	part.Plan.Actions = []upgrade.Action{stale}
	w.body("Another text.")
	claim := w.claim("acme/roadmap#1", upgrade.CauseOther)
	claim.Attempts = 3
	w.isLater(w.gate.Apply(t.Context(), claim, part), store.WaitLag, 8*time.Second)
}

// GitHub answers 200 to a description that is too long, and keeps the old one.
func TestSilentlyKeptDescription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.github.Load([]byte("organizations: [{login: long, installed: true, owners: [olga], repositories: [{name: list, issues: [{title: Long, body: \"- [ ] #2\\n" +
		strings.Repeat("x", 270_000) + "\"}]}]}]")))
	w.openStore()
	w.part.Owners = []string{"long"}
	a := w.box(true)
	i := w.issue("long/list#1")
	a.Issue, a.Ref, a.Body = i.ID, i.Ref, i.Body
	w.isRefused(w.apply(a), "too long")
	w.noBases(i.ID)
}
