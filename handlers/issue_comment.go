package handlers

import "github.com/upkeep-app/upkeep/upgrade"

// issueComment handles comments on issues and on pull requests, whoever wrote
// them: what they say is judged where they are read.
func issueComment() handler {
	return handler{
		event:   "issue_comment",
		actions: []string{"created", "edited", "deleted"},
		blank:   func() payload { return new(issueCommentPayload) },
	}
}

type issueCommentPayload struct {
	header
	Issue   object `json:"issue"`
	Comment struct {
		CreatedAt string `json:"created_at"`
	} `json:"comment"`
}

// outcome takes the issue's own updated_at as the floor; a comment's is never
// one, for the issue need not get as far. A new comment moves its issue, so
// that an issue at least as new as the comment has it. An edit and a deletion
// need not move the issue: there the floor does not show that they were seen.
func (p *issueCommentPayload) outcome() (Outcome, error) {
	floor, err := p.Issue.read("issue")
	if err != nil {
		return Outcome{}, err
	}
	created, err := moment("comment.created_at", p.Comment.CreatedAt)
	if err != nil {
		return Outcome{}, err
	}
	t := p.triggerFrom(upgrade.IssueKey(p.Issue.NodeID), floor)
	seen := p.Action == "created" && !created.IsZero() && !floor.Before(created)
	t.Confirm = t.Confirm || !seen
	return Outcome{Triggers: []upgrade.Trigger{t}}, nil
}
