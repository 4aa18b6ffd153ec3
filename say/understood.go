package say

import (
	"fmt"
	"strings"
	"time"
)

// Understood is what was made out on the issue of a new upgrade.
type Understood struct {
	Upgrade Quoted
	// Facts and Doubts are sentences of this file: what counts from the start,
	// and what is not taken over.
	Facts, Doubts []string
	// Steps are those of a runbook; Children stand in so many Lists.
	Steps, Children, Lists int
	// WhoConfirms are those who may have the description changed, as a part of a sentence.
	WhoConfirms string
	// Board is a BoardLacks; empty when the board has everything.
	Board string
}

// Started welcomes a new upgrade, for a comment that is written once.
func Started(u Understood) string {
	var text strings.Builder
	fmt.Fprintf(&text, "This issue is the roadmap issue of the upgrade %s. Thank you for starting it!", u.Upgrade.Code())
	section(&text, "\n\nUpkeep has read here:", u.Facts)
	section(&text, "\n\nUpkeep is not sure of these, and has not taken them over:", u.Doubts)
	if len(u.Doubts) > 0 {
		text.WriteString("\n\nThese commands say it for certain: `/upgrade target`, `/upgrade milestone`, `/upgrade docs`, `/upgrade instructions`.")
	}
	text.WriteString("\n\n" + u.lists())
	fmt.Fprintf(&text, "\n\n**Upkeep has changed nothing in the description.** A preview of what it would change stands in its other comment. %s", confirm(u.WhoConfirms))
	if u.Board != "" {
		text.WriteString("\n\n" + u.Board)
	}
	return text.String()
}

func (u Understood) lists() string {
	var found []string
	if u.Steps > 0 {
		found = append(found, "a runbook with "+count(u.Steps, "step", "steps"))
	}
	if u.Children > 0 {
		found = append(found, fmt.Sprintf("%s in %s", count(u.Children, "child", "children"), count(u.Lists, "list", "lists")))
	}
	if len(found) == 0 {
		return "The description has no list of steps or of children yet."
	}
	return "The description has " + strings.Join(found, ", and ") + "."
}

// confirm says how the description comes to be kept up to date, and by whom.
func confirm(who string) string {
	return fmt.Sprintf("`/upgrade activate boxes` confirms it; that is for %s.", who)
}

// Place is where a fact was read: a line of the description, or what else the
// issue has.
type Place struct {
	Line int    // from 1; 0 for none
	Else string // InTitle or InMilestone
}

func (p Place) String() string {
	if p.Line > 0 {
		return fmt.Sprintf(" (line %d)", p.Line)
	}
	return " (" + p.Else + ")"
}

// The places besides the description.
const (
	InTitle     = "in the title"
	InMilestone = "the milestone of the issue"
)

// ReadTarget is the target date that was read; past says that the day has gone by.
func ReadTarget(date time.Time, because Quoted, past bool, at Place) string {
	text := "Target date: " + day(date)
	if past {
		text += ", which has gone by"
	}
	if !because.IsZero() {
		text += ", because " + because.Code()
	}
	return text + at.String()
}

// ReadVersions are the versions that the upgrade moves between.
func ReadVersions(from, to Quoted, at Place) string {
	return "Versions: from " + from.Code() + " to " + to.Code() + at.String()
}

// ReadRelease is the named release that was read.
func ReadRelease(name Quoted, at Place) string { return "Named release: " + name.Code() + at.String() }

// ReadDocs is the address of the documentation, the first of so many.
func ReadDocs(address Quoted, of int, at Place) string {
	return "Documentation: " + address.Code() + firstOf(of) + at.String()
}

// ReadInstructions is the address of the instructions, the first of so many.
func ReadInstructions(address Quoted, of int, at Place) string {
	return "Instructions: " + address.Code() + firstOf(of) + at.String()
}

func firstOf(of int) string {
	if of < 2 {
		return ""
	}
	return fmt.Sprintf(", the first of %d links", of)
}

// ReadProposer is who is said to have proposed the upgrade.
func ReadProposer(who Quoted, at Place) string { return "Proposed by: " + who.Code() + at.String() }

// ReadLabels are the labels of the issue.
func ReadLabels(labels []Quoted) string { return "Labels: " + codes(labels, NamesShown) }

// Unsure is why an answer in a description is not taken for a fact.
type Unsure string

// The reasons.
const (
	UnsureNoDate      Unsure = "it names no exact day"
	UnsureNoSuchDay   Unsure = "there is no such day"
	UnsureManyDates   Unsure = "it names several days"
	UnsureHedged      Unsure = "the words around the day change what it means"
	UnsureManyAnswers Unsure = "the question has several answers, and they differ"
	UnsureTooLong     Unsure = "it is more than one short line"
	UnsureNoLink      Unsure = "it has no address of a web page"
	UnsureAddress     Unsure = "the address does not begin with `https://`, has an account in it, or is too long"
)

// NotSure is the line about an answer that is not taken over.
func NotSure(question, answer Quoted, why Unsure, at Place) string {
	return fmt.Sprintf("%s: %s, as %s%s", question.Code(), answer.Code(), why, at)
}

// NothingRead is the line for a description that cannot be read.
func NothingRead() string { return "The description: it is nested too deeply to be read" }
