package say

import (
	"fmt"
	"strings"
)

// NamesShown is how many children, or links, one problem names.
const NamesShown = 10

// Mend is one sort of problem with the children that have it.
type Mend struct {
	// Problem is one of the sentences below.
	Problem string
	// Children are those that may be named, in the order they are shown; none
	// when the problem is the upgrade's own.
	Children []Quoted
	// Private is how many more are in repositories that may not be named here.
	Private int
}

// withPrivate names children and counts those in private repositories.
func withPrivate(children []Quoted, private int) string {
	return namesAnd(children, private, count(private, "in a private repository", "in private repositories"))
}

// namesAnd names children; the phrase is for the others, if there are any.
func namesAnd(children []Quoted, others int, phrase string) string {
	switch {
	case others == 0:
		return codes(children, NamesShown)
	case len(children) == 0:
		return phrase
	default:
		return codes(children, NamesShown) + "; " + phrase
	}
}

// NoOption says that a board's field lacks an option. The option is zero when
// its name may not be shown.
func NoOption(field, option Quoted) string {
	name := "an option whose name is private"
	if !option.IsZero() {
		name = "the option " + option.Code()
	}
	return fmt.Sprintf("**The field %s of the board lacks %s.** The field is left alone until the option is there under exactly that name.", field.Code(), name)
}

// NotTakenUp says that somebody has put a value on the board without the right.
func NotTakenUp(field, value Quoted) string {
	return fmt.Sprintf("**The field %s of the board was set to %s by somebody who may not.** The value stays on the board, but Upkeep goes by what held before. "+
		"Somebody who may can set the field again, or put it back.", field.Code(), aValue(value))
}

// NotFitting says that a field of a card has a value that is not for such repositories.
func NotFitting(field, value Quoted) string {
	return fmt.Sprintf("**The field %s of the board was set to %s, which does not fit the repository.** The value stays on the board, but Upkeep goes by what held before. "+
		"Somebody who may can choose another value, or put the old one back.", field.Code(), aValue(value))
}

// aValue is a value, or that there is one where it may not be shown.
func aValue(value Quoted) string {
	if value.IsZero() {
		return "a value"
	}
	return value.Code()
}

// NoField says that a board lacks a field, or has one of a type that cannot be
// written, and which types can, if they are not the usual ones.
func NoField(field Quoted, types []string) string {
	if len(types) == 0 {
		types = []string{"a single select", "a text"}
	}
	return fmt.Sprintf("**The board has no field %s that can be written.** It has to be %s.", field.Code(), strings.Join(types, " or "))
}

// NoIteration says that a board's field lacks an iteration of a title, or one
// that contains a date. It is zero when it may not be shown.
func NoIteration(field, iteration Quoted) string {
	name := "an iteration whose title is private"
	if !iteration.IsZero() {
		name = "an iteration for " + iteration.Code()
	}
	return fmt.Sprintf("**The field %s of the board lacks %s.** The field is left alone until there is one of that title, or around that day.", field.Code(), name)
}

// Unsuited says that a board's field cannot hold what the policy maps to it,
// and which types of fields can, if that is known.
func Unsuited(field, what Quoted, types []string) string {
	mend := "Change the field or the policy."
	if len(types) > 0 {
		mend = fmt.Sprintf("It has to be %s, or the policy names another field.", strings.Join(types, " or "))
	}
	return fmt.Sprintf("**The field %s of the board cannot hold %s.** %s", field.Code(), what.Code(), mend)
}

// AndMore is a list that goes on with things that are only counted.
func AndMore(list string, more int) string { return fmt.Sprintf("%s and %d more", list, more) }

// Progress is how many children are done, of how many.
func Progress(done, of int) string { return fmt.Sprintf("%d of %d done", done, of) }

// NoBoardFound says that the board cannot be found.
func NoBoardFound(board Quoted) string {
	return fmt.Sprintf("**The board %s cannot be found.** It does not exist, or the app may not see it.", board.Code())
}

// NotWritable says that the app cannot write to the board, and why.
func NotWritable(reason Quoted) string {
	return fmt.Sprintf("**The app cannot write to the board.** The reason: %s", reason.Code())
}

// Other is a note of a sort that has no sentence of its own.
func Other(name, note Quoted) string { return fmt.Sprintf("**%s:** %s", name.Code(), note.Code()) }
