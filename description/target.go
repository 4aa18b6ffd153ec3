package description

import (
	"regexp"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
)

var (
	// dates looks like a day with its year. Days counted from today are no
	// dates in a text that was written some other day.
	dates = regexp.MustCompile(`(?i)\b(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(st|nd|rd|th)?( of)? [a-z]{3,9}\.?,? \d{4}|[a-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?,? \d{4})\b`)
	// leadIns may stand in front of the day and leave it what it is.
	leadIns = regexp.MustCompile(`(?i)^(target:?|due|due by|by|until|on|no later than)? ?(the)? ?((mon|tues|wednes|thurs|fri|satur|sun)day,?)?$`)
	// hedges stand behind a day that is not meant to be the day.
	hedges = regexp.MustCompile(`(?i)^[ ,;(]*(\?|(or|to|and|if|at the earliest|earliest|tentative|estimated?)\b|[-–—]+ ?\d)`)
)

// target reads the day by which the upgrade is to be complete.
func (r *reader) target() {
	answer, ok := r.about(targetDate)
	if !ok {
		return
	}
	text := plain(answer.Text)
	date, why, doubt := day(text)
	if doubt != 0 {
		r.doubt(answer, doubt)
		return
	}
	r.form.Target = Target{Date: date, Why: why, Line: answer.Line}
}

// day reads a text that begins with its only date.
func day(text string) (date time.Time, why string, doubt Reason) {
	places := dates.FindAllStringIndex(text, -1)
	var found []time.Time
	for _, place := range places {
		// No today is needed: what was found has a day, a month and a year.
		if date, ok := command.Date(text[place[0]:place[1]], time.Time{}); ok {
			found = append(found, date)
		}
	}
	switch {
	case len(places) == 0:
		return time.Time{}, "", NotADate
	case len(places) > 1:
		return time.Time{}, "", SeveralDates
	case len(found) == 0:
		return time.Time{}, "", NoSuchDay
	}
	before, after := text[:places[0][0]], text[places[0][1]:]
	if !leadIns.MatchString(strings.TrimSpace(before)) || hedges.MatchString(after) {
		return time.Time{}, "", Hedged
	}
	return found[0], reasonIn(after), 0
}

// reasonIn is what stands behind a date, without what joins it to the date.
func reasonIn(after string) string {
	why := strings.TrimLeft(after, " ,;:.–—-")
	if inner, ok := strings.CutPrefix(why, "("); ok && strings.Count(why, "(") == 1 {
		why = strings.Replace(inner, ")", "", 1)
	}
	return strings.TrimSpace(why)
}
