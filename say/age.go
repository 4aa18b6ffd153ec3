package say

import (
	"fmt"
	"time"
)

// when is a time as people read it: "2026-11-20, 3 hours ago".
func when(at, now time.Time) string { return day(at.UTC()) + ", " + ago(now.Sub(at)) }

// ago is an age in words, in whole minutes, hours or days. Clocks differ: what
// lies a little ahead is just now.
func ago(age time.Duration) string {
	const hoursOfADay = 24
	hours := int(age.Hours())
	switch {
	case age < time.Minute:
		return "just now"
	case hours < 1:
		return fmt.Sprintf("%s ago", count(int(age.Minutes()), "minute", "minutes"))
	case hours < hoursOfADay:
		return fmt.Sprintf("%s ago", count(hours, "hour", "hours"))
	default:
		return fmt.Sprintf("%s ago", count(hours/hoursOfADay, "day", "days"))
	}
}
