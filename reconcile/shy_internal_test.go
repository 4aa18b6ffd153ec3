package reconcile

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// slow is a GitHub whose lists come too late for anybody.
type slow struct {
	look.GitHub
	asked int // how many cards were asked for
}

func (s *slow) Cards(ctx context.Context, _ int64, _ upgrade.NodeID, most int) (ghclient.Listing, bool, error) {
	s.asked = most
	<-ctx.Done()
	return ghclient.Listing{}, false, ctx.Err()
}

func (s *slow) Repositories(ctx context.Context, _ int64, _ string) ([]ghclient.LookedRepository, bool, error) {
	<-ctx.Done()
	return nil, false, ctx.Err()
}

func (s *slow) OpenIssues(ctx context.Context, _ int64, _, _ string, _ int) ([]upgrade.Issue, bool, error) {
	<-ctx.Done()
	return nil, false, ctx.Err()
}

// A list that takes too long is left out of a greeting; the end of the run is
// told from that.
func TestALookLeavesOutWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	github := &slow{}
	for name, read := range map[string]func(context.Context, *shy) error{
		"cards":        func(ctx context.Context, s *shy) error { _, _, err := s.Cards(ctx, 1, "B", 3000); return err },
		"repositories": func(ctx context.Context, s *shy) error { _, _, err := s.Repositories(ctx, 1, "acme"); return err },
		"issues": func(ctx context.Context, s *shy) error {
			_, _, err := s.OpenIssues(ctx, 1, "acme", "shop", 200)
			return err
		},
	} {
		s := &shy{GitHub: github, now: func() time.Time { return at }, until: at.Add(time.Millisecond)}
		if err := read(t.Context(), s); !ghclient.Final(err) {
			t.Errorf("%s: the error %v ends the look", name, err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := read(ended, s); !errors.Is(err, context.Canceled) || ghclient.Final(err) {
			t.Errorf("%s: the error %v hides that the run ended", name, err)
		}
	}
	if github.asked > shyCards {
		t.Errorf("%d cards were asked for", github.asked)
	}
}
