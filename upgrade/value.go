package upgrade

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// plain is what a card holds in a field in the form that derived values have,
// so that numbers compare as numbers and dates as dates.
func (f Field) plain(text string) string {
	switch f.Type {
	case FieldNumber:
		if number, ok := parseNumber(text); ok {
			return number
		}
	case FieldDate:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return at.Format(time.DateOnly)
		}
	default:
	}
	return text
}

// like is a value in the form in which the field would hold it: the name of the
// option, or the title of the iteration, that is called so, whatever the letter
// case, or of the iteration that contains the date. A value that the field
// cannot hold stays as it is.
func (f Field) like(value string) string {
	switch f.Type {
	case FieldSingleSelect:
		if names := called(f.optionNames(), value); len(names) == 1 {
			return names[0]
		}
	case FieldIteration:
		if i, ok := f.iteration(value); ok {
			return i.Title
		}
	default:
	}
	return f.plain(value)
}

// parseNumber is a number in its shortest form; false for what is none.
func parseNumber(text string) (string, bool) {
	number, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return "", false
	}
	return strconv.FormatFloat(number, 'f', -1, 64), true
}

// iteration finds the iteration that has a title, or contains a date.
func (f Field) iteration(value string) (Iteration, bool) {
	titles := make([]string, 0, len(f.Iterations))
	for _, i := range f.Iterations {
		titles = append(titles, i.Title)
	}
	if names := called(titles, value); len(names) > 0 {
		return f.Iterations[slices.Index(titles, names[0])], true
	}
	date, err := time.Parse(time.DateOnly, value)
	at := slices.IndexFunc(f.Iterations, func(i Iteration) bool {
		return !i.Start.IsZero() && !date.Before(i.Start) && date.Before(i.Start.AddDate(0, 0, i.Days))
	})
	if err != nil || at < 0 {
		return Iteration{}, false
	}
	return f.Iterations[at], true
}

// choose finds the option or iteration of the value that is to be written. It
// returns the sort of note that says what is wrong, empty if nothing is.
func (w *FieldWrite) choose() (note string) {
	ok := true
	switch w.Field.Type {
	case FieldSingleSelect:
		w.Option, ok = w.Field.Option(w.Text)
		note = noteNoOption
	case FieldIteration:
		w.Iteration, ok = w.Field.iteration(w.Text)
		note = noteNoIteration
	case FieldNumber:
		_, ok = parseNumber(w.Text)
		note = noteUnsuited
	case FieldDate:
		_, err := time.Parse(time.DateOnly, w.Text)
		ok = err == nil
		note = noteUnsuited
	default:
	}
	if ok {
		return ""
	}
	return note
}
