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
	// May says whether the person has the right to what the touch asks for, read
	// now; Unknown where ChildFacts.Hands does not ask for it.
	May Certainty
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

// touchOf finds the touch of a field of a card, or of the card itself; -1 for none.
func touchOf(touches []Touch, board, field NodeID) int {
	for i, t := range touches {
		if t.Board == board && t.Field == field {
			return i
		}
	}
	return -1
}

// handOn finds the touch that made a field's value what it is now; -1 when
// nobody knows. A touch from before the value was set is about an earlier one:
// the webhook of who set this one was lost, or has yet to come. GitHub does not
// tell when a field was emptied: there the touch has to be later than what was
// accepted before. Its times are whole seconds.
func handOn(touches []Touch, board NodeID, now FieldValue, accepted time.Time) int {
	i := touchOf(touches, board, now.Field)
	switch {
	case i < 0 || touches[i].At.Before(now.UpdatedAt.Truncate(time.Second)):
		return -1
	case now.Text == "" && !touches[i].At.After(accepted):
		return -1
	default:
		return i
	}
}
