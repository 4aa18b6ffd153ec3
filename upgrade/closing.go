package upgrade

import "slices"

// HandCloses is the Command of a Hand that drags a card to Done: no command
// closes a child, so what it takes is the right to close the issue on GitHub.
const HandCloses = "close"

// autoClose is GitHub's own automation that closes the issue of a card in Done.
const autoClose = "Auto-close issue"

// dragged is the hand that has dragged the card of an open issue to Done, where
// the policy lets that close the issue; false when there is none. One from
// before the issue was reopened is over.
func (c *child) dragged() (Hand, bool) {
	policy := c.Policy.Maintenance
	field, there := c.Board.Field(policy.Fields.Status)
	if !policy.CloseOnDone || !there || c.Upgrade.Paused || c.card.away() || c.Issue.Closed || c.Issue.IsPullRequest {
		return Hand{}, false
	}
	now := c.card.now(field)
	base := c.card.base(field)
	at := handOn(c.Touches, c.Board.ID, now, now.UpdatedAt)
	if now.Text != policy.Statuses.Done || base == "" || base == now.Text || c.closedByGitHub() {
		return Hand{}, false
	}
	if at < 0 || c.Touches[at].By.Bot || c.Touches[at].At.Before(c.Issue.ChangedAt) {
		return Hand{}, false
	}
	return Hand{Touch: at, Command: HandCloses}, true
}

// closedByGitHub reports whether the board itself closes the issues of cards in Done.
func (c *child) closedByGitHub() bool {
	return slices.Contains(c.Board.Workflows, Workflow{Name: autoClose, Enabled: true})
}

// closing closes the issue whose card somebody who may has dragged to Done. It
// is the last of a plan.
func (c *child) closing() []Action {
	hand, is := c.dragged()
	if !is || c.Touches[hand.Touch].May != Yes || c.moved.value != "" {
		return nil
	}
	why := c.Touches[hand.Touch].By.Login + " has dragged its card to " + c.Policy.Maintenance.Statuses.Done
	return []Action{CloseIssue{Ref: c.Issue.Ref, Reason: ReasonCompleted, Why: why}}
}
