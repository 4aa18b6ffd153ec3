package reconcile

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// children reads the states behind the references of items. A reference that is
// known is followed by node id, whatever its repository is called today; a new one
// is resolved by name.
func (r *Reconciler) children(ctx context.Context, installation int64, members []upgrade.Member, items []upgrade.ListItem) (map[upgrade.Ref]upgrade.IssueState, error) {
	known := map[upgrade.Ref]upgrade.Member{}
	for _, m := range members {
		known[m.ChildRef.Fold()] = m
	}
	var ids []upgrade.NodeID
	var fresh []upgrade.Ref
	asked := map[upgrade.Ref]bool{}
	for _, item := range items {
		for _, ref := range item.Refs {
			ref = ref.Fold()
			if asked[ref] {
				continue
			}
			asked[ref] = true
			if m, ok := known[ref]; ok {
				ids = append(ids, m.Child)
			} else {
				fresh = append(fresh, ref)
			}
		}
	}
	states, err := r.GitHub.States(ctx, installation, ids)
	if err != nil {
		return nil, fmt.Errorf("read %d children: %w", len(ids), err)
	}
	children, err := r.GitHub.Resolve(ctx, installation, fresh)
	if err != nil {
		return nil, fmt.Errorf("find %d new children: %w", len(fresh), err)
	}
	for ref, m := range known {
		if state, ok := states[m.Child]; ok && asked[ref] {
			children[ref] = state
		}
	}
	return children, nil
}

// hasSubIssues finds out whether this GitHub has sub-issues, where the policy keeps them.
func (r *Reconciler) hasSubIssues(ctx context.Context, claim store.Claim, policy upgrade.Policy) (bool, error) {
	if !policy.RoadmapIssue.SubIssues {
		return false, nil
	}
	features, err := r.GitHub.Features(ctx, claim.Installation)
	if err != nil {
		return false, fmt.Errorf("see whether there are sub-issues: %w", err)
	}
	return features.SubIssues, nil
}

// behind is an error when a child is read older than it was seen before.
func (r *Reconciler) behind(claim store.Claim, facts upgrade.RoadmapFacts) error {
	if claim.Attempts >= lagAttempts {
		return nil
	}
	read := map[upgrade.NodeID]time.Time{}
	for state := range childStates(facts) {
		read[state.ID] = state.UpdatedAt
	}
	for _, m := range facts.Members {
		if at, ok := read[m.Child]; ok && at.Before(m.SeenAt) {
			return r.lag(claim, fmt.Sprintf("child %s is read older than it was seen", m.ChildRef))
		}
	}
	return nil
}

// childStates are the states of the children as they were read, some more than
// once: those of the roadmap issue's own lists last.
func childStates(facts upgrade.RoadmapFacts) iter.Seq[upgrade.IssueState] {
	return func(yield func(upgrade.IssueState) bool) {
		groups := []iter.Seq[upgrade.IssueState]{}
		for _, l := range facts.ListIssues {
			groups = append(groups, maps.Values(l.Children), slices.Values(l.Issue.SubIssues))
		}
		groups = append(groups, slices.Values(facts.Issue.SubIssues), maps.Values(facts.Added), maps.Values(facts.Children))
		for _, group := range groups {
			for state := range group {
				if !yield(state) {
					return
				}
			}
		}
	}
}

// installed finds the installation of each child's repository.
func (r *Reconciler) installed(ctx context.Context, facts upgrade.RoadmapFacts) (map[upgrade.NodeID]int64, error) {
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the installations: %w", err)
	}
	byAccount := map[string]int64{}
	for _, i := range installations {
		byAccount[strings.ToLower(i.Account)] = i.ID
	}
	out := map[upgrade.NodeID]int64{}
	add := func(s upgrade.IssueState) {
		if id := byAccount[strings.ToLower(s.Repository.Owner)]; id != 0 {
			out[s.Repository.ID] = id
		}
	}
	for state := range childStates(facts) {
		add(state)
	}
	for _, asked := range facts.Asked {
		for _, named := range asked.Objects.Issues {
			add(named.State)
		}
	}
	return out, nil
}

func childIDs(facts upgrade.RoadmapFacts) []upgrade.NodeID {
	return readable(facts, func(upgrade.IssueState) bool { return true })
}

// reporting are the children whose own runs tell of them: what was kept of one
// whose organisation has taken the app off since is told by nobody any more.
func reporting(facts upgrade.RoadmapFacts) []upgrade.NodeID {
	return readable(facts, func(s upgrade.IssueState) bool { return facts.Installed[s.Repository.ID] != 0 })
}

// readable are the children that can be read and for which something holds, each once.
func readable(facts upgrade.RoadmapFacts, which func(upgrade.IssueState) bool) []upgrade.NodeID {
	var ids []upgrade.NodeID
	for state := range childStates(facts) {
		if which(state) {
			ids = append(ids, state.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// polled reports whether there is something to be read now and then that sends no events.
func polled(members []upgrade.Member, lists []upgrade.ListIssue) bool {
	return slices.ContainsFunc(members, func(m upgrade.Member) bool { return m.ChildInstallation == 0 }) ||
		slices.ContainsFunc(lists, func(l upgrade.ListIssue) bool { return l.Polled })
}
