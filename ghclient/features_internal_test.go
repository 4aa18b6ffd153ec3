package ghclient

import (
	"testing"
	"time"
)

// What GitHub can do is asked once, and once more the next day.
func TestFeaturesAreAskedDaily(t *testing.T) {
	t.Parallel()
	c, f, clock := newTestClient(t, map[string][]reply{graphPath: {{status: 200, body: `{"data":{"view":{"name":"CreateProjectV2ViewInput"}}}`}}})
	c.features.Store(nil)
	for _, wait := range []struct {
		passes time.Duration
		sent   int
	}{{0, 1}, {time.Hour, 1}, {24 * time.Hour, 2}} {
		clock.Pass(wait.passes)
		features, err := c.Features(t.Context(), testInstallation)
		if err != nil || features != (Features{Views: true}) {
			t.Errorf("features %+v, %v", features, err)
		}
		if sent := len(f.lines()); sent != wait.sent {
			t.Errorf("%d requests after %s more, want %d", sent, wait.passes, wait.sent)
		}
	}
}
