package emulator

import (
	"fmt"
	"strconv"

	"github.com/upkeep-app/upkeep/upgrade"
)

// BoardRef names a board: an organisation's login and the board's number.
type BoardRef struct {
	Org    string
	Number int
}

// AddToBoard puts an issue on a board; one that is there already stays as it is.
func (e *Emulator) AddToBoard(login string, on BoardRef, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		b, err := t.boardAt(on)
		if err != nil {
			return err
		}
		_, err = t.addItem(b, i)
		return err
	})
}

// SetField sets a field of an issue's card, both by name: an option's name, a
// text, a number or a date. An empty text clears the field.
func (e *Emulator) SetField(login string, on BoardRef, ref upgrade.Ref, fieldName, text string) error {
	return e.onCard(login, on, ref, func(t *tx, it *item) error {
		f := it.board.field(fieldName)
		if f == nil {
			return fmt.Errorf("set %s of %s: board %s/%d has no such field", fieldName, ref, on.Org, on.Number)
		}
		if text == "" {
			return t.clearValue(it, f)
		}
		wanted, err := f.parse(text)
		if err != nil {
			return fmt.Errorf("set %s of %s: %w", fieldName, ref, err)
		}
		return t.setValue(it, f, wanted)
	})
}

// MoveCard moves a card to a column: it sets the field Status.
func (e *Emulator) MoveCard(login string, on BoardRef, ref upgrade.Ref, column string) error {
	return e.SetField(login, on, ref, "Status", column)
}

// ArchiveCard archives an issue's card or restores it.
func (e *Emulator) ArchiveCard(login string, on BoardRef, ref upgrade.Ref, archived bool) error {
	return e.onCard(login, on, ref, func(t *tx, it *item) error { return t.archiveItem(it, archived) })
}

// PlaceCard puts an issue's card behind another one's, or first when that is the zero Ref.
func (e *Emulator) PlaceCard(login string, on BoardRef, ref, behind upgrade.Ref) error {
	return e.onCard(login, on, ref, func(t *tx, it *item) error {
		if behind == (upgrade.Ref{}) {
			return t.moveItem(it, nil)
		}
		other := e.findIssue(behind)
		if other == nil || !t.sees(other.repo) {
			return fmt.Errorf("find %s: %w", behind, notFound())
		}
		after, err := t.cardAt(on, other)
		if err != nil {
			return err
		}
		return t.moveItem(it, after)
	})
}

// RemoveCard takes an issue off a board.
func (e *Emulator) RemoveCard(login string, on BoardRef, ref upgrade.Ref) error {
	return e.onCard(login, on, ref, func(t *tx, it *item) error { return t.deleteItem(it) })
}

func (e *Emulator) onCard(login string, on BoardRef, ref upgrade.Ref, f func(*tx, *item) error) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		it, err := t.cardAt(on, i)
		if err != nil {
			return err
		}
		return f(t, it)
	})
}

// boardAt finds a board that the actor sees.
func (t *tx) boardAt(on BoardRef) (*board, error) {
	b := t.findBoard(on.Org, on.Number)
	if b == nil || !t.seesBoard(b) {
		return nil, fmt.Errorf("find board %s/%d: %w", on.Org, on.Number, notFound())
	}
	return b, nil
}

// cardAt finds the card of an issue on a board that the actor sees.
func (t *tx) cardAt(on BoardRef, i *issue) (*item, error) {
	b, err := t.boardAt(on)
	if err != nil {
		return nil, err
	}
	it := b.item(i)
	if it == nil {
		return nil, fmt.Errorf("find the card of %s on board %s/%d: %w", i.ref(), on.Org, on.Number, notFound())
	}
	return it, nil
}

// parse reads a value as people write it.
func (f *field) parse(text string) (newValue, error) {
	switch f.dataType {
	case typeText:
		return newValue{text: &text}, nil
	case typeDate:
		return newValue{date: &text}, nil
	case typeNumber:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return newValue{}, fmt.Errorf("read number %q: %w", text, err)
		}
		return newValue{number: &n}, nil
	case typeSingleSelect:
		o := f.option(text)
		if o == nil {
			return newValue{}, fmt.Errorf("field %s has no option %q", f.name, text)
		}
		return newValue{optionID: &o.id}, nil
	case typeIteration:
		for _, each := range f.iterations {
			if sameFold(each.title, text) {
				return newValue{iterationID: &each.id}, nil
			}
		}
		return newValue{}, fmt.Errorf("field %s has no iteration %q", f.name, text)
	default:
		return newValue{}, fmt.Errorf("field %s cannot be set on the board", f.name)
	}
}
