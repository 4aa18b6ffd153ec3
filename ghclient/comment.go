package ghclient

import (
	"context"
	"errors"
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

const removeReactionDocument = `mutation RemoveReaction($comment: ID!, $content: ReactionContent!) {
  removeReaction(input: {subjectId: $comment, content: $content}) { clientMutationId }
}
`

// RemoveReaction takes away a reaction that the app itself has left on a
// comment, such as "+1". A comment that is gone is no error: neither is its
// reaction there. The REST API would first have to be asked for the reaction's id.
func (c *Client) RemoveReaction(ctx context.Context, installation int64, comment upgrade.NodeID, content string) (requestID string, err error) {
	enum := reactionEnum(content)
	if enum == "" {
		return "", fmt.Errorf("take %q off comment %s: there is no such reaction: %w", content, comment, ErrInvalid)
	}
	q := query{
		name: "RemoveReaction", document: removeReactionDocument, variables: map[string]any{"comment": comment, "content": enum},
		write: true, subjects: []string{"removeReaction"},
	}
	var got struct{}
	requestID, err = c.ask(ctx, installation, q, &got)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return requestID, fmt.Errorf("take %q off comment %s: %w", content, comment, err)
	}
	return requestID, nil
}
