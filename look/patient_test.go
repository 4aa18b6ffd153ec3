package look_test

import (
	"context"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// limited is a GitHub that refuses the first reads of issues for a minute.
type limited struct {
	look.GitHub
	until time.Time
	now   func() time.Time
}

func (l limited) OpenIssues(ctx context.Context, installation int64, owner, name string, most int) ([]upgrade.Issue, bool, error) {
	if l.now().Before(l.until) {
		return nil, false, ghclient.RateLimited{Until: l.until}
	}
	return l.GitHub.OpenIssues(ctx, installation, owner, name, most)
}

// A limit in the middle of a look is waited for, and told.
func TestLimitsAreWaitedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "testdata/open-edx.yaml")
	at := lookedAt
	now := func() time.Time { return at }
	var waits []time.Time
	patient := look.Patient{
		GitHub: limited{w, lookedAt.Add(time.Minute), now}, Now: now,
		After: func(d time.Duration) <-chan time.Time {
			at = at.Add(d)
			return time.After(0)
		},
		Waiting: func(until time.Time) { waits = append(waits, until) },
	}
	found, err := look.Discover(t.Context(), patient, w.inst, "openedx", at)
	if err != nil || len(found.Upgrades) != 3 {
		t.Fatalf("%d upgrades, %v", len(found.Upgrades), err)
	}
	if len(waits) != 1 || !waits[0].Equal(lookedAt.Add(time.Minute)) {
		t.Errorf("told to wait until %v", waits)
	}
}
