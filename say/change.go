package say

import (
	"fmt"
	"strings"
)

// Difference is one thing that the app would make different. Is and ShouldBe are
// left out where both are zero.
type Difference struct {
	Object, What, Is, ShouldBe Quoted
}

// line is the difference as an entry of a list.
func (d Difference) line() string {
	text := "- " + d.Object.Code() + ", " + d.What.Code()
	if d.bare() {
		return text
	}
	return text + ": " + value(d.Is) + " → " + value(d.ShouldBe)
}

// bare reports whether no values are told.
func (d Difference) bare() bool { return d.Is.IsZero() && d.ShouldBe.IsZero() }

// continues reports whether d can be told in the entry of the one before.
func (d Difference) continues(before Difference) bool {
	return d.Object == before.Object && d.bare() && before.bare()
}

func value(q Quoted) string {
	if q.IsZero() {
		return "nothing"
	}
	return q.Code()
}

// Differences are some of what the app would make different.
type Differences struct {
	// Number counts all, Unnamed those that are not for everybody who reads this.
	Number, Unnamed int
	// First are some of the others.
	First []Difference
}

// list is the differences as a list, ending with what is not in it. Those of one
// object that have no values are one entry.
func (d Differences) list() string {
	var text strings.Builder
	for i, each := range d.First {
		switch {
		case i > 0 && each.continues(d.First[i-1]):
			text.WriteString(", " + each.What.Code())
		case i > 0:
			text.WriteString("\n" + each.line())
		default:
			text.WriteString(each.line())
		}
	}
	if len(d.First) > 0 {
		text.WriteString("\n")
	}
	rest := d.Number - d.Unnamed - len(d.First)
	if rest > 0 {
		fmt.Fprintf(&text, "- %s\n", count(rest, "more", "more"))
	}
	if d.Unnamed > 0 {
		fmt.Fprintf(&text, "- %s in places that not everybody sees who reads this\n", count(d.Unnamed, "more", "more"))
	}
	return text.String()
}

// Unseen tells what of a rehearsal is missing.
type Unseen struct {
	// Failed is how many places could not be looked at, Unfinished how many there was no time for.
	Failed, Unfinished int
}

func (u Unseen) text() string {
	var parts []string
	if u.Unfinished > 0 {
		parts = append(parts, "there was no time for "+count(u.Unfinished, "issue or board", "issues or boards"))
	}
	if u.Failed > 0 {
		parts = append(parts, count(u.Failed, "could not be read", "could not be read"))
	}
	if len(parts) == 0 {
		return ""
	}
	return "This is not all: " + strings.Join(parts, ", and ") + "."
}
