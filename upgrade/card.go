package upgrade

import (
	"fmt"
	"maps"
)

// card is the child's card while its fields are decided on, one after the other.
type card struct {
	board    Board
	item     Item
	archived bool
	// bases are the values last derived for this card; an empty one is none.
	bases map[string]string
	// forget takes back the bases of a card that is there no more.
	forget   map[string]string
	writes   []FieldWrite
	remember map[string]string
	notes    map[string]string
	// trace is how the fields were decided, in order.
	trace []traced
}

// traced is how one field was decided.
type traced struct {
	derived
	// now is what the card holds.
	now FieldValue
	// verdict is empty when there is nothing to decide: no value, or no field.
	verdict Verdict
	// once says that the field is filled in once and then left to people.
	once bool
}

func newCard(f ChildFacts) *card {
	c := &card{board: f.Board, bases: f.Bases, forget: map[string]string{}, remember: map[string]string{}, notes: map[string]string{}}
	for _, item := range f.Issue.Items {
		if item.Board == f.Board.ID {
			c.item, c.archived = item, item.Archived
		}
	}
	if c.item.ID != "" {
		return c
	}
	// The card that comes is empty and has no past, even when one was there before.
	for _, field := range f.Board.Fields {
		base := FieldBase(f.Board.ID, field.ID)
		for _, name := range []string{base, SentBase(base)} {
			if f.Bases[name] != "" {
				c.forget[name] = ""
			}
		}
	}
	c.bases = nil
	return c
}

// canHold reports whether the board has a field that the app can write.
func (c *card) canHold(name string) bool {
	field, ok := c.board.Field(name)
	return ok && (field.Type == FieldSingleSelect || field.Type == FieldText)
}

// derive merges a derived value into its field.
func (c *card) derive(d derived) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	now := c.item.Value(field.ID)
	base := c.base(field)
	merge := Merge{Derived: d.value, DecidedAt: d.at, Current: now.Text, UpdatedAt: now.UpdatedAt, Base: base, Known: base != ""}
	switch c.decided(merge.Verdict()) {
	case VerdictWrite:
		c.write(field, d, now.Text)
	case VerdictRemember:
		c.keep(field, d.value)
	case VerdictLeave:
		c.keep(field, base)
	}
}

// initial writes a value into a field that nobody has ever set.
func (c *card) initial(d derived) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	c.trace[len(c.trace)-1].once = true
	base := c.base(field)
	if c.item.Value(field.ID).Text == "" && base == "" {
		c.decided(VerdictWrite)
		c.write(field, d, "")
		return
	}
	c.decided(VerdictLeave)
	c.keep(field, base)
}

// command writes what a person asked for, whatever is there.
func (c *card) command(d derived) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	if now := c.item.Value(field.ID).Text; now != d.value {
		c.decided(VerdictWrite)
		c.write(field, d, now)
		return
	}
	c.decided(VerdictRemember)
	c.keep(field, d.value)
}

// move writes what a person asked for, and keeps what the facts give as the
// base: it stays until that changes, as if the card had been moved by hand.
func (c *card) move(d derived, base string) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	now := c.item.Value(field.ID).Text
	if now == d.value {
		c.decided(VerdictRemember)
		c.keep(field, base)
		return
	}
	c.decided(VerdictWrite)
	before := len(c.writes)
	c.write(field, d, now)
	for i := range c.writes[before:] {
		c.writes[before+i].Base = base
	}
}

// fieldFor is the field of a derived value; a field that is missing is noted.
func (c *card) fieldFor(d derived) (Field, bool) {
	if d.field == "" {
		return Field{}, false
	}
	field, there := c.board.Field(d.field)
	c.trace = append(c.trace, traced{derived: d, now: c.item.Value(field.ID)})
	if d.value == "" {
		return Field{}, false
	}
	if !c.canHold(d.field) {
		c.notes[noteNoField+d.field] = d.field
		return Field{}, false
	}
	return field, there
}

// decided traces the verdict on the field that is being decided on.
func (c *card) decided(verdict Verdict) Verdict {
	c.trace[len(c.trace)-1].verdict = verdict
	return verdict
}

// base is the value last derived for a field; empty for none.
func (c *card) base(field Field) string {
	return baseOf(c.bases, FieldBase(c.board.ID, field.ID), c.item.Value(field.ID).Text)
}

func (c *card) write(field Field, d derived, was string) {
	write := FieldWrite{Field: field, Text: d.value, Was: was, Why: d.why}
	if field.Type == FieldSingleSelect {
		option, ok := field.Option(d.value)
		if !ok {
			c.notes[noteNoOption+field.Name] = d.value
			return
		}
		write.Option = option
	}
	c.writes = append(c.writes, write)
}

// keep makes a value the base of a field, and ends a write of it that was begun.
func (c *card) keep(field Field, value string) {
	name := FieldBase(c.board.ID, field.ID)
	if c.bases[name] != value {
		c.remember[name] = value
	}
	if sending(c.bases, name) {
		c.remember[SentBase(name)] = ""
	}
}

// put is the card's one write, if there is anything to write. What is to be
// forgotten goes first: once the new card is there, its bases are its own.
func (c *card) put(issue Issue) []Action {
	if c.item.ID != "" && len(c.writes) == 0 {
		return nil
	}
	var actions []Action
	if len(c.forget) > 0 {
		actions = append(actions, Remember{Object: issue.ID, Bases: maps.Clone(c.forget)})
	}
	return append(actions, PutItem{Board: c.board, Content: issue.ID, Ref: issue.Ref, Item: c.item.ID, Values: c.writes})
}

// boardName is how people call a board.
func boardName(b BoardPolicy) string {
	if b.Owner == "" {
		return fmt.Sprintf("number %d", b.Number)
	}
	return fmt.Sprintf("%s number %d", b.Owner, b.Number)
}
