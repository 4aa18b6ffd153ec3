package upgrade

import "time"

// Touch is what somebody other than the app last did to a card, or to one of
// its fields, as a webhook told it. GitHub does not tell it otherwise: a card's
// values have no record of who set them.
type Touch struct {
	// Board is where the card is, Field what was set; empty for the card itself.
	Board, Field NodeID
	// Did says what was done to the card; TouchSet for a field.
	Did TouchKind
	// By is who did it; a Bot is an automation.
	By Actor
	At time.Time
}

// TouchKind is what was done to a card.
type TouchKind string

// The kinds of touch.
const (
	TouchSet      TouchKind = "set"
	TouchAdded    TouchKind = "added"
	TouchArchived TouchKind = "archived"
	TouchRestored TouchKind = "restored"
	TouchRemoved  TouchKind = "removed"
)

// Touched is a touch with the issue or pull request whose card it was.
type Touched struct {
	Content NodeID
	Touch
}
