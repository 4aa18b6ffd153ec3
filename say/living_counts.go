package say

import (
	"fmt"
	"strings"
)

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
