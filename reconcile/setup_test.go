package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	usualPolicy  = "boards: {maintenance: 1}"
	writesPolicy = "boards: {maintenance: {number: 1, setup: write}}"
	// oneUpgrade is the end of the policy; with secondUpgrade there is one that the board does not know.
	oneUpgrade    = `name: Django 5.2, orchestration_team: arbi-bom}`
	secondUpgrade = oneUpgrade + "\n" + `              - {roadmap: "acme/roadmap#2", name: Node 24, orchestration_team: arbi-bom}`
)

// setUp is organisations where the app sets the board up.
func setUp() string { return strings.Replace(organisations, usualPolicy, writesPolicy, 1) }

// begin lists a second upgrade in the policy.
func (w *world) begin() {
	w.t.Helper()
	w.policy(oneUpgrade, indented(secondUpgrade))
}

// indented is a part of organisations as it stands in the policy file.
func indented(text string) string { return strings.ReplaceAll(text, "\n            ", "\n") }

func (w *world) board() emulator.Board { return w.github.Board("acme", 1) }

// values are what all cards hold in a field, by the issue.
func (w *world) values(field string) map[string]string {
	held := map[string]string{}
	for _, item := range w.board().Items {
		held[item.Ref.String()] = item.Values[field]
	}
	return held
}

func (w *world) options(want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(want, w.board().Options["Project"]); diff != "" {
		w.t.Errorf("options (-want +got):\n%s", diff)
	}
}

// whole wants no change of options to be under way.
func (w *world) whole() {
	w.t.Helper()
	changes, err := w.store.OptionChanges(w.t.Context(), w.board().ID)
	w.must(err)
	if len(changes) > 0 {
		w.t.Errorf("under way: %+v", changes)
	}
}

// What a new upgrade needs is there soon after, and nothing more comes of it.
func TestBoardIsSetUp(t *testing.T) {
	t.Parallel()
	w := started(t, setUp())
	before := w.values("Project")
	if before[shop] != "Django 5.2" {
		t.Fatalf("values %v", before)
	}
	w.begin()
	w.quiet()
	w.options("Django 5.2", "Python 3.12", "Node 24")
	if diff := cmp.Diff(before[shop], w.values("Project")[shop]); diff != "" {
		t.Errorf("the value changed: %s", diff)
	}
	view := emulator.View{Name: "Node 24", Layout: "table", Filter: `project:"Node 24"`, Fields: []string{"Title", "Status", "Project", "Source", "Owner", "Owner Does"}}
	if diff := cmp.Diff(view, w.board().Views[len(w.board().Views)-1]); diff != "" {
		t.Errorf("view (-want +got):\n%s", diff)
	}
	w.whole()
	writes := len(w.github.Writes())
	w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: upgrade.BoardKey(w.board().ID), Installation: w.installation("acme"), Reason: "test"}))
	w.quiet()
	if more := w.github.Writes()[writes:]; len(more) > 0 {
		t.Errorf("more writes: %+v", more)
	}
}

// Unless the policy says so, people set the board up; in plan mode it is shown.
func TestBoardIsLeftToPeople(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.begin()
	w.quiet()
	w.options("Django 5.2", "Python 3.12")
	w.policy(usualPolicy, writesPolicy)
	w.policy("mode: active", "mode: plan")
	w.quiet()
	w.options("Django 5.2", "Python 3.12")
	planned, err := w.store.Planned(t.Context())
	w.must(err)
	shown := func(p store.Planned) bool {
		return p.Text == `add to the field "Project" of board acme/1 the options "Node 24"`
	}
	if !slices.ContainsFunc(planned, shown) {
		t.Errorf("planned %+v", planned)
	}
	w.policy("mode: plan", "mode: active")
	w.quiet()
	w.options("Django 5.2", "Python 3.12", "Node 24")
}

// An empty board gets its fields first, then a view that shows them.
func TestEmptyBoardIsSetUp(t *testing.T) {
	t.Parallel()
	text, _, _ := strings.Cut(setUp(), "        fields:\n          Status: [Todo")
	w := started(t, text)
	board := w.board()
	for _, field := range []string{"Status", "Project", "Source", "Owner", "Owner Does"} {
		if !slices.Contains(board.Fields, field) {
			t.Errorf("no field %q among %v", field, board.Fields)
		}
	}
	w.options("Django 5.2")
	want := []string{"Title", "Status", "Project", "Source", "Owner", "Owner Does"}
	if view := board.Views[len(board.Views)-1]; view.Name != "Django 5.2" || !slices.Equal(view.Fields, want) {
		t.Errorf("view %+v", view)
	}
}

// What GitHub refuses to add does not keep the cards from being looked at.
func TestRefusedSetUpLeavesTheCards(t *testing.T) {
	t.Parallel()
	w := newWorld(t, strings.Replace(setUp(), "setup: write}", `setup: write, facts: {Due: target date}}`, 1))
	w.wire.set(func(a asked) (*http.Response, error) {
		if !strings.Contains(a.body, "mutation CreateField(") {
			return a.pass()
		}
		return answer(http.StatusOK, `{"data": {"createProjectV2Field": null}, "errors": [
			{"type": "UNPROCESSABLE", "path": ["createProjectV2Field"], "message": "Name is reserved"}]}`), nil
	})
	w.quiet()
	if key := w.key(upgrade.BoardKey(w.board().ID)); !strings.Contains(key.Reason, "Name is reserved") {
		t.Errorf("the board's key says %q", key.Reason)
	}
	w.wire.mu.Lock()
	defer w.wire.mu.Unlock()
	if !slices.Contains(w.wire.sent, "POST /graphql query BoardItems") {
		t.Error("nobody has looked at the cards")
	}
}

// A view that people have removed is not made again, and where the app cannot
// make views everything else is made.
func TestViewsOfPeople(t *testing.T) {
	t.Parallel()
	for _, lacking := range []emulator.Feature{emulator.FeatureViews, emulator.FeatureProjectREST} {
		w := started(t, setUp(), func(o *emulator.Options) { o.Without = []emulator.Feature{lacking} })
		w.begin()
		w.quiet()
		w.options("Django 5.2", "Python 3.12", "Node 24")
		if n := len(w.board().Views); n != 1 {
			t.Errorf("without %s: %+v", lacking, w.board().Views)
		}
	}
	w := started(t, setUp())
	views := len(w.board().Views)
	w.must(w.github.DeleteView("olga", maintenance, "Django 5.2"))
	w.begin()
	w.quiet()
	if got := w.board().Views; len(got) != views || got[views-1].Name != "Node 24" {
		t.Errorf("views %+v", got)
	}
}
