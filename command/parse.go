package command

import (
	"strings"
	"unicode"
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
	whyNoSpace  = "no space after /upgrade"
	whyCode     = "inline code"
	whyLink     = "link"
	whyHTML     = "HTML"
	whyOther    = "not plain text"
	whyComment  = "HTML comment"
)

// Parse finds the commands of a comment. It never fails, and takes time in
// proportion to the length of the text.
func Parse(text string) Parsed {
	var parsed Parsed
	if !seems(text, strings.Contains) {
		return parsed
	}
	tree := markdown.Parse(text)
	places := findPlaces(tree)
	repeats := map[string]int{}
	for line := 1; line <= tree.Lines(); line++ {
		if !looksLikeCommand(tree.LineText(line)) {
			continue
		}
		rest, why := read(tree, places, line)
		if why == "" && len(parsed.Commands) == Most {
			why = whyMany
		}
		if why != "" {
			parsed.Ignored = append(parsed.Ignored, Ignored{Line: line, Why: why})
			continue
		}
		command := newCommand(line, trimSpace(tree.LineText(line)), rest)
		command.Repeat = repeats[command.same()]
		repeats[command.same()]++
		parsed.Commands = append(parsed.Commands, command)
	}
	return parsed
}

// read gives what follows the prefix of a command line, or says why a line is none.
func read(tree markdown.Tree, places places, line int) (rest, why string) {
	written := tree.LineText(line)
	if tree.Limited {
		return "", whyCrowded
	}
	if why := places.why(line); why != "" {
		return "", why
	}
	if strings.ContainsFunc(written, hidden) {
		return "", whyHidden
	}
	visible := trimSpace(places.visible(line, written))
	rest, ok := afterPrefix(visible)
	if !ok {
		return "", misplaced(visible)
	}
	if columns(written) > 3 {
		return "", whyIndented
	}
	rest = withoutBreak(rest)
	if !endsWord(withoutStop(rest)) {
		return "", whyNoSpace
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

// looksLikeCommand holds for a line that a person could take for a command:
// one that starts with the prefix once markup and hidden characters are taken
// away. Every such line that is none is told about.
func looksLikeCommand(line string) bool {
	return strings.Contains(line, Prefix[:1]) && seems(line, func(visible, prefix string) bool {
		before, after, ok := strings.Cut(visible, prefix)
		if !ok {
			return false
		}
		next, _ := utf8.DecodeRuneInString(after)
		goesOn := unicode.IsLetter(next) || unicode.IsDigit(next) || strings.ContainsRune("-_/", next)
		if strings.HasPrefix(after, ".") && len(after) > 1 && !unicode.IsSpace(rune(after[1])) {
			goesOn = true
		}
		return !goesOn && onlyMarkup(before)
	})
}

// seems tests a text as it looks to a reader, in lower case, against the prefix.
func seems(text string, test func(text, prefix string) bool) bool {
	visible := strings.ToLower(strings.Map(func(r rune) rune {
		if hidden(r) && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, text))
	return test(visible, Prefix)
}

// onlyMarkup holds for what can stand before the words of a line: quote, list
// and heading marks, a box, opening brackets, an HTML tag.
func onlyMarkup(start string) bool {
	if open := strings.IndexByte(start, '<'); open >= 0 && strings.HasSuffix(trimSpace(start), ">") {
		start = start[:open]
	}
	start = strings.Replace(start, "[x]", "", 1)
	return strings.IndexFunc(start, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsDigit(r) && !strings.ContainsRune(">-*+_~`#|[](<!\\\"'“”‘’.)", r)
	}) < 0
}
