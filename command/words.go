package command

import (
	"regexp"
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
	case r >= '\ufe00' && r <= '\ufe0d', r >= '\U000e0100' && r <= '\U000e01ef':
		return true // variation selectors, but for the two that emoji have
	}
	return r == '\u115f' || r == '\u1160' || r == '\u17b4' || r == '\u17b5'
}

func trimSpace(line string) string { return strings.TrimFunc(line, unicode.IsSpace) }

// withoutBreak takes off what editors leave at the end of a line: space and
// the backslash of a hard line break.
func withoutBreak(line string) string {
	line = strings.TrimRightFunc(line, unicode.IsSpace)
	backslashes := len(line) - len(strings.TrimRight(line, `\`))
	if backslashes%2 == 1 {
		line = strings.TrimRightFunc(line[:len(line)-1], unicode.IsSpace)
	}
	return line
}

// withoutStop takes off one full stop at the end.
func withoutStop(line string) string {
	if strings.HasSuffix(line, ".") && !strings.HasSuffix(line, "..") {
		line = line[:len(line)-1]
	}
	return line
}

// token is a word where it stands.
type token struct {
	// text is the word without its quotes.
	text string
	end  int
	// quoted says that the whole word stands in quotes, not just a value.
	quoted bool
}

// split splits at white space outside quotes. A quote opens only at the start
// of a word or of a value, and only if it is closed at the end of a word;
// every other quote is an ordinary character, so that it's and 5" mean
// themselves.
func split(text string) []token {
	return splitBy(text, func(string, int) (token, bool) { return token{}, false })
}

// splitWithLinks is split, but a Markdown link that is whole words is one
// word: its address.
func splitWithLinks(text string) []token { return splitBy(text, linkAt) }

func splitBy(text string, linkAt func(text string, at int) (token, bool)) []token {
	var found []token
	closable := lastClosers(text)
	for at := nextStart(text, 0); at < len(text); {
		next, ok := linkAt(text, at)
		if !ok {
			next = nextWord(text, at, closable)
		}
		found = append(found, next)
		at = nextStart(text, next.end)
	}
	return found
}

// markdownLink is "[words](address)", perhaps with a title.
var markdownLink = regexp.MustCompile(`^\[[^\[\]]*\]\(\s*<?([^\s<>()]+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)[,;.]*`)

func linkAt(text string, start int) (link token, ok bool) {
	if text[start] != '[' {
		return token{}, false
	}
	found := markdownLink.FindStringSubmatchIndex(text[start:])
	if found == nil || !endsWord(text[start+found[1]:]) {
		return token{}, false
	}
	return token{text: text[start+found[2] : start+found[3]], end: start + found[1]}, true
}

func nextStart(text string, at int) int {
	return len(text) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
}

// nextWord reads the word that starts at an offset.
func nextWord(text string, start int, closable map[string]int) token {
	for i, r := range text[start:] {
		at := start + i
		if unicode.IsSpace(r) {
			return token{text: text[start:at], end: at}
		}
		valueStarts := i > 0 && text[at-1] == '='
		closers := closersOf(r)
		if i > 0 && !valueStarts || closers == "" || closable[closers] <= at {
			continue
		}
		inside := at + utf8.RuneLen(r)
		if stop, after, ok := closing(text, inside, closers); ok {
			return token{text: text[start:at] + text[inside:stop], end: after, quoted: i == 0}
		}
	}
	return token{text: text[start:], end: len(text)}
}

const (
	doubleQuotes = `"“”„‟«»`
	singleQuotes = `'‘’‚‛`
)

// closersOf are the characters that can close what r opens. Phones and word
// processors mix straight and curly ones, so any of a family closes any other.
func closersOf(r rune) string {
	switch {
	case r < utf8.RuneSelf && r != '"' && r != '\'':
		return ""
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
