package say

import "fmt"

// ListsAt is the answer to issues whose lists count from now on.
func ListsAt(n int) string {
	return fmt.Sprintf("Done, the lists of %s count as this issue's own.", count(n, "issue", "issues"))
}

// ListsOff is the answer to issues whose lists count no longer.
func ListsOff(n int) string {
	return fmt.Sprintf("Done, the lists of %s do not count here.", count(n, "issue", "issues"))
}

// OwnLists is the answer to the roadmap issue named as a list issue of its own.
func OwnLists() string { return "This is the roadmap issue itself, whose lists count already." }

// TooManyLists is the answer to more list issues than an upgrade can have.
func TooManyLists(most int) string {
	return fmt.Sprintf("Nothing was changed: an upgrade can have at most %d list issues. `/upgrade list-at off` takes one back.", most)
}

// ListsUnwritable is the answer to list issues in which the author may not
// check a box.
func ListsUnwritable(issues []Quoted) string {
	return fmt.Sprintf("Nothing was changed, because Upkeep would check boxes there, and you may not write there: %s.", codes(issues, NamesShown))
}

// ListsUnreadable says that list issues cannot be read.
func ListsUnreadable(n int) string {
	which := "**One list issue cannot be read.** It"
	if n > 1 {
		which = fmt.Sprintf("**%d list issues cannot be read.** Each", n)
	}
	return which + " was deleted, or the app may not see it. The children that it listed stay, as unknown. `/upgrade list-at off` takes it back."
}

// HiddenLinks says that links of list issues that may not be shown here cannot be read.
func HiddenLinks(n int) string {
	return fmt.Sprintf("**In private list issues, %s cannot be read.** The boxes there stay as they are.", count(n, "link", "links"))
}
