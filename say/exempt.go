package say

import (
	"fmt"
	"time"
)

// ExemptSet is the answer to an exemption that is laid down, until zero for one without an end.
func ExemptSet(until time.Time) string {
	if until.IsZero() {
		return "Done, this child is exempt."
	}
	return fmt.Sprintf("Done, this child is exempt until %s.", day(until))
}

// NotExempt is the answer to an exemption that is taken back.
func NotExempt() string { return "Done, this child is not exempt." }

// ExemptOver is the answer to an exemption that would have ended already.
func ExemptOver(until time.Time) string {
	return fmt.Sprintf("The date %s does not lie ahead, so the exemption would be over already.", day(until))
}

// ExemptTooLong is the answer to an exemption whose end is too far ahead.
func ExemptTooLong(years int) string {
	return fmt.Sprintf("An exemption can end up to %d years ahead. Without a date it has no end.", years)
}

// NotAffectedSet is the answer when a child is said to have nothing to do.
func NotAffectedSet() string { return "Done, this child counts as not affected." }

// Affected is the answer when that is taken back.
func Affected() string { return "Done, this child counts as affected." }

// WordsLeft is the answer to words where a command takes nothing but a reason.
func WordsLeft(words Quoted) string {
	return fmt.Sprintf("This command takes nothing before the reason, and %s stands there.", words.Code())
}

// NothingNamed is the answer to a command that names something and takes no names.
func NothingNamed() string {
	return "This command takes no issue, team, person or `key=value` before the reason."
}

// Exempt tells on the child that it is exempt, until zero for always.
func Exempt(until time.Time, word Word) string {
	if until.IsZero() {
		return fmt.Sprintf("Exempt%s: the upgrade can finish without this child.", word)
	}
	return fmt.Sprintf("Exempt until %s%s: till then the upgrade can finish without this child.", day(until), word)
}

// NotAffected tells on the child that it has nothing to do.
func NotAffected(word Word) string {
	return fmt.Sprintf("Not affected%s: there is nothing to do here.", word)
}
