package command

// Target is the name of the command that sets an upgrade's target date.
const Target = "target"

func target() Spec {
	return Spec{
		Name:    Target,
		Usage:   "/upgrade target <date> because …",
		Summary: "Set the date by which the upgrade is to be done, and say why that date.",
		Examples: []string{
			"/upgrade target 2030-04-01 because support for the old version ends",
			"/upgrade target in 6 weeks because the release is cut then",
		},
		Who:   roadmapRoles(),
		Where: OnRoadmap,
	}
}

// roadmapRoles are those who lead an upgrade.
func roadmapRoles() []Role { return []Role{RoleOrchestration, RoleSteward, RolePeople} }
