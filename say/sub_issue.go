package say

// OnlyListed is the part about the children for which there is no room among
// the roadmap issue's sub-issues.
func OnlyListed(children int) Part {
	if children == 0 {
		return Part{}
	}
	return Part{Title: "Sub-issues", Text: "GitHub lets an issue have 100 sub-issues, closed ones included. " +
		count(children, "child has", "children have") + " no room there and stand in the lists alone, where they count like all others."}
}
