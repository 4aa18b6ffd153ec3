package emulator

import (
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Board is a board as a check sees it, at the moment it was read.
type Board struct {
	ID     upgrade.NodeID
	Title  string
	Fields []string // in the order of the table, built-in ones included
	// Options are the names of the options of single-select fields, in order, by the field's name.
	Options map[string][]string
	Views   []View
	Items   []Item // in the order of the board, archived ones too
}

// View is one of a board's tabs.
type View struct {
	Name, Layout, Filter string
	// Fields are the names of those it shows.
	Fields []string
}

// Item is a card.
type Item struct {
	ID       upgrade.NodeID
	Ref      upgrade.Ref // zero for a draft
	Title    string      // the or the draft's
	Archived bool
	// Values are what people see, by the field's name; empty fields are absent.
	Values map[string]string
	// UpdatedAt is when each value was last set.
	UpdatedAt map[string]time.Time
}

// Board reads a board; without one of that number it is the zero Board.
func (e *Emulator) Board(org string, number int) Board {
	e.mu.Lock()
	defer e.mu.Unlock()
	b := e.findBoard(org, number)
	if b == nil {
		return Board{}
	}
	v := Board{ID: upgrade.NodeID(b.nodeID), Title: b.title, Options: map[string][]string{}}
	for _, f := range b.fields {
		v.Fields = append(v.Fields, f.name)
		for _, o := range f.options {
			v.Options[f.name] = append(v.Options[f.name], o.name)
		}
	}
	for _, shown := range b.views {
		v.Views = append(v.Views, View{Name: shown.name, Layout: shown.layout, Filter: shown.filter, Fields: fieldNames(shown.visible)})
	}
	for _, it := range b.items {
		v.Items = append(v.Items, it.view())
	}
	return v
}

func (it *item) view() Item {
	v := Item{
		ID: upgrade.NodeID(it.nodeID), Title: it.title(), Archived: it.archived(),
		Values: map[string]string{}, UpdatedAt: map[string]time.Time{},
	}
	if it.content != nil {
		v.Ref = it.content.ref()
	}
	for _, each := range it.values {
		v.Values[each.field.name], v.UpdatedAt[each.field.name] = each.String(), each.updatedAt
	}
	return v
}

// Item finds the card of an issue; the zero Item if it is not on the board.
func (b Board) Item(ref upgrade.Ref) Item {
	for _, it := range b.Items {
		if it.Ref.Fold() == ref.Fold() {
			return it
		}
	}
	return Item{}
}
