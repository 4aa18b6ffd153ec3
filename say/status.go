package say

import (
	"fmt"
	"strings"
	"time"
)

// pullRequestsShown is how many pull requests a status names.
const pullRequestsShown = 5

// ChildStatus is where a child stands.
type ChildStatus struct {
	Upgrade Quoted
	Paused  bool
	// NoBoard says that there is no board to be seen, so that neither level nor column is known.
	NoBoard bool
	// Archived says that a person has archived the card.
	Archived bool
	// Removed says that somebody has taken the card off the board.
	Removed bool
	// Level is zero while none is chosen; Owner while nobody is known.
	Level, Column, Owner Quoted
	// OwnerLaidDown says that LaidDown tells the owner.
	OwnerLaidDown bool
	Assigned      []Quoted
	PullRequests  PullRequests
	// LaidDown are the settings and ToMend the notes, one or more sentences of this package each.
	LaidDown, ToMend []string
}

// PullRequests are those linked to a child.
type PullRequests struct {
	Open, Draft, Merged, Closed int
	// Named are those that may be named, in the order they are shown.
	Named []Quoted
	// Elsewhere is how many more there are, in other repositories.
	Elsewhere int
}

// StatusOfChild is the answer to a status on a child.
func StatusOfChild(c ChildStatus) string {
	var text strings.Builder
	fmt.Fprintf(&text, "This is a child of the upgrade %s", c.Upgrade.Code())
	if c.Paused {
		text.WriteString(", which is paused")
	}
	text.WriteString(".\n\n")
	lines := []string{"Level: " + c.onBoard(c.Level, "none chosen yet"), "Column: " + c.column()}
	if !c.OwnerLaidDown {
		lines = append(lines, "Owner: "+or(c.Owner, "not known"))
	}
	lines = append(lines, "Assigned: "+nobodyOr(c.Assigned), "Linked pull requests: "+c.PullRequests.String())
	for _, line := range append(lines, c.LaidDown...) {
		text.WriteString("- " + line + "\n")
	}
	if len(c.ToMend) > 0 {
		text.WriteString("- To mend by a person: " + strings.Join(c.ToMend, " ") + "\n")
	}
	return strings.TrimRight(text.String(), "\n")
}

func (c ChildStatus) onBoard(value Quoted, none string) string {
	if c.NoBoard {
		return "not known, as the board cannot be seen"
	}
	return or(value, none)
}

func (c ChildStatus) column() string {
	column := c.onBoard(c.Column, "none")
	if c.Archived {
		column += "; the card is archived, so it is left alone"
	}
	if c.Removed {
		column += "; the issue was taken off the board, so it is left alone"
	}
	return column
}

// String is "2 open, 1 merged: `a/b#1`, `a/b#2`; 1 in other repositories".
func (p PullRequests) String() string {
	var counts []string
	for _, part := range []struct {
		number int
		as     string
	}{{p.Open, "open"}, {p.Draft, "draft"}, {p.Merged, "merged"}, {p.Closed, "closed without merging"}} {
		if part.number > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", part.number, part.as))
		}
	}
	if len(counts) == 0 {
		return "none"
	}
	text := strings.Join(counts, ", ")
	if len(p.Named) > 0 {
		text += ": " + codes(p.Named, pullRequestsShown)
	}
	if p.Elsewhere > 0 {
		text += fmt.Sprintf("; %d in other repositories", p.Elsewhere)
	}
	return text
}

// UpgradeStatus is where an upgrade stands.
type UpgradeStatus struct {
	Facts UpgradeFacts
	// State is where it stands, StateWhy one of the functions that begin so.
	State    State
	StateWhy string
	Now      time.Time
	// Left are the children that are in the way of finishing.
	Left []Left
	// Written and OnlyShown are the kinds of write by what becomes of them.
	Written, OnlyShown []Quoted
	// Preview is what would change in the description, while that is only shown.
	Preview Part
}

// StatusOfUpgrade is the answer to a status on a roadmap issue.
func StatusOfUpgrade(u UpgradeStatus) string {
	var text strings.Builder
	text.WriteString(Upgrade(u.Facts) + "\n")
	fmt.Fprintf(&text, "- State: %s, as %s.\n", u.State, u.StateWhy)
	if u.Facts.goesOn() && !u.Facts.TargetDate.IsZero() {
		text.WriteString("- " + daysTo(u.Facts.TargetDate, u.Now) + "\n")
	}
	for _, l := range u.Left {
		text.WriteString("- Left to do, " + string(l.Count) + ": " + l.names() + "\n")
	}
	switch {
	case len(u.Facts.Children) == 0:
		text.WriteString("- It has no children.\n")
	case len(u.Left) == 0:
		text.WriteString("- Nothing is left to do.\n")
	}
	fmt.Fprintf(&text, "- Written: %s; only shown: %s", kindsOr(u.Written), kindsOr(u.OnlyShown))
	u.Preview.tell(&text, linesShown, "")
	return text.String()
}

// goesOn reports whether the upgrade has not been ended.
func (u UpgradeFacts) goesOn() bool { return !u.Finished && !u.Cancelled }

// daysTo tells how far off a target date is, in days of UTC.
func daysTo(target, now time.Time) string {
	const day = 24 * time.Hour
	switch days := int(target.Sub(now.UTC().Truncate(day)) / day); {
	case days == 0:
		return "The target date is today."
	case days < 0:
		return "Overdue by " + count(-days, "day", "days") + "."
	default:
		return count(days, "day", "days") + " left until the target date."
	}
}

func kindsOr(kinds []Quoted) string {
	if len(kinds) == 0 {
		return "nothing"
	}
	return codes(kinds, len(kinds))
}

func nobodyOr(people []Quoted) string {
	if len(people) == 0 {
		return "nobody"
	}
	return codes(people, NamesShown)
}

// or is the text as code, or the words for none.
func or(text Quoted, none string) string {
	if text.IsZero() {
		return none
	}
	return text.Code()
}
