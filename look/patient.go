package look

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Patient is a GitHub whose rate limits are waited for.
type Patient struct {
	GitHub
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
	// Waiting is told of each wait before it begins; nil for nobody.
	Waiting func(until time.Time)
	// Reading is told what is read next; nil for nobody.
	Reading func(what string)
}

// mostWaits bounds how often one read waits.
const mostWaits = 5

// patiently reads, and again after each limit.
func patiently[T any](ctx context.Context, p Patient, what string, read func() (T, error)) (T, error) {
	if p.Reading != nil {
		p.Reading(what)
	}
	for waits := 0; ; waits++ {
		got, err := read()
		limited, ok := errors.AsType[ghclient.RateLimited](err)
		if !ok || waits == mostWaits {
			return got, err
		}
		if p.Waiting != nil {
			p.Waiting(limited.Until)
		}
		select {
		case <-ctx.Done():
			return got, ctx.Err()
		case <-p.After(max(limited.Until.Sub(p.Now()), time.Second)):
		}
	}
}

// listed is a list that may not be all there is.
type listed[T any] struct {
	all  T
	more bool
}

// User is part of GitHub.
func (p Patient) User(ctx context.Context, installation int64, login string) (upgrade.Actor, error) {
	return patiently(ctx, p, "who "+login+" is", func() (upgrade.Actor, error) { return p.GitHub.User(ctx, installation, login) })
}

// Policy is part of GitHub.
func (p Patient) Policy(ctx context.Context, installation int64, owner, repo, path string) (ghclient.File, error) {
	return patiently(ctx, p, path, func() (ghclient.File, error) { return p.GitHub.Policy(ctx, installation, owner, repo, path) })
}

// TeamNames is part of GitHub.
func (p Patient) TeamNames(ctx context.Context, installation int64, organisation string) ([]string, error) {
	return patiently(ctx, p, "teams", func() ([]string, error) { return p.GitHub.TeamNames(ctx, installation, organisation) })
}

// Resolve is part of GitHub.
func (p Patient) Resolve(ctx context.Context, installation int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error) {
	return patiently(ctx, p, fmt.Sprintf("%d children", len(refs)), func() (map[upgrade.Ref]upgrade.IssueState, error) {
		return p.GitHub.Resolve(ctx, installation, refs)
	})
}

// OpenBoards is part of GitHub.
func (p Patient) OpenBoards(ctx context.Context, installation int64, owner string) ([]upgrade.Board, bool, error) {
	got, err := patiently(ctx, p, "boards", func() (listed[[]upgrade.Board], error) {
		all, more, err := p.GitHub.OpenBoards(ctx, installation, owner)
		return listed[[]upgrade.Board]{all, more}, err
	})
	return got.all, got.more, err
}

// Cards is part of GitHub.
func (p Patient) Cards(ctx context.Context, installation int64, board upgrade.NodeID, most int) (ghclient.Listing, bool, error) {
	got, err := patiently(ctx, p, "cards", func() (listed[ghclient.Listing], error) {
		all, more, err := p.GitHub.Cards(ctx, installation, board, most)
		return listed[ghclient.Listing]{all, more}, err
	})
	return got.all, got.more, err
}

// Repositories is part of GitHub.
func (p Patient) Repositories(ctx context.Context, installation int64, owner string) ([]ghclient.LookedRepository, bool, error) {
	got, err := patiently(ctx, p, "repositories", func() (listed[[]ghclient.LookedRepository], error) {
		all, more, err := p.GitHub.Repositories(ctx, installation, owner)
		return listed[[]ghclient.LookedRepository]{all, more}, err
	})
	return got.all, got.more, err
}

// OpenIssues is part of GitHub.
func (p Patient) OpenIssues(ctx context.Context, installation int64, owner, name string, most int) ([]upgrade.Issue, bool, error) {
	got, err := patiently(ctx, p, "issues of "+name, func() (listed[[]upgrade.Issue], error) {
		all, more, err := p.GitHub.OpenIssues(ctx, installation, owner, name, most)
		return listed[[]upgrade.Issue]{all, more}, err
	})
	return got.all, got.more, err
}
