package say

import (
	"fmt"
	"time"
)

// Usage ends the answer to a command that was not understood.
func Usage(usage Quoted) string { return fmt.Sprintf("The usage is %s.", usage.Code()) }

// day is a date as the app always writes it.
func day(date time.Time) string { return date.Format(time.DateOnly) }

// DateUnclear is the answer to words that are no date; zero for none at all.
func DateUnclear(words Quoted) string {
	const how = "Dates are written like `2026-04-01`, `1 April 2026` or `in 6 weeks`."
	if words.IsZero() {
		return "This command needs a date, and none is given. " + how
	}
	return fmt.Sprintf("%s cannot be read as a date. ", words.Code()) + how
}

// DatePast is the answer to a date that has passed.
func DatePast(date time.Time) string { return fmt.Sprintf("The date %s is in the past.", day(date)) }

// BecauseMissing is the answer to a command that lacks its reason.
func BecauseMissing() string {
	return "This command needs a reason: the word `because`, and after it why."
}

// TargetSet is the answer to a target date that is laid down.
func TargetSet(date time.Time) string { return fmt.Sprintf("Done, the target date is %s.", day(date)) }

// ReleaseMissing is the answer to a command that names no release.
func ReleaseMissing() string { return "This command needs the name of a release, and none is given." }

// ReleaseTooLong is the answer to a name beyond the bound, in characters.
func ReleaseTooLong(most int) string {
	return fmt.Sprintf("The name of a release can have up to %d characters.", most)
}

// ReleaseSet is the answer to a named release that is laid down.
func ReleaseSet(name Quoted) string {
	return fmt.Sprintf("Done, the named release is %s.", name.Code())
}

// NameOnly is the answer to a name with something in it that is read as more
// than words.
func NameOnly() string {
	return "This command takes no issue, team, person or `key=value`. A name that has one in it goes in quotes."
}

// AddressUnclear is the answer to words that are not one address.
func AddressUnclear() string {
	return "This command needs one address, such as `https://example.org/page`."
}

// AddressTooLong is the answer to an address beyond the bound, in bytes.
func AddressTooLong(most int) string { return fmt.Sprintf("An address can have up to %d bytes.", most) }

// AddressNotHTTPS is the answer to an address of another scheme.
func AddressNotHTTPS() string { return "The address has to begin with `https://`." }

// AddressWithUser is the answer to an address that holds a user name or a password.
func AddressWithUser() string {
	return "The address has a user name or a password in it. Please give it without."
}

// AddressSet is the answer to an address that is laid down.
func AddressSet(address Quoted) string {
	return fmt.Sprintf("Done, the address is %s.", address.Code())
}
