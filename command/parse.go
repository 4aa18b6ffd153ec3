package command

import (
	"strings"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/markdown"
)

// The reasons that do not come from where in the comment a line stands.
const (
	whyHidden   = "hidden characters"
	whyMany     = "more than 20 commands"
	whyCrowded  = "the comment is nested too deeply to be read"
	whyIndented = "indented like code"
	whyEscaped  = "escaped"
	whyInside   = "not at the start of the line"
	whyNoSpace  = "no space after " // and the prefix
	whyCode     = "inline code"
	whyLink     = "link"
	whyHTML     = "HTML"
	whyOther    = "not plain text"
	whyComment  = "HTML comment"
	whyFootnote = "footnote"
)

// Parse finds the commands of a comment, which begin with one of the prefixes,
// or with Prefix if none is given. A prefix is a slash and 1 to 39 letters,
// digits and hyphens; anything else is no prefix. Parse never fails, and takes
// time in proportion to the length of the text.
func Parse(text string, prefixes ...string) Parsed {
	var parsed Parsed
	r := reader{prefixes: newPrefixes(prefixes)}
	if !r.prefixes.within(text) {
		return parsed
	}
	r.tree = markdown.Parse(text)
	r.places = findPlaces(r.tree)
	repeats := map[string]int{}
	for line := 1; line <= r.tree.Lines(); line++ {
		if !r.prefixes.look(r.tree.LineText(line)) {
			continue
		}
		rest, why := r.read(line)
		if why == "" && len(parsed.Commands) == Most {
			parsed.More++
			why = whyMany
		}
		if why != "" {
			parsed.Ignored = append(parsed.Ignored, Ignored{Line: line, Why: why})
			continue
		}
		command := newCommand(line, trimSpace(r.tree.LineText(line)), rest)
		command.Repeat = repeats[command.same()]
		repeats[command.same()]++
		parsed.Commands = append(parsed.Commands, command)
	}
	return parsed
}

// reader reads one comment.
type reader struct {
	prefixes prefixes
	tree     markdown.Tree
	places   places
}

// read gives what follows the prefix of a command line, or says why a line is none.
func (r reader) read(line int) (rest, why string) {
	written := r.tree.LineText(line)
	if r.tree.Limited {
		return "", whyCrowded
	}
	if why := r.places.why(line); why != "" {
		return "", why
	}
	if strings.ContainsFunc(written, hidden) {
		return "", whyHidden
	}
	visible := trimSpace(r.places.visible(line, written))
	prefix, rest, ok := r.prefixes.cut(visible)
	if !ok {
		return "", misplaced(visible)
	}
	if columns(written) > 3 {
		return "", whyIndented
	}
	rest = withoutBreak(rest)
	if !endsWord(withoutStop(rest)) {
		return "", whyNoSpace + prefix
	}
	return rest, ""
}

// newCommand reads what follows the prefix.
func newCommand(line int, source, rest string) Command {
	c := Command{Line: line, Source: source, Args: []string{}}
	for i, t := range split(withoutStop(rest)) {
		if i > 0 {
			c.Args = append(c.Args, t.text)
			continue
		}
		c.Name, c.Text = strings.ToLower(t.text), trimSpace(rest[t.end:])
		c.Known = Known(c.Name)
	}
	return c
}

// misplaced says why a line of plain text that does not start with the prefix is no command.
func misplaced(visible string) string {
	first, _ := utf8.DecodeRuneInString(visible)
	switch first {
	case '`':
		return whyCode
	case '\\':
		return whyEscaped
	case '[', '!':
		return whyLink
	case '<':
		return whyHTML
	}
	return whyInside
}

// columns is how far a line is indented; a tab goes to the next multiple of four.
func columns(line string) int {
	width := 0
	for _, c := range line {
		switch c {
		case ' ':
			width++
		case '\t':
			width += 4 - width%4
		default:
			return width
		}
	}
	return width
}
