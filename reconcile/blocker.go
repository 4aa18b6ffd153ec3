package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// blockerStates are the issues that children wait for by command, as far as an
// installation can read them. Without any, nothing is asked.
func (r *Reconciler) blockerStates(ctx context.Context, installation int64, children ...upgrade.Settings) (map[upgrade.NodeID]upgrade.IssueState, error) {
	var ids []upgrade.NodeID
	for _, settings := range children {
		ids = append(ids, settings.BlockedBy()...)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	states, err := r.GitHub.States(ctx, installation, slices.Compact(ids))
	if err != nil {
		return nil, fmt.Errorf("read %d issues that children wait for: %w", len(ids), err)
	}
	return states, nil
}

// blockersOf are those of the states that one child waits for.
func blockersOf(settings upgrade.Settings, states map[upgrade.NodeID]upgrade.IssueState) []upgrade.IssueState {
	var blockers []upgrade.IssueState
	for _, id := range settings.BlockedBy() {
		if state, ok := states[id]; ok {
			blockers = append(blockers, state)
		}
	}
	return blockers
}

// blocker triggers the children that wait for an issue, whoever's it is. It has
// a key of its own, which only events set off: children that wait for one
// another would else wake each other for ever. They read the issue on their
// own, perhaps before GitHub's reads have caught up: the key's confirming look
// triggers them once more.
func (r *Reconciler) blocker(ctx context.Context, claim store.Claim) (string, error) {
	waiting, err := r.Store.Waiting(ctx, upgrade.NodeID(claim.Key.ID()))
	if err != nil {
		return "", fmt.Errorf("find what waits for %s: %w", claim.Key, err)
	}
	triggers := childTriggers(claim, waiting, "what it waits for changed")
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d children that wait for %s: %w", len(triggers), claim.Key, err)
	}
	return fmt.Sprintf("%d children wait for it", len(triggers)), nil
}
