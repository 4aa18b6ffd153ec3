package upgrade

import (
	"strings"
	"unicode"
)

// Slug is the form of a name that people type in a command: lower case, with
// one hyphen for every run of other characters than letters and digits, so
// that "Owner reviews and merges" is "owner-reviews-and-merges".
func Slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return strings.Join(words, "-")
}
