package look

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// likeness is how much a name is one of several words, the likeliest first: 3
// for the first of them, 2 for another one, 1 for one that is a part of the
// name, 0 for none.
func likeness(name string, words ...string) int {
	slug := upgrade.Slug(name)
	for i, word := range words {
		switch {
		case slug == word && i == 0:
			return 3
		case slug == word:
			return 2
		}
	}
	parts := strings.Split(slug, "-")
	for _, word := range words {
		if consecutive(parts, strings.Split(word, "-")) {
			return 1
		}
	}
	return 0
}

// consecutive reports whether words stand in a text one after the other.
func consecutive(text, words []string) bool {
	for i := 0; i+len(words) <= len(text); i++ {
		if slices.Equal(text[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// likest is the candidate that is most like the words, the first of those that
// are equally like; false if none is.
func likest[T any](candidates []T, name func(T) string, words ...string) (T, bool) {
	var best T
	most := 0
	for _, candidate := range candidates {
		if l := likeness(name(candidate), words...); l > most {
			best, most = candidate, l
		}
	}
	return best, most > 0
}

// plain reports whether a text can stand in a policy as a name: one line of
// characters that can be seen, not longer than a name should be.
func plain(text string) bool {
	seen := !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
	return seen && upgrade.Slug(text) != "" && text == strings.TrimSpace(text) && len(text) <= longestName
}

// Bounds in bytes. They are below what config takes, so that the proposed file
// always fits into its own.
const (
	longestName   = 200
	longestNote   = 120
	longestReason = 140
)

// note is people's text for a comment of the proposed file and for reasons.
func note(text string) string {
	return say.Quote(cut(text, longestNote)).Code()
}

// cut shortens a text to a number of bytes.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	end := most - len("…")
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
