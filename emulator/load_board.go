package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// builtIn are the fields that every board has, in the order of the table.
var builtIn = []fieldFile{
	{name: "Title", kind: typeTitle},
	{name: "Assignees", kind: typeAssignees},
	{name: "Labels", kind: typeLabels},
	{name: "Repository", kind: typeRepository},
}

func (l *loader) board(o *organization, f boardFile) error {
	if f.Number < 1 || l.findBoard(o.login, f.Number) != nil {
		return errors.New("the number is missing or taken")
	}
	creator, err := o.anybody()
	if err != nil {
		return err
	}
	b := &board{
		id: l.ids.number("board"), org: o, number: f.Number, title: f.Title, public: f.Public, creator: creator, createdAt: l.at, updatedAt: l.at,
	}
	b.nodeID = nodeID("PVT", o.id, b.id)
	o.boards = append(o.boards, b)
	l.nodes[b.nodeID] = b
	for _, each := range append(slices.Clone(builtIn), f.Fields...) {
		if b.field(each.name) != nil {
			return fmt.Errorf("field %s is described twice", each.name)
		}
		l.field(b, each)
	}
	for _, each := range f.Items {
		l.later = append(l.later, func() error {
			if err := l.item(b, each); err != nil {
				return fmt.Errorf("board %s/%d: item %s: %w", o.login, b.number, each.Issue, err)
			}
			return nil
		})
	}
	return nil
}

func (l *loader) field(b *board, f fieldFile) {
	prefix := "PVTF"
	if f.kind == typeSingleSelect {
		prefix = "PVTSSF"
	}
	made := &field{id: l.ids.number("field"), board: b, name: f.name, dataType: f.kind, createdAt: l.at, updatedAt: l.at}
	made.nodeID = nodeID(prefix, b.org.id, b.id, made.id)
	for _, o := range f.options {
		made.options = append(made.options, &option{
			id: l.ids.hex("option", 8), name: o.Name, color: either(o.Color, "GRAY"), description: o.Description,
		})
	}
	b.fields = append(b.fields, made)
	l.nodes[made.nodeID] = made
}

func (l *loader) item(b *board, f itemFile) error {
	content, err := l.referred(b.org, nil, f.Issue)
	if err != nil {
		return err
	}
	if b.item(content) != nil {
		return errors.New("it is on the board already")
	}
	it := l.newItem(b, content, b.creator, l.at)
	// The sorted names keep the ids of values the same from run to run.
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		if err := l.value(it, name, f.Values[name]); err != nil {
			return err
		}
	}
	if f.Archived {
		it.archivedAt = l.at
	}
	return nil
}

func (l *loader) value(it *item, name, text string) error {
	f := it.board.field(name)
	if f == nil {
		return fmt.Errorf("the board has no field %s", name)
	}
	wanted, err := f.parse(text)
	if err != nil {
		return err
	}
	v, err := f.newValue(wanted)
	if err != nil {
		return err
	}
	l.addValue(it, v, it.creator, l.at)
	return nil
}
