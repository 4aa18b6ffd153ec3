package ghclient_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

const sprints = `
app: {id: 4711, slug: upkeep}
organizations:
  - login: acme
    installed: true
    owners: [olga]
    repositories: [{name: shop, issues: [{title: One, author: olga, body: x}]}]
    boards:
      - number: 1
        title: Plans
        fields:
          Sprint: {type: iteration, start: "2026-02-02", days: 14, iterations: [
            {title: Past, start: "2026-02-02", days: 14}, {title: Running, start: "2026-02-23", days: 14}, {title: Coming, start: "2026-03-09", days: 7}]}
`

// An iteration field is read with those that are over, and written by id.
func TestIterations(t *testing.T) {
	t.Parallel()
	w := &world{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.github = emulator.New(t, sprints, func(o *emulator.Options) { o.Now = func() time.Time { return w.at } })
	w.Client = newClient(t, w.github, w.github.RoundTripper())
	there, err := w.Installations(t.Context())
	must(t, err)
	w.inst = there[0].ID
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	sprint, _ := board.Field("Sprint")
	day := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC) }
	want := []upgrade.Iteration{
		{Title: "Running", Start: day(2, 23), Days: 14}, {Title: "Coming", Start: day(3, 9), Days: 7}, {Title: "Past", Start: day(2, 2), Days: 14},
	}
	if diff := cmp.Diff(want, sprint.Iterations, cmpopts.IgnoreFields(upgrade.Iteration{}, "ID")); diff != "" || sprint.Type != upgrade.FieldIteration {
		t.Fatalf("field of type %s, iterations (-want +got):\n%s", sprint.Type, diff)
	}
	item, _, err := w.AddItem(t.Context(), w.inst, board.ID, w.github.Issue(ref(t, "acme/shop#1")).ID)
	must(t, err)
	for _, i := range sprint.Iterations {
		_, err := w.SetFields(t.Context(), w.inst, board.ID, item, []upgrade.FieldWrite{{Field: sprint, Iteration: i, Text: i.Title}})
		must(t, err)
		if got := w.issue(t, "acme/shop#1", time.Time{}).Items[0].Value(sprint.ID).Text; got != i.Title {
			t.Errorf("the field has %q, want %q", got, i.Title)
		}
	}
	private, err := w.PrivateBoard(t.Context(), w.inst, board.ID)
	if err != nil || !private {
		t.Errorf("private: %t, %v; want a private board", private, err)
	}
}
