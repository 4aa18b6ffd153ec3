package say

import "fmt"

// Added is the answer to issues that were made children.
func Added(n int) string {
	return fmt.Sprintf("Done, %s added.", count(n, "issue is", "issues are"))
}

// Removed is the answer to issues that are kept out.
func Removed(n int) string {
	return fmt.Sprintf("Done, %s kept out.", count(n, "issue is", "issues are"))
}

// IssuesMissing is the answer to words that are not issues alone.
func IssuesMissing() string {
	return "This command needs issues or pull requests, such as `owner/repo#1`, and nothing else."
}

// TooManyIssues is the answer to more issues than one comment can name.
func TooManyIssues(most int) string {
	return fmt.Sprintf("At most %d issues can be named at once.", most)
}

// IssuesUnknown is the answer to issues that do not exist or that the author may not see.
func IssuesUnknown(issues []Quoted) string {
	return fmt.Sprintf("Nothing was changed, because these cannot be found: %s.", codes(issues, NamesShown))
}

// OwnIssue is the answer to the roadmap issue named as its own child.
func OwnIssue() string { return "This is the roadmap issue itself, which cannot be its own child." }
