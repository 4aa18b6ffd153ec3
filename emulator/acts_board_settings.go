package emulator

import (
	"fmt"
)

// CreateBoard makes a board as GitHub makes them: see tx.createBoard.
func (e *Emulator) CreateBoard(login, org, title string) (BoardRef, error) {
	var made BoardRef
	err := e.act(login, func(t *tx) error {
		o := e.findOrganization(org)
		if o == nil {
			return fmt.Errorf("find organization %s: %w", org, notFound())
		}
		b, err := t.createBoard(o, title)
		if err != nil {
			return err
		}
		made = BoardRef{Org: o.login, Number: b.number}
		return nil
	})
	return made, err
}

// RenameBoard gives a board another title.
func (e *Emulator) RenameBoard(login string, on BoardRef, title string) error {
	return e.onBoard(login, on, func(t *tx, b *board) error { return t.updateBoard(b, boardChange{title: &title}) })
}

// CloseBoard closes a board or opens it again. While it is closed its automations rest.
func (e *Emulator) CloseBoard(login string, on BoardRef, closed bool) error {
	return e.onBoard(login, on, func(t *tx, b *board) error { return t.updateBoard(b, boardChange{closed: &closed}) })
}

// DeleteBoard takes a board away with all its cards.
func (e *Emulator) DeleteBoard(login string, on BoardRef) error {
	return e.onBoard(login, on, (*tx).deleteBoard)
}

// SetWorkflow switches one of a board's automations on or off, by its name on
// GitHub such as "Item closed".
func (e *Emulator) SetWorkflow(login string, on BoardRef, name string, enabled bool) error {
	return e.onBoard(login, on, func(t *tx, b *board) error {
		w := b.workflow(name)
		if w == nil {
			return fmt.Errorf("find workflow %q of board %s/%d: %w", name, on.Org, on.Number, notFound())
		}
		return t.setWorkflow(w, enabled)
	})
}

// SetOptions makes these the options of a single-select field, as its settings
// in the browser do: an option that keeps its name keeps its id and its cards.
func (e *Emulator) SetOptions(login string, on BoardRef, fieldName string, names ...string) error {
	return e.onBoard(login, on, func(t *tx, b *board) error {
		f := b.field(fieldName)
		if f == nil {
			return fmt.Errorf("find field %q of board %s/%d: %w", fieldName, on.Org, on.Number, notFound())
		}
		var wanted []newOption
		for _, name := range names {
			made := newOption{name: name, color: "GRAY"}
			if o := f.option(name); o != nil {
				made = newOption{o.id, name, o.color, o.description}
			}
			wanted = append(wanted, made)
		}
		return t.updateField(f, nil, fieldSettings{options: wanted})
	})
}

// RenameOption gives an option of a single-select field another name; the cards keep it.
func (e *Emulator) RenameOption(login string, on BoardRef, fieldName, from, to string) error {
	return e.onBoard(login, on, func(t *tx, b *board) error {
		f := b.field(fieldName)
		if f == nil || f.option(from) == nil {
			return fmt.Errorf("find option %q of field %q of board %s/%d: %w", from, fieldName, on.Org, on.Number, notFound())
		}
		var wanted []newOption
		for _, o := range f.options {
			named := newOption{o.id, o.name, o.color, o.description}
			if o.name == from {
				named.name = to
			}
			wanted = append(wanted, named)
		}
		return t.updateField(f, nil, fieldSettings{options: wanted})
	})
}

// CreateView gives a board a table that shows what a filter lets through.
func (e *Emulator) CreateView(login string, on BoardRef, name, filter string) error {
	return e.onBoard(login, on, func(t *tx, b *board) error {
		_, err := t.createView(b, newView{name: name, layout: layoutTable, filter: filter})
		return err
	})
}

// DeleteView takes a view off a board.
func (e *Emulator) DeleteView(login string, on BoardRef, name string) error {
	return e.onBoard(login, on, func(t *tx, b *board) error {
		for _, v := range b.views {
			if v.name == name {
				return t.deleteView(v)
			}
		}
		return fmt.Errorf("find view %q of board %s/%d: %w", name, on.Org, on.Number, notFound())
	})
}

func (e *Emulator) onBoard(login string, on BoardRef, f func(*tx, *board) error) error {
	return e.act(login, func(t *tx) error {
		b, err := t.boardAt(on)
		if err != nil {
			return err
		}
		return f(t, b)
	})
}
