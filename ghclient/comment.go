package ghclient

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// commentDocument reads one comment, and the issue or pull request it is on by
// the id of that: what IssueComment.issue is on a pull request is not
// documented. 1 point, 5 nodes.
const commentDocument = `query Comment($id: ID!, $issue: ID!) {
  comment: node(id: $id) {
    __typename
    ...comment
  }
  issue: node(id: $issue) {
    __typename
    ...issueState
    ...pullRequestState
  }
}
` + commentFragment + issueStateFragment + pullRequestStateFragment + repositoryFragment + actorFragment

// Comment reads one comment and the issue or pull request it is on. ByApp is
// not known of it. ErrNotFound if either cannot be read.
func (c *Client) Comment(ctx context.Context, installation int64, issue, id upgrade.NodeID) (upgrade.Comment, upgrade.IssueState, error) {
	q := query{
		name: "Comment", document: commentDocument, variables: map[string]any{"id": id, "issue": issue},
		subjects: []string{"comment", "issue"},
	}
	var got struct {
		Comment *struct {
			TypeName string `json:"__typename"`
			commentNode
		} `json:"comment"`
		Issue *stateNode `json:"issue"`
	}
	_, err := c.ask(ctx, installation, q, &got)
	if err == nil && (got.Comment == nil || got.Comment.TypeName != "IssueComment" || !got.Issue.isIssue()) {
		err = fmt.Errorf("it is no comment on an issue: %w", ErrInvalid)
	}
	if err != nil {
		return upgrade.Comment{}, upgrade.IssueState{}, fmt.Errorf("read comment %s: %w", id, err)
	}
	return got.Comment.comment(), got.Issue.state(), nil
}
