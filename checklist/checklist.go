// Package checklist reads the task lists of an issue's description and edits
// their boxes byte by byte.
//
// Lists are found with package markdown, so a box is where GitHub shows one.
// The content of a [tasklist] fence, which GitHub used to show as a list, is
// read as if the fence were not there; every other fence, quote, HTML block
// and indented code is left alone. Of the lists that count (see List), the
// runbook is told from lists of children by its wording.
//
// The package is pure: it says where boxes are and what they are for; whether
// one is to be checked is decided elsewhere.
package checklist

import (
	"cmp"
	"slices"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Context is where a description stands: what "#1" and the host of a link mean.
type Context struct {
	Owner, Repo string
	// Host is GitHub's, such as "github.com"; that one when empty.
	Host string
	// Steps tells the steps of the runbook; nil stands for those of the default
	// one, whose wordings are then made ready anew for each description.
	Steps *runbook.Matcher
}

// Document is what there is of task lists in a description.
type Document struct {
	// Lists are the lists that count, in the order in which they begin. A
	// list inside an item is a list of its own.
	Lists []List
	// Limited says that the description is nested or crowded beyond all human
	// use, so that lists can be missing: nothing should be concluded from it.
	Limited bool
}

// List is a list with a box in at least one of its items, or one without any
// box whose items all begin with an issue or pull request.
type List struct {
	// Runbook says that items are steps of the runbook: links in it are no children.
	Runbook bool
	Items   []Item
}

// Item is one item of a list, without the lists inside it.
type Item struct {
	// Line is the line of the item's marker, from 1.
	Line int
	// Box is the offset of the byte between the brackets; -1 for an item without box.
	Box     int
	Checked bool
	// Struck says that the item is crossed out, as in "~~credentials~~ N/A": it
	// is no open work, and its box is a person's. An item that begins with
	// something crossed out and goes on with a link that is not, is not struck.
	Struck bool
	// Depth is how many items this one is inside of, of any list, and Parent is
	// the box of the innermost of them that has one; -1 if none has.
	Depth, Parent int
	// Step is the step of the runbook that the text is, or may be: Certainty
	// tells which. A list of children can have such a text too.
	Step      runbook.Step
	Certainty runbook.Certainty
	// Text is what the item's own paragraphs say: links by their text, marks of
	// emphasis and strikethrough as they are written, line ends as spaces.
	Text string
	// Links are the issues and pull requests that the item names, in the order
	// of the text. One that is named twice is there twice.
	Links []Link
}

// Link names an issue or pull request.
type Link struct {
	Ref upgrade.Ref
	// Line is where the link begins, from 1.
	Line int
	// PullRequest says that the link itself calls it one; a short reference does not tell.
	PullRequest bool
	// Struck says that the link is crossed out.
	Struck bool
}

// Children are the items that hold children, in the order in which they begin:
// those with links, but for the runbook and for items elsewhere that are known
// to be a step: its link is a ticket for the step. Several items of a list that
// are the same step are no steps, but children that share a title. Struck items
// are among the children.
func (d Document) Children() []Item {
	var children []Item
	for _, list := range d.Lists {
		if list.Runbook {
			continue
		}
		steps := list.steps()
		for _, item := range list.Items {
			if len(item.Links) > 0 && (item.Certainty != runbook.Known || steps[item.Step.ID] > 1) {
				children = append(children, item)
			}
		}
	}
	slices.SortStableFunc(children, func(a, b Item) int { return cmp.Compare(a.Line, b.Line) })
	return children
}

// Steps are the items that are, or may be, steps of the runbook, in the order in
// which they begin: those of the runbook's lists, and those of other lists that
// are known to be one. None of them is among the children.
func (d Document) Steps() []Item {
	var found []Item
	for _, list := range d.Lists {
		steps := list.steps()
		for _, item := range list.Items {
			known := item.Certainty == runbook.Known && steps[item.Step.ID] == 1
			if known || list.Runbook && item.Certainty == runbook.Proposed {
				found = append(found, item)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b Item) int { return cmp.Compare(a.Line, b.Line) })
	return found
}

// steps are how many items are known to be which step.
func (l List) steps() map[string]int {
	items := map[string]int{}
	for _, item := range l.Items {
		if item.Certainty == runbook.Known {
			items[item.Step.ID]++
		}
	}
	return items
}
