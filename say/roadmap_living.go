package say

import (
	"fmt"
	"strings"
	"time"
)

// barCells is how long the bar of a progress is.
const barCells = 20

// Headline is how far an upgrade is.
type Headline struct {
	Facts UpgradeFacts
	// State is where it stands, such as "active", and Because why.
	State, Because string
	// Done of Of are the children that are done, of those that have to be.
	Done, Of int
}

// String is the head of the living comment. The bar is drawn below the words
// that say the same, so that nobody has to listen to it for the number.
func (h Headline) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "### %s: %s\n\n", h.Facts.Name.Code(), h.progress())
	if h.Of > 0 {
		text.WriteString(bar(h.Done, h.Of) + "\n\n")
	}
	if news := h.Facts.news(); news != "" {
		text.WriteString(news + "\n\n")
	}
	fmt.Fprintf(&text, "State: **%s**, because %s.", h.State, h.Because)
	if !h.Facts.TargetDate.IsZero() {
		fmt.Fprintf(&text, " Target date: **%s**.", day(h.Facts.TargetDate))
	}
	if !h.Facts.SupportEnd.IsZero() {
		fmt.Fprintf(&text, " Support ends: **%s**.", day(h.Facts.SupportEnd))
	}
	return text.String()
}

func (h Headline) progress() string {
	if h.Of == 0 {
		return "nothing to do yet"
	}
	return fmt.Sprintf("%s (%d %%)", Progress(h.Done, h.Of), percent(h.Done, h.Of))
}

// percent is in full per cents, so that 100 means all.
func percent(done, of int) int { return 100 * done / of }

// bar is full only when all is done.
func bar(done, of int) string {
	full := barCells * done / of
	return strings.Repeat("▓", full) + strings.Repeat("░", barCells-full)
}

// NeedsAPerson is the part about what people have to mend: the problems, and
// the links that cannot be read.
func NeedsAPerson(mends []Mend, links []Quoted) Part {
	part := Part{Title: "Needs a person"}
	for _, m := range mends {
		line := m.Problem
		if n := len(m.Children) + m.Private; n > 0 {
			line += fmt.Sprintf("\n%s: %s", count(n, "child", "children"), withPrivate(m.Children, m.Private))
		}
		part.Lines = append(part.Lines, line)
	}
	if len(links) > 0 {
		part.Lines = append(part.Lines, fmt.Sprintf("**These links cannot be read.** The issue does not exist, or the app may not see it. Their boxes stay as they are.\n%s: %s",
			count(len(links), "link", "links"), codes(links, NamesShown)))
	}
	return part
}

// OpenWork is what is known of the open children: how many are under way, can
// start now, wait for others, and how many of which none of that is known.
type OpenWork struct {
	Begun, Ready, Waiting, Unknown int
}

// Standings is the part that counts the children.
func Standings(counts []Counted, open OpenWork) Part {
	if len(counts) == 0 {
		return Part{}
	}
	part := Part{Title: "Where the children stand", Text: counted(counts) + "."}
	var work []string
	for _, one := range []struct {
		number int
		as     string
	}{
		{open.Begun, "under way"},
		{open.Ready, "can start now"},
		{open.Waiting, "waiting for other issues"},
		{open.Unknown, "of which no more is known"},
	} {
		if one.number > 0 {
			work = append(work, fmt.Sprintf("%d %s", one.number, one.as))
		}
	}
	if open.Begun+open.Ready+open.Waiting > 0 {
		part.Text += " Of the open ones: " + strings.Join(work, ", ") + "."
	}
	return part
}

// Share is how much of the work is one owner's, or done at one level.
type Share struct {
	// As is an owner or a level: a name, or the words for what has none.
	As        string
	Left, All int
}

// The names of shares that have none of their own.
const (
	ShareOfPeople  = "people"
	ShareOfNobody  = "no owner is known"
	ShareOfPrivate = "owners of private repositories"
)

// Owners is the part that counts by owner.
func Owners(shares []Share) Part { return sharePart("By owner", shares) }

// Levels is the part that counts by level, and names the children whose
// owners have not chosen one.
func Levels(shares []Share, undecided []Quoted, private int) Part {
	part := sharePart("By upgrade service level", shares)
	if n := len(undecided) + private; n > 0 {
		part.Text = fmt.Sprintf("%s not chosen a level yet: %s.", count(n, "open child has", "open children have"), withPrivate(undecided, private))
	}
	return part
}

func sharePart(title string, shares []Share) Part {
	part := Part{Title: title}
	for _, s := range shares {
		part.Lines = append(part.Lines, fmt.Sprintf("%s: %d of %d left", s.As, s.Left, s.All))
	}
	return part
}

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
		part.Text = "Where the app is not installed, children are only looked at every now and then."
	}
	for _, c := range polled {
		part.Lines = append(part.Lines, c.Child.Code()+lastSeen(c.At))
	}
	for _, c := range unread {
		part.Lines = append(part.Lines, c.Child.Code()+": cannot be read"+lastSeen(c.At))
	}
	part.Lines = append(part.Lines, hidden(private)...)
	return part
}

// SeenChild is a child with the time at which it was read last; zero if that is not known.
type SeenChild struct {
	Child Quoted
	At    time.Time
}

func lastSeen(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return ", last seen " + day(at)
}

// Known is the part with the facts of the upgrade.
func Known(u UpgradeFacts) Part {
	return Part{Title: "What is laid down", Lines: u.lines()}
}

// LivingEnd ends the living comment: the day of the last activity, zero if
// there was none, and the address of the board, empty if there is none.
func LivingEnd(active time.Time, board string) string {
	var words []string
	if !active.IsZero() {
		words = append(words, "Last activity: "+day(active)+".")
	}
	if board != "" {
		words = append(words, fmt.Sprintf("The children are on [the board](%s).", board))
	}
	return strings.Join(append(words, "This comment is kept up to date; `/upgrade help` in a comment lists the commands."), " ")
}

// Elsewhere says where what a list leaves out is found: on the board if there is one.
func Elsewhere(board string) string {
	if board == "" {
		return ", see the lists of this issue"
	}
	return fmt.Sprintf(", see [the board](%s)", board)
}
