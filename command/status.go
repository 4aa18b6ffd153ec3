package command

// Status is the name of the command that tells where things stand.
const Status = "status"

func status() Spec {
	return Spec{
		Name:     Status,
		Usage:    "/upgrade status",
		Summary:  "Tell where this issue stands: on a child its card and what is laid down about it, on the roadmap issue the whole upgrade.",
		Examples: []string{"/upgrade status"},
		Who:      []Role{RoleAnyone},
		Where:    Anywhere,
	}
}
