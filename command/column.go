package command

// Column is the name of the command that moves a child's card.
const Column = "column"

func column() Spec {
	return Spec{
		Name:    Column,
		Usage:   "/upgrade column <status>",
		Summary: "Move the card of this issue to another column of the board, where it stays until the facts move on.",
		Examples: []string{
			"/upgrade column in-progress",
			`/upgrade column "Owner Review"`,
		},
		Who:   []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where: OnChild,

		SetsField: true,
	}
}
