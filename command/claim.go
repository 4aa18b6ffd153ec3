package command

// The commands by which people take a child on and give it back.
const (
	Claim   = "claim"
	Unclaim = "unclaim"
)

func claim() Spec {
	return Spec{
		Name:     Claim,
		Usage:    "/upgrade claim",
		Summary:  "Take this child on: the issue is assigned to you, besides those who have it already.",
		Differs:  "`claim` is about who works on this issue; `owner` is about who owns the repository.",
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
		Summary:  "Give this child back: you are taken off the issue, and nobody else is.",
		Examples: []string{"/upgrade unclaim"},
		Who:      []Role{RoleAnyone},
		Where:    OnChild,
	}
}
