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

// shyCards is how many cards of a board a look that is told to others reads: ten
// pages, which leave time for the rest.
const shyCards = 1000

// shy is a look that is told to others. Where everybody reads it, it sees only
// what everybody sees. Its long lists are read until its time is over.
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

// inTime reads a list. One that takes too long counts as one that may not be read,
// so that a large organisation is told of the rest.
func inTime[T any](ctx context.Context, s *shy, what string, read func(context.Context) (T, bool, error)) (T, bool, error) {
	limited, cancel := context.WithTimeout(ctx, s.until.Sub(s.now()))
	defer cancel()
	got, more, err := read(limited)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		err = fmt.Errorf("no time is left for %s: %w", what, ghclient.ErrForbidden)
	}
	return got, more, err
}

// OpenBoards is part of look.GitHub.
func (s *shy) OpenBoards(ctx context.Context, installation int64, owner string) ([]upgrade.Board, bool, error) {
	boards, more, err := s.GitHub.OpenBoards(ctx, installation, owner)
	return leave(s, boards, func(b upgrade.Board) bool { return !b.Public }), more, err
}

// Cards is part of look.GitHub.
func (s *shy) Cards(ctx context.Context, installation int64, board upgrade.NodeID, most int) (ghclient.Listing, bool, error) {
	listing, more, err := inTime(ctx, s, "the cards", func(ctx context.Context) (ghclient.Listing, bool, error) {
		return s.GitHub.Cards(ctx, installation, board, min(most, shyCards))
	})
	listing.Issues = leave(s, listing.Issues, func(i upgrade.Issue) bool { return i.Repository.Private })
	return listing, more, err
}

// Repositories is part of look.GitHub.
func (s *shy) Repositories(ctx context.Context, installation int64, owner string) ([]ghclient.LookedRepository, bool, error) {
	all, more, err := inTime(ctx, s, "the repositories", func(ctx context.Context) ([]ghclient.LookedRepository, bool, error) {
		return s.GitHub.Repositories(ctx, installation, owner)
	})
	return leave(s, all, func(r ghclient.LookedRepository) bool { return r.Private }), more, err
}

// OpenIssues is part of look.GitHub.
func (s *shy) OpenIssues(ctx context.Context, installation int64, owner, name string, most int) ([]upgrade.Issue, bool, error) {
	return inTime(ctx, s, "the issues of "+owner+"/"+name, func(ctx context.Context) ([]upgrade.Issue, bool, error) {
		return s.GitHub.OpenIssues(ctx, installation, owner, name, most)
	})
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
