package reconcile

import (
	"context"
	"errors"
	"fmt"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// board brings a board to what its policies need: first that it can hold what
// they say, then that its cards do. A board that no policy names is not ours.
func (r *Reconciler) board(ctx context.Context, claim store.Claim) (string, error) {
	id := upgrade.NodeID(claim.Key.ID())
	known, err := r.Store.BoardsOf(ctx, id)
	if err != nil {
		return "", fmt.Errorf("find the policies of board %s: %w", id, err)
	}
	if len(known) == 0 {
		return "not ours", r.Gate.Apply(ctx, claim) // nothing is planned any more either
	}
	parts := make([]gate.Part, 0, len(known))
	for _, role := range known {
		part, err := r.setUp(ctx, role)
		if errors.Is(err, ghclient.ErrNotFound) {
			r.Log.Warn().Str("board", fmt.Sprintf("%s/%d", role.Owner, role.Number)).Msg("the board cannot be read")
			continue
		}
		if err != nil {
			return "", err
		}
		parts = append(parts, part)
	}
	if err := r.Gate.Apply(ctx, claim, parts...); err != nil {
		return "", err
	}
	differ, err := r.drift(ctx, claim, known)
	return describe(parts) + "; " + differ, err
}

// setUp decides what a board lacks for one policy.
func (r *Reconciler) setUp(ctx context.Context, role store.Board) (gate.Part, error) {
	facts, err := r.boardFacts(ctx, role)
	if err != nil {
		return gate.Part{}, err
	}
	return gate.Part{
		Policy: facts.Policy, Installation: role.Installation, Owners: []string{role.Owner}, Plan: upgrade.DecideBoard(facts),
	}, nil
}
