package say

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Reference is an issue that a text links. Unlike Quoted it comes alive, so
// whoever writes the text has to declare it.
type Reference struct{ text string }

var plainName = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)

// Refer links an issue on a host: by owner/repo#1, or by its address where the
// low lines in a name could be read as emphasis. A name that no repository can
// have comes to nothing but code.
func Refer(host, owner, repo string, number int) Reference {
	switch bare := strings.ReplaceAll(repo, "_", ""); {
	case !plainName.MatchString(owner) || bare != "" && !plainName.MatchString(bare) || repo == "":
		return Reference{Quote(fmt.Sprintf("%s/%s#%d", owner, repo, number)).Code()}
	case bare != repo:
		return Reference{fmt.Sprintf("https://%s/%s/%s/issues/%d", host, owner, repo, number)}
	default:
		return Reference{fmt.Sprintf("%s/%s#%d", owner, repo, number)}
	}
}

// ListedChild is a child in the app's own list.
type ListedChild struct {
	Link    Reference
	Checked bool
	// Owner is the team that owns the repository; Person stands for anybody
	// who is not to be named. Both are zero while nobody is known.
	Owner  Quoted
	Person bool
	// Level is the chosen level; Undecided says that one is still to be chosen.
	Level     Quoted
	Undecided bool
	// State is where the child stands, as far as its group does not say it.
	State []string
}

// ChildGroup are children in the list that are alike; without children it is left out.
type ChildGroup struct {
	Title    string
	Children []ListedChild
}

// The titles of the groups of children, and their states.
const (
	ChildrenStart   = "Can start now"
	ChildrenOpen    = "Open"
	ChildrenWait    = "Waiting for others"
	ChildrenExempt  = "Exempt for now"
	ChildrenDone    = "Done"
	ChildrenUnknown = "Cannot be read"
	ChildrenNoOwner = "Without a known owner"
	ChildrenPeople  = "Owned by a person"

	ChildBegun      = "in progress"
	ChildNotDone    = "closed without doing it"
	ChildUnaffected = "not affected"
)

// ChildrenOf is the title of the children that an owner has.
func ChildrenOf(owner Quoted) string { return "Owner " + owner.Code() }

// ChildExempt is the state of a child that does not count until a day; zero for ever.
func ChildExempt(until time.Time) string {
	if until.IsZero() {
		return "exempt"
	}
	return "exempt until " + day(until)
}

// ChildWaits is the state of a child that waits for issues, of which some may not be named.
func ChildWaits(issues []Quoted, private int) string {
	var parts []string
	if len(issues) > 0 {
		parts = append(parts, codes(issues, 3))
	}
	if private > 0 {
		parts = append(parts, count(private, "private issue", "private issues"))
	}
	return "waits for " + strings.Join(parts, " and ")
}

// Children is the section with the children that people have not listed
// themselves; unnamed are how many more may not be named here.
func Children(groups []ChildGroup, unnamed int) string {
	var text strings.Builder
	text.WriteString("## Children\n")
	named := false
	for _, group := range groups {
		if len(group.Children) == 0 {
			continue
		}
		if !named {
			named = true
			text.WriteString("\nUpkeep keeps this list: the children that no other list here names. " +
				"To add one, write a line with its link; to take one off, use `/upgrade remove`.\n")
		}
		fmt.Fprintf(&text, "\n### %s\n\n", group.Title)
		for _, child := range group.Children {
			text.WriteString(child.line())
		}
	}
	switch {
	case unnamed > 0:
		fmt.Fprintf(&text, "\nNot named here: %s that fewer people can see than this issue.\n", count(unnamed, "child", "children"))
	case !named:
		text.WriteString("\nAll children stand in the other lists of this description.\n")
	}
	return strings.TrimRight(text.String(), "\n")
}

func (c ListedChild) line() string {
	box := "[ ]"
	if c.Checked {
		box = "[x]"
	}
	line := "- " + box + " " + c.Link.text
	if facts := c.facts(); len(facts) > 0 {
		line += ": " + strings.Join(facts, ", ")
	}
	return line + "\n"
}

func (c ListedChild) facts() []string {
	var facts []string
	switch {
	case c.Person:
		facts = append(facts, "owned by a person")
	case !c.Owner.IsZero():
		facts = append(facts, "owner "+c.Owner.Code())
	}
	switch {
	case c.Undecided:
		facts = append(facts, "no level chosen")
	case !c.Level.IsZero():
		facts = append(facts, "level "+c.Level.Code())
	}
	return append(facts, c.State...)
}
