package handlers

// pullRequestReview handles reviews, which move their pull request along.
func pullRequestReview() handler {
	return handler{
		event:   "pull_request_review",
		actions: []string{"submitted", "edited", "dismissed"},
		blank:   func() payload { return new(pullRequestReviewPayload) },
	}
}

type pullRequestReviewPayload struct {
	header
	PullRequest object `json:"pull_request"`
}

// outcome confirms always: nothing says that each review moves the pull request's updated_at.
func (p *pullRequestReviewPayload) outcome() (Outcome, error) {
	floor, err := p.PullRequest.read("pull_request")
	if err != nil {
		return Outcome{}, err
	}
	triggers := p.pullRequestTriggers(p.PullRequest.NodeID, floor)
	for i := range triggers {
		triggers[i].Confirm = true
	}
	return Outcome{Triggers: triggers}, nil
}
