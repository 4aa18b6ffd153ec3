package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Body reads a description afresh, for use just before it is written and
// after. ErrMoved if the issue is elsewhere now.
func (c *Client) Body(ctx context.Context, installation int64, ref upgrade.Ref) (body string, updatedAt time.Time, err error) {
	address, err := path("repos/%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", time.Time{}, err
	}
	var got struct {
		Body      string    `json:"body"`
		UpdatedAt time.Time `json:"updated_at"`
	}
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return "", time.Time{}, fmt.Errorf("read the description of %s: %w", ref, err)
	}
	return got.Body, got.UpdatedAt.UTC(), nil
}

// EditBody replaces a description and returns the one that GitHub has then:
// over its limit it answers 200 and keeps the old text. There is no compare
// and swap; the last writer wins.
func (c *Client) EditBody(ctx context.Context, installation int64, ref upgrade.Ref, body string) (now, requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", "", err
	}
	var got struct {
		Body string `json:"body"`
	}
	in := map[string]string{"body": body}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPatch, path: address, in: in, out: &got})
	if err != nil {
		return "", requestID, fmt.Errorf("write the description of %s: %w", ref, err)
	}
	return got.Body, requestID, nil
}

// commentRow is a comment in the REST API.
type commentRow struct {
	ID     int64          `json:"id"`
	NodeID upgrade.NodeID `json:"node_id"`
	User   *accountRow    `json:"user"`
	App    *struct {
		ID int64 `json:"id"`
	} `json:"performed_via_github_app"`
	Body      string    `json:"body"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

func (r commentRow) comment() upgrade.Comment {
	comment := upgrade.Comment{
		ID: r.NodeID, DatabaseID: r.ID, Body: r.Body, CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
	}
	if r.User != nil {
		comment.Author = r.User.actor()
	}
	if r.App != nil {
		comment.ByApp = r.App.ID
	}
	return comment
}

// Comments lists all comments of an issue, oldest first. Editor and
// OwnReactions are not known of them. A listing shows a comment at once,
// which a search does not.
func (c *Client) Comments(ctx context.Context, installation int64, ref upgrade.Ref) ([]upgrade.Comment, error) {
	address, err := path("repos/%s/%s/issues/%d/comments", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return nil, err
	}
	rows, err := list[commentRow](ctx, c, installation, address, url.Values{})
	if err != nil {
		return nil, fmt.Errorf("list the comments of %s: %w", ref, err)
	}
	comments := make([]upgrade.Comment, 0, len(rows))
	for _, row := range rows {
		comments = append(comments, row.comment())
	}
	return comments, nil
}

// ByApp is the id of the GitHub App that a comment was made with, be it in a
// person's name; 0 if it was made with none. GraphQL does not tell. ErrNotFound
// if the comment was deleted.
func (c *Client) ByApp(ctx context.Context, installation int64, ref upgrade.Ref, comment int64) (int64, error) {
	address, err := path("repos/%s/%s/issues/comments/%d", ref.Owner, ref.Repo, comment)
	if err != nil {
		return 0, err
	}
	var got commentRow
	if _, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got}); err != nil {
		return 0, fmt.Errorf("read what comment %d in %s/%s was made with: %w", comment, ref.Owner, ref.Repo, err)
	}
	return got.comment().ByApp, nil
}

// CreateComment writes a new comment and returns its two ids. Sending it twice
// makes two.
func (c *Client) CreateComment(ctx context.Context, installation int64, ref upgrade.Ref, text string) (id int64, node upgrade.NodeID, requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/comments", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return 0, "", "", err
	}
	var got struct {
		ID   int64          `json:"id"`
		Node upgrade.NodeID `json:"node_id"`
	}
	in := map[string]string{"body": text}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in, out: &got})
	if err == nil && got.ID == 0 {
		err = lost(true, &answerError{text: "GitHub's answer has no id", requestID: requestID})
	}
	if err != nil {
		return 0, "", requestID, fmt.Errorf("comment on %s: %w", ref, err)
	}
	return got.ID, got.Node, requestID, nil
}

// EditComment replaces the text of a comment. ErrNotFound if it was deleted.
func (c *Client) EditComment(ctx context.Context, installation int64, ref upgrade.Ref, comment int64, text string) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/comments/%d", ref.Owner, ref.Repo, comment)
	if err != nil {
		return "", err
	}
	in := map[string]string{"body": text}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPatch, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("edit comment %d in %s/%s: %w", comment, ref.Owner, ref.Repo, err)
	}
	return requestID, nil
}

// CreateReaction leaves a reaction, such as "+1", on a comment. It is idempotent.
func (c *Client) CreateReaction(ctx context.Context, installation int64, ref upgrade.Ref, comment int64, content string) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/comments/%d/reactions", ref.Owner, ref.Repo, comment)
	if err != nil {
		return "", err
	}
	in := map[string]string{"content": content}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("react with %s to comment %d in %s/%s: %w", content, comment, ref.Owner, ref.Repo, err)
	}
	return requestID, nil
}
