package command

// Start is the name of the command that makes an issue the roadmap issue of a new upgrade.
const Start = "start"

func start() Spec {
	return Spec{
		Name:    Start,
		Usage:   `/upgrade start "<name>" [from <version>] [to <version>] [by <date>]`,
		Summary: "Make this issue the roadmap issue of a new upgrade, whose children are the issues that it lists. What its description says is read, and a preview shows what would change there until `/upgrade activate` confirms it.",
		Differs: "`start` begins an upgrade; `add` adds a child to one.",
		Examples: []string{
			`/upgrade start "Django 5.2" from 4.2 to 5.2 by 2030-04-01`,
			`/upgrade start "Node 24"`,
		},
		Who:            []Role{RoleOrchestration, RolePeople},
		Where:          OnNew,
		Administrative: true,
	}
}
