package command

// Why is the name of the command that explains an issue.
const Why = "why"

func why() Spec {
	return Spec{
		Name:     Why,
		Usage:    "/upgrade why",
		Summary:  "Explain what this issue is to Upkeep, what decided every value, what Upkeep would do next, and what keeps it from that.",
		Examples: []string{"/upgrade why"},
		Who:      []Role{RoleAnyone},
		Where:    Anywhere,
	}
}
