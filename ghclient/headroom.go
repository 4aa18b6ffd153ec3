package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/upkeep-app/upkeep/checkup"
)

// Limits reads what is left of GitHub's hourly budgets for the REST and the
// GraphQL API; asking costs nothing. A GitHub Enterprise Server answers 404
// where limits are switched off, as they are by default.
func (c *Client) Limits(ctx context.Context, installation int64) (checkup.Limits, error) {
	type row struct {
		Limit     int   `json:"limit"`
		Remaining int   `json:"remaining"`
		Reset     int64 `json:"reset"`
	}
	var got struct {
		Resources map[string]row `json:"resources"`
	}
	_, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: "rate_limit", out: &got})
	if errors.Is(err, ErrNotFound) {
		return checkup.Limits{None: true}, nil
	}
	if err != nil {
		return checkup.Limits{}, fmt.Errorf("read the rate limits of installation %d: %w", installation, err)
	}
	var limits checkup.Limits
	for _, resource := range []string{"core", "graphql"} {
		if r, there := got.Resources[resource]; there {
			limits.All = append(limits.All, checkup.Limit{Resource: resource, Limit: r.Limit, Remaining: r.Remaining, Reset: time.Unix(r.Reset, 0).UTC()})
		}
	}
	return limits, nil
}
