package say

import (
	"fmt"
	"strings"
	"time"
)

// longestDraft bounds a draft, in bytes: GitHub takes 65,536, and the app's
// marker and the end of the draft come on top.
const longestDraft = 60_000

// stepsShown is how many open steps a draft names.
const stepsShown = 20

// Draft is what is to be looked through before an upgrade ends.
type Draft struct {
	Upgrade Quoted
	// On is the day as of which it is.
	On time.Time
	// Steps are the open steps of the clean-up.
	Steps []OpenStep
	Notes []DeploymentNote
	// Private is how many more notes are of children that may not be named here.
	Private int
	// Unread is how many children are in organisations without the app, so that
	// nobody knows whether they have notes.
	Unread int
}

// OpenStep is a step of the runbook that is open.
type OpenStep struct {
	Line int // in the description, from 1
	Text Quoted
}

// DeploymentNote is what a child's people have written down for operators.
type DeploymentNote struct {
	Child Quoted
	Text  Passage
}

// String is the comment that asks for an acknowledgement.
func (d Draft) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "**No child keeps the upgrade %s from being finished.** This is what else there is on %s; `/upgrade finish` brings it up to date.\n", d.Upgrade.Code(), day(d.On))
	if len(d.Steps) > 0 {
		text.WriteString("\nThese steps of the clean-up are open. Please check them, or cross out what does not apply:\n\n" + d.steps())
	}
	if len(d.Notes) > 0 {
		text.WriteString("\nFor the release notes, this is what operators have to know, in the words of the children:\n")
	}
	if later := d.notes(&text); len(later) > 0 {
		fmt.Fprintf(&text, "\nThis comment has no room for what more there is, at: %s.\n", codes(later, NamesShown))
	}
	if d.Private > 0 {
		fmt.Fprintf(&text, "\nThe deployment notes of %s cannot be shown here.\n", count(d.Private, "child in a private repository", "children in private repositories"))
	}
	if d.Unread > 0 {
		fmt.Fprintf(&text, "\n%s not read for such notes, as the app is not installed there.\n", count(d.Unread, "child was", "children were"))
	}
	text.WriteString("\nOnce that is taken care of, `/upgrade finish acknowledged` finishes the upgrade and closes this issue.")
	return text.String()
}

func (d Draft) steps() string {
	var text strings.Builder
	for i, step := range d.Steps {
		if i == stepsShown {
			fmt.Fprintf(&text, "- and %d more\n", len(d.Steps)-i)
			break
		}
		fmt.Fprintf(&text, "- Line %d: %s\n", step.Line, step.Text.Code())
	}
	return text.String()
}

// notes writes as many notes as there is room for, and gives the others' children.
func (d Draft) notes(text *strings.Builder) (later []Quoted) {
	for _, note := range d.Notes {
		shown := "\nFrom " + note.Child.Code() + ":\n\n" + note.Text.Block() + "\n"
		if text.Len()+len(shown) > longestDraft {
			later = append(later, note.Child)
			continue
		}
		text.WriteString(shown)
	}
	return later
}

// DraftShown is the answer to a finish where a draft is to be looked through.
func DraftShown() string {
	return "No child is in the way. A comment of this app lists the open steps of the clean-up and the children's deployment notes; `/upgrade finish acknowledged` finishes the upgrade."
}

// DraftNotSeen is the answer to an acknowledgement of a draft that was not shown,
// or has changed since.
func DraftNotSeen() string {
	return "The draft for the release notes was not shown yet, or has changed since, so the upgrade was not finished. A comment of this app has it as it is today; please look it through and repeat the command."
}

// OnlyAcknowledged is the answer to a finish with other words behind it.
func OnlyAcknowledged() string {
	return "Nothing but `acknowledged` can stand behind this command."
}
