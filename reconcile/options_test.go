package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

// meanwhile lets people do something at the first request of a name: before
// GitHub gets it, or after it has answered.
func (w *world) meanwhile(name string, before, after func()) {
	first := true
	w.wire.set(func(a asked) (*http.Response, error) {
		if !first || !strings.Contains(a.body, name+"(") {
			return a.pass()
		}
		first = false
		before()
		response, err := a.pass()
		after()
		return response, err
	})
}

func nothing() {}

// wipe takes the values of the Project field off all cards and gives its options
// new ids, as GitHub does when it is not told the ids.
func (w *world) wipe() {
	names := w.board().Options["Project"]
	w.must(w.github.SetOptions("olga", maintenance, "Project", "Nothing"))
	w.must(w.github.SetOptions("olga", maintenance, "Project", names...))
}

// An option that a person adds while the list is on its way survives, and no
// card loses anything.
func TestOptionThatComesMeanwhile(t *testing.T) {
	t.Parallel()
	w := started(t, setUp())
	before := w.values("Project")
	w.meanwhile("mutation ReplaceOptions", func() {
		w.must(w.github.SetOptions("olga", maintenance, "Project", "Django 5.2", "Rust", "Python 3.12"))
	}, nothing)
	w.begin()
	w.quiet()
	got := w.board().Options["Project"]
	slices.Sort(got)
	if diff := cmp.Diff([]string{"Django 5.2", "Node 24", "Python 3.12", "Rust"}, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before[shop], w.values("Project")[shop]); diff != "" {
		t.Errorf("value of %s: %s", shop, diff)
	}
	w.whole()
}

// So does a person's new name for an option, and one that a person takes away
// stays away.
func TestOptionThatChangesMeanwhile(t *testing.T) {
	t.Parallel()
	w := started(t, setUp())
	w.meanwhile("mutation ReplaceOptions", func() {
		w.must(w.github.RenameOption("olga", maintenance, "Project", "Python 3.12", "Python 3.13"))
	}, nothing)
	w.begin()
	w.quiet()
	w.options("Django 5.2", "Python 3.13", "Node 24")
	w.policy(indented(secondUpgrade), oneUpgrade)
	w.quiet()
	w.must(w.github.SetOptions("olga", maintenance, "Project", "Django 5.2", "Python 3.13"))
	w.meanwhile("mutation ReplaceOptions", func() {
		w.must(w.github.SetOptions("olga", maintenance, "Project", "Django 5.2"))
	}, nothing)
	w.begin()
	w.quiet()
	w.options("Django 5.2", "Node 24")
	w.whole()
}

// What GitHub loses although it was told the ids is given back by name, but for
// what a person has set in its place.
func TestLostValuesAreGivenBack(t *testing.T) {
	t.Parallel()
	w := started(t, setUp())
	before := w.values("Project")
	w.meanwhile("mutation ReplaceOptions", nothing, func() {
		w.wipe()
		w.must(w.github.SetField("olga", maintenance, w.ref("acme/lib#1"), "Project", "Python 3.12"))
	})
	w.begin()
	w.quiet()
	after := w.values("Project")
	if before[shop] == "" || after[shop] != before[shop] || after["acme/lib#1"] != "Python 3.12" {
		t.Errorf("values %v, were %v; that of lib is set by a person", after, before)
	}
	w.options("Django 5.2", "Python 3.12", "Node 24")
	w.whole()
}

// A GitHub without option ids would take the values off all cards: there the
// app adds an option only to a field that no card has a value in.
func TestOptionsWithoutIDs(t *testing.T) {
	t.Parallel()
	without := func(o *emulator.Options) { o.Without = []emulator.Feature{emulator.FeatureOptionIDs} }
	w := started(t, setUp(), without)
	before := w.values("Project")
	w.begin()
	w.quiet()
	w.options("Django 5.2", "Python 3.12")
	if diff := cmp.Diff(before[shop], w.values("Project")[shop]); diff != "" || before[shop] == "" {
		t.Errorf("values before %v; %s", before, diff)
	}
	w = started(t, strings.Replace(setUp(), "name: Django 5.2", "name: Node 24", 1), without)
	w.options("Django 5.2", "Python 3.12", "Node 24")
	w.whole()
}
