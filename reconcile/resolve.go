package reconcile

import (
	"context"
	"errors"
	"fmt"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// pullRequest triggers the children that a pull request is linked to.
func (r *Reconciler) pullRequest(ctx context.Context, claim store.Claim) (string, error) {
	issues, err := r.GitHub.ClosedBy(ctx, claim.Installation, upgrade.NodeID(claim.Key.ID()))
	if errors.Is(err, ghclient.ErrNotFound) {
		return "deleted, or not readable for the app", nil
	}
	if err != nil {
		return "", fmt.Errorf("read the issues of pull request %s: %w", claim.Key.ID(), err)
	}
	var parents []upgrade.Member
	for _, id := range issues {
		of, err := r.Store.Parents(ctx, id)
		if err != nil {
			return "", fmt.Errorf("find the roadmap issues of %s: %w", id, err)
		}
		parents = append(parents, of...)
	}
	triggers := childTriggers(claim, parents, "a linked pull request changed")
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d children: %w", len(triggers), err)
	}
	return fmt.Sprintf("linked to %d children", len(triggers)), nil
}

// repository triggers every child that lives in a repository.
func (r *Reconciler) repository(ctx context.Context, claim store.Claim) (string, error) {
	members, err := r.Store.MembersIn(ctx, upgrade.NodeID(claim.Key.ID()))
	if err != nil {
		return "", fmt.Errorf("find the children in repository %s: %w", claim.Key.ID(), err)
	}
	if err := r.Store.Trigger(ctx, childTriggers(claim, members, "the repository changed")...); err != nil {
		return "", fmt.Errorf("trigger %d children: %w", len(members), err)
	}
	return fmt.Sprintf("%d children", len(members)), nil
}

// childTriggers looks at each child once, where the app is installed.
func childTriggers(claim store.Claim, members []upgrade.Member, reason string) []upgrade.Trigger {
	var out []upgrade.Trigger
	seen := map[upgrade.NodeID]bool{}
	for _, m := range members {
		if m.ChildInstallation == 0 || seen[m.Child] {
			continue
		}
		seen[m.Child] = true
		out = append(out, upgrade.Trigger{Key: upgrade.IssueKey(m.Child), Installation: m.ChildInstallation, Reason: reason, Cause: claim.Cause})
	}
	return out
}
