package emulator

import (
	"slices"
	"time"
)

// pull is what a pull request has beyond an issue. Of a fork that one comes from
// no more is emulated than who has it: its commits are kept with the repository's.
type pull struct {
	id          int64
	fork        *user // whose fork the head branch is in; nil for a branch of the repository
	draft       bool
	merged      bool
	mergedAt    time.Time
	mergedBy    *user
	mergeCommit *commit // nil until merged
	head        string  // branch name, also when the branch is gone
	headCommit  *commit // where the branch was when it was looked at last
	base        string
	baseCommit  *commit // nil for a pull request into an empty repository
	// mentions are the issues that keywords of the description close, and
	// connected those that people linked in the sidebar.
	mentions  []*issue
	connected []*issue
	reviews   []*review // oldest first
	// reviewers and reviewTeams were asked for a review and gave none since.
	reviewers   []*user
	reviewTeams []*team
}

// closes are the issues that are closed when the pull request is merged.
func (p *pull) closes() []*issue {
	all := slices.Clone(p.mentions)
	for _, i := range p.connected {
		if !contains(all, i) {
			all = append(all, i)
		}
	}
	return all
}

// review finds a review by database id; nil if there is none.
func (p *pull) review(id int64) *review {
	for _, rv := range p.reviews {
		if rv.id == id {
			return rv
		}
	}
	return nil
}

// States of a review, as webhooks write them; the APIs write them in capitals.
const (
	reviewApproved  = "approved"
	reviewChanges   = "changes_requested"
	reviewCommented = "commented"
	reviewDismissed = "dismissed"
	reviewPending   = "pending" // seen only by its author
)

type review struct {
	id        int64
	nodeID    string
	pull      *issue
	author    *user
	state     string
	body      string
	commit    *commit // what was reviewed
	createdAt time.Time
	updatedAt time.Time
	at        time.Time // when it was submitted; zero while pending
	editor    *user     // who edited it last; nil if nobody did
	editedAt  time.Time
}

// opinion is whether a review says something that a later comment does not change.
func (rv *review) opinion() bool {
	return rv.state == reviewApproved || rv.state == reviewChanges || rv.state == reviewDismissed
}

// latestReviews are the last submitted reviews of each person, oldest first.
func (p *pull) latestReviews(wanted func(*review) bool) []*review {
	var latest []*review
	for _, rv := range slices.Backward(p.reviews) {
		same := func(other *review) bool { return other.author == rv.author }
		if rv.state != reviewPending && wanted(rv) && !slices.ContainsFunc(latest, same) {
			latest = append(latest, rv)
		}
	}
	slices.Reverse(latest)
	return latest
}

// decision sums up the reviews of those who may write: APPROVED,
// CHANGES_REQUESTED or nothing. No branch is protected, so none is required.
func (i *issue) decision() string {
	decision := ""
	for _, rv := range i.pull.latestReviews((*review).opinion) {
		switch {
		case i.repo.roleOf(rv.author) < roleWrite:
		case rv.state == reviewChanges:
			return "CHANGES_REQUESTED"
		case rv.state == reviewApproved:
			decision = "APPROVED"
		}
	}
	return decision
}
