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
		Who:   "people with write permission on the repository, the owning team, and the orchestration team",
		Where: "on a child issue of an upgrade",
	}
}
