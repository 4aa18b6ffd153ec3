package command

// The commands that say which issues a child waits for.
const (
	BlockedBy = "blocked-by"
	Unblock   = "unblock"
)

func blockedBy() Spec {
	return Spec{
		Name:    BlockedBy,
		Usage:   "/upgrade blocked-by <issue>… [because …]",
		Summary: "Say which issues have to be done before this child can be; where GitHub has dependencies between issues, they are made too.",
		Differs: "`blocked-by` names what this child waits for; `exempt` lets the upgrade finish without it.",
		Examples: []string{
			"/upgrade blocked-by #12",
			"/upgrade blocked-by octo-org/library#7 #12 because both pin the old version",
		},
		Who:   []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where: OnChild,
		Takes: []Object{Issues},
	}
}

func unblock() Spec {
	return Spec{
		Name:     Unblock,
		Usage:    "/upgrade unblock <issue>…",
		Summary:  "Say that this child does not wait for these issues any more.",
		Examples: []string{"/upgrade unblock #12"},
		Who:      []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where:    OnChild,
		Takes:    []Object{Issues},
	}
}
