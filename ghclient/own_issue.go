package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/upkeep-app/upkeep/upgrade"
)

// OwnIssue is an issue that the app made.
type OwnIssue struct {
	Number int
	NodeID upgrade.NodeID
	Body   string
	Closed bool
}

// IssuesBy lists the issues of a repository that an account has opened, closed
// ones included and pull requests not. ErrGone if its issues are switched off.
func (c *Client) IssuesBy(ctx context.Context, installation int64, owner, repo, creator string) ([]OwnIssue, error) {
	address, err := path("repos/%s/%s/issues", owner, repo)
	if err != nil {
		return nil, err
	}
	type row struct {
		Number      int            `json:"number"`
		NodeID      upgrade.NodeID `json:"node_id"`
		Body        string         `json:"body"`
		State       string         `json:"state"`
		PullRequest *struct{}      `json:"pull_request"`
	}
	rows, err := list[row](ctx, c, installation, address, url.Values{"creator": {creator}, "state": {"all"}})
	if err != nil {
		return nil, fmt.Errorf("list the issues of %s in %s/%s: %w", creator, owner, repo, err)
	}
	issues := []OwnIssue{}
	for _, r := range rows {
		if r.PullRequest == nil {
			issues = append(issues, OwnIssue{Number: r.Number, NodeID: r.NodeID, Body: r.Body, Closed: r.State == "closed"})
		}
	}
	return issues, nil
}

// CreateIssue opens an issue. Sending it twice makes two.
func (c *Client) CreateIssue(ctx context.Context, installation int64, owner, repo, title, text string) (number int, id upgrade.NodeID, requestID string, err error) {
	address, err := path("repos/%s/%s/issues", owner, repo)
	if err != nil {
		return 0, "", "", err
	}
	var got struct {
		Number int            `json:"number"`
		NodeID upgrade.NodeID `json:"node_id"`
	}
	in := map[string]string{"title": title, "body": text}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in, out: &got})
	if err == nil && got.Number == 0 {
		err = lost(true, &answerError{text: "GitHub's answer has no number", requestID: requestID})
	}
	if err != nil {
		return 0, "", requestID, fmt.Errorf("open an issue in %s/%s: %w", owner, repo, err)
	}
	return got.Number, got.NodeID, requestID, nil
}

// CloseIssue closes an issue for a reason. It is idempotent: GitHub leaves one
// that is closed as it is, reason included.
func (c *Client) CloseIssue(ctx context.Context, installation int64, ref upgrade.Ref, reason upgrade.StateReason) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", err
	}
	in := map[string]string{"state": "closed", "state_reason": string(reason)}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPatch, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("close issue %s: %w", ref, err)
	}
	return requestID, nil
}

// EditIssue sets title, text and state of an issue. It is idempotent.
func (c *Client) EditIssue(ctx context.Context, installation int64, ref upgrade.Ref, title, text string, open bool) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", err
	}
	in := map[string]string{"title": title, "body": text, "state": "open"}
	if !open {
		in["state"] = "closed"
	}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPatch, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("edit issue %s: %w", ref, err)
	}
	return requestID, nil
}
