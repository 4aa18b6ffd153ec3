package command

// The names of the commands that end an upgrade.
const (
	Finish = "finish"
	Cancel = "cancel"
)

func finish() Spec {
	return Spec{
		Name:  Finish,
		Usage: "/upgrade finish [acknowledged]",
		Summary: "End the upgrade once nothing is left to do: the roadmap issue is closed as completed. " +
			"While children are left, they are listed instead. Open steps of the clean-up, and what the children's descriptions " +
			"have below \"Deployment notes\", come as a draft for the release notes first; `finish acknowledged`, once you have read it, closes the issue.",
		Examples: []string{"/upgrade finish", "/upgrade finish acknowledged"},
		Differs:  "`finish` checks that nothing is left to do; closing the roadmap issue by hand stops the upgrade too, but checks nothing.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}

func cancel() Spec {
	return Spec{
		Name:     Cancel,
		Usage:    "/upgrade cancel because …",
		Summary:  "End the upgrade though it is not done: the roadmap issue is closed as not planned.",
		Examples: []string{"/upgrade cancel because we go straight to the next version"},
		Differs:  "`cancel` ends the upgrade undone; `finish` ends it done, and `pause` only holds it.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
