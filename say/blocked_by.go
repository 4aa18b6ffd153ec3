package say

import "fmt"

// Blocked is the answer to issues that a child waits for.
func Blocked(n int) string {
	return fmt.Sprintf("Done, this child waits for %s.", count(n, "issue", "issues"))
}

// Unblocked is the answer to issues that a child waits for no longer.
func Unblocked(n int) string {
	return fmt.Sprintf("Done, this child does not wait for %s any more.", count(n, "issue", "issues"))
}

// BlockedByItself is the answer to a child that is said to wait for itself.
func BlockedByItself() string { return "This is the issue itself, which cannot wait for itself." }

// TooManyBlockers is the answer to more issues than one child can wait for.
func TooManyBlockers(most int) string {
	return fmt.Sprintf("A child can wait for up to %d issues, and these would be more, so nothing was changed.", most)
}

// BlockedBy tells on the child of one issue that it waits for.
func BlockedBy(issue Quoted, word Word) string {
	return fmt.Sprintf("Blocked by %s%s.", issue.Code(), word)
}

// BlockedByHidden tells of one whose name not everybody who sees the child may see.
func BlockedByHidden(word Word) string {
	return fmt.Sprintf("Blocked by an issue of a private repository%s.", word)
}

// Undisclosed stands for a value that not everybody who reads it may know.
func Undisclosed() Quoted { return Quote("something private") }
