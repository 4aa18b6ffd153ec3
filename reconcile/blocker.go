package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// blockerStates are issues that children wait for by command, as far as an
// installation can read them. Without any, nothing is asked.
func (r *Reconciler) blockerStates(ctx context.Context, installation int64, ids []upgrade.NodeID) (map[upgrade.NodeID]upgrade.IssueState, error) {
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

// onlyCommanded are the issues that a child waits for by command and not by
// GitHub's own dependencies, which come with it.
func onlyCommanded(issue upgrade.Issue, settings upgrade.Settings) []upgrade.NodeID {
	return slices.DeleteFunc(settings.BlockedBy(), func(id upgrade.NodeID) bool {
		return slices.ContainsFunc(issue.BlockedBy, func(known upgrade.IssueState) bool { return known.ID == id })
	})
}

// blockersOf are the issues that a child waits for, each once: by GitHub's own
// dependencies, and by command. What a command has laid down holds until a
// command takes it back, also where GitHub has no dependency for it or a person
// has removed that one: who said so and why stays on record.
func blockersOf(issue upgrade.Issue, settings upgrade.Settings, states map[upgrade.NodeID]upgrade.IssueState) []upgrade.IssueState {
	blockers := slices.Clone(issue.BlockedBy)
	for _, id := range onlyCommanded(issue, settings) {
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
