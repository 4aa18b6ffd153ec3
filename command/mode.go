package command

// The names of the commands that choose an upgrade's mode.
const (
	Activate = "activate"
	PlanOnly = "plan-only"
)

func activate() Spec {
	return Spec{
		Name:           Activate,
		Usage:          "/upgrade activate [boxes|fields|comments|issues]…",
		Summary:        "Write in this upgrade what was only shown before: everything, or the kinds of write that are named. After `/upgrade start`, whoever may start an upgrade confirms the preview of its description so.",
		Examples:       []string{"/upgrade activate", "/upgrade activate boxes fields"},
		Differs:        "`activate` lets an upgrade write for the first time, or again after `plan-only`; `resume` ends a pause, and `resume-writes` a halt.",
		Who:            []Role{RolePeople},
		Where:          OnRoadmap,
		Administrative: true,
	}
}

func planOnly() Spec {
	return Spec{
		Name:           PlanOnly,
		Usage:          "/upgrade plan-only [boxes|fields|comments|issues]…",
		Summary:        "Only show what would be written in this upgrade: everything, or the kinds of write that are named.",
		Examples:       []string{"/upgrade plan-only", "/upgrade plan-only boxes"},
		Differs:        "`plan-only` goes on looking and lists what it would write for `upkeep plan`; `pause` holds the upgrade, and `halt` stops the whole organisation.",
		Who:            []Role{RolePeople},
		Where:          OnRoadmap,
		Administrative: true,
	}
}
