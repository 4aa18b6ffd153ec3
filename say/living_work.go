package say

import (
	"fmt"
	"time"
)

// CanStart is the part that names what can start now, each with the team that
// owns it, if that is known; private ones are only counted.
func CanStart(children []OwnedChild, private int) Part {
	part := Part{Title: "Can start now"}
	for _, c := range children {
		line := c.Child.Code()
		if !c.Team.IsZero() {
			line += ", " + c.Team.Code()
		}
		part.Lines = append(part.Lines, line)
	}
	part.Lines = append(part.Lines, hidden(private)...)
	return part
}

// OwnedChild is a child with the team that owns its repository.
type OwnedChild struct{ Child, Team Quoted }

// WaitingChild is a child with what it waits for: issues that may be named, and
// how many others.
type WaitingChild struct {
	Child  Quoted
	For    []Quoted
	Others int
}

// Waits is the part that names what waits, and for what.
func Waits(children []WaitingChild, private int) Part {
	part := Part{Title: "Waits for other issues"}
	for _, c := range children {
		others := count(c.Others, "issue that cannot be named here", "issues that cannot be named here")
		part.Lines = append(part.Lines, c.Child.Code()+" waits for "+namesAnd(c.For, c.Others, others))
	}
	part.Lines = append(part.Lines, hidden(private)...)
	return part
}

// hidden is the line about children that may not be named; none for none.
func hidden(private int) []string {
	if private == 0 {
		return nil
	}
	return []string{count(private, "child that cannot be named here", "children that cannot be named here")}
}

// ByHand is a box that a person has set to something else than its children say.
type ByHand struct {
	// Children may be named; Private is how many more there are.
	Children []Quoted
	Private  int
	Checked  bool
	// Open is how many of the children are open.
	Open int
}

// String is the line about the box.
func (b ByHand) String() string {
	set, all := "unchecked by hand", len(b.Children)+b.Private
	if b.Checked {
		set = "checked by hand"
	}
	state := "child closed"
	switch {
	case all == 1 && b.Open == 1:
		state = "child open"
	case all > 1 && b.Open == 0:
		state = "all children closed"
	case all > 1:
		state = fmt.Sprintf("%d of %d children open", b.Open, all)
	}
	return withPrivate(b.Children, b.Private) + ": " + set + ", " + state
}

// SetByHand is the part about the boxes that people have set by hand.
func SetByHand(lines []string) Part {
	part := Part{Title: "Set by hand", Lines: lines}
	if len(lines) > 0 {
		part.Text = "These boxes say something else than what is known. They stay as people have set them."
	}
	return part
}

// Afar is the part about the children that no events tell of: those where the
// app is not installed, which are polled, those that cannot be read, and how
// many more there are that may not be named.
func Afar(polled, unread []SeenChild, private int) Part {
	part := Part{Title: "Not followed as they change"}
	if len(polled) > 0 {
		part.Text = "Where the app is not installed, children are only looked at every 15 minutes while the upgrade goes on."
	}
	for _, c := range polled {
		part.Lines = append(part.Lines, c.Child.Code()+dated(", last change seen ", c.At))
	}
	for _, c := range unread {
		part.Lines = append(part.Lines, c.Child.Code()+": cannot be read"+dated(", last seen ", c.At))
	}
	part.Lines = append(part.Lines, hidden(private)...)
	return part
}

// SeenChild is a child with the day of its last change, or on which it could be
// read last; zero if that is not known.
type SeenChild struct {
	Child Quoted
	At    time.Time
}

// dated is the words with a day behind them, empty where there is none.
func dated(words string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return words + day(at)
}
