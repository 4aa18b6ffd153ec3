package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// stranger looks at an issue that belongs to no upgrade: a person may have put
// it on a Maintenance board and named one. GitHub is asked only when a person
// has set the Project of a card of it there.
func (r *Reconciler) stranger(ctx context.Context, claim store.Claim) (string, error) {
	id := upgrade.NodeID(claim.Key.ID())
	facts, board, err := r.named(ctx, id)
	if err != nil {
		return "", err
	}
	if board.ID == "" {
		return "not ours", r.Gate.Apply(ctx, claim) // nothing is planned any more either
	}
	facts.Issue, err = r.GitHub.Issue(ctx, board.Installation, id, r.Now(), "")
	if errors.Is(err, ghclient.ErrNotFound) {
		return "not ours", r.Gate.Apply(ctx, claim)
	}
	if err != nil {
		return "", fmt.Errorf("read the card of %s: %w", id, err)
	}
	part, err := r.adoption(ctx, claim, facts)
	if err != nil {
		return "", fmt.Errorf("decide on the adoption of %s: %w", facts.Issue.Ref, err)
	}
	if err := r.Gate.Apply(ctx, claim, part); err != nil {
		return "", err
	}
	if part.Plan.Why != "" {
		return part.Plan.Why, nil
	}
	return "added by its card", nil
}

// named finds the Maintenance board on which a person has set the issue's
// Project last; the zero Board when there is none.
func (r *Reconciler) named(ctx context.Context, issue upgrade.NodeID) (upgrade.AdoptionFacts, store.Board, error) {
	touches, err := r.Store.Touches(ctx, []upgrade.NodeID{issue})
	if err != nil {
		return upgrade.AdoptionFacts{}, store.Board{}, fmt.Errorf("read who touched the cards: %w", err)
	}
	for _, touch := range touches[issue] {
		if touch.By.Bot || touch.Did != upgrade.TouchSet {
			continue
		}
		roles, err := r.Store.BoardsOf(ctx, touch.Board)
		if err != nil {
			return upgrade.AdoptionFacts{}, store.Board{}, fmt.Errorf("find the policies of board %s: %w", touch.Board, err)
		}
		for _, role := range roles {
			facts, err := r.adoptionOn(ctx, role)
			if err != nil {
				return upgrade.AdoptionFacts{}, store.Board{}, err
			}
			project, _ := facts.Board.Field(facts.Policy.Maintenance.Fields.Project)
			if role.Role == upgrade.RoleMaintenance && project.ID == touch.Field {
				facts.Touches = touches[issue]
				return facts, role, nil
			}
		}
	}
	return upgrade.AdoptionFacts{}, store.Board{}, nil
}

// adoptionOn are the facts of a board: itself and the policy that names it. A board that cannot be
// read has no fields.
func (r *Reconciler) adoptionOn(ctx context.Context, role store.Board) (upgrade.AdoptionFacts, error) {
	policy, err := r.policyOf(ctx, role.Installation)
	if err != nil {
		return upgrade.AdoptionFacts{}, err
	}
	board, _, err := r.boards.get(ctx, r, boardName{role.Installation, role.Owner, role.Number}, false)
	if err != nil && !unreadable(err) {
		return upgrade.AdoptionFacts{}, fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
	}
	return upgrade.AdoptionFacts{Policy: policy, Board: board, Installation: role.Installation}, nil
}

// adoption decides, by the rules of the upgrade that the card names.
func (r *Reconciler) adoption(ctx context.Context, claim store.Claim, facts upgrade.AdoptionFacts) (gate.Part, error) {
	roadmaps, err := r.Store.Roadmaps(ctx, facts.Installation)
	if err != nil {
		return gate.Part{}, fmt.Errorf("list the upgrades of installation %d: %w", facts.Installation, err)
	}
	facts.Adopters = asAdopters(roadmaps)
	ids := make([]upgrade.NodeID, 0, len(roadmaps))
	for _, roadmap := range roadmaps {
		ids = append(ids, roadmap.ID)
	}
	if facts.Laid, err = r.Store.Settings(ctx, ids); err != nil {
		return gate.Part{}, fmt.Errorf("read the settings of %d roadmap issues: %w", len(ids), err)
	}
	l := r.lookUp(claim, facts.Issue, rightsIn{policy: facts.Policy, installation: facts.Installation})
	hands := facts.Hands()
	if facts.Touches, err = l.hands(ctx, facts.Touches, hands); err != nil {
		return gate.Part{}, err
	}
	part := gate.Part{Policy: facts.Policy, Installation: facts.Installation, Plan: upgrade.DecideAdoption(facts)}
	for _, hand := range hands {
		at := slices.IndexFunc(roadmaps, func(one store.Roadmap) bool { return one.ID == hand.To.Roadmap })
		if _, part.Upgrade, err = r.upgradeOf(ctx, roadmaps[at]); err != nil {
			return gate.Part{}, err
		}
	}
	return part, nil
}
