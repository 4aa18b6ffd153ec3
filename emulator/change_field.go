package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// Limits of a board, from the docs pages "About projects" and "About single select fields".
const (
	maxFields  = 50 // built-in ones included
	maxOptions = 50
)

// builtIn are the fields that every board has.
var builtIn = []fieldFile{
	{name: "Title", kind: typeTitle},
	{name: "Assignees", kind: typeAssignees},
	{name: "Labels", kind: typeLabels},
	{name: "Linked pull requests", kind: typeLinkedPulls},
	{name: "Milestone", kind: typeMilestone},
	{name: "Repository", kind: typeRepository},
	{name: "Reviewers", kind: typeReviewers},
	{name: "Parent issue", kind: typeParentIssue},
	{name: "Sub-issues progress", kind: typeSubIssues},
}

// fieldSettings is what a field has beyond its name, by its type.
type fieldSettings struct {
	options    []newOption    // single select
	iterations *newIterations // iteration
}

// createField adds a field to a board. A single select needs options; an
// iteration field without settings has none.
func (t *tx) createField(b *board, name string, kind fieldType, with fieldSettings) (*field, error) {
	switch {
	case !t.writesBoard(b):
		return nil, forbidden(messageNoAccess)
	case !kind.custom():
		return nil, invalid("Data type is not supported")
	case len(b.fields) >= maxFields:
		return nil, invalid(fmt.Sprintf("A project cannot have more than %d fields", maxFields))
	}
	if err := b.checkFieldName(nil, name); err != nil {
		return nil, err
	}
	if kind == typeSingleSelect && len(with.options) == 0 {
		return nil, invalid("At least one option is required for a single select field")
	}
	probe := &field{dataType: kind}
	if err := probe.check(with); err != nil {
		return nil, err
	}
	f := t.newField(b, name, kind, t.at)
	t.setOptions(f, with.options)
	t.setIterations(f, with.iterations)
	b.updatedAt = t.at
	t.wrote("create field", b.String()+": "+name, string(kind))
	return f, nil
}

// updateField renames a field and replaces its options or iterations; what is
// nil or empty stays. See setOptions and setIterations for what becomes of the
// cards' values.
func (t *tx) updateField(f *field, name *string, with fieldSettings) error {
	if !t.writesBoard(f.board) {
		return forbidden(messageNoAccess)
	}
	if err := f.check(with); err != nil {
		return err
	}
	if name != nil && *name != f.name {
		if !f.dataType.custom() {
			return invalid("Built-in fields cannot be renamed")
		}
		if err := f.board.checkFieldName(f, *name); err != nil {
			return err
		}
		f.name = *name
	}
	t.setOptions(f, with.options)
	t.setIterations(f, with.iterations)
	f.updatedAt, f.board.updatedAt = t.at, t.at
	t.wrote("edit field", f.board.String()+": "+f.name, with.String())
	return nil
}

// deleteField takes a custom field and all its values off a board. Nothing is
// told of the values: no webhook was ever seen for them.
func (t *tx) deleteField(f *field) error {
	switch {
	case !t.writesBoard(f.board):
		return forbidden(messageNoAccess)
	case !f.dataType.custom():
		return invalid("Built-in fields cannot be deleted")
	}
	t.dropValues(f, func(*value) bool { return true })
	b := f.board
	b.fields = without(b.fields, f)
	for _, v := range b.views {
		v.visible, v.groupBy, v.columnsBy = without(v.visible, f), without(v.groupBy, f), without(v.columnsBy, f)
		v.sortBy = slices.DeleteFunc(v.sortBy, func(s sorting) bool { return s.field == f })
	}
	delete(t.nodes, f.nodeID)
	b.updatedAt = t.at
	t.wrote("delete field", b.String()+": "+f.name, "")
	return nil
}

// check refuses settings that are not of the field's type, or are wrong in themselves.
func (f *field) check(with fieldSettings) error {
	switch {
	case len(with.options) > 0 && f.dataType != typeSingleSelect:
		return invalid("Options are only supported for single select fields")
	case with.iterations != nil && f.dataType != typeIteration:
		return invalid("Iterations are only supported for iteration fields")
	}
	if err := f.checkOptions(with.options); err != nil {
		return err
	}
	return with.iterations.check()
}

// checkFieldName refuses a name that is empty, too long or taken by a field other than f.
func (b *board) checkFieldName(f *field, name string) error {
	if strings.TrimSpace(name) == "" {
		return invalid("Name can't be blank")
	}
	if len([]rune(name)) > maxTitle {
		return invalid("Name is too long (maximum is 256 characters)")
	}
	for _, each := range b.fields {
		if each != f && sameFold(each.name, name) {
			return invalid("Name has already been taken")
		}
	}
	return nil
}

// dropValues clears the values of a field that a condition is true for,
// without telling anybody.
func (e *Emulator) dropValues(f *field, condition func(*value) bool) {
	for _, it := range f.board.items {
		if v := it.value(f); v != nil && condition(v) {
			it.values = without(it.values, v)
			delete(e.nodes, v.nodeID)
		}
	}
}

// String lists what the settings are, for the log of writes.
func (s fieldSettings) String() string {
	var names []string
	for _, o := range s.options {
		names = append(names, o.name)
	}
	if s.iterations != nil {
		for _, it := range s.iterations.all {
			names = append(names, it.title)
		}
	}
	return strings.Join(names, ", ")
}
