package emulator

import "slices"

// card makes a card for the page, with what moves it when columns are by a field.
func (v *visit) card(it *item, fields []*field, by *field) card {
	made := card{ID: decimal(it.id), Path: boardPath(it.board) + "/items/" + decimal(it.id), Archived: !it.archivedAt.IsZero()}
	switch {
	case it.draft != nil:
		made.Draft = it.draft.title
	case it.content == nil || !v.sees(it.content.repo):
		made.Redacted = true
	default:
		line := lineOf(it.content)
		made.Line = &line
	}
	for _, f := range fields {
		shown := v.cell(it, f)
		shown.Of, shown.Path = made.name(), made.Path
		made.Cells = append(made.Cells, shown)
		if f == by {
			made.Column = &shown
		}
	}
	return made
}

// name tells the card from others, for who cannot see where an input stands.
func (c card) name() string {
	switch {
	case c.Line != nil:
		return c.Line.Ref
	case c.Draft != "":
		return c.Draft
	default:
		return "card " + c.ID
	}
}

// cellKinds are the kinds of input that edit a field; other fields are only shown.
var cellKinds = map[fieldType]string{
	typeText: "text", typeNumber: "number", typeDate: "date", typeSingleSelect: "select", typeIteration: "select",
}

// shownFields are the fields beside the title: first those that can be edited,
// then those others in which one of the cards has something to show. A card's
// line says already which repository it is of.
func (v *visit) shownFields(b *board, items []*item) []*field {
	var edited, shown []*field
	for _, f := range b.fields {
		switch {
		case f.dataType == typeTitle || f.dataType == typeRepository:
		case cellKinds[f.dataType] != "":
			edited = append(edited, f)
		case slices.ContainsFunc(items, func(it *item) bool { return v.cellText(it, f) != "" }):
			shown = append(shown, f)
		}
	}
	return append(edited, shown...)
}

func (v *visit) cell(it *item, f *field) cardCell {
	made := cardCell{Field: f.name, Value: v.cellText(it, f)}
	if it.archivedAt.IsZero() {
		made.Kind = cellKinds[f.dataType]
	}
	var names []string
	for _, o := range f.options {
		names = append(names, o.name)
	}
	for _, period := range f.iterations {
		names = append(names, period.title)
	}
	if made.Kind == "select" && made.Value != "" && !slices.Contains(names, made.Value) {
		names = append(names, made.Value)
	}
	for _, name := range names {
		made.Choices = append(made.Choices, cellChoice{name, name == made.Value})
	}
	return made
}
