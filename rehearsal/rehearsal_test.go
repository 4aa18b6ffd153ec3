package rehearsal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// targets are what a rehearsal would write to, in order, each once.
func targets(result rehearsal.Result) []string {
	var all []string
	for _, p := range result.Writes {
		all = append(all, p.Target)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// audited are what the server has written to, in order, each once.
func (w *world) audited() []string {
	w.t.Helper()
	rows, err := w.store.Audits(w.t.Context(), 1000)
	w.must(err)
	var all []string
	for _, row := range rows {
		if row.Outcome != store.OutcomeDone {
			w.t.Errorf("the write to %s ended with %q", row.Target, row.Outcome)
		}
		if row.Kind != "TakeUp" { // what people have set is only laid down
			all = append(all, row.Target)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// holds reports whether what a change promises is there.
func (w *world) holds(c upgrade.Change) bool {
	w.t.Helper()
	ref := w.ref(c.Object)
	line, isLine := strings.CutPrefix(c.What, "line ")
	switch {
	case isLine:
		return line != "" && strings.Contains(w.github.Issue(ref).Body, c.ShouldBe)
	case c.What == "comment":
		return slices.ContainsFunc(w.github.Comments(ref), func(o emulator.Comment) bool { return say.Unmarked(o.Body) == c.ShouldBe })
	case strings.HasPrefix(c.What, "section "):
		return strings.Contains(strings.ReplaceAll(w.github.Issue(ref).Body, "\r\n", "\n"), c.ShouldBe)
	case strings.HasPrefix(c.What, "card on"):
		return w.github.Board("acme", 1).Item(ref).ID != ""
	default:
		return w.github.Board("acme", 1).Item(ref).Values[c.What] == c.ShouldBe
	}
}

// The most important promise: the server then does just that.
func TestRehearsesWhatTheServerThenWrites(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"active", "plan"} { // the mode of the rehearsed policy changes nothing
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.lived()
			result := w.rehearse(t.Context(), w.options(map[string]string{"acme": strings.Replace(policy, "mode: active", "mode: "+mode, 1)}))
			w.whole(result)
			w.push(policy)
			w.serve(3 * time.Minute)
			if diff := cmp.Diff(targets(result), w.audited()); diff != "" {
				t.Errorf("rehearsed (-) and written (+):\n%s", diff)
			}
			changes := 0
			for _, p := range result.Writes {
				for _, c := range p.Changes {
					changes++
					if mode == "active" && !w.holds(c) {
						t.Errorf("it is not so afterwards: %+v", c)
					}
				}
			}
			if changes < 20 {
				t.Errorf("only %d changes", changes)
			}
		})
	}
}
