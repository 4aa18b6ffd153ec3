package handlers

import (
	"slices"
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
	Number      int        `json:"number"`
	PullRequest object     `json:"pull_request"`
	Repository  repository `json:"repository"`
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
	if isPolicyHome(p.Repository.Name) && p.Number > 0 && slices.Contains(proposing, p.Action) {
		triggers = append(triggers, p.triggerFrom(upgrade.ProposalKey(p.Installation.ID, p.Number, 0), floor))
	}
	return Outcome{Triggers: triggers}, nil
}

// proposing are the actions after which a pull request may propose another policy.
var proposing = []string{"opened", "edited", "reopened", "synchronize"}

// pullRequestTriggers are the triggers of a pull request that had the given
// updated_at after the event. The issues it closes tell nothing of that time,
// and GitHub works out which they are some time after the event; so they are
// looked for once more.
func (h *header) pullRequestTriggers(id upgrade.NodeID, floor time.Time) []upgrade.Trigger {
	closing := h.triggerFrom(upgrade.NewKey(upgrade.KindPullRequest, string(id)), floor)
	closing.Confirm = true
	return []upgrade.Trigger{closing, h.triggerFrom(upgrade.IssueKey(id), floor)}
}
