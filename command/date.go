package command

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Date reads a day as people write it: "2026-04-01", "1 April 2026", "1 Apr
// 2026", "1st of April 2026", "April 1, 2026", "in 3 days", "in 6 weeks", "in 2
// months", "in a year", "today", "tomorrow". Letter case does not matter.
//
// It is midnight UTC of that day, and today is today's day in UTC. A month
// later is the same day of the month, or the last one. Not ok is what is no
// date or may be another one: 31 April, two-digit years, 01/04/2026.
func Date(text string, today time.Time) (date time.Time, ok bool) {
	const longest = 100
	if len(text) > longest {
		return time.Time{}, false
	}
	pieces := datePieces([]string{text})
	date, length := dateAt(pieces, today)
	return date, length > 0 && length == len(pieces)
}

// TakeDate finds the first date in a run of words, and gives the words around
// it, among them an "until" or "by" in front. Without a date the rest is all words.
func TakeDate(words []string, today time.Time) (date time.Time, rest []string, ok bool) {
	pieces := datePieces(words)
	for at := range pieces {
		date, length := dateAt(pieces[at:], today)
		if length == 0 {
			continue
		}
		first, last := pieces[at], pieces[at+length-1]
		if first.begins && last.ends {
			rest = append(append(rest, words[:first.word]...), words[last.word+1:]...)
			return date, rest, true
		}
	}
	return time.Time{}, words, false
}

// piece is a part of a word, between commas and spaces: in lower case and
// without a full stop.
type piece struct {
	text string
	// word counts the words from 0; the piece may be where the word begins or ends.
	word         int
	begins, ends bool
}

func datePieces(words []string) []piece {
	var pieces []piece
	for i, word := range words {
		parts := strings.FieldsFunc(word, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		for j, part := range parts {
			text := strings.ToLower(strings.TrimSuffix(part, "."))
			pieces = append(pieces, piece{text: text, word: i, begins: j == 0, ends: j == len(parts)-1})
		}
	}
	return pieces
}

// dateAt reads the date that the pieces begin with; its length is 0 if they do not.
func dateAt(pieces []piece, today time.Time) (date time.Time, length int) {
	text := func(i int) string {
		if i < len(pieces) {
			return pieces[i].text
		}
		return ""
	}
	year, month, day := today.UTC().Date()
	switch first := text(0); {
	case first == "today":
		return midnight(year, month, day), 1
	case first == "tomorrow":
		return midnight(year, month, day+1), 1
	case first == "in":
		return later(text(1), text(2), midnight(year, month, day))
	case monthOf(first) != 0:
		return exact(text(2), monthOf(first), ordinal(text(1)), 3)
	case first == "" || first[0] < '0' || first[0] > '9':
		return time.Time{}, 0
	case strings.Contains(first, "-"):
		date, err := time.Parse(time.DateOnly, first)
		if err != nil || !plausible(date) {
			return time.Time{}, 0
		}
		return date, 1
	case text(1) == "of":
		return exact(text(3), monthOf(text(2)), ordinal(first), 4)
	default:
		return exact(text(2), monthOf(text(1)), ordinal(first), 3)
	}
}

// later reads the number and the unit of "in 6 weeks".
func later(number, unit string, today time.Time) (time.Time, int) {
	n, err := strconv.Atoi(number)
	switch {
	case number == "a" || number == "an" || number == "one":
		n = 1
	case err != nil || len(number) > 4 || number[0] < '0' || number[0] > '9':
		return time.Time{}, 0
	}
	var date time.Time
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		date = today.AddDate(0, 0, n)
	case "week":
		date = today.AddDate(0, 0, 7*n)
	case "month":
		date = addMonths(today, n)
	case "year":
		date = addMonths(today, 12*n)
	}
	if !plausible(date) {
		return time.Time{}, 0
	}
	return date, 3
}

// addMonths keeps to the end of a shorter month.
func addMonths(day time.Time, n int) time.Time {
	first := midnight(day.Year(), day.Month()+time.Month(n), 1)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

// exact is the day of its parts, unless there is no such day. Length is how
// many pieces the parts were.
func exact(year string, month time.Month, day, length int) (time.Time, int) {
	if len(year) != 4 || month == 0 || day == 0 {
		return time.Time{}, 0
	}
	y, err := strconv.Atoi(year)
	date := midnight(y, month, day)
	if err != nil || date.Day() != day || !plausible(date) {
		return time.Time{}, 0
	}
	return date, length
}

// plausible keeps slips of the finger out of plans.
func plausible(date time.Time) bool { return date.Year() >= 2000 && date.Year() < 2200 }

func midnight(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// ordinal reads "1", "01", "1st", "2nd"; 0 if it is no day of a month.
func ordinal(text string) int {
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyz")
	switch text[len(digits):] {
	case "", "st", "nd", "rd", "th":
	default:
		return 0
	}
	day, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 2 || day < 1 || day > 31 {
		return 0
	}
	return day
}

var months = []string{
	"january", "february", "march", "april", "may", "june",
	"july", "august", "september", "october", "november", "december",
}

// monthOf reads a month's name or its first three letters; 0 if it is neither.
func monthOf(name string) time.Month {
	if name == "sept" {
		return time.September
	}
	for i, month := range months {
		if name == month || name == month[:3] {
			return time.Month(i + 1)
		}
	}
	return 0
}
