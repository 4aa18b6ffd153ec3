package upgrade

import (
	"slices"
	"strings"
	"time"
)

// find is whether a condition holds for the child.
func (c *child) find(condition Condition) finding {
	f := c.findPositive(condition)
	if condition.Not {
		f.holds, f.why = !f.holds, ""
	}
	if f.why == "" {
		f.why = condition.String()
	}
	return f
}

func (c *child) findPositive(condition Condition) finding {
	switch condition.Name {
	case ConditionClosed:
		return c.closedAs(ReasonCompleted, ReasonNotPlanned, ReasonDuplicate)
	case ConditionClosedAsCompleted:
		return c.closedAs(ReasonCompleted)
	case ConditionClosedAsNotPlanned:
		return c.closedAs(ReasonNotPlanned)
	case ConditionClosedAsDuplicate:
		return c.closedAs(ReasonDuplicate)
	case ConditionNotAffected:
		return c.foundNotAffected()
	case ConditionExempt:
		return c.foundExempt()
	case ConditionBlocked:
		return c.blocked()
	case ConditionLabel:
		return finding{holds: c.labelled(condition.Label)}
	case ConditionAssigned:
		return c.foundAssigned()
	case ConditionLevelUndecided, ConditionOwnerMakes, ConditionOwnerReviews, ConditionOwnerMerges, ConditionOwnerDeploys,
		ConditionImplementerMerges:
		return finding{holds: c.leveled(condition.Name)}
	default:
		return c.findPull(condition.Name)
	}
}

// closedAs is whether the child is closed for one of some reasons.
func (c *child) closedAs(reasons ...StateReason) finding {
	reason := c.Issue.closedFor()
	switch {
	case !c.Issue.Closed:
		return finding{since: c.Issue.ChangedAt}
	case slices.Contains(reasons, reason):
		return finding{holds: true, since: c.Issue.ChangedAt, why: "closed as " + strings.ReplaceAll(string(reason), "_", " ")}
	default:
		return finding{}
	}
}

// closedFor is why a closed issue is closed: as completed unless GitHub says otherwise.
func (s IssueState) closedFor() StateReason {
	if s.withoutDoing() {
		return s.Reason
	}
	return ReasonCompleted
}

func (c *child) foundNotAffected() finding {
	s := standing(c.Issue.IssueState, c.Settings, c.Now, true)
	if s.Count != CountNotAffected {
		return finding{}
	}
	return finding{true, s.Said.At, "not affected, says " + s.Said.By.Login}
}

func (c *child) foundExempt() finding {
	if said, _ := exemption(c.Settings, c.Now); said.Value != "" {
		return finding{holds: true, since: said.At}
	}
	// What is no date was no exemption either.
	over, _ := time.Parse(time.DateOnly, c.Settings.Value(SettingExempt))
	return finding{since: over}
}

// blocked is whether the child waits for an open issue. It no longer does since the
// last of those that it was said to wait for while they were open was closed.
func (c *child) blocked() finding {
	var f finding
	for _, blocker := range c.Blockers {
		said := c.Settings[SettingBlockedBy+string(blocker.ID)].At
		switch {
		case !blocker.Closed && f.holds:
			f.since = earliest(f.since, latest(said, blocker.ChangedAt))
		case !blocker.Closed:
			f = finding{holds: true, since: latest(said, blocker.ChangedAt)}
		case !f.holds && !said.IsZero() && said.Before(blocker.ChangedAt):
			f.since = latest(f.since, blocker.ChangedAt)
		}
	}
	return f
}

// labelled is whether the issue or one of its open pull requests has a label.
func (c *child) labelled(label string) bool {
	has := func(labels []string) bool {
		return slices.ContainsFunc(labels, func(name string) bool { return strings.EqualFold(name, label) })
	}
	return has(c.Issue.Labels) || slices.ContainsFunc(c.openPulls(), func(p PullRequest) bool { return has(p.Labels) })
}

// foundAssigned goes by the newest assignment, which of several people says nothing of the first.
func (c *child) foundAssigned() finding {
	switch len(c.Issue.Assignees) {
	case 0:
		return finding{since: c.Issue.AssignedAt}
	case 1:
		return finding{true, c.Issue.AssignedAt, "somebody is assigned"}
	default:
		return finding{holds: true, why: "somebody is assigned"}
	}
}

// leveled is what the level in Owner Does says. One that the policy does not
// describe is as good as none.
func (c *child) leveled(name ConditionName) bool {
	chosen, _ := c.level(c.chosen)
	level, decided := c.Policy.Level(chosen)
	decided = decided && chosen != c.Policy.Undecided
	switch name {
	case ConditionLevelUndecided:
		return !decided
	case ConditionImplementerMerges:
		return !decided || level.Merge == level.PullRequest
	case ConditionOwnerMakes:
		return level.PullRequest == PartyOwner
	case ConditionOwnerReviews:
		return level.Review == PartyOwner
	case ConditionOwnerMerges:
		return level.Merge == PartyOwner
	case ConditionOwnerDeploys:
		return level.Deploy == PartyOwner
	default:
		return false
	}
}
