package description

import (
	"fmt"
	"strings"
)

// Longest is how many bytes Put makes of a description at most. GitHub's
// messages name 65,536 characters; it was seen to take more, but also to answer
// an edit that is too long with success and to keep the old text. A text of so
// many bytes never has more characters.
const Longest = 65_536

// TooLarge is the error of a description that would be longer than Longest.
type TooLarge struct {
	Bytes int // it would have
}

func (e TooLarge) Error() string {
	return fmt.Sprintf("the description would have %d bytes, at most %d are written", e.Bytes, Longest)
}

// Damage is the error of a section that cannot be told for certain, mostly
// because a person has edited its markers. A person has to mend it.
type Damage struct {
	Name string // the section's
	Kind Kind
	// Lines are where the markers are, from 1, that are in the way; none for
	// Hidden and Unreadable.
	Lines []int
}

// Kind is what is wrong with a section.
type Kind int

// Kinds of Damage.
const (
	Unpaired   Kind = iota + 1 // one marker without the other
	Doubled                    // more markers than two
	Reversed                   // the end stands above the beginning
	Nested                     // markers of another section inside
	Misplaced                  // not on a line of its own, or in a list, a quote or other HTML
	Hidden                     // a section written there would not be one: the text above leaves code or HTML open
	Unreadable                 // the description is nested or crowded beyond all human use
)

func (e *Damage) Error() string {
	what := map[Kind]string{
		Unpaired: "one marker is missing", Doubled: "there are too many markers", Reversed: "the end stands above the beginning",
		Nested: "it holds markers of another section", Misplaced: "a marker does not stand by itself",
		Hidden: "the text above leaves code or HTML open", Unreadable: "the description is nested too deeply",
	}[e.Kind]
	if len(e.Lines) == 0 {
		return fmt.Sprintf("section %s: %s", e.Name, what)
	}
	return fmt.Sprintf("section %s: %s (lines %s)", e.Name, what, strings.Trim(fmt.Sprint(e.Lines), "[]"))
}
