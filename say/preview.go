package say

import (
	"fmt"
	"strings"
)

// previewLines is how many boxes of each sort a preview tells one by one.
const previewLines = 10

// Preview is what would change in the description once somebody confirms it.
type Preview struct {
	check, open int
	boxes       []string
	add, renew  []string
	// Left are the lines about boxes that people have set otherwise and that stay so.
	Left []string
	// WhoConfirms is as in Understood.
	WhoConfirms string
}

// Set counts a box that would be set; line tells it.
func (p *Preview) Set(checked bool, line string) {
	if checked {
		p.check++
	} else {
		p.open++
	}
	p.boxes = append(p.boxes, line)
}

// Write counts one of the app's own sections, which may be there already.
func (p *Preview) Write(section string, there bool) {
	name := Quote(section).Code()
	if known, ok := sectionNames[section]; ok {
		name = known
	}
	if there {
		p.renew = append(p.renew, name)
	} else {
		p.add = append(p.add, name)
	}
}

// sectionNames are the app's own sections of a description.
var sectionNames = map[string]string{
	"facts": "the upgrade's facts", "runbook": "the runbook", "children": "the list of children",
}

// Part is the part about it.
func (p *Preview) Part() Part {
	part := Part{Title: "Preview of the description", Lines: append(firstLines(p.boxes), firstLines(p.Left)...)}
	part.Text = "Upkeep leaves the description as it is until somebody confirms this preview. " + p.would() + " " + confirm(p.WhoConfirms)
	return part
}

func (p *Preview) would() string {
	var would []string
	if p.check > 0 {
		would = append(would, "check "+count(p.check, "box", "boxes"))
	}
	if p.open > 0 {
		would = append(would, "open "+count(p.open, "box", "boxes"))
	}
	if len(p.add) > 0 {
		would = append(would, "add "+all(p.add))
	}
	if len(p.renew) > 0 {
		would = append(would, "bring up to date "+all(p.renew))
	}
	text := "As things stand, it would change nothing."
	if len(would) > 0 {
		text = "It would " + strings.Join(would, "; ") + "."
	}
	if n := len(p.Left); n > 0 {
		text += fmt.Sprintf(" It disagrees with people on %s, and would leave %s.", count(n, "box", "boxes"), asSet(n))
	}
	return text
}

// all is "a, b and c".
func all(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func asSet(n int) string {
	if n == 1 {
		return "it as they have set it"
	}
	return "them as they have set them"
}

func firstLines(lines []string) []string {
	shown := lines[:min(len(lines), previewLines):min(len(lines), previewLines)]
	if more := len(lines) - len(shown); more > 0 {
		shown = append(shown, "and "+count(more, "more", "more"))
	}
	return shown
}

// Previewed is the line about a box that would be set.
func (b BoxWhy) Previewed() string { return setTo(b.Checked) + b.short() }

// Stays is the line about a box that would be left.
func (b BoxWhy) Stays() string { return leave(!b.Checked) + b.short() }

// short is the box without times, which would be told anew every hour.
func (b BoxWhy) short() string {
	text := fmt.Sprintf("line %d%s", b.Line, b.in())
	if len(b.Children)+b.Private == 0 {
		return text
	}
	return fmt.Sprintf("%s (%s): %s", text, withPrivate(b.Children, b.Private), counted(b.Counts))
}

// StepPreviewed is the line about the box of a step that would be set, with what was seen.
func StepPreviewed(line int, s StepLine, checked bool, seen string) string {
	return stepBox(setTo(checked), line, s, seen)
}

// StepStays is the line about the box of a step that would be left.
func StepStays(line int, s StepLine, checked bool, seen string) string {
	return stepBox(leave(checked), line, s, seen)
}

func stepBox(what string, line int, s StepLine, seen string) string {
	text := fmt.Sprintf("%sline %d (%s)", what, line, s)
	if seen != "" {
		text += ": " + seen
	}
	return text
}

func setTo(checked bool) string {
	if checked {
		return "check "
	}
	return "open "
}

func leave(checked bool) string {
	if checked {
		return "leave checked "
	}
	return "leave open "
}
