package command

// OwnerDoes is the name of the command that chooses a child's upgrade service level.
const OwnerDoes = "owner-does"

func ownerDoes() Spec {
	return Spec{
		Name:    OwnerDoes,
		Usage:   "/upgrade owner-does <level>",
		Summary: "Choose the upgrade service level: how much of the work the owner of this repository does itself.",
		Examples: []string{
			"/upgrade owner-does owner-reviews-and-merges",
			`/upgrade owner-does "Owner reviews and merges"`,
			"/upgrade owner-does arbi-bom",
		},
		Differs: "`owner-does` says how much of the work the owner does; `owner` says who the owner is.",
		Who:     []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where:   OnChild,

		SetsField: true,
	}
}
