// Package try rehearses, without GitHub and without a policy, what the app
// reads in a comment and what it does to the boxes of a roadmap issue.
//
// Each rehearsal is a function that the command line calls. Its report
// marshals to the JSON that scripts rely on, and prints as text for people.
package try

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// CommentReport says what of a comment is a command. Neither list is ever null in JSON.
type CommentReport struct {
	Commands []CommandLine `json:"commands"`
	Ignored  []IgnoredLine `json:"ignored"`
}

// CommandLine is a well-formed command, known or not.
type CommandLine struct {
	Name  string   `json:"name"`
	Args  []string `json:"args"`
	Line  int      `json:"line"`
	Known bool     `json:"known"`
}

// IgnoredLine is a line that looks like a command and is none.
type IgnoredLine struct {
	Line int    `json:"line"`
	Why  string `json:"why"`
}

// Comment reads a comment's text as the app does.
func Comment(text string) CommentReport {
	parsed := command.Parse(text)
	report := CommentReport{Commands: []CommandLine{}, Ignored: []IgnoredLine{}}
	for _, c := range parsed.Commands {
		report.Commands = append(report.Commands, CommandLine{Name: c.Name, Args: c.Args, Line: c.Line, Known: c.Known})
	}
	for _, i := range parsed.Ignored {
		report.Ignored = append(report.Ignored, IgnoredLine{Line: i.Line, Why: i.Why})
	}
	return report
}

// Text is the report for people; it ends with a line end.
func (r CommentReport) Text() string {
	var text strings.Builder
	for _, c := range r.Commands {
		fmt.Fprintf(&text, "line %d: %s\n", c.Line, c.describe())
	}
	for _, i := range r.Ignored {
		fmt.Fprintf(&text, "line %d: ignored: %s\n", i.Line, i.Why)
	}
	if text.Len() == 0 {
		return "no commands\n"
	}
	return text.String()
}

func (c CommandLine) describe() string {
	if c.Name == "" {
		return command.Prefix + " alone: answered with help"
	}
	line := command.Prefix + " " + c.Name
	for _, arg := range c.Args {
		line += fmt.Sprintf(" %q", arg)
	}
	if c.Known {
		return line
	}
	line += ": unknown command"
	if meant := command.Suggest(c.Name); meant != "" {
		line += ", did you mean " + meant + "?"
	}
	return line
}

// BodyReport is a description after some changes of its children. Children is never null in JSON.
type BodyReport struct {
	Body     string  `json:"body"`
	Children []Child `json:"children"`
}

// Child is one link of an item, in the order of the text.
type Child struct {
	Ref  string `json:"ref"`
	Line int    `json:"line"`
	// Checked is nil for an item without a box.
	Checked *bool `json:"checked"`
}

// Body changes the boxes of a description for just these changes and leaves
// every other box as people left it. An item with a reopened child is
// unchecked. Another one with a closed child is checked when all its children
// are closed; of a child that did not change, the box tells. The box of a struck
// item stays as it is, and a struck link in another item has no say. The
// repository is the one that "#1" means, as "owner/name"; an empty host is github.com.
func Body(body string, repo, host string, closed, reopened []upgrade.Ref) BodyReport {
	owner, name, _ := strings.Cut(repo, "/")
	items := checklist.Parse(body, checklist.Context{Owner: owner, Repo: name, Host: host}).Children()
	boxes := map[int]bool{}
	report := BodyReport{Children: []Child{}}
	for _, item := range items {
		checked := checkedAfter(item, closed, reopened)
		if item.Box >= 0 {
			boxes[item.Box] = checked
		}
		for _, link := range item.Links {
			child := Child{Ref: link.Ref.String(), Line: link.Line}
			if item.Box >= 0 {
				child.Checked = &checked
			}
			report.Children = append(report.Children, child)
		}
	}
	// An item's text can go on below the items inside it.
	slices.SortStableFunc(report.Children, func(a, b Child) int { return cmp.Compare(a.Line, b.Line) })
	report.Body = checklist.SetBoxes(body, boxes)
	return report
}

func checkedAfter(item checklist.Item, closed, reopened []upgrade.Ref) bool {
	if item.Struck {
		return item.Checked
	}
	opens := func(link checklist.Link) bool { return !link.Struck && among(reopened)(link) }
	if item.Checked {
		return !slices.ContainsFunc(item.Links, opens)
	}
	open := func(link checklist.Link) bool { return !link.Struck && !among(closed)(link) || opens(link) }
	return !slices.ContainsFunc(item.Links, open)
}

// among holds for links to one of the references, whatever the letter case.
func among(refs []upgrade.Ref) func(checklist.Link) bool {
	return func(link checklist.Link) bool {
		return slices.ContainsFunc(refs, func(ref upgrade.Ref) bool { return ref.Fold() == link.Ref.Fold() })
	}
}

// Text is the report for people: the children, then the description.
func (r BodyReport) Text() string {
	var text strings.Builder
	for _, c := range r.Children {
		fmt.Fprintf(&text, "line %d: %s %s\n", c.Line, c.box(), c.Ref)
	}
	if len(r.Children) == 0 {
		text.WriteString("no children\n")
	}
	return text.String() + "\n" + r.Body
}

func (c Child) box() string {
	switch {
	case c.Checked == nil:
		return "   "
	case *c.Checked:
		return "[x]"
	}
	return "[ ]"
}
