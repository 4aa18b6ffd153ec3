package command

// Milestone is the name of the command that says which named release an upgrade is for.
const Milestone = "milestone"

func milestone() Spec {
	return Spec{
		Name:     Milestone,
		Usage:    "/upgrade milestone <named release>",
		Summary:  "Say which of the organisation's own releases the upgrade is for.",
		Examples: []string{"/upgrade milestone Willow"},
		Differs:  "`milestone` names a release; it does not touch the milestone in the sidebar of the issue.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
