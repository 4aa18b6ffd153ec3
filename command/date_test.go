package command_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/command"
)

// tuesday is the evening of a day in no special place of its year.
var tuesday = time.Date(2026, time.November, 3, 22, 15, 0, 0, time.UTC)

// dates are texts and the days they name on tuesday; "" for none.
var dates = []struct{ text, want string }{
	{"2026-04-01", "2026-04-01"},
	{"2026-12-31", "2026-12-31"},
	{"2028-02-29", "2028-02-29"},
	{"1 April 2026", "2026-04-01"},
	{"01 April 2026", "2026-04-01"},
	{"1 april 2026", "2026-04-01"},
	{"1 APRIL 2026", "2026-04-01"},
	{"1 Apr 2026", "2026-04-01"},
	{"1 Apr. 2026", "2026-04-01"},
	{"1 April 2026.", "2026-04-01"},
	{"1 April, 2026", "2026-04-01"},
	{"  1   April\u00a02026 ", "2026-04-01"},
	{"9 Sept 2026", "2026-09-09"},
	{"9 Sep 2026", "2026-09-09"},
	{"1st of April 2026", "2026-04-01"},
	{"1st of April, 2026", "2026-04-01"},
	{"1st April 2026", "2026-04-01"},
	{"2nd May 2026", "2026-05-02"},
	{"3rd of May 2026", "2026-05-03"},
	{"22ND OF MAY 2026", "2026-05-22"},
	{"April 1, 2026", "2026-04-01"},
	{"April 1,2026", "2026-04-01"},
	{"April 1 2026", "2026-04-01"},
	{"Apr 1st, 2026", "2026-04-01"},
	{"May 31, 2026", "2026-05-31"},
	{"29 February 2028", "2028-02-29"},
	{"today", "2026-11-03"},
	{"Tomorrow", "2026-11-04"},
	{"in 0 days", "2026-11-03"},
	{"in 1 day", "2026-11-04"},
	{"in 3 days", "2026-11-06"},
	{"In 3 Days", "2026-11-06"},
	{"in 6 weeks", "2026-12-15"},
	{"in 1 week.", "2026-11-10"},
	{"in a week", "2026-11-10"},
	{"in one month", "2026-12-03"},
	{"in 2 months", "2027-01-03"},
	{"in 14 months", "2028-01-03"},
	{"in a year", "2027-11-03"},
	{"in 2 years", "2028-11-03"},

	{"", ""},
	{" ", ""},
	{",", ""},
	{"soon", ""},
	{"31 April 2026", ""},
	{"2026-04-31", ""},
	{"2026-13-01", ""},
	{"2026-00-10", ""},
	{"29 February 2026", ""},
	{"February 29, 2100", ""},
	{"0 April 2026", ""},
	{"32 May 2026", ""},
	{"1 April 26", ""},
	{"April 1, 26", ""},
	{"26-04-01", ""},
	{"1 April '26", ""},
	{"1 April 20266", ""},
	{"1 April 1026", ""},
	{"1026-04-01", ""},
	{"2926-04-01", ""},
	{"01/04/2026", ""},
	{"4/1/2026", ""},
	{"01.04.2026", ""},
	{"01-04-2026", ""},
	{"2026-4-1", ""},
	{"2026/04/01", ""},
	{"20260401", ""},
	{"2026-04-01T00:00:00Z", ""},
	{"2026-W14", ""},
	{"1 April", ""},
	{"April 2026", ""},
	{"April", ""},
	{"2026", ""},
	{"1 Aprll 2026", ""},
	{"1 Ma 2026", ""},
	{"1xx April 2026", ""},
	{"1 of of April 2026", ""},
	{"of April 2026", ""},
	{"1 April 2026 or later", ""},
	{"by 1 April 2026", ""},
	{"in 6", ""},
	{"in weeks", ""},
	{"in 6 fortnights", ""},
	{"in -3 days", ""},
	{"in +3 days", ""},
	{"in 1.5 weeks", ""},
	{"in 99999 days", ""},
	{"in 9999 years", ""},
	{"6 weeks", ""},
	{"next week", ""},
	{"in s", ""},
	{"in 3 s", ""},
	{"１ April 2026", ""},
	{"1 April " + strings.Repeat(" ", 200) + "2026", ""},
}

func TestDate(t *testing.T) {
	t.Parallel()
	for _, c := range dates {
		got, ok := command.Date(c.text, tuesday)
		if diff := cmp.Diff(c.want, iso(got, ok)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func iso(date time.Time, ok bool) string {
	if !ok {
		return ""
	}
	return date.Format(time.DateOnly)
}

func TestMonthsEndSensibly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ today, text, want string }{
		{"2026-01-31", "in 1 month", "2026-02-28"},
		{"2028-01-31", "in 1 month", "2028-02-29"},
		{"2026-01-31", "in 2 months", "2026-03-31"},
		{"2026-03-31", "in a month", "2026-04-30"},
		{"2026-12-31", "in 2 months", "2027-02-28"},
		{"2028-02-29", "in 1 year", "2029-02-28"},
		{"2028-02-29", "in 4 years", "2032-02-29"},
		{"2026-12-31", "tomorrow", "2027-01-01"},
		{"2026-02-28", "in 1 day", "2026-03-01"},
	} {
		today, err := time.Parse(time.DateOnly, c.today)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, iso(command.Date(c.text, today))); diff != "" {
			t.Errorf("%s on %s (-want +got):\n%s", c.text, c.today, diff)
		}
	}
}

func TestDateIsADayInUTC(t *testing.T) {
	t.Parallel()
	behind := tuesday.In(time.FixedZone("", 3*60*60)) // already Wednesday there
	got, ok := command.Date("tomorrow", behind)
	if want := time.Date(2026, time.November, 4, 0, 0, 0, 0, time.UTC); !ok || got != want {
		t.Errorf("got %v %t, want %v", got, ok, want)
	}
}

func TestTakeDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ words, date, rest string }{
		{"until|1|April|2026", "2026-04-01", "until"},
		{"until|April|1,|2026", "2026-04-01", "until"},
		{"until|April|1,2026", "2026-04-01", "until"},
		{"until|1|April|,|2026", "2026-04-01", "until"},
		{"until|1st|of|April|2026", "2026-04-01", "until"},
		{"until|2026-04-01", "2026-04-01", "until"},
		{"until|2026-04-01,", "2026-04-01", "until"},
		{"until|2026-04-01.", "2026-04-01", "until"},
		{"until|1 April 2026", "2026-04-01", "until"},
		{"by|in|6|weeks", "2026-12-15", "by"},
		{"tomorrow", "2026-11-04", ""},
		{"2026-04-01|and|more", "2026-04-01", "and|more"},
		{"Django 5.2|from|4.2|to|5.2|by|1|April|2026", "2026-04-01", "Django 5.2|from|4.2|to|5.2|by"},
		{"by|1|April|2026|to|5.2", "2026-04-01", "by|to|5.2"},
		{"1|2|April|2026", "2026-04-02", "1"},
		{"2026-04-01|2026-05-01", "2026-04-01", "2026-05-01"},
		{"until|31|April|2026", "", "until|31|April|2026"},
		{"until|01/04/2026", "", "until|01/04/2026"},
		{"the plan of 2026-04-01 holds", "", "the plan of 2026-04-01 holds"},
		{"until 1|April|2026", "", "until 1|April|2026"},
		{"1|April|2026 at noon", "", "1|April|2026 at noon"},
		{"in|6|weeks time", "", "in|6|weeks time"},
		{"", "", ""},
	} {
		words := strings.Split(c.words, "|")
		date, rest, ok := command.TakeDate(words, tuesday)
		if got := iso(date, ok); got != c.date || strings.Join(rest, "|") != c.rest {
			t.Errorf("%q: got %q and %q, want %q and %q", c.words, got, strings.Join(rest, "|"), c.date, c.rest)
		}
		if diff := cmp.Diff(strings.Split(c.words, "|"), words); diff != "" {
			t.Errorf("%q: the words were changed: %s", c.words, diff)
		}
	}
}

// TestDateReadsBack holds for every way in which a day is written.
func TestDateReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(2000, 1, 1+rapid.IntRange(0, 73048).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		layout := rapid.SampledFrom([]string{
			time.DateOnly, "2 January 2006", "02 Jan 2006", "January 2, 2006", "Jan 2 2006", "2th of January, 2006",
		}).Draw(t, "layout")
		text := day.Format(layout)
		if got, ok := command.Date(text, tuesday); !ok || got != day {
			t.Fatalf("%q is read as %v, %t", text, got, ok)
		}
		words := append([]string{"until"}, strings.Fields(text)...)
		got, rest, ok := command.TakeDate(words, tuesday)
		if !ok || got != day || !cmp.Equal(rest, []string{"until"}) {
			t.Fatalf("in %q %v, %q, %t is found", words, got, rest, ok)
		}
	})
}

// TestLaterIsLater: a longer time never ends earlier, and a month later is in the next month.
func TestLaterIsLater(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		today := time.Date(2026, 1, 1+rapid.IntRange(0, 3000).Draw(t, "day"), 5, 0, 0, 0, time.UTC)
		n := rapid.IntRange(0, 200).Draw(t, "n")
		unit := rapid.SampledFrom([]string{"days", "weeks", "months"}).Draw(t, "unit")
		one, ok := command.Date("in "+strconv.Itoa(n)+" "+unit, today)
		two, alsoOK := command.Date("in "+strconv.Itoa(n+1)+" "+unit, today)
		if !ok || !alsoOK || !two.After(one) {
			t.Fatalf("in %d %s is %v, in one more %v", n, unit, one, two)
		}
		if months := int(one.Month()) - int(today.Month()) + 12*(one.Year()-today.Year()); unit == "months" && months != n {
			t.Fatalf("in %d months is %d months later", n, months)
		}
	})
}
