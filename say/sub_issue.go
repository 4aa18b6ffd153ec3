package say

// OnlyListed is the part about the children for which there is no room among
// the roadmap issue's sub-issues.
func OnlyListed(children int) Part {
	if children == 0 {
		return Part{}
	}
	return Part{Title: "Sub-issues", Text: "GitHub lets an issue have 100 sub-issues, closed ones included. " +
		count(children, "child is", "children are") + " in the lists alone for want of room, which changes nothing else."}
}
