package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/upkeep-app/upkeep/upgrade"
)

// BlockedBy reads the database ids of the issues that block one, by node id.
// Those that the installation may not see are left out. A server without
// dependencies (GitHub Enterprise Server before 3.19) answers ErrNotFound.
func (c *Client) BlockedBy(ctx context.Context, installation int64, ref upgrade.Ref) (map[upgrade.NodeID]int64, error) {
	address, err := path("repos/%s/%s/issues/%d/dependencies/blocked_by", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return nil, err
	}
	type row struct {
		ID     int64          `json:"id"`
		NodeID upgrade.NodeID `json:"node_id"`
	}
	rows, err := list[row](ctx, c, installation, address, url.Values{})
	if err != nil {
		return nil, fmt.Errorf("list what blocks %s: %w", ref, err)
	}
	blocking := make(map[upgrade.NodeID]int64, len(rows))
	for _, r := range rows {
		blocking[r.NodeID] = r.ID
	}
	return blocking, nil
}

// Block makes an issue wait for the one with a database id. GitHub refuses what
// is there already as ErrInvalid, like everything else about it that it does
// not allow, so look first.
func (c *Client) Block(ctx context.Context, installation int64, ref upgrade.Ref, on int64) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/dependencies/blocked_by", ref.Owner, ref.Repo, ref.Number)
	if err != nil {
		return "", err
	}
	in := map[string]int64{"issue_id": on}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("make %s wait for issue %d: %w", ref, on, err)
	}
	return requestID, nil
}

// Unblock ends that. ErrNotFound if it is not so.
func (c *Client) Unblock(ctx context.Context, installation int64, ref upgrade.Ref, on int64) (requestID string, err error) {
	address, err := path("repos/%s/%s/issues/%d/dependencies/blocked_by/%d", ref.Owner, ref.Repo, ref.Number, on)
	if err != nil {
		return "", err
	}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodDelete, path: address})
	if err != nil {
		return requestID, fmt.Errorf("make %s wait no longer for issue %d: %w", ref, on, err)
	}
	return requestID, nil
}
