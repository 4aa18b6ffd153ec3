package upgrade

import (
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
)

// findPull is whether a condition about pull requests holds.
func (c *child) findPull(name ConditionName) finding {
	switch name {
	case ConditionPullOpen:
		return c.pullOpen()
	case ConditionPullDraft:
		return c.pullDraft()
	case ConditionPullMerged:
		return c.pullMerged()
	case ConditionChangesRequested:
		return c.changesRequested()
	case ConditionReviewRequested:
		return c.reviewRequested(func(PullRequest, Reviewer) bool { return true })
	case ConditionReviewRequestedFromOwner:
		return c.reviewRequested(c.asksOwner)
	case ConditionReviewRequestedFromOrchestration:
		return c.reviewRequested(c.asksOrchestration)
	case ConditionApproved:
		return c.approved()
	case ConditionApprovedByOwner:
		return c.approvedByOwner()
	default:
		return finding{}
	}
}

func (c *child) openPulls() []PullRequest {
	return pulls(c.Issue.PullRequests, func(p PullRequest) bool { return p.Open })
}

// readyPulls are the open ones that can be reviewed.
func (c *child) readyPulls() []PullRequest {
	return pulls(c.Issue.PullRequests, func(p PullRequest) bool { return p.Open && !p.Draft })
}

func pulls(all []PullRequest, keep func(PullRequest) bool) []PullRequest {
	return slices.DeleteFunc(slices.Clone(all), func(p PullRequest) bool { return !keep(p) })
}

// anyOf is a finding that holds if any of the times does: since the first.
type anyOf struct{ finding }

func (a *anyOf) add(since time.Time) {
	if a.holds {
		since = earliest(a.since, since)
	}
	a.holds, a.since = true, since
}

// pullOpen ended some time after the last one was opened: GitHub is not asked
// when they were closed.
func (c *child) pullOpen() finding {
	open := anyOf{finding{why: "a linked pull request is open"}}
	if c.Issue.IsPullRequest {
		open.why = "the pull request is open"
	}
	var last time.Time
	for _, p := range c.Issue.PullRequests {
		last = latest(last, p.CreatedAt)
		if p.Open {
			open.add(p.CreatedAt)
		}
	}
	if !open.holds {
		open.since = last
	}
	return open.finding
}

func (c *child) pullDraft() finding {
	open, ready := c.pullOpen(), anyOf{}
	if !open.holds {
		return finding{since: open.since}
	}
	var last time.Time
	for _, p := range c.openPulls() {
		last = latest(last, p.ReadyAt)
		if !p.Draft {
			ready.add(p.ReadyAt)
		}
	}
	if ready.holds {
		return finding{since: ready.since}
	}
	return finding{holds: true, since: last}
}

// pullMerged counts what was merged after the issue was last reopened: what was
// before did not do it, or was reverted.
func (c *child) pullMerged() finding {
	var merged anyOf
	reopened := c.Issue.ChangedAt.After(c.Issue.CreatedAt)
	for _, p := range c.Issue.PullRequests {
		switch {
		case !p.Merged:
		case !reopened || p.MergedAt.After(c.Issue.ChangedAt):
			merged.add(p.MergedAt)
		case !merged.holds:
			merged.since = c.Issue.ChangedAt
		}
	}
	return merged.finding
}

// changesRequested ended some time after the wish of a person who is asked again.
func (c *child) changesRequested() finding {
	var wanted anyOf
	var before time.Time
	for _, p := range c.readyPulls() {
		for _, review := range p.Reviews {
			switch {
			case review.Approved:
			case p.asks(review.By):
				before = latest(before, review.At)
			default:
				wanted.add(latest(review.At, p.ReadyAt))
			}
		}
	}
	if !wanted.holds {
		wanted.since = before
	}
	return wanted.finding
}

// asks reports whether a person is asked for a review.
func (p PullRequest) asks(who Actor) bool {
	return slices.ContainsFunc(p.Requested, func(r Reviewer) bool { return r.User.ID != 0 && r.User.ID == who.ID })
}

func (c *child) reviewRequested(from func(PullRequest, Reviewer) bool) finding {
	var asked anyOf
	for _, p := range c.readyPulls() {
		for _, reviewer := range p.Requested {
			if from(p, reviewer) {
				asked.add(latest(reviewer.At, p.ReadyAt))
			}
		}
	}
	return asked.finding
}

// approved is whether every open pull request can be merged. It holds since its
// first approval at the earliest: how many the branch asks for is not known.
func (c *child) approved() finding {
	f := finding{holds: c.pullOpen().holds}
	for _, p := range c.openPulls() {
		if p.Draft || !p.approved() {
			return finding{}
		}
		approval := p.approval(func(Review) bool { return true })
		f.since = latest(f.since, latest(approval.since, p.ReadyAt))
	}
	return f
}

func (c *child) approvedByOwner() finding {
	f := c.approved()
	for _, p := range c.openPulls() {
		approval := p.approval(c.byOwner)
		if !f.holds || !approval.holds {
			return finding{}
		}
		f.since = latest(f.since, approval.since)
	}
	return f
}

// approval is the first approval that counts.
func (p PullRequest) approval(counts func(Review) bool) finding {
	var first anyOf
	for _, review := range p.Reviews {
		if review.Approved && counts(review) {
			first.add(review.At)
		}
	}
	return first.finding
}

// approved reports whether the reviews allow a merge. Where the branch asks for
// none, one approval does and no wish for changes.
func (p PullRequest) approved() bool {
	if p.Decision != "" {
		return p.Decision == DecisionApproved
	}
	wishes := slices.ContainsFunc(p.Reviews, func(r Review) bool { return !r.Approved })
	return len(p.Reviews) > 0 && !wishes
}

// asksOwner reports whether the owner of the child's repository is asked.
func (c *child) asksOwner(p PullRequest, r Reviewer) bool {
	if r.Team != "" {
		return sameTeam(p, r, c.Issue.Repository.Owner, c.owner.Team)
	}
	return c.isOwner(r.User)
}

func (c *child) asksOrchestration(p PullRequest, r Reviewer) bool {
	if r.Team != "" {
		return sameTeam(p, r, c.Upgrade.Roadmap.Owner, c.Upgrade.OrchestrationTeam)
	}
	return c.orchestrates(r.User)
}

// sameTeam reports whether a team that is asked is one of an organisation.
func sameTeam(p PullRequest, r Reviewer, organisation, slug string) bool {
	return teamKey(p.Ref.Owner, r.Team) == teamKey(organisation, slug)
}

func teamKey(organisation, slug string) string {
	return TeamKey(command.TeamName{Organisation: organisation, Slug: slug})
}

// byOwner reports whether a review is more than the orchestration team's own.
func (c *child) byOwner(review Review) bool {
	return c.owner.IsZero() || c.isOwner(review.By) || !c.orchestrates(review.By)
}

func (c *child) isOwner(who Actor) bool {
	if c.owner.User != "" {
		return strings.EqualFold(c.owner.User, who.Login)
	}
	return c.owner.Team != "" && c.Teams[teamKey(c.Issue.Repository.Owner, c.owner.Team)][who.ID]
}

func (c *child) orchestrates(who Actor) bool {
	team := c.Upgrade.OrchestrationTeam
	return team != "" && c.Teams[teamKey(c.Upgrade.Roadmap.Owner, team)][who.ID]
}
