package command

// The names of the commands that hold an upgrade and let it go on.
const (
	Pause  = "pause"
	Resume = "resume"
)

func pause() Spec {
	return Spec{
		Name:     Pause,
		Usage:    "/upgrade pause [because …]",
		Summary:  "Hold everything that is written for the upgrade; only commands are still answered.",
		Examples: []string{"/upgrade pause", "/upgrade pause because the release is frozen"},
		Differs:  "`pause` holds one upgrade until `resume`; `cancel` ends it.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}

func resume() Spec {
	return Spec{
		Name:     Resume,
		Usage:    "/upgrade resume [because …]",
		Summary:  "Let a paused upgrade go on: what has waited is written.",
		Examples: []string{"/upgrade resume"},
		Differs:  "`resume` ends the pause of one upgrade; `resume-writes` ends a halt of the organisation.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
