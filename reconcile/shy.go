package reconcile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// shy is a look that is told to others. Where everybody reads it, it sees only
// what everybody sees. When its time is over it reads no more issues.
type shy struct {
	look.GitHub
	public bool
	now    func() time.Time
	until  time.Time
	// aside is whether anything was left out because it is not for everybody.
	aside bool
}

// leave leaves out what is not for everybody.
func leave[T any](s *shy, all []T, private func(T) bool) []T {
	if !s.public {
		return all
	}
	left := slices.DeleteFunc(all, private)
	s.aside = s.aside || len(left) < len(all)
	return left
}

// OpenBoards is part of look.GitHub.
func (s *shy) OpenBoards(ctx context.Context, installation int64, owner string) ([]upgrade.Board, bool, error) {
	boards, more, err := s.GitHub.OpenBoards(ctx, installation, owner)
	return leave(s, boards, func(b upgrade.Board) bool { return !b.Public }), more, err
}

// Cards is part of look.GitHub.
func (s *shy) Cards(ctx context.Context, installation int64, board upgrade.NodeID, most int) (ghclient.Listing, bool, error) {
	listing, more, err := s.GitHub.Cards(ctx, installation, board, most)
	listing.Issues = leave(s, listing.Issues, func(i upgrade.Issue) bool { return i.Repository.Private })
	return listing, more, err
}

// Repositories is part of look.GitHub.
func (s *shy) Repositories(ctx context.Context, installation int64, owner string) ([]ghclient.LookedRepository, bool, error) {
	all, more, err := s.GitHub.Repositories(ctx, installation, owner)
	return leave(s, all, func(r ghclient.LookedRepository) bool { return r.Private }), more, err
}

// OpenIssues is part of look.GitHub.
func (s *shy) OpenIssues(ctx context.Context, installation int64, owner, name string, most int) ([]upgrade.Issue, bool, error) {
	if s.now().After(s.until) {
		return nil, false, fmt.Errorf("no time is left for the issues of %s/%s: %w", owner, name, ghclient.ErrForbidden)
	}
	return s.GitHub.OpenIssues(ctx, installation, owner, name, most)
}

// Resolve is part of look.GitHub.
func (s *shy) Resolve(ctx context.Context, installation int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error) {
	states, err := s.GitHub.Resolve(ctx, installation, refs)
	for ref, state := range states {
		if s.public && state.Repository.Private {
			delete(states, ref)
			s.aside = true
		}
	}
	return states, err
}
