package command

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

// Lead is the sentence above everything that is told about commands.
const Lead = "People tell Upkeep what they want in comments on the issues of an upgrade. These are the commands it knows."

//go:embed introduction.md
var introduction string

// Introduction tells, in Markdown from headings of the second level on, how
// commands are written and how the app answers.
func Introduction() string { return introduction }

// Group is the commands of one place.
type Group struct {
	Where Place
	Specs []Spec
}

// Title is the heading above the commands of the place.
func (p Place) Title() string { return strings.ToUpper(string(p[:1])) + string(p[1:]) }

// Groups puts commands together by place, the place of the first one first.
func Groups(specs []Spec) []Group {
	var groups []Group
	for _, spec := range specs {
		at := slices.IndexFunc(groups, func(g Group) bool { return g.Where == spec.Where })
		if at < 0 {
			at = len(groups)
			groups = append(groups, Group{Where: spec.Where})
		}
		groups[at].Specs = append(groups[at].Specs, spec)
	}
	return groups
}

// Markdown is the documentation of commands, which docs/commands.md holds.
func Markdown(specs []Spec) string {
	var text strings.Builder
	fmt.Fprintf(&text, "# Commands\n\n<!-- Made from the folder command by `upkeep commands`; change it there. -->\n\n%s\n\n", Lead)
	for _, group := range Groups(specs) {
		links := make([]string, 0, len(group.Specs))
		for _, spec := range group.Specs {
			links = append(links, fmt.Sprintf("[`%s`](#%s)", spec.Name, spec.Name))
		}
		fmt.Fprintf(&text, "- %s: %s\n", group.Where.Title(), strings.Join(links, ", "))
	}
	text.WriteString("\n" + Introduction())
	for _, group := range Groups(specs) {
		fmt.Fprintf(&text, "\n## %s\n", group.Where.Title())
		for _, spec := range group.Specs {
			text.WriteString("\n" + spec.markdown())
		}
	}
	return text.String()
}

// markdown is one command. GitHub makes the heading's anchor from the name.
func (s Spec) markdown() string {
	parts := []string{"### " + s.Name, s.Summary, fenced(s.Usage)}
	if s.Differs != "" {
		parts = append(parts, s.Differs)
	}
	if len(s.Examples) > 0 {
		parts = append(parts, "For example:", fenced(s.Examples...))
	}
	parts = append(parts, fmt.Sprintf("- Who may by default: %s.\n- Where: %s.", WhoMay(s.Who), s.Where))
	return strings.Join(parts, "\n\n") + "\n"
}

func fenced(lines ...string) string { return "```\n" + strings.Join(lines, "\n") + "\n```" }
