package ghclient_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestBoardAndCards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	status, _ := board.Field("Status")
	done, _ := status.Option("Done")
	effort, _ := board.Field("Effort")
	due, _ := board.Field("Due")
	notes, _ := board.Field("Notes")
	if !board.Public || board.Owner != "acme" || status.Type != upgrade.FieldSingleSelect || done.ID == "" || effort.Type != upgrade.FieldNumber || due.Type != upgrade.FieldDate {
		t.Errorf("board %+v", board)
	}
	issue := w.github.Issue(ref(t, "acme/cart#1")).ID
	item, requestID, err := w.AddItem(t.Context(), w.inst, board.ID, issue)
	must(t, err)
	again, _, err := w.AddItem(t.Context(), w.inst, board.ID, issue)
	must(t, err)
	if item == "" || again != item || requestID == "" {
		t.Errorf("added as %q, then %q, request %q", item, again, requestID)
	}
	_, err = w.SetFields(t.Context(), w.inst, board.ID, item, []upgrade.FieldWrite{
		{Field: status, Option: done, Text: "Done"}, {Field: effort, Text: "2.5"}, {Field: due, Text: "2026-05-01"}, {Field: notes, Text: "soon"},
	})
	must(t, err)
	_, err = w.SetFields(t.Context(), w.inst, board.ID, item, []upgrade.FieldWrite{{Field: notes}})
	must(t, err)
	got := w.issue(t, "acme/cart#1", time.Time{})
	for field, want := range map[upgrade.NodeID]string{status.ID: "Done", effort.ID: "2.5", due.ID: "2026-05-01", notes.ID: ""} {
		if text := got.Items[0].Value(field).Text; text != want {
			t.Errorf("field %s has %q, want %q", field, text, want)
		}
	}
	_, err = w.SetFields(t.Context(), w.inst, board.ID, item, []upgrade.FieldWrite{
		{Field: notes, Text: "again"}, {Field: status, Option: upgrade.Option{ID: "stale"}, Text: "Old"}, {Field: effort, Text: "3"},
	})
	var partial *ghclient.PartialFailure
	if !errors.As(err, &partial) || !cmp.Equal(partial.Done, []string{"Notes", "Effort"}) || partial.Failed["Status"] == nil {
		t.Fatalf("a stale option: %v (%+v)", err, partial)
	}
	if got := w.issue(t, "acme/cart#1", time.Time{}).Items[0]; got.Value(effort.ID).Text != "3" {
		t.Errorf("the fields after the failed one: %+v", got.Values)
	}
	if _, err := w.Board(t.Context(), w.inst, "acme", 9); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("no such board: %v", err)
	}
}
