package upgrade

import (
	"slices"
	"strings"
)

// StatusRule is one rule of the list that decides on a child's Status: the
// first whose conditions all hold decides. One without conditions always holds.
type StatusRule struct {
	// Status is one of the StatusKeys, or the exact name of a column.
	Status string
	When   []Condition
}

// The keys of a policy's statuses: what a column is for, whatever it is called.
const (
	StatusTodo         = "todo"
	StatusInProgress   = "in_progress"
	StatusAuthorReview = "author_review"
	StatusOwnerReview  = "owner_review"
	StatusApproved     = "approved"
	StatusBlocked      = "blocked"
	StatusDone         = "done"
	StatusNotPlanned   = "not_planned"
)

// StatusKeys are the keys of a policy's statuses, in the order of the columns.
func StatusKeys() []string {
	return []string{
		StatusTodo, StatusInProgress, StatusAuthorReview, StatusOwnerReview, StatusApproved, StatusBlocked, StatusDone, StatusNotPlanned,
	}
}

// The names of Open edX for the columns that not every board has.
const (
	usualAuthorReview = "Author Team Review"
	usualOwnerReview  = "Owner Review"
	usualApproved     = "Approved"
	usualBlocked      = "Blocked"
)

// Name is the column's name of a rule's Status. Needed is false for one of the
// columns that not every board has and the policy does not name: a rule for it
// is passed over where the board lacks it.
func (n StatusNames) Name(status string) (name string, needed bool) {
	unlessNamed := func(name, usual string) (string, bool) {
		if name != "" {
			return name, true
		}
		return usual, false
	}
	switch status {
	case StatusTodo:
		return n.Todo, true
	case StatusInProgress:
		return n.InProgress, true
	case StatusAuthorReview:
		return unlessNamed(n.AuthorReview, usualAuthorReview)
	case StatusOwnerReview:
		return unlessNamed(n.OwnerReview, usualOwnerReview)
	case StatusApproved:
		return unlessNamed(n.Approved, usualApproved)
	case StatusBlocked:
		return unlessNamed(n.Blocked, usualBlocked)
	case StatusDone:
		return n.Done, true
	case StatusNotPlanned:
		return n.withoutDoing(), true
	default:
		return status, true
	}
}

// withoutDoing is the column of a child that ends without being done.
func (n StatusNames) withoutDoing() string {
	if n.NotPlanned != "" {
		return n.NotPlanned
	}
	return n.Done
}

// column is the column of a rule on a board; false if the rule is passed over there.
func (n StatusNames) column(status string, field Field) (string, bool) {
	name, needed := n.Name(status)
	_, there := field.Option(name)
	return name, needed || there
}

// Ends reports whether the rule holds only for what is over, by the closed
// issue or by a person's word. Only such a rule may lead to the column Done.
func (r StatusRule) Ends() bool {
	over := []ConditionName{
		ConditionClosed, ConditionClosedAsCompleted, ConditionClosedAsNotPlanned, ConditionClosedAsDuplicate, ConditionNotAffected,
	}
	return slices.ContainsFunc(r.When, func(c Condition) bool { return !c.Not && slices.Contains(over, c.Name) })
}

// Conditions are the rule's conditions in one line.
func (r StatusRule) Conditions() string {
	if len(r.When) == 0 {
		return "otherwise"
	}
	var all []string
	for _, c := range r.When {
		all = append(all, c.String())
	}
	return strings.Join(all, ", ")
}

// The labels of Open edX that the default list goes by.
const (
	labelBlocked    = "blocked by other work"
	labelAuthor     = "waiting on author"
	labelMaintainer = "needs maintainer attention"
)

// DefaultStatusRules is the list of a policy without one. It serves boards with
// the columns Todo, In Progress and Done and the Open edX board alike, where
// the level (Owner Does) says who has the next step: a review inside the team
// that makes the pull requests is Author Team Review, and what is approved waits
// in Approved for the one who made it to merge, else in Owner Review for the owner.
func DefaultStatusRules() []StatusRule {
	open := is(ConditionPullOpen)
	return []StatusRule{
		{StatusNotPlanned, []Condition{is(ConditionNotAffected)}},
		{StatusNotPlanned, []Condition{is(ConditionClosedAsNotPlanned)}},
		{StatusNotPlanned, []Condition{is(ConditionClosedAsDuplicate)}},
		{StatusDone, []Condition{is(ConditionClosed)}},
		{StatusBlocked, []Condition{is(ConditionBlocked)}},
		{StatusBlocked, []Condition{labelled(labelBlocked)}},
		{StatusInProgress, []Condition{is(ConditionBlocked), open}},
		{StatusInProgress, []Condition{labelled(labelBlocked), open}},
		{StatusInProgress, []Condition{labelled(labelAuthor), open}},
		{StatusInProgress, []Condition{is(ConditionChangesRequested)}},
		{StatusOwnerReview, []Condition{labelled(labelMaintainer), open}},
		{StatusAuthorReview, []Condition{is(ConditionApproved), is(ConditionOwnerReviews), not(ConditionApprovedByOwner), is(ConditionOwnerMakes)}},
		{StatusOwnerReview, []Condition{is(ConditionApproved), is(ConditionOwnerReviews), not(ConditionApprovedByOwner)}},
		{StatusApproved, []Condition{is(ConditionApproved), is(ConditionImplementerMerges)}},
		{StatusOwnerReview, []Condition{is(ConditionApproved), is(ConditionOwnerMerges)}},
		{StatusApproved, []Condition{is(ConditionApproved)}},
		{StatusAuthorReview, []Condition{is(ConditionReviewRequestedFromOwner), is(ConditionOwnerMakes)}},
		{StatusOwnerReview, []Condition{is(ConditionReviewRequestedFromOwner)}},
		{StatusAuthorReview, []Condition{is(ConditionReviewRequested)}},
		{StatusInProgress, []Condition{open}},
		{StatusInProgress, []Condition{is(ConditionAssigned)}},
		{StatusInProgress, []Condition{is(ConditionPullMerged)}},
		{StatusTodo, nil},
	}
}
