package command

// The commands by which people take a child on and put it down again.
const (
	Claim   = "claim"
	Unclaim = "unclaim"
)

func claim() Spec {
	return Spec{
		Name:     Claim,
		Usage:    "/upgrade claim",
		Summary:  "Take this child on: the issue is assigned to you, next to those who have it already.",
		Differs:  "`claim` assigns the issue to you alone; `owner` says who owns the repository.",
		Examples: []string{"/upgrade claim"},
		Who:      []Role{RoleWrite, RoleOwner, RoleOrchestration},
		Where:    OnChild,
	}
}

// Everyone may unclaim: it takes nobody off but the one who writes it.
func unclaim() Spec {
	return Spec{
		Name:     Unclaim,
		Usage:    "/upgrade unclaim",
		Summary:  "Put this child down again: you are taken off the issue, and nobody else is.",
		Examples: []string{"/upgrade unclaim"},
		Who:      []Role{RoleAnyone},
		Where:    OnChild,
	}
}
