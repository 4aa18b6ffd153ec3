package command

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Prefix starts every command, unless a policy says otherwise. Letter case does not matter.
const Prefix = "/upgrade"

// longestPrefix is in bytes, the slash among them.
const longestPrefix = 40

// prefixes are in lower case, the longest first.
type prefixes []string

// newPrefixes leaves out what is no prefix: an empty one would begin every line.
func newPrefixes(given []string) prefixes {
	if len(given) == 0 {
		return prefixes{Prefix}
	}
	var all prefixes
	for _, prefix := range given {
		name, ok := strings.CutPrefix(strings.ToLower(prefix), "/")
		if ok && name != "" && len(prefix) <= longestPrefix && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" {
			all = append(all, "/"+name)
		}
	}
	slices.SortFunc(all, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return all
}

// within reports whether a text has a prefix anywhere, as a reader sees it.
func (p prefixes) within(text string) bool {
	visible := asSeen(text)
	return slices.ContainsFunc(p, func(prefix string) bool { return strings.Contains(visible, prefix) })
}

// look holds for a line that a person could take for a command: one that
// starts with a prefix once markup and hidden characters are taken away. Every
// such line that is none is told about.
func (p prefixes) look(line string) bool {
	if !strings.Contains(line, "/") {
		return false
	}
	visible := asSeen(line)
	return slices.ContainsFunc(p, func(prefix string) bool {
		before, after, ok := strings.Cut(visible, prefix)
		return ok && !goesOn(after) && onlyMarkup(before)
	})
}

// cut takes the prefix off a line without space around it. The longest that
// fits counts, and one that is only the start of a longer word does not.
func (p prefixes) cut(line string) (prefix, rest string, ok bool) {
	for _, prefix := range p {
		if len(line) >= len(prefix) && strings.EqualFold(line[:len(prefix)], prefix) && !goesOn(line[len(prefix):]) {
			return prefix, line[len(prefix):], true
		}
	}
	return "", "", false
}

// goesOn holds for what makes a longer word, a path or a file name of a prefix before it.
func goesOn(after string) bool {
	next, _ := utf8.DecodeRuneInString(after)
	if unicode.IsLetter(next) || unicode.IsDigit(next) || strings.ContainsRune("-_/", next) {
		return true
	}
	return next == '.' && !endsWord(withoutBreak(after[1:]))
}

// asSeen is a text without hidden characters, in lower case.
func asSeen(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if hidden(r) && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, text))
}

// onlyMarkup holds for what can stand before the words of a line: quote, list
// and heading marks, bullets, a box, opening brackets, an HTML tag.
func onlyMarkup(start string) bool {
	if open := strings.IndexByte(start, '<'); open >= 0 && strings.HasSuffix(trimSpace(start), ">") {
		start = start[:open]
	}
	start = strings.Replace(start, "[x]", "", 1)
	return strings.IndexFunc(start, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsDigit(r) && !strings.ContainsRune(">-*+_~`#|[](<!\\\"'“”‘’.)•‣◦·–—", r)
	}) < 0
}
