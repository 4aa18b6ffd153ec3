package upgrade

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// card is the child's card while its fields are decided on, one after the other.
type card struct {
	board    Board
	item     Item
	archived bool
	// removed says that somebody has taken the card off the board; returned that
	// this one was put there after that.
	removed, returned bool
	// automated are the fields that an automation has set last, with its login.
	automated map[NodeID]string
	// bases are the values last derived for this card; an empty one is none.
	bases map[string]string
	// forget takes back the bases of a card that is there no more, and names the
	// one that is there instead, with the bases of that.
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
	// automation is the login of the automation that has set what the card holds.
	automation string
	// once says that the field is filled in once and then left to people.
	once bool
}

// newCard is an issue's card on a board, with the issue's bases. One that was
// put back begins anew.
func newCard(board Board, items []Item, bases map[string]string) *card {
	c := &card{board: board, bases: bases, forget: map[string]string{}, remember: map[string]string{}, notes: map[string]string{}}
	for _, item := range items {
		if item.Board == board.ID {
			c.item, c.archived = item, item.Archived
		}
	}
	switch known := bases[ItemBase(board.ID)]; {
	case c.item.ID == "":
		if c.removed = known != ""; c.removed && known != itemGone {
			c.remember[ItemBase(board.ID)] = itemGone
		}
		c.startEmpty()
	case known == "":
		c.remember[ItemBase(board.ID)] = string(c.item.ID)
	case known != string(c.item.ID):
		c.returned, c.bases, c.forget = true, nil, pastOf(board, bases)
		c.forget[ItemBase(board.ID)] = string(c.item.ID)
	}
	return c
}

// startEmpty is for the card that comes: it is empty and has no past, even when
// one was there before. What is known of it is only that fields without a fact
// are empty.
func (c *card) startEmpty() {
	bases := c.bases
	c.bases = map[string]string{}
	for _, field := range c.board.Fields {
		base := FieldBase(c.board.ID, field.ID)
		if bases[base] == Nothing {
			c.bases[base] = Nothing
		} else if bases[base] != "" {
			c.forget[base] = ""
		}
		if sending(bases, base) {
			c.forget[SentBase(base)] = ""
		}
	}
}

// away reports whether a person has put the card away.
func (c *card) away() bool { return c.archived || c.removed }

// canHold reports whether the board has a field that the app can write.
func (c *card) canHold(name string) bool {
	field, ok := c.board.Field(name)
	return ok && (field.Type == FieldSingleSelect || field.Type == FieldText)
}

// derive merges a derived value into its field.
func (c *card) derive(d derived) {
	field, ok := c.fieldFor(&d)
	if !ok {
		return
	}
	now := c.now(field)
	base := c.base(field)
	merge := Merge{Derived: d.value, DecidedAt: d.at, Current: now.Text, UpdatedAt: now.UpdatedAt, Base: base, Known: base != ""}
	verdict := merge.Verdict()
	if verdict != VerdictWrite && c.overrules(field, d) {
		c.decided(VerdictWrite)
		c.overrule(field, d, now.Text)
		return
	}
	switch c.decided(verdict) {
	case VerdictWrite:
		c.write(field, d, now.Text)
	case VerdictRemember:
		c.keep(field, d.value)
	case VerdictLeave:
		c.keep(field, base)
	}
}

// initial writes a value into a field that nobody has ever set. It is the base
// also of one that was found filled, so that it is seen who changes that.
func (c *card) initial(d derived) {
	field, ok := c.fieldFor(&d)
	if !ok {
		return
	}
	c.trace[len(c.trace)-1].once = true
	base := c.base(field)
	if c.now(field).Text == "" && base == "" {
		c.decided(VerdictWrite)
		c.write(field, d, "")
		return
	}
	if c.overrules(field, d) {
		c.decided(VerdictWrite)
		c.overrule(field, d, c.now(field).Text)
		return
	}
	c.decided(VerdictLeave)
	c.keep(field, cmp.Or(base, d.value))
}

// overrules reports whether an automation has set a field to something else
// than what is derived, and the derived value was not written over it before.
// An automation is nobody, but a quarrel with it would have no end.
func (c *card) overrules(field Field, d derived) bool {
	return c.automated[field.ID] != "" && cmp.Or(c.now(field).Text, Nothing) != d.value && c.bases[OverruledBase(c.board.ID, field.ID)] != d.value
}

func (c *card) overrule(field Field, d derived, was string) {
	if write := c.write(field, d, was); write != nil {
		write.Overrules = true
	}
}

// command writes what a person asked for, whatever is there.
func (c *card) command(d derived) {
	field, ok := c.fieldFor(&d)
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
	field, ok := c.fieldFor(&d)
	if !ok {
		return
	}
	now := c.item.Value(field.ID).Text
	if now == d.value {
		c.decided(VerdictRemember)
		c.keep(field, base)
		if c.automated[field.ID] != "" {
			c.remember[OverruledBase(c.board.ID, field.ID)] = base // it is the person's now
		}
		return
	}
	c.decided(VerdictWrite)
	if write := c.write(field, d, now); write != nil {
		write.Base = base
	}
}

// fieldFor is the field of a derived value, which is brought into the form that
// the field holds it in. A field that is missing or cannot hold it is noted.
func (c *card) fieldFor(d *derived) (Field, bool) {
	if d.field == "" {
		return Field{}, false
	}
	field, there := c.board.Field(d.field)
	if d.mapped != nil {
		d.value = field.like(d.value)
	}
	c.trace = append(c.trace, traced{derived: *d, now: c.now(field), automation: c.automated[field.ID]})
	switch {
	case d.value == "":
		return Field{}, false
	case !there, d.mapped == nil && !c.canHold(d.field), field.Type == FieldOther:
		c.notes[noteNoField+d.field] = d.name()
		return Field{}, false
	case d.mapped != nil && !slices.Contains(d.mapped.types, field.Type):
		c.notes[noteUnsuited+d.field] = d.mapped.name
		return Field{}, false
	}
	return field, true
}

// now is what the card holds in a field, in the form of derived values.
func (c *card) now(field Field) FieldValue {
	value := c.item.Value(field.ID)
	value.Text = field.plain(value.Text)
	return value
}

// decided traces the verdict on the field that is being decided on.
func (c *card) decided(verdict Verdict) Verdict {
	c.trace[len(c.trace)-1].verdict = verdict
	return verdict
}

// base is the value last derived for a field; empty for none.
func (c *card) base(field Field) string {
	return baseOf(c.bases, FieldBase(c.board.ID, field.ID), c.now(field).Text)
}

// write adds a write to the card's; nil, with a note, for a value that the field
// does not offer.
func (c *card) write(field Field, d derived, was string) *FieldWrite {
	write := FieldWrite{Field: field, Text: d.value, Was: was, Why: d.why, Names: d.names}
	if d.value == Nothing {
		write.Text = ""
	} else if missing := write.choose(); missing != "" {
		c.notes[missing+field.Name] = d.value
		return nil
	}
	c.writes = append(c.writes, write)
	return &c.writes[len(c.writes)-1]
}

// keep makes a value the base of a field, and ends a write of it that was begun.
func (c *card) keep(field Field, value string) {
	name := FieldBase(c.board.ID, field.ID)
	switch {
	case c.bases[name] == value:
	case c.returned: // with the card's own, or a run that is cut off would take it for the first one
		c.forget[name] = value
	default:
		c.remember[name] = value
	}
	if sending(c.bases, name) {
		c.remember[SentBase(name)] = ""
	}
}

// put is the card's one write, if there is anything to write. What is to be
// forgotten goes first: once the new card is there, its bases are its own.
func (c *card) put(issue Issue) []Action {
	var actions []Action
	if len(c.forget) > 0 {
		actions = append(actions, Remember{Object: issue.ID, Bases: maps.Clone(c.forget)})
	}
	if c.item.ID != "" && len(c.writes) == 0 {
		return actions
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
