package reconcile

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Checkup looks at the boards of every installation that the server knows, and
// writes nothing.
func (r *Reconciler) Checkup(ctx context.Context) ([]upgrade.Finding, error) {
	installations, err := r.GitHub.Installations(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the installations: %w", err)
	}
	findings := []upgrade.Finding{}
	for _, i := range installations {
		if i.Suspended {
			continue
		}
		facts, err := r.checkupFacts(ctx, i)
		if err != nil {
			return nil, fmt.Errorf("look at %s: %w", i.Account, err)
		}
		findings = append(findings, upgrade.Checkup(facts)...)
	}
	return findings, nil
}

func (r *Reconciler) checkupFacts(ctx context.Context, i ghclient.Installation) (upgrade.CheckupFacts, error) {
	facts := upgrade.CheckupFacts{Account: i.Account, Projects: i.Permissions["organization_projects"]}
	record, _, err := r.Store.Policy(ctx, i.ID)
	if err != nil {
		return facts, fmt.Errorf("read its policy: %w", err)
	}
	if facts.Ruled = record.LastGood != ""; !facts.Ruled {
		return facts, nil
	}
	if facts.Policy, err = r.policies.inForce(record); err != nil {
		return facts, err
	}
	roadmaps, err := r.Store.Roadmaps(ctx, i.ID)
	if err != nil {
		return facts, fmt.Errorf("list its roadmap issues: %w", err)
	}
	for _, roadmap := range roadmaps {
		_, u, err := r.upgradeOf(ctx, roadmap)
		if err != nil {
			return facts, err
		}
		if u.Name != "" && u.Ended == "" {
			facts.Upgrades = append(facts.Upgrades, u)
		}
	}
	for _, named := range namedBoards(record, facts.Policy) {
		board, err := r.GitHub.Board(ctx, i.ID, named.Owner, named.Number)
		if err != nil && !unreadable(err) {
			return facts, err
		}
		facts.Boards = append(facts.Boards, upgrade.CheckedBoard{Role: named.Role, Owner: named.Owner, Number: named.Number, Board: board})
	}
	features, err := r.GitHub.Features(ctx, i.ID)
	facts.Server = upgrade.Server(features)
	return facts, err
}
