package config

import "github.com/upkeep-app/upkeep/upgrade"

// roadmapIssue is what the app keeps in the description of a roadmap issue.
func (r *reader) roadmapIssue(s setting) upgrade.RoadmapIssuePolicy {
	set := r.mapping(s, "children", "group_by", "nested_boxes", "sub_issues")
	place := r.oneOf(set["children"], "after form", "end", "none")
	return upgrade.RoadmapIssuePolicy{
		NoChildren:    place == "none",
		ChildrenAtEnd: place == "end",
		GroupByOwner:  r.oneOf(set["group_by"], "start", "owner") == "owner",
		NestedBoxes:   r.oneOf(set["nested_boxes"], "leave", "follow") == "follow",
		SubIssues:     r.oneOf(set["sub_issues"], "leave", "keep") == "keep",
	}
}
