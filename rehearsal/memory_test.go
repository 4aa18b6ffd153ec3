package rehearsal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Policies of two organisations are rehearsed side by side, and one without
// leaves the other's file in force.
func TestTwoPolicies(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	upgrades := func(policies map[string]string) []string {
		result := w.rehearse(t.Context(), w.options(policies))
		w.whole(result)
		var names []string
		for _, p := range result.Writes {
			names = append(names, p.Upgrade)
		}
		slices.Sort(names)
		return slices.Compact(names)
	}
	for name, test := range map[string]struct {
		policies map[string]string
		want     []string
	}{
		"both":    {map[string]string{"acme": policy, "partner": partners}, []string{"Django 5.2", "Node 24"}},
		"partner": {map[string]string{"partner": partners}, []string{"Node 24"}},
		"none":    {nil, nil},
	} {
		if diff := cmp.Diff(test.want, upgrades(test.policies)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// With a server's memory, the policy in force has nothing left to do, and another
// policy just what it changes: of what people were told by the app, and told it,
// nothing is lost.
func TestBeginsWithWhatTheServerRemembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.lived()
	w.push(policy)
	w.serve(time.Minute)
	_, err := w.github.Comment("ada", w.ref("acme/lib#1"), "/upgrade owner-does owner-reviews")
	w.must(err)
	w.serve(3 * time.Minute)
	if does := w.github.Board("acme", 1).Item(w.ref("acme/lib#1")).Values["Owner Does"]; does != "Owner reviews" {
		t.Errorf("the command has made %q of Owner Does", does)
	}
	o := w.options(map[string]string{"acme": policy})
	o.Memory = w.store
	result := w.rehearse(t.Context(), o)
	w.whole(result)
	for _, p := range result.Writes {
		t.Errorf("at rest it would %s", p.Text)
	}
	w.clock.Pass(time.Hour)
	other := strings.Replace(policy, "{platform: Platform}", "{platform: data}", 1)
	o.Policies = map[string]string{"acme": other}
	result = w.rehearse(t.Context(), o)
	w.whole(result)
	var changes []string
	for _, p := range result.Writes {
		for _, c := range p.Changes {
			if c.What != "comment" {
				changes = append(changes, c.Object+" "+c.What+" "+c.Is+" "+c.ShouldBe)
			}
		}
	}
	slices.Sort(changes)
	want := []string{"acme/shop#1 Owner Platform data", "acme/shop#2 Owner Platform data"}
	if diff := cmp.Diff(want, changes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	before, err := w.store.Audits(t.Context(), 1000)
	w.must(err)
	w.push(other)
	w.serve(3 * time.Minute)
	after, err := w.store.Audits(t.Context(), 1000)
	w.must(err)
	var wrote []string
	for _, row := range after[:len(after)-len(before)] {
		wrote = append(wrote, row.Target)
	}
	slices.Sort(wrote)
	if diff := cmp.Diff(targets(result), slices.Compact(wrote)); diff != "" {
		t.Errorf("rehearsed (-) and written (+):\n%s", diff)
	}
}

// A command that nobody has answered is answered in the rehearsal once, which
// comes to its end though nothing is written.
func TestAnswersOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.github.Comment("ada", w.ref("acme/lib#1"), "/upgrade status")
	w.must(err)
	result := w.rehearse(t.Context(), w.options(map[string]string{"acme": policy}))
	w.whole(result)
	replies := 0
	for _, p := range result.Writes {
		if strings.Contains(p.Target, ":reply:") {
			replies++
		}
	}
	if replies != 1 {
		t.Errorf("%d replies: %q", replies, targets(result))
	}
}

// How far it is grows, never beyond all that is known, and ends there.
func TestProgress(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.options(map[string]string{"acme": policy})
	last, lastAll := 0, 0
	o.Workers = 2
	o.Progress = func(done, all int) {
		if done != last+1 || done > all || all < lastAll {
			t.Errorf("%d of %d after %d of %d", done, all, last, lastAll)
		}
		last, lastAll = done, all
	}
	result := w.rehearse(t.Context(), o)
	w.whole(result)
	if last < 8 || last != lastAll {
		t.Errorf("it ends at %d of %d", last, lastAll)
	}
}

// The same rehearsal finds the same, in the same order.
func TestIsStable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.lived()
	o := w.options(map[string]string{"acme": policy, "partner": partners})
	first := w.rehearse(t.Context(), o)
	for _, workers := range []int{1, 3, 64} {
		o.Workers = workers
		if diff := cmp.Diff(first, w.rehearse(t.Context(), o)); diff != "" {
			t.Errorf("with %d workers (-first +now):\n%s", workers, diff)
		}
	}
	for _, p := range first.Writes {
		if p.Upgrade == "" || p.Kind == "" || p.Text == "" || len(p.Changes) == 0 || p.Changes[0].Object == "" {
			t.Errorf("incomplete: %+v", p)
		}
	}
}
