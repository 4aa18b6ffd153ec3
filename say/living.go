package say

import (
	"fmt"
	"strings"
)

const (
	// livingBytes is how long a living comment is at most. GitHub takes 65,536;
	// the marker comes on top.
	livingBytes = 65_000
	// foldedFrom is how many lines a list has to have to be folded.
	foldedFrom = 9
	// linesShown is how many lines of a list are shown, and fewer where all lists
	// together would be too long.
	linesShown = 100
)

// Part is one part of the living comment on a roadmap issue, made of sentences
// of this package. A part without text and lines is left out.
type Part struct {
	// Title is its heading.
	Title string
	// Text stands below it, whole in every case: a few sentences.
	Text string
	// Lines are a list, of one or more lines each. It folds when it is long, and
	// is cut when there is no room for it.
	Lines []string
}

// Living is the living comment on a roadmap issue: its head, the parts in their
// order, and what ends it. Rest says where those are that a list was cut by.
func Living(head string, parts []Part, end, rest string) string {
	for most := linesShown; ; most /= 2 {
		var text strings.Builder
		text.WriteString(head)
		for _, part := range parts {
			part.tell(&text, most, rest)
		}
		text.WriteString("\n\n" + end)
		if text.Len() <= livingBytes || most == 0 {
			return text.String()
		}
	}
}

// Said reports whether the part has anything to say.
func (p Part) Said() bool { return p.Text != "" || len(p.Lines) > 0 }

func (p Part) tell(text *strings.Builder, most int, rest string) {
	if !p.Said() {
		return
	}
	text.WriteString("\n\n#### " + p.Title)
	if p.Text != "" {
		text.WriteString("\n\n" + p.Text)
	}
	if len(p.Lines) == 0 {
		return
	}
	shown := p.Lines[:min(most, len(p.Lines))]
	fold := len(p.Lines) >= foldedFrom && most > 0
	text.WriteString("\n")
	if fold {
		fmt.Fprintf(text, "\n<details><summary>Show %s</summary>\n", howMany(len(shown), len(p.Lines)))
	}
	for _, line := range shown {
		text.WriteString("\n- " + strings.ReplaceAll(line, "\n", "\n  "))
	}
	if more := len(p.Lines) - len(shown); more > 0 {
		fmt.Fprintf(text, "\n- and %s%s", count(more, "more", "more"), rest)
	}
	if fold {
		text.WriteString("\n\n</details>")
	}
}

// howMany is "all 12", or "100 of 320".
func howMany(shown, of int) string {
	if shown == of {
		return fmt.Sprintf("all %d", of)
	}
	return fmt.Sprintf("%d of %d", shown, of)
}
