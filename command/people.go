package command

// The names of the commands that say who leads an upgrade.
const (
	Orchestrator = "orchestrator"
	Steward      = "steward"
)

func orchestrator() Spec {
	return Spec{
		Name:     Orchestrator,
		Usage:    "/upgrade orchestrator <team>",
		Summary:  "Say which team plans the upgrade and sees it through.",
		Examples: []string{"/upgrade orchestrator @openedx/arbi-bom", "/upgrade orchestrator arbi-bom"},
		Differs:  "`orchestrator` is the team that leads the upgrade; `steward` is the person who answers for a true board.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
		Takes:    []Object{Team},
	}
}

func steward() Spec {
	return Spec{
		Name:     Steward,
		Usage:    "/upgrade steward <user>",
		Summary:  "Say which person answers for a true board.",
		Examples: []string{"/upgrade steward @octocat"},
		Differs:  "`steward` is the person who answers for a true board; `orchestrator` is the team that leads the upgrade.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
		Takes:    []Object{User},
	}
}
