package config

import "github.com/upkeep-app/upkeep/upgrade"

// roadmapIssue is what the app keeps in the description of a roadmap issue.
func (r *reader) roadmapIssue(s setting) upgrade.RoadmapIssuePolicy {
	set := r.mapping(s)
	place := r.oneOf(set["children"])
	return upgrade.RoadmapIssuePolicy{
		NoChildren:    place == "none",
		ChildrenAtEnd: place == "end",
		GroupByOwner:  r.oneOf(set["group_by"]) == "owner",
		NestedBoxes:   r.oneOf(set["nested_boxes"]) == "follow",
		SubIssues:     r.oneOf(set["sub_issues"]) == "keep",
	}
}
