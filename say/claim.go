package say

import "fmt"

// Claimed is the answer when the author of a command has the issue.
func Claimed() string { return "Done, this issue is assigned to you." }

// Unclaimed is the answer when the author of a command does not have the issue.
func Unclaimed() string { return "Done, this issue is not assigned to you." }

// ClaimOfOthers is the answer to words where a command is about its author alone.
func ClaimOfOthers() string {
	return "This command is about the person who writes it and takes nothing more. Others write it themselves, or are assigned in the sidebar of the issue."
}

// Unwritable is the answer where GitHub lets nobody change the issue, for a reason
// such as "the repository is archived".
func Unwritable(why string) string { return fmt.Sprintf("Nothing can be changed here: %s.", why) }

// NotAssignable is the answer to somebody whom GitHub does not let be assigned.
func NotAssignable(repository Quoted) string {
	return fmt.Sprintf("GitHub lets only those be assigned who belong to the organisation or may write to %s, so nothing was changed. Somebody who looks after the repository can invite you; the command works after that.", repository.Code())
}

// AssigneesFull is the answer where no more people can be assigned.
func AssigneesFull(most int) string {
	return fmt.Sprintf("An issue can be assigned to up to %d people, and this one is. Once one of them writes `/upgrade unclaim`, the command works.", most)
}
