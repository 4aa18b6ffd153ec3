package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// adopters are the upgrades of an installation, which a card can name.
func (r *Reconciler) adopters(ctx context.Context, installation int64) ([]upgrade.Adopter, error) {
	roadmaps, err := r.Store.Roadmaps(ctx, installation)
	if err != nil {
		return nil, fmt.Errorf("list the upgrades of installation %d: %w", installation, err)
	}
	return asAdopters(roadmaps), nil
}

func asAdopters(roadmaps []store.Roadmap) []upgrade.Adopter {
	adopters := make([]upgrade.Adopter, 0, len(roadmaps))
	for _, roadmap := range roadmaps {
		adopters = append(adopters, upgrade.Adopter{Name: roadmap.Name, Roadmap: roadmap.ID, Ref: roadmap.Ref})
	}
	return adopters
}

// hands finds out for the touches that ask for something whether the person has
// the right, now and in the way in which a command's author has it. What GitHub
// did not tell is an error, so that the run is tried again: nobody gets a right
// by a failure.
func (l *lookup) hands(ctx context.Context, touches []upgrade.Touch, hands []upgrade.Hand) ([]upgrade.Touch, error) {
	judged := slices.Clone(touches)
	for _, hand := range hands {
		in, err := l.inUpgrade(ctx, hand.To)
		if err != nil {
			return nil, err
		}
		touch := &judged[hand.Touch]
		if touch.May, err = in.may(ctx, touch.By, hand.Command); err != nil {
			return nil, err
		}
	}
	return judged, nil
}

// may finds out whether a person may run a command, or close the issue.
func (l *lookup) may(ctx context.Context, user upgrade.Actor, name string) (upgrade.Certainty, error) {
	if name == upgrade.HandCloses {
		permission, err := l.permission(ctx, l.claim.Installation, l.issue.Repository, user)
		return certain(permission == "triage" || writes(permission)), err
	}
	spec, known := command.Find(name)
	if !known || user.ID == 0 {
		return upgrade.No, nil
	}
	rights, err := l.rights(ctx, user, []command.Command{{Name: name}})
	return rights.Has(l.in.policy.WhoMay(spec, l.in.upgrade)), err
}

// inUpgrade is the look-up for rights in another upgrade, where they count on
// its roadmap issue; the zero Adopter stands for the issue's own upgrade.
func (l *lookup) inUpgrade(ctx context.Context, to upgrade.Adopter) (*lookup, error) {
	if to.Roadmap == "" {
		return l, nil
	}
	roadmaps, err := l.Store.Roadmaps(ctx, l.in.installation)
	if err != nil {
		return nil, fmt.Errorf("find the upgrade %q: %w", to.Name, err)
	}
	i := slices.IndexFunc(roadmaps, func(r store.Roadmap) bool { return r.Name == to.Name })
	if i < 0 {
		return nil, fmt.Errorf("the upgrade %q has gone meanwhile", to.Name)
	}
	policy, u, err := l.upgradeOf(ctx, roadmaps[i])
	if err != nil {
		return nil, err
	}
	claim := l.claim
	claim.Installation = l.in.installation
	issue := upgrade.Issue{IssueState: upgrade.IssueState{
		ID: to.Roadmap, Ref: to.Ref, Repository: upgrade.Repository{Owner: to.Ref.Owner, Name: to.Ref.Repo},
	}}
	in := rightsIn{policy: policy, upgrade: u, organisation: to.Ref.Owner, installation: l.in.installation}
	return l.lookUp(claim, issue, in), nil
}
