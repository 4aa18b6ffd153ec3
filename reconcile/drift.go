package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// drift looks at all cards of a board at once, for each policy that has it as its
// Maintenance board, and triggers the children whose cards are not as they
// should be. Each of them then decides for itself, by what it reads: nothing is
// written here, and of a board in sync only its pages are read.
func (r *Reconciler) drift(ctx context.Context, claim store.Claim, roles []store.Board) (string, error) {
	triggers, err := r.roadmapsOn(ctx, claim, roles)
	if err != nil {
		return "", err
	}
	differ, children := 0, 0
	for _, role := range maintenance(roles) {
		board, _, err := r.boards.get(ctx, r, boardName{role.Installation, role.Owner, role.Number}, false)
		if unreadable(err) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
		}
		found, err := r.compare(ctx, role, board)
		if err != nil {
			return "", err
		}
		children, differ = children+found.children, differ+len(found.apart)
		for _, child := range found.apart {
			triggers = append(triggers, drifted(claim, child.facts.Issue.ID, child.home))
		}
		for _, id := range found.strangers {
			triggers = append(triggers, drifted(claim, id, role.Installation))
		}
	}
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d issues: %w", len(triggers), err)
	}
	if r.Drifted != nil {
		r.Drifted(differ)
	}
	return fmt.Sprintf("%d of %d cards differ", differ, children), nil
}

// roadmapsOn triggers the roadmap issues that have cards on a board. They are
// few, and each looks after its own.
func (r *Reconciler) roadmapsOn(ctx context.Context, claim store.Claim, roles []store.Board) ([]upgrade.Trigger, error) {
	var triggers []upgrade.Trigger
	for _, role := range roles {
		if role.Role != upgrade.RoleRoadmap {
			continue
		}
		roadmaps, err := r.Store.Roadmaps(ctx, role.Installation)
		if err != nil {
			return nil, fmt.Errorf("list the roadmap issues: %w", err)
		}
		for _, roadmap := range roadmaps {
			triggers = append(triggers, drifted(claim, roadmap.ID, roadmap.Installation))
		}
	}
	return triggers, nil
}

// drifted triggers an issue whose card may not be as it should be.
func drifted(claim store.Claim, issue upgrade.NodeID, installation int64) upgrade.Trigger {
	return upgrade.Trigger{
		Key: upgrade.IssueKey(issue), Installation: installation, Reason: "its card may have drifted", Cause: max(claim.Cause, upgrade.CauseResync),
	}
}

// maintenance are the roles of a board that have a card for each child.
func maintenance(roles []store.Board) []store.Board {
	return slices.DeleteFunc(slices.Clone(roles), func(b store.Board) bool { return b.Role != upgrade.RoleMaintenance })
}

// Drift lists what on a board is not as it should be, as the writes that would
// mend it, whatever the modes say, and writes nothing. What a listing cannot tell
// for certain it reads by itself. It is an error when no policy has the board as
// its Maintenance board.
func (r *Reconciler) Drift(ctx context.Context, owner string, number int) ([]store.Planned, error) {
	roles, err := r.Store.BoardsAt(ctx, owner, number)
	if err != nil {
		return nil, fmt.Errorf("find the policies of the board: %w", err)
	}
	if roles = maintenance(roles); len(roles) == 0 {
		return nil, fmt.Errorf("no policy that the server knows has board %d of %s as its Maintenance board", number, owner)
	}
	var mends []store.Planned
	for _, role := range roles {
		board, err := r.GitHub.Board(ctx, role.Installation, role.Owner, role.Number)
		if err != nil {
			return nil, fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
		}
		found, err := r.compare(ctx, role, board)
		if err != nil {
			return nil, err
		}
		for _, child := range found.apart {
			if child, err = r.certain(ctx, role, child); err != nil {
				return nil, err
			}
			mends = append(mends, child.mends(r.Now())...)
		}
	}
	return mends, nil
}
