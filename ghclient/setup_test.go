package ghclient_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestCreateField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	made := upgrade.Field{Name: "Level", Type: upgrade.FieldSingleSelect, Options: []upgrade.Option{{Name: "Low"}, {Name: "High"}}}
	id, _, err := w.CreateField(t.Context(), w.inst, board.ID, made)
	must(t, err)
	if _, _, err = w.CreateField(t.Context(), w.inst, board.ID, upgrade.Field{Name: "Deadline", Type: upgrade.FieldDate}); err != nil {
		t.Fatal(err)
	}
	board, err = w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	level, _ := board.Field("Level")
	due, _ := board.Field("Deadline")
	if level.ID != id || level.DatabaseID == 0 || len(level.Options) != 2 || level.Options[1].Name != "High" || due.Type != upgrade.FieldDate {
		t.Errorf("fields %+v, %+v", level, due)
	}
	if _, _, err := w.CreateField(t.Context(), w.inst, board.ID, made); !errors.Is(err, ghclient.ErrInvalid) {
		t.Errorf("once more: %v", err)
	}
}

func TestCreateView(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	status, _ := board.Field("Status")
	view := upgrade.View{Name: "Mine", Filter: `status:"Todo"`}
	_, err = w.CreateView(t.Context(), w.inst, "acme", 1, view, []upgrade.Field{status})
	must(t, err)
	shown := w.github.Board("acme", 1).Views
	want := emulator.View{Name: "Mine", Layout: "table", Filter: `status:"Todo"`, Fields: []string{"Status"}}
	if diff := cmp.Diff(want, shown[len(shown)-1]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	board, err = w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	if got := board.Views[len(board.Views)-1]; got != view {
		t.Errorf("read as %+v", got)
	}
	old := newWorld(t, func(o *emulator.Options) { o.Without = []emulator.Feature{emulator.FeatureProjectREST} })
	if _, err := old.CreateView(t.Context(), old.inst, "acme", 1, view, nil); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("without REST for boards: %v", err)
	}
}

// With ids the options and the cards' values stay; without, none does.
func TestReplaceOptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	status, _ := board.Field("Status")
	field, err := w.Options(t.Context(), w.inst, status.ID)
	must(t, err)
	if field.Name != "Status" || len(field.Options) != len(status.Options) || field.Options[0].Color == "" {
		t.Fatalf("field %+v", field)
	}
	cards, err := w.OptionCards(t.Context(), w.inst, board.ID, "Status", true)
	must(t, err)
	before, after, _, err := w.ReplaceOptions(t.Context(), w.inst, status.ID, append(field.Options, upgrade.Option{Name: "Later"}), true)
	must(t, err)
	if diff := cmp.Diff(field.Options, before); diff != "" {
		t.Errorf("before (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(field.Options, after[:len(before)]); diff != "" || after[len(before)].Name != "Later" {
		t.Errorf("after %+v: %s", after, diff)
	}
	stayed, err := w.OptionCards(t.Context(), w.inst, board.ID, "Status", true)
	must(t, err)
	if diff := cmp.Diff(cards, stayed); diff != "" || len(cards) == 0 {
		t.Errorf("cards (-want +got):\n%s", diff)
	}
	_, after, _, err = w.ReplaceOptions(t.Context(), w.inst, status.ID, after, false)
	must(t, err)
	lost, err := w.OptionCards(t.Context(), w.inst, board.ID, "Status", true)
	must(t, err)
	back := map[upgrade.NodeID]string{}
	for item, was := range cards {
		if lost[item] != "" {
			t.Errorf("card %s kept %q", item, lost[item])
		}
		if option, ok := (upgrade.Field{Options: after}).Option(was); ok {
			back[item] = option.ID
		}
	}
	_, err = w.SetCardOptions(t.Context(), w.inst, board.ID, status.ID, back)
	must(t, err)
	restored, err := w.OptionCards(t.Context(), w.inst, board.ID, "Status", true)
	must(t, err)
	if diff := cmp.Diff(cards, restored); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
}

// An option that is not the field's is refused, and nothing changes.
func TestReplaceOptionsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	board, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	status, _ := board.Field("Status")
	names := w.github.Board("acme", 1).Options["Status"]
	_, _, _, err = w.ReplaceOptions(t.Context(), w.inst, status.ID, []upgrade.Option{{ID: "0000", Name: "Gone"}}, true)
	if !errors.Is(err, ghclient.ErrInvalid) {
		t.Errorf("an option that is gone: %v", err)
	}
	if diff := cmp.Diff(names, w.github.Board("acme", 1).Options["Status"]); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	if _, err := w.Options(t.Context(), w.inst, board.ID); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("a board is no field: %v", err)
	}
}
