package ghclient

import (
	"context"
	"fmt"
	"net/http"

	"github.com/upkeep-app/upkeep/upgrade"
)

// AddSubIssue puts the issue with a database id below another. Whatever GitHub
// does not allow is ErrInvalid: a second parent, more than 100 sub-issues,
// another owner, a circle, and one that is there already. The parent that an
// issue has is never replaced.
func (c *Client) AddSubIssue(ctx context.Context, installation int64, ref upgrade.Ref, child int64) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/sub_issues", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", err
	}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: subIssueInput{child}})
	if err != nil {
		return requestID, fmt.Errorf("make issue %d a sub-issue of %s: %w", child, ref, err)
	}
	return requestID, nil
}

// RemoveSubIssue ends that. ErrNotFound if it is not so.
func (c *Client) RemoveSubIssue(ctx context.Context, installation int64, ref upgrade.Ref, child int64) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/sub_issue", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", err
	}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodDelete, path: address, in: subIssueInput{child}})
	if err != nil {
		return requestID, fmt.Errorf("take issue %d off the sub-issues of %s: %w", child, ref, err)
	}
	return requestID, nil
}

// subIssueInput names a sub-issue by its database id.
type subIssueInput struct {
	ID int64 `json:"sub_issue_id"`
}
