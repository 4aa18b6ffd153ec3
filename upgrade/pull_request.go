package upgrade

import "time"

// PullRequest is a pull request linked to an issue, by closing keyword or the
// sidebar, in whatever repository it is.
type PullRequest struct {
	ID  NodeID
	Ref Ref
	// Address is where people see it.
	Address string
	// Private says that its repository is private or internal.
	Private bool
	Author  Actor
	Open    bool
	Draft   bool
	Merged  bool
	Labels  []string
	// Decision is what the branch's protection makes of the reviews; empty
	// where it asks for none.
	Decision ReviewDecision
	// Requested are those who are asked for a review and have not given it.
	Requested []Reviewer
	// Reviews are the latest opinion of each person with the right to write.
	Reviews   []Review
	CreatedAt time.Time
	// ReadyAt is when it was last made ready for review; CreatedAt if it never was a draft.
	ReadyAt time.Time
	// RequestedAt is the newest request for a review; zero without one.
	RequestedAt time.Time
	// MergedAt is zero unless Merged.
	MergedAt time.Time
}

// ReviewDecision is a pull request's reviewDecision of GitHub's GraphQL.
type ReviewDecision string

// The decisions.
const (
	DecisionApproved         ReviewDecision = "APPROVED"
	DecisionChangesRequested ReviewDecision = "CHANGES_REQUESTED"
	DecisionReviewRequired   ReviewDecision = "REVIEW_REQUIRED"
)

// Reviewer is who is asked for a review: a person, or a team by its slug in
// the organisation that owns the pull request's repository; the zero Reviewer is
// a team or person that the app cannot see.
type Reviewer struct {
	User Actor
	Team string
	// At is when it was last asked; zero if that is not known.
	At time.Time
}

// Review is a person's latest opinion: an approval, or a wish for changes.
type Review struct {
	By       Actor
	Approved bool
	At       time.Time
}
