package say

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

const (
	// quotedRunes is how much of people's text is shown, in characters.
	quotedRunes = 160
	// addressRunes is how much of an address is: one that is cut leads nowhere.
	addressRunes = 500
)

// Quoted is text that people wrote. It has no way out but Code and, for the
// address of a page that mentions and refers to nobody, link.
type Quoted struct{ text string }

// Quote takes people's text. Line ends and other control characters become
// spaces, invisible and direction-changing ones go, and what is too long is cut.
func Quote(text string) Quoted { return quote(text, quotedRunes) }

// QuoteAddress takes the address of a page, which may be longer.
func QuoteAddress(address string) Quoted { return quote(address, addressRunes) }

func quote(text string, most int) Quoted {
	var clean strings.Builder
	for _, r := range text {
		switch {
		case r == unicode.ReplacementChar || unicode.In(r, unicode.Cf, unicode.Co, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
		case unicode.IsSpace(r) || unicode.IsControl(r) || !unicode.IsGraphic(r):
			clean.WriteByte(' ')
		default:
			clean.WriteRune(r)
		}
	}
	words := strings.Join(strings.Fields(clean.String()), " ")
	// A marker or comment must not even be found by a program that does not read Markdown.
	words = strings.ReplaceAll(words, "<!--", "<! --")
	if runes := []rune(words); len(runes) > most {
		words = strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return Quoted{words}
}

// Quotes takes several texts.
func Quotes(texts []string) []Quoted {
	quoted := make([]Quoted, 0, len(texts))
	for _, text := range texts {
		quoted = append(quoted, Quote(text))
	}
	return quoted
}

// IsZero reports whether nothing is left to show.
func (q Quoted) IsZero() bool { return q.text == "" }

// Code is the text as inline code that nothing in the text can end; "(empty)"
// when nothing is left. Other code must not follow it directly, and it is not
// for tables, where a bar would end the cell.
func (q Quoted) Code() string {
	if q.IsZero() {
		return "(empty)"
	}
	fence := strings.Repeat("`", longestRun(q.text, '`')+1)
	if strings.HasPrefix(q.text, "`") || strings.HasSuffix(q.text, "`") {
		return fence + " " + q.text + " " + fence
	}
	return fence + q.text + fence
}

// plainAddress is an address without what Markdown could read as anything else
// between angle brackets; without semicolon, there is no entity.
var plainAddress = regexp.MustCompile(`^https://[!#-:=?-\[\]^_a-z{|}~]+$`)

// link is the address as a link; as code where it is none, or GitHub would take
// it for more than an address: that of an issue is a reference to it.
func (q Quoted) link() string {
	link := "<" + q.text + ">"
	address, err := url.Parse(q.text)
	if err != nil || address.Host == "" || address.User != nil || !plainAddress.MatchString(q.text) || len(Live(link)) > 0 {
		return q.Code()
	}
	return link
}

func longestRun(text string, of byte) int {
	longest, run := 0, 0
	for i := range len(text) {
		if text[i] == of {
			run++
		} else {
			run = 0
		}
		longest = max(longest, run)
	}
	return longest
}

// codes joins texts as code: "`a`, `b` and 3 more". At most limit are named.
func codes(texts []Quoted, limit int) string {
	shown := make([]string, 0, limit)
	for _, text := range texts[:min(len(texts), limit)] {
		shown = append(shown, text.Code())
	}
	joined := strings.Join(shown, ", ")
	if more := len(texts) - len(shown); more > 0 {
		joined += " and " + count(more, "more", "more")
	}
	return joined
}
