package runbook

import (
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/markdown"
)

// reading is the words of a text, as far as they tell steps apart: in lower
// case, in the singular and in American spelling, without fillers, addresses,
// references, keys of tickets and what stands in round brackets.
type reading struct {
	words []string
	// remark is where words begin that can be a remark that somebody added:
	// after the last dash, or a few well-known ones at the end.
	remark int
}

const (
	longestText = 2000 // bytes of a text that are read
	usualWords  = 8    // in an item
)

// read takes an item's text, which may still have its box.
func read(text string) reading {
	if markdown.IsBox([]byte(text[:min(len(text), len("[ ] "))])) {
		text = text[len("[ ]"):]
	}
	text = withoutAsides(text[:min(len(text), longestText)])
	r := reading{words: make([]string, 0, usualWords)}
	for field := range strings.FieldsSeq(text) {
		switch {
		case field == "-" || field == "–" || field == "—" || field == "→" || field == "->":
			r.remark = len(r.words)
		case isReference(field):
		default:
			r.field(field)
		}
	}
	if r.remark == 0 || r.remark == len(r.words) {
		r.remark = len(r.words)
		for r.remark > 0 && isRemark(r.words[r.remark-1]) {
			r.remark--
		}
	}
	return r
}

// field adds the words of what stands between two spaces.
func (r *reading) field(field string) {
	for {
		start := strings.IndexFunc(field, isWordRune)
		if start < 0 {
			return
		}
		field = field[start:]
		end := strings.IndexFunc(field, func(r rune) bool { return !isWordRune(r) })
		if end < 0 {
			end = len(field)
		}
		if word := strings.ToLower(field[:end]); !isFiller(word) {
			r.words = append(r.words, stem(word))
		}
		field = field[end:]
	}
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// withoutAsides takes HTML comments and everything in round brackets out: the
// addresses of links, tickets, examples and other asides.
func withoutAsides(text string) string {
	if !strings.ContainsAny(text, "(<") {
		return text
	}
	kept := make([]byte, 0, len(text))
	var open []int
	for i := 0; i < len(text); i++ {
		switch {
		case strings.HasPrefix(text[i:], "<!--"):
			end := strings.Index(text[i:], "-->")
			if end < 0 {
				return string(kept)
			}
			i += end + len("-->") - 1
			continue
		case text[i] == '(':
			open = append(open, len(kept))
		case text[i] == ')' && len(open) > 0:
			kept, open = append(kept[:open[len(open)-1]], ' '), open[:len(open)-1]
			continue
		}
		kept = append(kept, text[i])
	}
	return string(kept)
}

// isReference holds for an address, "#12", "owner/repo#12", the key of a ticket
// such as "ABC-12", and "N/A".
func isReference(field string) bool {
	if !strings.ContainsAny(field, "0123456789/") {
		return false
	}
	if strings.Contains(field, "://") {
		return true
	}
	field = strings.TrimFunc(field, func(r rune) bool { return !isWordRune(r) && r != '#' })
	if strings.EqualFold(field, "n/a") {
		return true
	}
	_, number, found := strings.Cut(field, "#")
	if !found {
		var project string
		project, number, found = strings.Cut(field, "-")
		found = found && len(project) > 1 && strings.ToUpper(project) == project
	}
	return found && number != "" && strings.Trim(number, "0123456789") == ""
}

// isRemark holds for a word that people put behind a step without meaning another one.
func isRemark(word string) bool {
	return word == "done" || word == "ticket" || word == "see" || word == "skipped"
}

// stem takes the plural and British spelling off.
func stem(word string) string {
	switch {
	case word == "repo" || word == "repos":
		return "repository"
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		word = word[:len(word)-3] + "y"
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		word = word[:len(word)-1]
	}
	for _, spelling := range [...]struct{ british, american string }{
		{"isation", "ization"}, {"ised", "ized"}, {"ise", "ize"}, {"our", "or"}, {"ogue", "og"}, {"centre", "center"},
	} {
		if rest, ok := strings.CutSuffix(word, spelling.british); ok && len(rest) > 2 {
			return rest + spelling.american
		}
	}
	return word
}

// isFiller holds for words that people add and leave out at will, and for what
// follows an apostrophe. Words that turn a meaning round, such as "not", "from"
// and "without", are none.
func isFiller(word string) bool {
	switch word {
	case "a", "an", "the", "this", "that", "these", "those", "of", "to", "in", "into", "on", "onto", "for", "and", "or",
		"any", "by", "with", "at", "as", "it", "is", "are", "be", "was", "were", "been", "has", "have", "which", "who",
		"we", "our", "you", "your", "please", "also", "s":
		return true
	}
	return false
}

// Normal is what a text says to a Matcher: equal texts are the same step.
func Normal(text string) string { return strings.Join(read(text).words, " ") }
