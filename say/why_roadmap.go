package say

import (
	"fmt"
	"strings"
	"time"
)

// BoxWhy is a box of which the children say something else than it shows.
type BoxWhy struct {
	Line int // in the description, from 1
	// Elsewhere says that it is a list issue's, In which one if that may be named.
	Elsewhere bool
	In        Quoted
	// Checked is what the children say.
	Checked bool
	// Children are those that may be named, and Private is how many more there are.
	Children []Quoted
	Private  int
	// Counts are the children by how they count, Since their last change.
	Counts []Counted
	Since  time.Time
}

// tell is a phrase such as "line 3 (`a/b#1`) is unchecked: 1 done, since 2026-11-20, 3 hours ago".
func (b BoxWhy) tell(before, after string, now time.Time) string {
	return fmt.Sprintf("%sline %d%s (%s)%s: %s, since %s", before, b.Line, b.in(), withPrivate(b.Children, b.Private), after, counted(b.Counts), when(b.Since, now))
}

func (b BoxWhy) in() string {
	switch {
	case !b.Elsewhere:
		return ""
	case b.In.IsZero():
		return " of a private list issue"
	default:
		return " of " + b.In.Code()
	}
}

// stays is the box as people set it.
func (b BoxWhy) stays(now time.Time) string {
	if b.Checked {
		return b.tell("", " is unchecked", now)
	}
	return b.tell("", " is checked", now)
}

// SetBox is the phrase for a box that is to be written.
func SetBox(b BoxWhy, now time.Time) string {
	if b.Checked {
		return b.tell("check ", "", now)
	}
	return b.tell("uncheck ", "", now)
}

// SetLine is the phrase for the box of a line without children that is to be written.
func SetLine(line int, checked bool) string {
	if checked {
		return fmt.Sprintf("check line %d of the description", line)
	}
	return fmt.Sprintf("uncheck line %d of the description", line)
}

// RoadmapWhy is everything that explains a roadmap issue.
type RoadmapWhy struct {
	Explained
	Upgrade Quoted
	// State and StateWhy are as in UpgradeStatus.
	State    State
	StateWhy string
	// StartedBy is who started the upgrade by a command, and when; zero where the
	// policy lists it.
	StartedBy Quoted
	StartedAt time.Time
	Counts    []Counted
	// Unreadable is how many links cannot be read, Mending how many children
	// have something to mend.
	Unreadable, Mending int
	// Added and Removed are how many children commands have added and taken off.
	Added, Removed int
	// Card is why the card on the Roadmap board is left alone, in a sentence; empty if it is not.
	Card string
	// Staying are the boxes that stay though the children say something else.
	Staying []BoxWhy
}

// WhyRoadmap explains a roadmap issue.
func WhyRoadmap(r RoadmapWhy) string {
	var text strings.Builder
	fmt.Fprintf(&text, "This is the roadmap issue of the upgrade %s.\n\n", r.Upgrade.Code())
	if r.StartedBy.IsZero() {
		text.WriteString("- The policy lists the upgrade.\n")
	} else {
		fmt.Fprintf(&text, "- %s started the upgrade by a command on %s.\n", r.StartedBy.Code(), when(r.StartedAt, r.Now))
	}
	fmt.Fprintf(&text, "- State: %s, as %s.\n", r.State, r.StateWhy)
	text.WriteString(r.writes() + r.children())
	if r.Card != "" {
		text.WriteString("- " + r.Card + "\n")
	}
	staying := make([]string, 0, len(r.Staying))
	for _, b := range r.Staying {
		staying = append(staying, b.stays(r.Now))
	}
	list(&text, "", "Boxes that stay as somebody set them, as their children have not changed since:", staying)
	r.next(&text)
	r.settings(&text)
	text.WriteString(r.end())
	return text.String()
}

// children tells about all children, and what is wrong with some.
func (r RoadmapWhy) children() string {
	line := "- Children: " + counted(r.Counts)
	if r.Added > 0 {
		line += fmt.Sprintf("; %d added by commands", r.Added)
	}
	if r.Removed > 0 {
		line += fmt.Sprintf("; %d taken off by commands", r.Removed)
	}
	line += ".\n"
	if r.Unreadable > 0 {
		line += fmt.Sprintf("- %s cannot be read, and the boxes there stay as they are.\n", count(r.Unreadable, "link", "links"))
	}
	if r.Mending > 0 {
		line += fmt.Sprintf("- On the board, something is to be mended for %s.\n", count(r.Mending, "child", "children"))
	}
	return line
}

// counted is "2 done, 1 open", or "none".
func counted(counts []Counted) string {
	parts := make([]string, 0, len(counts))
	for _, c := range counts {
		parts = append(parts, fmt.Sprintf("%d %s", c.Number, c.As))
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
