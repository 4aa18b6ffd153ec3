package gate_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// note is a write of the field Note of a board that names a private repository.
func (w *world) note(number int) upgrade.PutItem {
	w.t.Helper()
	board, err := w.client.Board(w.t.Context(), w.acme, "acme", number)
	w.must(err)
	field, _ := board.Field("Note")
	child := w.issue("acme/shop#1")
	return upgrade.PutItem{Board: board, Content: child.ID, Ref: child.Ref, Values: []upgrade.FieldWrite{{
		Field: field, Text: "acme/vault#1", Names: []upgrade.Repository{{Owner: "acme", Name: "vault", Private: true}},
	}}}
}

// A private name is written to a board that is not public, and to no other one.
func TestPrivateNamesOnBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.apply(w.note(1)))
	if got := w.github.Board("acme", 1).Item(w.ref("acme/shop#1")).Values["Note"]; got != "acme/vault#1" {
		t.Errorf("the note on the private board is %q", got)
	}
	w.isRefused(w.apply(w.note(2)), "private repository")
	if got := w.github.Board("acme", 2).Item(w.ref("acme/shop#1")).Values["Note"]; got != "" {
		t.Errorf("the note on the public board is %q", got)
	}
}

// A field that is cleared has a base of its own.
func TestClearingIsRemembered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	write := w.note(1)
	w.must(w.applyFor(upgrade.CausePerson, write))
	write.Values[0].Text, write.Values[0].Names = "", nil
	w.must(w.applyFor(upgrade.CausePerson, write))
	bases, err := w.store.Bases(t.Context(), write.Content)
	w.must(err)
	base := upgrade.FieldBase(write.Board.ID, write.Values[0].Field.ID)
	if bases[base] != upgrade.Nothing || bases[upgrade.SentBase(base)] != "" {
		t.Errorf("bases %q, want nothing for the field, and no write that is open", bases)
	}
	if got := w.github.Board("acme", 1).Item(write.Ref).Values["Note"]; got != "" {
		t.Errorf("the note is %q, want it cleared", got)
	}
}

// What a command asks for is written to the card of an upgrade that it pauses.
func TestOrderedWriteWhilePaused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Upgrade.Paused = true
	write := w.note(1)
	w.must(w.apply(write))
	if got := w.github.Board("acme", 1).Item(write.Ref).Values["Note"]; got != "" {
		t.Errorf("the note is %q in a pause", got)
	}
	write.Ordered = true
	w.must(w.apply(write))
	if got := w.github.Board("acme", 1).Item(write.Ref).Values["Note"]; got != "acme/vault#1" {
		t.Errorf("the note is %q, want the one that was asked for", got)
	}
}
