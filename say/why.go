package say

import (
	"fmt"
	"strings"
	"time"
)

// whyShown is how much of one sort an explanation lists at least: together with
// the rest of it that stays within whyLines.
const (
	whyShown = 7
	whyLines = 40
)

// WriteMode is whether a kind of write, such as "fields", is made or only shown.
type WriteMode struct {
	Kind   string
	Active bool
}

// NextWrite is a write that is wanted.
type NextWrite struct {
	// What begins with a verb: one of the phrases below.
	What string
	By   WriteMode
}

// SettingWhy is what a person has laid down by a command.
type SettingWhy struct {
	// Name is the setting's, such as "exempt".
	Name Quoted
	// Value is zero where it says nothing, or may not be shown.
	Value Quoted
	Word  Word
	At    time.Time
	// Over says that it holds no longer.
	Over bool
}

// Explained is what the explanation of every issue has.
type Explained struct {
	Now      time.Time
	Writes   []WriteMode
	Paused   bool
	Next     []NextWrite
	Settings []SettingWhy
}

// writes tells which kinds of write are made.
func (e Explained) writes() string {
	modes := make([]string, 0, len(e.Writes))
	for _, w := range e.Writes {
		mode := "plan"
		if w.Active {
			mode = "active"
		}
		modes = append(modes, w.Kind+" "+mode)
	}
	line := "- Writes: " + strings.Join(modes, ", ") + ".\n"
	if e.Paused {
		line += "- The upgrade is paused: until `/upgrade resume` nothing is written for it but answers to commands.\n"
	}
	return line
}

// next tells what Upkeep does as soon as it can.
func (e Explained) next(text *strings.Builder) {
	var lines []string
	for _, n := range e.Next {
		if n.By.Active {
			lines = append(lines, n.What)
		} else {
			lines = append(lines, fmt.Sprintf("would %s; %s are only shown here", n.What, n.By.Kind))
		}
	}
	list(text, "What Upkeep does next: nothing.", "What Upkeep does next:", lines)
}

// settings tells what people have laid down.
func (e Explained) settings(text *strings.Builder) {
	var lines []string
	for _, s := range e.Settings {
		line := s.Name.Code()
		if !s.Value.IsZero() {
			line += ": " + s.Value.Code()
		}
		line += fmt.Sprintf("%s (%s)", s.Word, when(s.At, e.Now))
		if s.Over {
			line += "; it is over"
		}
		lines = append(lines, line)
	}
	list(text, "", "Laid down here by people:", lines)
}

// end says of when all this is.
func (e Explained) end() string {
	return fmt.Sprintf("\nAs of %s.", e.Now.UTC().Format("2006-01-02 at 15:04 UTC"))
}

// list writes a paragraph with a list, or another one when there is nothing in it.
func list(text *strings.Builder, none, head string, lines []string) {
	listUpTo(whyShown, text, none, head, lines)
}

// listUpTo is list with so many lines.
func listUpTo(shown int, text *strings.Builder, none, head string, lines []string) {
	if len(lines) == 0 {
		if none != "" {
			text.WriteString("\n" + none + "\n")
		}
		return
	}
	text.WriteString("\n" + head + "\n")
	for _, line := range lines[:min(len(lines), shown)] {
		text.WriteString("- " + line + "\n")
	}
	if more := len(lines) - shown; more > 0 {
		fmt.Fprintf(text, "- and %d more\n", more)
	}
}

// BringCommentUpToDate is the phrase for a write of the living comment.
func BringCommentUpToDate() string { return "bring its own comment on this issue up to date" }

// BringSectionUpToDate is the phrase for a write of one of the app's own sections.
func BringSectionUpToDate(section string) string {
	return "bring the section " + Quote(section).Code() + " of the description up to date"
}

// CloseThisIssue is the phrase for the end of an upgrade.
func CloseThisIssue() string { return "close this issue, as a command has ended the upgrade" }
