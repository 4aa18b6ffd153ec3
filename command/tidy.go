package command

// Tidy is the name of the command that makes plain lists of [tasklist] fences.
const Tidy = "tidy"

func tidy() Spec {
	return Spec{
		Name:  Tidy,
		Usage: "/upgrade tidy",
		Summary: "Make plain lists of the `[tasklist]` fences in the description and in the list issues, which GitHub shows as code since it retired them. " +
			"What stands in them is kept as it is; a title becomes a heading.",
		Examples: []string{"/upgrade tidy"},
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
