package upgrade

import (
	"slices"
	"strings"
)

// Condition is one thing that can be true of a child, in the words of a policy:
// "approved", "not approved by owner", "label waiting on author".
type Condition struct {
	Not  bool
	Name ConditionName
	// Label is the label's name, for ConditionLabel alone.
	Label string
}

// ConditionName is a condition's phrase in a policy.
type ConditionName string

// The conditions, about the child itself.
const (
	ConditionClosed             ConditionName = "closed"
	ConditionClosedAsCompleted  ConditionName = "closed as completed"
	ConditionClosedAsNotPlanned ConditionName = "closed as not planned"
	ConditionClosedAsDuplicate  ConditionName = "closed as duplicate"
	ConditionNotAffected        ConditionName = "not affected"
	ConditionExempt             ConditionName = "exempt"
	// ConditionBlocked is an open issue that the child waits for.
	ConditionBlocked ConditionName = "blocked"
	// ConditionLabel, with a name after it, is a label on the issue or on an open pull request.
	ConditionLabel    ConditionName = "label"
	ConditionAssigned ConditionName = "assigned"
)

// The conditions about its pull requests. The open ones that are no drafts are
// those that can be reviewed.
const (
	ConditionPullOpen ConditionName = "pull request open"
	// ConditionPullDraft is that all open ones are drafts.
	ConditionPullDraft ConditionName = "pull request draft"
	// ConditionPullMerged is a merge after the issue was last reopened.
	ConditionPullMerged ConditionName = "pull request merged"
	// ConditionChangesRequested is a wish for changes of somebody who is not asked again.
	ConditionChangesRequested                 ConditionName = "changes requested"
	ConditionReviewRequested                  ConditionName = "review requested"
	ConditionReviewRequestedFromOwner         ConditionName = "review requested from owner"
	ConditionReviewRequestedFromOrchestration ConditionName = "review requested from orchestration"
	// ConditionApproved is that every open one can be merged, as far as reviews go.
	ConditionApproved ConditionName = "approved"
	// ConditionApprovedByOwner is that also somebody approved who is not only of
	// the orchestration team; anybody while the owner is not known.
	ConditionApprovedByOwner ConditionName = "approved by owner"
)

// The conditions about the level, in Owner Does.
const (
	ConditionLevelUndecided ConditionName = "level undecided"
	ConditionOwnerMakes     ConditionName = "owner makes pull requests"
	ConditionOwnerReviews   ConditionName = "owner reviews"
	ConditionOwnerMerges    ConditionName = "owner merges"
	ConditionOwnerDeploys   ConditionName = "owner deploys"
	// ConditionImplementerMerges is that who makes the pull requests merges them, or that nobody has decided.
	ConditionImplementerMerges ConditionName = "implementer merges"
)

// ConditionNames are all conditions, in the order in which they are told.
func ConditionNames() []ConditionName {
	return []ConditionName{
		ConditionClosed, ConditionClosedAsCompleted, ConditionClosedAsNotPlanned, ConditionClosedAsDuplicate,
		ConditionNotAffected, ConditionExempt, ConditionBlocked, ConditionLabel, ConditionAssigned,
		ConditionPullOpen, ConditionPullDraft, ConditionPullMerged, ConditionChangesRequested,
		ConditionReviewRequested, ConditionReviewRequestedFromOwner, ConditionReviewRequestedFromOrchestration,
		ConditionApproved, ConditionApprovedByOwner,
		ConditionLevelUndecided, ConditionOwnerMakes, ConditionOwnerReviews, ConditionOwnerMerges, ConditionOwnerDeploys,
		ConditionImplementerMerges,
	}
}

// ParseCondition reads a condition, whatever its letter case and spacing; false
// for what is none. "not affected" is one by itself, not the negation of another.
func ParseCondition(text string) (Condition, bool) {
	words := strings.Join(strings.Fields(text), " ")
	if c, ok := parsePositive(words); ok {
		return c, true
	}
	if len(words) > 4 && strings.EqualFold(words[:4], "not ") {
		c, ok := parsePositive(words[4:])
		c.Not = true
		return c, ok
	}
	return Condition{}, false
}

func parsePositive(words string) (Condition, bool) {
	first, label, _ := strings.Cut(words, " ")
	if strings.EqualFold(first, string(ConditionLabel)) {
		return Condition{Name: ConditionLabel, Label: label}, label != ""
	}
	name := ConditionName(strings.ToLower(words))
	return Condition{Name: name}, slices.Contains(ConditionNames(), name)
}

// String is the condition as ParseCondition reads it.
func (c Condition) String() string {
	text := string(c.Name)
	if c.Name == ConditionLabel {
		text += " " + c.Label
	}
	if c.Not {
		return "not " + text
	}
	return text
}

// is is a condition that a rule of the default list wants.
func is(name ConditionName) Condition { return Condition{Name: name} }

func not(name ConditionName) Condition { return Condition{Not: true, Name: name} }

func labelled(label string) Condition { return Condition{Name: ConditionLabel, Label: label} }
