package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// setUpAgain is when a board is looked at again on which there is more to add.
const setUpAgain = 5 * time.Second

// board brings a board to what its policies need: first that it can hold what
// they say, then that its cards do. What GitHub refuses to add for good does not
// keep the cards from being looked at. A board that no policy names is not ours.
func (r *Reconciler) board(ctx context.Context, claim store.Claim) (string, error) {
	id := upgrade.NodeID(claim.Key.ID())
	known, err := r.Store.BoardsOf(ctx, id)
	if err != nil {
		return "", fmt.Errorf("find the policies of board %s: %w", id, err)
	}
	if len(known) == 0 {
		return "not ours", r.Gate.Apply(ctx, claim) // nothing is planned any more either
	}
	parts, unfinished := make([]gate.Part, 0, len(known)), false
	for _, role := range known {
		part, more, err := r.setUp(ctx, role)
		if unreadable(err) {
			r.log(ctx).Warn().Str("board", fmt.Sprintf("%s/%d", role.Owner, role.Number)).Msg("the board cannot be read")
			continue
		}
		if err != nil {
			return "", err
		}
		parts, unfinished = append(parts, part), unfinished || more
	}
	refused := r.Gate.Apply(ctx, claim, parts...)
	r.forgetBoards(parts)
	if refused != nil && !ghclient.Final(refused) {
		return "", refused
	}
	if unfinished && refused == nil {
		if err := r.Store.Trigger(ctx, r.again(claim, setUpAgain, "there is more to add")); err != nil {
			return "", fmt.Errorf("come back to board %s: %w", id, err)
		}
	}
	if refused == nil {
		if err := r.tellRoadmaps(ctx, claim, parts); err != nil {
			return "", err
		}
	}
	differ, err := r.drift(ctx, claim, known)
	return describe(parts) + "; " + differ, errors.Join(refused, err)
}

// tellRoadmaps wakes the roadmap issues whose board has got something: a step of
// their runbooks may wait for that, and the app's own events wake nobody.
func (r *Reconciler) tellRoadmaps(ctx context.Context, claim store.Claim, parts []gate.Part) error {
	var triggers []upgrade.Trigger
	for _, part := range parts {
		if part.Plan.Empty() || part.Policy.ModeOf(upgrade.Upgrade{}, upgrade.WriteFields) != upgrade.ModeActive {
			continue
		}
		roadmaps, err := r.Store.Roadmaps(ctx, part.Installation)
		if err != nil {
			return fmt.Errorf("find the roadmap issues of installation %d: %w", part.Installation, err)
		}
		for _, roadmap := range roadmaps {
			triggers = append(triggers, upgrade.Trigger{
				Key: upgrade.IssueKey(roadmap.ID), Installation: roadmap.Installation, Cause: claim.Cause, Reason: "its board has got what it lacked",
				NotBefore: r.Now().Add(setUpAgain), // GitHub may show the board as it was a little longer
			})
		}
	}
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return fmt.Errorf("wake the roadmap issues of %s: %w", claim.Key, err)
	}
	return nil
}

// setUp decides what a board lacks for one policy; more says that there is more
// to add once that is there.
func (r *Reconciler) setUp(ctx context.Context, role store.Board) (part gate.Part, more bool, err error) {
	facts, err := r.boardFacts(ctx, role)
	if err != nil {
		return gate.Part{}, false, err
	}
	part = gate.Part{Policy: facts.Policy, Installation: role.Installation, Owners: []string{role.Owner}}
	part.Plan, more = upgrade.DecideBoard(facts)
	return part, more && facts.Policy.ModeOf(upgrade.Upgrade{}, upgrade.WriteFields) == upgrade.ModeActive, nil
}
