package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// firstFields are the built-in fields that stand before a file's own; the
// other built-in ones come behind them.
const firstFields = "Title Assignees Labels Repository"

func (l *loader) board(o *organization, f boardFile) error {
	if f.Number < 1 || l.findBoard(o.login, f.Number) != nil {
		return errors.New("the number is missing or taken")
	}
	creator, err := o.anybody()
	if err != nil {
		return err
	}
	b := l.newBoard(o, f.Number, creator, l.at)
	b.title, b.public = f.Title, f.Public
	for _, each := range allFields(f.Fields) {
		if b.field(each.name) != nil {
			return fmt.Errorf("field %s is described twice", each.name)
		}
		l.field(b, each)
	}
	l.newView(b, newView{name: "View 1", layout: layoutTable}, creator, l.at)
	if err := l.workflows(b, f.Workflows); err != nil {
		return err
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

// allFields are a file's fields among the built-in ones.
func allFields(own []fieldFile) []fieldFile {
	var first, last []fieldFile
	for _, each := range builtIn {
		if slices.Contains(strings.Fields(firstFields), each.name) {
			first = append(first, each)
		} else {
			last = append(last, each)
		}
	}
	return slices.Concat(first, own, last)
}

func (l *loader) field(b *board, f fieldFile) {
	made := l.newField(b, f.name, f.kind, l.at)
	for _, o := range f.options {
		made.options = append(made.options, &option{
			id: l.ids.hex("option", 8), name: o.Name, color: either(o.Color, "GRAY"), description: o.Description,
		})
	}
}

// workflows gives a board its automations, of which only those that the file
// names are on: a file describes all that shall happen.
func (l *loader) workflows(b *board, on map[string]bool) error {
	l.addWorkflows(b, false, l.at)
	for _, name := range slices.Sorted(maps.Keys(on)) {
		w := b.workflow(name)
		if w == nil {
			return fmt.Errorf("there is no workflow %s", name)
		}
		w.enabled = on[name]
	}
	return nil
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
