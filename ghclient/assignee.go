package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Assignable reports whether a person can be assigned to the issues of a
// repository ("Check if a user can be assigned" of the REST documentation).
func (c *Client) Assignable(ctx context.Context, installation int64, repo upgrade.Repository, user upgrade.Actor) (bool, error) {
	address, err := path("repos/%s/%s/assignees/%s", repo.Owner, repo.Name, user.Login)
	if err != nil {
		return false, err
	}
	_, _, err = c.rest(ctx, installation, request{method: http.MethodGet, path: address})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read whether %s can be assigned in %s: %w", user.Login, repo.FullName(), err)
	}
	return true, nil
}

// Assign assigns a person to an issue, next to those who are. It is idempotent.
// GitHub answers 201 even if it leaves out whom it does not let be assigned
// ("Add assignees to an issue": silently ignored), so its answer is checked:
// ErrInvalid if the account is not among the assignees then.
func (c *Client) Assign(ctx context.Context, installation int64, ref upgrade.Ref, user upgrade.Actor) (requestID string, err error) {
	now, requestID, err := c.assignees(ctx, installation, http.MethodPost, ref, user)
	if err == nil && !slices.Contains(now, user.ID) {
		err = &answerError{kind: ErrInvalid, text: "GitHub has left the account out without a word", requestID: requestID}
	}
	if err != nil {
		return requestID, fmt.Errorf("assign %s to %s: %w", user.Login, ref, err)
	}
	return requestID, nil
}

// Unassign takes a person off an issue. It is idempotent, and checked as Assign is.
func (c *Client) Unassign(ctx context.Context, installation int64, ref upgrade.Ref, user upgrade.Actor) (requestID string, err error) {
	now, requestID, err := c.assignees(ctx, installation, http.MethodDelete, ref, user)
	if err == nil && slices.Contains(now, user.ID) {
		err = &answerError{kind: ErrInvalid, text: "GitHub has left the account in without a word", requestID: requestID}
	}
	if err != nil {
		return requestID, fmt.Errorf("take %s off %s: %w", user.Login, ref, err)
	}
	return requestID, nil
}

// assignees changes who is assigned and returns the accounts that are then.
func (c *Client) assignees(ctx context.Context, installation int64, method string, ref upgrade.Ref, user upgrade.Actor) (now []int64, requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/assignees", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return nil, "", err
	}
	var got struct {
		Assignees []accountRow `json:"assignees"`
	}
	in := map[string][]string{"assignees": {user.Login}}
	_, requestID, err = c.rest(ctx, installation, request{method: method, path: address, in: in, out: &got})
	for _, row := range got.Assignees {
		now = append(now, row.ID)
	}
	return now, requestID, err
}
