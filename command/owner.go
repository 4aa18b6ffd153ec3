package command

// Owner is the name of the command that says who owns a child's repository.
const Owner = "owner"

func owner() Spec {
	return Spec{
		Name:    Owner,
		Usage:   "/upgrade owner <team|user>",
		Summary: "Say who owns this repository, in this upgrade, whatever `catalog-info.yaml` says.",
		Differs: "`owner` says who the owner is; `owner-does` says how much of the work the owner does.",
		Examples: []string{
			"/upgrade owner @openedx/arbi-bom",
			"/upgrade owner @octocat",
			`/upgrade owner "Axim Engineering"`,
		},
		Who:   []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where: OnChild,
		Takes: []Object{Team, User},
	}
}
