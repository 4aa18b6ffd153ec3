package command

// The names of the commands about the steps of the runbook.
const (
	Check      = "check"
	Uncheck    = "uncheck"
	AcceptStep = "accept-step"
)

func check() Spec {
	return Spec{
		Name:  Check,
		Usage: "/upgrade check <step>",
		Summary: "Check the box of a step of the runbook. A step is its number in the runbook, its name, the name of its rule, or some of its words. " +
			"The box stays checked, whatever the step's rule sees, until what it sees changes.",
		Examples: []string{"/upgrade check 12", "/upgrade check label", `/upgrade check "announce the upgrade"`},
		Differs:  "`check` says that a step is done; `accept-step` says which step a line is.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}

func uncheck() Spec {
	return Spec{
		Name:     Uncheck,
		Usage:    "/upgrade uncheck <step>",
		Summary:  "Open the box of a step of the runbook again. Steps are named as for `check`, and the box stays open in the same way.",
		Examples: []string{"/upgrade uncheck 12", "/upgrade uncheck target-date"},
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}

func acceptStep() Spec {
	return Spec{
		Name:  AcceptStep,
		Usage: "/upgrade accept-step <number>… | all",
		Summary: "Say yes to what the app has proposed: that a line of the runbook, which is worded otherwise, is a step that it knows. " +
			"From then on the step's rule keeps the line's box, wherever the line moves, until the line is worded otherwise again.",
		Examples: []string{"/upgrade accept-step 4", "/upgrade accept-step 4 7", "/upgrade accept-step all"},
		Differs:  "`accept-step` says which step a line is; `check` says that a step is done.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
