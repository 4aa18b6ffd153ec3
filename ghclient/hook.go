package ghclient

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/upkeep-app/upkeep/checkup"
)

// Hook reads how the app's webhook is set.
// https://docs.github.com/en/rest/apps/webhooks#get-a-webhook-configuration-for-an-app
func (c *Client) Hook(ctx context.Context) (checkup.Hook, error) {
	var got struct {
		URL         string `json:"url"`
		ContentType string `json:"content_type"`
		Secret      string `json:"secret"` // masked
		// InsecureSSL is a text or a number.
		InsecureSSL json.RawMessage `json:"insecure_ssl"`
	}
	if _, _, err := c.rest(ctx, forApp, request{method: http.MethodGet, path: "app/hook/config", out: &got}); err != nil {
		return checkup.Hook{}, fmt.Errorf("read how the webhook is set: %w", err)
	}
	unverified := string(got.InsecureSSL) == "1" || string(got.InsecureSSL) == `"1"`
	return checkup.Hook{URL: got.URL, ContentType: got.ContentType, Unverified: unverified, HasSecret: got.Secret != ""}, nil
}
