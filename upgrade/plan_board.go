package upgrade

import (
	"fmt"
	"strings"
)

// AddField makes a field on a board that has none of the name. It is made once.
type AddField struct {
	Board Board
	Name  string
	Type  FieldType
	// Options are those of a single select, which has at least one.
	Options []string
}

// AddOptions adds options to a single-select field, behind those it has. No
// card loses its value, however it ends (decision 11).
type AddOptions struct {
	Board Board
	Field Field
	Names []string
}

// FinishOptions ends a change of a field's options that was cut off: what is
// missing is added, and what cards have lost is given back. It is idempotent.
type FinishOptions struct {
	Board Board
	Field Field
}

// AddView makes a table view of a board that has none of the name. It is made
// once: a view that people remove stays away.
type AddView struct {
	Board  Board
	Name   string
	Filter string
	// Fields are those that it shows, in order.
	Fields []Field
}

// Write is part of Action.
func (AddField) Write() WriteKind      { return WriteFields }
func (AddOptions) Write() WriteKind    { return WriteFields }
func (FinishOptions) Write() WriteKind { return WriteFields }
func (AddView) Write() WriteKind       { return WriteFields }

func (a AddField) show() string {
	text := fmt.Sprintf("add the %s field %q to board %s/%d", a.Type.words(), a.Name, a.Board.Owner, a.Board.Number)
	if len(a.Options) > 0 {
		text += " with the options " + quoted(a.Options)
	}
	return text
}

// kind is what the field is to be like.
func (a AddField) kind() string {
	if len(a.Options) == 0 {
		return a.Type.words()
	}
	return a.Type.words() + ": " + strings.Join(a.Options, ", ")
}

// words is the type as people say it.
func (t FieldType) words() string { return strings.ReplaceAll(string(t), "_", " ") }

func (a AddOptions) show() string {
	return fmt.Sprintf("add to the field %q of board %s/%d the options %s", a.Field.Name, a.Board.Owner, a.Board.Number, quoted(a.Names))
}

func (a FinishOptions) show() string {
	return fmt.Sprintf("finish the change of the options of the field %q of board %s/%d", a.Field.Name, a.Board.Owner, a.Board.Number)
}

func (a AddView) show() string {
	return fmt.Sprintf("add the view %q to board %s/%d, filtered to %q", a.Name, a.Board.Owner, a.Board.Number, a.Filter)
}

func quoted(texts []string) string {
	all := make([]string, len(texts))
	for i, text := range texts {
		all[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(all, ", ")
}
