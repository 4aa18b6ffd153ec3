package handlers

import (
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// pullRequest handles what happens to a pull request: it may close issues that
// are children, and it may be a child.
func pullRequest() handler {
	return handler{
		event: "pull_request",
		actions: []string{
			"opened", "edited", "closed", "reopened", "synchronize", "converted_to_draft", "ready_for_review",
			"assigned", "unassigned", "labeled", "unlabeled", "milestoned", "demilestoned", "locked", "unlocked",
			"review_requested", "review_request_removed", "auto_merge_enabled", "auto_merge_disabled", "enqueued", "dequeued",
		},
		blank: func() payload { return new(pullRequestPayload) },
	}
}

type pullRequestPayload struct {
	header
	PullRequest object `json:"pull_request"`
}

func (p *pullRequestPayload) outcome() (Outcome, error) {
	floor, err := p.PullRequest.read("pull_request")
	if err != nil {
		return Outcome{}, err
	}
	triggers := p.pullRequestTriggers(p.PullRequest.NodeID, floor)
	if p.Action == "closed" || p.Action == "reopened" {
		triggers = append(triggers, p.trigger(blocker(p.PullRequest.NodeID)))
	}
	return Outcome{Triggers: triggers}, nil
}

// pullRequestTriggers are the triggers of a pull request that had the given
// updated_at after the event. The issues it closes tell nothing of that time,
// and GitHub works out which they are some time after the event; so they are
// looked for once more.
func (h *header) pullRequestTriggers(id upgrade.NodeID, floor time.Time) []upgrade.Trigger {
	closing := h.triggerFrom(upgrade.NewKey(upgrade.KindPullRequest, string(id)), floor)
	closing.Confirm = true
	return []upgrade.Trigger{closing, h.triggerFrom(upgrade.IssueKey(id), floor)}
}
