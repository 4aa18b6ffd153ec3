package description

import "strings"

// DeploymentNote is what a description has for operators: what stands below a
// heading such as "Deployment notes", with the headings below that one, else the
// answer to such a question in another form. Line ends are "\n"; comments are
// left out. It is empty where there is nothing, or the answer says so.
func DeploymentNote(body string) string {
	p := newPage(body)
	if p.tree.Limited {
		return ""
	}
	for number, l := range p.lines {
		if l.kind == heading && topicOf(l.title) == deploymentNotes {
			if text := p.below(number); !nothing(text) {
				return text
			}
		}
	}
	for _, question := range p.questions() {
		if question.topic == deploymentNotes && question.style != headed && !nothing(question.Text) {
			return question.Text
		}
	}
	return ""
}

// nothing holds for a note that says that there is none.
func nothing(note string) bool {
	switch normal(note) {
	case "no", "nothing", "not needed", "none needed", "no notes", "not applicable":
		return true
	}
	return undecided(note)
}

// below is the text below a heading, up to the next one of its level or above,
// or one of the app's sections.
func (p page) below(number int) string {
	level := p.lines[number].level
	var text []string
	for i := number + 1; i < len(p.lines); i++ {
		l := p.lines[i]
		switch {
		case l.kind == ours, l.kind == heading && l.level <= level:
			return strings.Trim(strings.Join(text, "\n"), "\n")
		case l.kind == hidden, l.kind == rest && len(text) == 0: // the underline of the heading itself
		default:
			text = append(text, strings.TrimRight(p.tree.LineText(i), " \t"))
		}
	}
	return strings.Trim(strings.Join(text, "\n"), "\n")
}
