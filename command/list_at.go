package command

// ListAt is the name of the command that says which other issues hold a part of an upgrade's lists.
const ListAt = "list-at"

func listAt() Spec {
	return Spec{
		Name:  ListAt,
		Usage: "/upgrade list-at [off] <issue>…",
		Summary: "Let the lists of other issues, such as epics, count as the roadmap issue's own: what they list, and their sub-issues, are children, " +
			"and their boxes are kept too. `off` takes that back. In another repository in which the app works you have to be able to write; " +
			"elsewhere it is enough to see them.",
		Examples: []string{"/upgrade list-at openedx/public-engineering#267", "/upgrade list-at off #7"},
		Differs:  "An issue of `list-at` is no child, even where a list names it; `add` makes an issue a child.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
		Takes:    []Object{Issues},
	}
}
