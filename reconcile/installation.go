package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// resyncEvery is how often everything is looked at without an event.
const resyncEvery = 24 * time.Hour

// installation resyncs one installation, or all of them: who the app is, what
// it may do, and then every policy, roadmap issue and child.
func (r *Reconciler) installation(ctx context.Context, claim store.Claim) (string, error) {
	claim.Cause = max(claim.Cause, upgrade.CauseResync)
	app, err := r.GitHub.App(ctx)
	if err != nil {
		return "", fmt.Errorf("read the app: %w", err)
	}
	if err := r.Identity.save(ctx, r.Store, app); err != nil {
		return "", fmt.Errorf("save the app's identity: %w", err)
	}
	there, err := r.GitHub.Installations(ctx)
	if err != nil {
		return "", fmt.Errorf("list the installations: %w", err)
	}
	if err := r.saveInstallations(ctx, claim, there); err != nil {
		return "", err
	}
	if claim.Key == AllInstallations {
		return r.resyncAll(ctx, claim, there)
	}
	id, err := strconv.ParseInt(claim.Key.ID(), 10, 64)
	if err != nil {
		return "", fmt.Errorf("read installation id %q: %w", claim.Key.ID(), err)
	}
	i := slices.IndexFunc(there, func(i ghclient.Installation) bool { return i.ID == id })
	if i < 0 {
		return "the app is not installed there any more", nil
	}
	if there[i].Suspended {
		return "suspended", nil
	}
	return r.resync(ctx, claim, there[i], there)
}

// saveInstallations makes the list in the database what it is on GitHub. When
// the app came to an organisation or left one, every roadmap issue is looked at:
// it may have children there.
func (r *Reconciler) saveInstallations(ctx context.Context, claim store.Claim, there []ghclient.Installation) error {
	known, err := r.Store.Installations(ctx)
	if err != nil {
		return fmt.Errorf("list the known installations: %w", err)
	}
	roadmaps, err := r.roadmapTriggers(ctx, claim, there)
	if err != nil {
		return err
	}
	for _, i := range there {
		var woken []upgrade.Trigger
		if !slices.ContainsFunc(known, func(k store.Installation) bool { return k.ID == i.ID }) {
			woken = roadmaps
		}
		row := store.Installation{ID: i.ID, Account: i.Account, AccountID: i.AccountID, Suspended: i.Suspended, Permissions: i.Permissions, SyncedAt: r.Now()}
		if err := r.Store.SaveInstallation(ctx, row, woken...); err != nil {
			return fmt.Errorf("save installation %d: %w", i.ID, err)
		}
	}
	for _, k := range known {
		if slices.ContainsFunc(there, func(i ghclient.Installation) bool { return i.ID == k.ID }) {
			continue
		}
		if err := r.Store.DropInstallation(ctx, k.ID, roadmaps...); err != nil {
			return fmt.Errorf("drop installation %d: %w", k.ID, err)
		}
	}
	return nil
}

// roadmapTriggers are one trigger for each roadmap issue of the installations.
func (r *Reconciler) roadmapTriggers(ctx context.Context, claim store.Claim, there []ghclient.Installation) ([]upgrade.Trigger, error) {
	var triggers []upgrade.Trigger
	for _, i := range there {
		roadmaps, err := r.Store.Roadmaps(ctx, i.ID)
		if err != nil {
			return nil, fmt.Errorf("list the roadmap issues of %s: %w", i.Account, err)
		}
		for _, roadmap := range roadmaps {
			triggers = append(triggers, upgrade.Trigger{
				Key: upgrade.IssueKey(roadmap.ID), Installation: i.ID, Reason: "the app came to an organisation or left one", Cause: claim.Cause,
			})
		}
	}
	return triggers, nil
}

func (r *Reconciler) resyncAll(ctx context.Context, claim store.Claim, there []ghclient.Installation) (string, error) {
	triggers := []upgrade.Trigger{r.again(claim, resyncEvery, "daily resync")}
	for _, i := range there {
		key := upgrade.NewKey(upgrade.KindInstallation, strconv.FormatInt(i.ID, 10))
		triggers = append(triggers, upgrade.Trigger{Key: key, Installation: i.ID, Reason: claim.Reason, Cause: claim.Cause})
	}
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d installations: %w", len(there), err)
	}
	return fmt.Sprintf("%d installations", len(there)), nil
}

// resync triggers everything of an installation: its policy, which triggers
// itself what it newly lists, its boards, its roadmap issues with their children, and the
// children that live there and belong to another installation's roadmap issues.
func (r *Reconciler) resync(ctx context.Context, claim store.Claim, i ghclient.Installation, all []ghclient.Installation) (string, error) {
	policy := upgrade.NewKey(upgrade.KindPolicy, strconv.FormatInt(i.ID, 10))
	triggers := []upgrade.Trigger{{Key: policy, Installation: i.ID, Reason: "resync", Cause: claim.Cause}}
	boards, err := r.Store.Boards(ctx, i.ID)
	if err != nil {
		return "", fmt.Errorf("list the boards of %s: %w", i.Account, err)
	}
	triggers = append(triggers, boardTriggers(claim, boards, "resync")...)
	for _, other := range all {
		found, err := r.resyncRoadmaps(ctx, claim, i, other)
		if err != nil {
			return "", err
		}
		triggers = append(triggers, found...)
	}
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d keys of %s: %w", len(triggers), i.Account, err)
	}
	return fmt.Sprintf("%d keys of %s", len(triggers), i.Account), nil
}

// resyncRoadmaps are the triggers that the resync of an installation takes from
// the roadmap issues of an owner, which may be another one.
func (r *Reconciler) resyncRoadmaps(ctx context.Context, claim store.Claim, here, owner ghclient.Installation) ([]upgrade.Trigger, error) {
	roadmaps, err := r.Store.Roadmaps(ctx, owner.ID)
	if err != nil {
		return nil, fmt.Errorf("list the roadmap issues of %s: %w", owner.Account, err)
	}
	var triggers []upgrade.Trigger
	for _, roadmap := range roadmaps {
		members, err := r.Store.Members(ctx, roadmap.ID)
		if err != nil {
			return nil, fmt.Errorf("list the children of %s: %w", roadmap.Ref, err)
		}
		lists, err := r.listsIn(ctx, roadmap.ID, here.Account)
		if err != nil {
			return nil, err
		}
		if owner.ID == here.ID || lists {
			triggers = append(triggers, upgrade.Trigger{Key: upgrade.IssueKey(roadmap.ID), Installation: owner.ID, Reason: "resync", Cause: claim.Cause})
		}
		if owner.ID != here.ID {
			members = slices.DeleteFunc(members, func(m upgrade.Member) bool { return m.ChildInstallation != here.ID })
		}
		triggers = append(triggers, childTriggers(claim, members, "resync")...)
	}
	return triggers, nil
}
