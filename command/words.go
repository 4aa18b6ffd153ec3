package command

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// hidden reports whether a reader cannot see a character, or sees the text
// around it in another order than it is stored.
func hidden(r rune) bool {
	switch {
	case r == '\t', r >= ' ' && r <= '~':
		return false
	case r == utf8.RuneError, unicode.Is(unicode.Cc, r), unicode.Is(unicode.Cf, r):
		return true
	case r == '\u2028', r == '\u2029', r == '\u034f', r == '\u2800', r == '\u3164', r == '\uffa0':
		return true
	}
	return r == '\u115f' || r == '\u1160' || r == '\u17b4' || r == '\u17b5'
}

func trimSpace(line string) string { return strings.TrimFunc(line, unicode.IsSpace) }

// afterPrefix is what follows the prefix on a line without space around it.
func afterPrefix(line string) (rest string, ok bool) {
	if len(line) < len(Prefix) || !strings.EqualFold(line[:len(Prefix)], Prefix) {
		return "", false
	}
	return line[len(Prefix):], true
}

// tidyEnd takes off what people and editors leave at the end of a line: space,
// the backslash of a hard line break, one full stop.
func tidyEnd(line string) string {
	line = strings.TrimRightFunc(line, unicode.IsSpace)
	backslashes := len(line) - len(strings.TrimRight(line, `\`))
	if backslashes%2 == 1 {
		line = strings.TrimRightFunc(line[:len(line)-1], unicode.IsSpace)
	}
	if strings.HasSuffix(line, ".") && !strings.HasSuffix(line, "..") {
		line = line[:len(line)-1]
	}
	return line
}

// words splits at white space outside quotes. A quote opens only at the start
// of a word or of a value, and only if it is closed at the end of a word;
// every other quote is an ordinary character, so that it's and 5" mean
// themselves.
func words(text string) []string {
	found := []string{}
	closable := lastClosers(text)
	for at := nextStart(text, 0); at < len(text); {
		word, end := nextWord(text, at, closable)
		found = append(found, word)
		at = nextStart(text, end)
	}
	return found
}

func nextStart(text string, at int) int {
	return len(text) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
}

// nextWord reads the word that starts at an offset, and tells where it ends.
func nextWord(text string, start int, closable map[string]int) (word string, end int) {
	for i, r := range text[start:] {
		at := start + i
		if unicode.IsSpace(r) {
			return text[start:at], at
		}
		valueStarts := i > 0 && text[at-1] == '='
		closers := closersOf(r)
		if i > 0 && !valueStarts || closers == "" || closable[closers] <= at {
			continue
		}
		inside := at + utf8.RuneLen(r)
		if stop, after, ok := closing(text, inside, closers); ok {
			return text[start:at] + text[inside:stop], after
		}
	}
	return text[start:], len(text)
}

const (
	doubleQuotes = `"“”„‟«»`
	singleQuotes = `'‘’‚‛`
)

// closersOf are the characters that can close what r opens. Phones and word
// processors mix straight and curly ones, so any of a family closes any other.
func closersOf(r rune) string {
	switch {
	case strings.ContainsRune(doubleQuotes, r):
		return doubleQuotes
	case strings.ContainsRune(singleQuotes, r):
		return singleQuotes
	}
	return ""
}

// closing finds the first quote from an offset on that ends a word.
func closing(text string, from int, closers string) (stop, after int, ok bool) {
	for i, r := range text[from:] {
		after = from + i + utf8.RuneLen(r)
		if strings.ContainsRune(closers, r) && endsWord(text[after:]) {
			return from + i, after, true
		}
	}
	return 0, 0, false
}

// lastClosers tells for each family of quotes where the last one is that could
// close. Without it a line of quotes that never close would be read again for each.
func lastClosers(text string) map[string]int {
	last := map[string]int{}
	for at, r := range text {
		if closers := closersOf(r); closers != "" && endsWord(text[at+utf8.RuneLen(r):]) {
			last[closers] = at
		}
	}
	return last
}

func endsWord(rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	return rest == "" || unicode.IsSpace(next)
}
