package reconcile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// expected is a child that a board is to have a card of.
type expected struct {
	// home is the installation whose token reads the child.
	home    int64
	roadmap store.Roadmap
	// facts are without the issue itself, of which only the id and the last known place are there.
	facts upgrade.ChildFacts
	// said are the states of what children wait for by command.
	said map[upgrade.NodeID]upgrade.IssueState
}

// expected are the children that a Maintenance board is to have cards of for one
// policy, by node id. Those where the app is not installed are left out: nothing
// is written about them.
func (r *Reconciler) expected(ctx context.Context, role store.Board, board upgrade.Board) ([]expected, error) {
	parents, err := r.childrenOf(ctx, role.Installation)
	if err != nil {
		return nil, err
	}
	ids := make([]upgrade.NodeID, 0, len(parents))
	for _, of := range parents {
		ids = append(ids, of[0].Child)
	}
	known, err := r.remembered(ctx, ids)
	if err != nil {
		return nil, err
	}
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the installations: %w", err)
	}
	adopters, err := r.adopters(ctx, role.Installation)
	if err != nil {
		return nil, err
	}
	rules := rulings{of: r, known: map[string]ruling{}}
	var all []expected
	for _, of := range parents {
		rule, err := rules.ruling(ctx, of, known.settings[of[0].Child].Value(upgrade.SettingProject))
		if err != nil {
			return nil, err
		}
		home := homeOf(installations, of[0])
		if rule.upgrade.Name == "" || rule.roadmap.Installation != role.Installation || home == 0 {
			continue
		}
		all = append(all, expected{home: home, roadmap: rule.roadmap, facts: known.into(upgrade.ChildFacts{
			Now: r.Now(), Policy: rule.policy, Upgrade: rule.upgrade, UpgradeInstallation: rule.roadmap.Installation, Parents: of, Host: r.Host, Board: board, Adopters: adopters,
			Issue: upgrade.Issue{IssueState: upgrade.IssueState{ID: of[0].Child, Ref: of[0].ChildRef}},
		})})
	}
	return all, nil
}

// childrenOf are the parents of each child of an installation's roadmap issues,
// in the order of the children's node ids.
func (r *Reconciler) childrenOf(ctx context.Context, installation int64) ([][]upgrade.Member, error) {
	roadmaps, err := r.Store.Roadmaps(ctx, installation)
	if err != nil {
		return nil, fmt.Errorf("list the roadmap issues: %w", err)
	}
	var ids []upgrade.NodeID
	for _, roadmap := range roadmaps {
		members, err := r.Store.Members(ctx, roadmap.ID)
		if err != nil {
			return nil, fmt.Errorf("list the children of %s: %w", roadmap.Ref, err)
		}
		for _, m := range members {
			ids = append(ids, m.Child)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	parents, err := r.Store.ParentsOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("find the roadmap issues of %d children: %w", len(ids), err)
	}
	all := make([][]upgrade.Member, 0, len(ids))
	for _, id := range ids {
		if of := parents[id]; len(of) > 0 {
			all = append(all, of)
		}
	}
	return all, nil
}

// rulings spares finding the ruling upgrade anew for each of many children:
// those with the same roadmap issues have the same one, unless people have chosen
// another on the board.
type rulings struct {
	of    *Reconciler
	known map[string]ruling
}

type ruling struct {
	policy  upgrade.Policy
	upgrade upgrade.Upgrade
	roadmap store.Roadmap
}

func (r rulings) ruling(ctx context.Context, parents []upgrade.Member, chosen string) (ruling, error) {
	var name strings.Builder
	name.WriteString(chosen + "\n")
	for _, m := range parents {
		name.WriteString(string(m.Roadmap) + " ")
	}
	if found, ok := r.known[name.String()]; ok {
		return found, nil
	}
	policy, u, roadmap, err := r.of.ruling(ctx, parents)
	if err != nil {
		return ruling{}, err
	}
	r.known[name.String()] = ruling{policy, u, roadmap}
	return r.known[name.String()], nil
}
