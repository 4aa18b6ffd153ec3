package upgrade

import "fmt"

// card is the child's card while its fields are decided on, one after the other.
type card struct {
	board    Board
	item     Item
	archived bool
	bases    map[string]string
	// fresh says that nothing but the column is set: the card was just added,
	// or added again after a person removed it, and has no past.
	fresh    bool
	writes   []FieldWrite
	remember map[string]string
	notes    map[string]string
}

func newCard(f ChildFacts) *card {
	c := &card{board: f.Board, bases: f.Bases, fresh: true, remember: map[string]string{}, notes: map[string]string{}}
	for _, item := range f.Issue.Items {
		if item.Board == f.Board.ID {
			c.item, c.archived = item, item.Archived
		}
	}
	names := f.Policy.Maintenance.Fields
	for _, name := range []string{names.Project, names.Source, names.Owner, names.OwnerDoes} {
		if field, ok := f.Board.Field(name); ok && c.item.Value(field.ID).Text != "" {
			c.fresh = false
		}
	}
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
	base, known := c.base(field, now.Text)
	merge := Merge{Derived: d.value, DecidedAt: d.at, Current: now.Text, UpdatedAt: now.UpdatedAt, Base: base, Known: known}
	switch merge.Verdict() {
	case VerdictWrite:
		c.write(field, d, now.Text)
	case VerdictRemember:
		c.keep(field, d.value)
	}
}

// initial writes a value into a field that nobody has ever set.
func (c *card) initial(d derived) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	if _, known := c.base(field, ""); c.item.Value(field.ID).Text == "" && !known {
		c.write(field, d, "")
	}
}

// command writes what a person asked for, whatever is there.
func (c *card) command(d derived) {
	field, ok := c.fieldFor(d)
	if !ok {
		return
	}
	if now := c.item.Value(field.ID).Text; now != d.value {
		c.write(field, d, now)
		return
	}
	c.keep(field, d.value)
}

// fieldFor is the field of a derived value; a field that is missing is noted.
func (c *card) fieldFor(d derived) (Field, bool) {
	if d.field == "" || d.value == "" {
		return Field{}, false
	}
	if !c.canHold(d.field) {
		c.notes[noteNoField+d.field] = d.field
		return Field{}, false
	}
	return c.board.Field(d.field)
}

// base is what was last derived for a field. An empty field of a fresh card
// has none, so that a card which comes back is filled in again.
func (c *card) base(field Field, now string) (string, bool) {
	base, known := c.bases[FieldBase(c.board.ID, field.ID)]
	return base, known && (now != "" || !c.fresh)
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

func (c *card) keep(field Field, value string) {
	name := FieldBase(c.board.ID, field.ID)
	if base, known := c.bases[name]; !known || base != value {
		c.remember[name] = value
	}
}

// put is the card's one write, if there is anything to write.
func (c *card) put(issue Issue) []Action {
	if c.item.ID != "" && len(c.writes) == 0 {
		return nil
	}
	return []Action{PutItem{Board: c.board, Content: issue.ID, Ref: issue.Ref, Item: c.item.ID, Values: c.writes}}
}

// boardName is how people call a board.
func boardName(b BoardPolicy) string {
	if b.Owner == "" {
		return fmt.Sprintf("number %d", b.Number)
	}
	return fmt.Sprintf("%s number %d", b.Owner, b.Number)
}
