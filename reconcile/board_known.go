package reconcile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// followBoards keeps the list of the boards that a policy names, and triggers
// all of them when it changed; later is true while one of them is not there.
func (r *Reconciler) followBoards(ctx context.Context, claim store.Claim, record store.PolicyRecord, policy upgrade.Policy) (found []store.Board, later bool, err error) {
	old, err := r.Store.Boards(ctx, claim.Installation)
	if err != nil {
		return nil, false, fmt.Errorf("list the boards of %s: %w", record.Account, err)
	}
	found, later, err = r.findBoards(ctx, record, policy, old)
	if err != nil || slices.Equal(old, found) {
		return found, later, err
	}
	if err := r.Store.SaveBoards(ctx, claim, claim.Installation, found, boardTriggers(claim, found, "the policy names it")...); err != nil {
		return nil, false, fmt.Errorf("save the boards of %s: %w", record.Account, err)
	}
	return found, later, nil
}

// findBoards finds the boards that a policy names. One that is known and cannot
// be read now stays.
func (r *Reconciler) findBoards(ctx context.Context, record store.PolicyRecord, policy upgrade.Policy, old []store.Board) (found []store.Board, missing bool, err error) {
	for _, wanted := range namedBoards(record, policy) {
		board, _, err := r.boards.get(ctx, r, boardName{wanted.Installation, wanted.Owner, wanted.Number}, false)
		if err != nil && !unreadable(err) {
			return nil, false, fmt.Errorf("read board %d of %s: %w", wanted.Number, wanted.Owner, err)
		}
		wanted.ID = board.ID
		if err != nil {
			missing = true
			r.log(ctx).Warn().Str("board", fmt.Sprintf("%s/%d", wanted.Owner, wanted.Number)).Msg("the board cannot be read")
			wanted.ID = knownAs(old, wanted)
		}
		if wanted.ID != "" {
			found = append(found, wanted)
		}
	}
	return found, missing, nil
}

// namedBoards are the boards of a policy without their ids, by role.
func namedBoards(record store.PolicyRecord, policy upgrade.Policy) []store.Board {
	var named []store.Board
	for _, role := range []upgrade.BoardRole{upgrade.RoleMaintenance, upgrade.RoleRoadmap} {
		if b := policy.Board(role); b.Number != 0 {
			named = append(named, store.Board{Installation: record.Installation, Role: role, Owner: cmp.Or(b.Owner, record.Account), Number: b.Number})
		}
	}
	return named
}

// knownAs is the id of a board that was found in the same place before.
func knownAs(old []store.Board, wanted store.Board) upgrade.NodeID {
	for _, o := range old {
		if wanted.ID = o.ID; o == wanted {
			return o.ID
		}
	}
	return ""
}

// unreadable reports whether a board cannot be read, however often one tries:
// it is not there, or the app may not see it.
func unreadable(err error) bool {
	return errors.Is(err, ghclient.ErrNotFound) || errors.Is(err, ghclient.ErrForbidden)
}

func boardTriggers(claim store.Claim, boards []store.Board, reason string) []upgrade.Trigger {
	triggers := make([]upgrade.Trigger, 0, len(boards))
	for _, b := range boards {
		triggers = append(triggers, upgrade.Trigger{Key: upgrade.BoardKey(b.ID), Installation: b.Installation, Reason: reason, Cause: claim.Cause})
	}
	return triggers
}
