package upgrade

import "time"

// derived is the value that the facts give a field, with the fact that decides.
type derived struct {
	field string
	value string
	at    time.Time // when the deciding fact came about; zero if it has no time
	why   string
	// mapped is what the policy maps to the field; nil for the fields that every
	// Maintenance board has.
	mapped *mapped
	// names are the private repositories that the value names.
	names []Repository
}

// status is the child's column: what a person said of it, else what the issue says.
func (c *child) status() derived {
	board := c.Policy.Maintenance
	if s := standing(c.Issue.IssueState, c.Settings, c.Now, true); s.Count == CountNotAffected {
		return derived{field: board.Fields.Status, value: board.Statuses.withoutDoing(), at: s.Said.At, why: "not affected, says " + s.Said.By.Login}
	}
	return status(c.Issue, board.Fields.Status, board.Statuses)
}

// status is the column that the issue alone says. The time is that of the fact since which the
// column holds; where GitHub does not tell it, the latest time before it that
// is known, so that a person's later move is never overruled.
func status(issue Issue, field string, names StatusNames) derived {
	if issue.Closed {
		return closedStatus(issue, field, names)
	}
	began, why := workBegan(issue)
	if began.IsZero() {
		return derived{field: field, value: names.Todo, at: latest(issue.ChangedAt, lastSeenWork(issue)), why: "nobody is assigned and no pull request is open"}
	}
	return derived{field: field, value: names.InProgress, at: latest(issue.ChangedAt, began), why: why}
}

func closedStatus(issue Issue, field string, names StatusNames) derived {
	switch issue.Reason {
	case ReasonDuplicate:
		return derived{field: field, value: names.withoutDoing(), at: issue.ChangedAt, why: "closed as duplicate"}
	case ReasonNotPlanned:
		return derived{field: field, value: names.withoutDoing(), at: issue.ChangedAt, why: "closed as not planned"}
	default:
		return derived{field: field, value: names.Done, at: issue.ChangedAt, why: "closed as completed"}
	}
}

// withoutDoing is the column of a child that ends without being done.
func (n StatusNames) withoutDoing() string {
	if n.NotPlanned != "" {
		return n.NotPlanned
	}
	return n.Done
}

// workBegan is the earliest sign of work that still holds; zero without one.
func workBegan(issue Issue) (began time.Time, why string) {
	earlier := func(at time.Time, fact string) {
		if began.IsZero() || at.Before(began) {
			began, why = at, fact
		}
	}
	if issue.IsPullRequest {
		earlier(issue.CreatedAt, "the pull request is open")
	}
	if len(issue.Assignees) > 0 {
		earlier(issue.AssignedAt, "somebody is assigned")
	}
	for _, pull := range issue.PullRequests {
		if pull.Open {
			earlier(pull.CreatedAt, "a linked pull request is open")
		}
	}
	return began, why
}

// lastSeenWork is the latest sign of work, though it holds no longer.
func lastSeenWork(issue Issue) time.Time {
	last := issue.AssignedAt
	for _, pull := range issue.PullRequests {
		last = latest(last, pull.CreatedAt)
	}
	return last
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
