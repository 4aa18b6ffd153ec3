package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// listIssues reads the issues that hold more of a roadmap issue's lists, each
// with the token of its own organisation, or with the roadmap issue's where the app
// is not at work: that sees what everybody sees.
func (r *Reconciler) listIssues(ctx context.Context, claim store.Claim, facts upgrade.RoadmapFacts) ([]upgrade.ListIssue, error) {
	ids := facts.Settings.ListsAt()
	if len(ids) == 0 {
		return nil, nil
	}
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the installations: %w", err)
	}
	all := make([]upgrade.ListIssue, 0, len(ids))
	for _, id := range ids {
		at, err := upgrade.ParseRef(facts.Settings.Value(upgrade.SettingListAt + string(id)))
		if err != nil {
			return nil, fmt.Errorf("read where list issue %s is: %w", id, err)
		}
		home, there := atWork(installations, at.Owner)
		if !there {
			home.ID = claim.Installation
		}
		reading := claim
		reading.Installation = home.ID
		l, err := r.listIssue(ctx, reading, facts, id)
		if err != nil {
			return nil, err
		}
		halt, err := r.Store.Halt(ctx, home.ID)
		if err != nil {
			return nil, fmt.Errorf("read whether the writes to list issue %s are halted: %w", at, err)
		}
		l.Kept, l.Polled = l.Kept && there && writesIssues(home) && !halt.On, !there
		all = append(all, l)
	}
	return all, nil
}

// atWork is the installation on an organisation, unless it is suspended.
func atWork(installations []store.Installation, organisation string) (store.Installation, bool) {
	at := slices.IndexFunc(installations, func(i store.Installation) bool { return strings.EqualFold(i.Account, organisation) && !i.Suspended })
	if at < 0 {
		return store.Installation{}, false
	}
	return installations[at], true
}

// writesIssues reports whether an installation may write issues. One whose
// permissions have not been read yet is left to GitHub's own check.
func writesIssues(i store.Installation) bool {
	return len(i.Permissions) == 0 || i.Permissions["issues"] == "write"
}

// listIssue reads one list issue with what it lists, with the claim's installation.
func (r *Reconciler) listIssue(ctx context.Context, claim store.Claim, facts upgrade.RoadmapFacts, id upgrade.NodeID) (upgrade.ListIssue, error) {
	unread := upgrade.ListIssue{Issue: upgrade.Issue{IssueState: upgrade.IssueState{ID: id}}}
	issue, err := r.GitHub.Issue(ctx, claim.Installation, id, r.Now(), "")
	if errors.Is(err, ghclient.ErrNotFound) {
		return unread, nil
	}
	if err != nil {
		return unread, fmt.Errorf("read list issue %s: %w", id, err)
	}
	if err := r.listBehind(ctx, claim, issue); err != nil {
		return unread, err
	}
	known := r.matcher(facts.Installation, facts.Policy)
	if issue, err = r.described(ctx, claim, issue, known); err != nil {
		return unread, err
	}
	l := upgrade.ListIssue{Issue: issue, Readable: true}
	described, err := r.lists(issue, known)
	if err != nil {
		if _, limited := errors.AsType[gate.Refused](err); limited {
			return unread, nil
		}
		return unread, err
	}
	l.Items, l.Nested, l.Runbook = described.items, described.nested, len(described.steps) > 0
	if l.Children, err = r.children(ctx, claim.Installation, facts.Members, l.Items); err != nil {
		return unread, err
	}
	if l.Bases, err = r.Store.Bases(ctx, id); err != nil {
		return unread, fmt.Errorf("read the bases of list issue %s: %w", issue.Ref, err)
	}
	own, err := r.Store.RoadmapsOf(ctx, id)
	if err != nil {
		return unread, fmt.Errorf("find the upgrades of list issue %s: %w", issue.Ref, err)
	}
	l.Kept = len(own) == 0 && !issue.Closed && !issue.Repository.Archived
	return l, nil
}

// listBehind is an error when a list issue is read older than it is known to be.
func (r *Reconciler) listBehind(ctx context.Context, claim store.Claim, issue upgrade.Issue) error {
	known, err := r.Store.ListSeen(ctx, issue.ID)
	if err != nil {
		return err
	}
	if issue.UpdatedAt.Before(known) && claim.Attempts < lagAttempts {
		return r.lag(claim, fmt.Sprintf("list issue %s is read older than it was seen", issue.Ref))
	}
	return nil
}

// listsIn reports whether a roadmap issue has list issues in an organisation.
func (r *Reconciler) listsIn(ctx context.Context, roadmap upgrade.NodeID, organisation string) (bool, error) {
	settings, err := r.Store.Settings(ctx, []upgrade.NodeID{roadmap})
	if err != nil {
		return false, fmt.Errorf("read the list issues of %s: %w", roadmap, err)
	}
	return slices.ContainsFunc(settings[roadmap].ListsAt(), func(id upgrade.NodeID) bool {
		at, err := upgrade.ParseRef(settings[roadmap].Value(upgrade.SettingListAt + string(id)))
		return err == nil && strings.EqualFold(at.Owner, organisation)
	}), nil
}

// listChanged tells the roadmap issues that count the lists of the claimed issue.
// A roadmap issue that holds lists of another one tells only what is new: two
// that hold lists of each other would never come to rest.
func (r *Reconciler) listChanged(ctx context.Context, claim store.Claim, isRoadmap bool) error {
	id := upgrade.NodeID(claim.Key.ID())
	listing, err := r.Store.ListedAt(ctx, id)
	if err != nil || len(listing) == 0 {
		return err
	}
	known, err := r.Store.ListSeen(ctx, id)
	if err != nil {
		return err
	}
	if isRoadmap && !claim.Floor.After(known) {
		return nil
	}
	var triggers []upgrade.Trigger
	for _, roadmap := range listing {
		triggers = append(triggers, upgrade.Trigger{
			Key: upgrade.IssueKey(roadmap.ID), Installation: roadmap.Installation, Cause: claim.Cause, Confirm: claim.Confirm,
			Reason: "an issue with some of its lists changed",
		})
	}
	return r.Store.SeeList(ctx, id, claim.Floor, triggers...)
}
