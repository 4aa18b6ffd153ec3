package reconcile

import (
	"context"
	"errors"
	"fmt"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// child collects the facts about a child and decides. The upgrade that adopted
// the child first, and the policy that lists it, rule.
func (r *Reconciler) child(ctx context.Context, claim store.Claim, issue upgrade.Issue, parents []upgrade.Member) (gate.Part, error) {
	policy, u, roadmap, err := r.ruling(ctx, parents)
	if err != nil {
		return gate.Part{}, err
	}
	excluded := excluded(issue)
	if u.Name != "" && roadmap.Installation != claim.Installation {
		if issue.Items, err = r.cards(ctx, roadmap.Installation, issue); errors.Is(err, ghclient.ErrNotFound) {
			excluded[upgrade.WriteFields] = "the board's organisation cannot see the issue"
		} else if err != nil {
			return gate.Part{}, err
		}
	}
	known, err := r.remembered(ctx, []upgrade.NodeID{issue.ID})
	if err != nil {
		return gate.Part{}, err
	}
	facts := known.into(upgrade.ChildFacts{
		Now: r.Now(), Policy: policy, Upgrade: u, UpgradeInstallation: roadmap.Installation, Parents: parents, Issue: issue, Host: r.Host,
		Living: r.living(issue), Excluded: excluded,
	})
	if facts, err = r.around(ctx, claim.Installation, roadmap.Installation, facts); err != nil {
		return gate.Part{}, err
	}
	owner, _ := policy.Owning(issue.Repository, facts.Settings)
	in := rightsIn{policy: policy, upgrade: u, organisation: roadmap.Ref.Owner, installation: roadmap.Installation, owner: owner}
	if facts.Asked, err = r.asked(ctx, claim, issue, in); err != nil {
		return gate.Part{}, err
	}
	if facts.Adopters, err = r.adopters(ctx, roadmap.Installation); err != nil {
		return gate.Part{}, err
	}
	board := boardName{roadmap.Installation, boardOwner(policy, roadmap), policy.Maintenance.Number}
	plan, err := r.decideChild(ctx, board, r.lookUp(claim, issue, in), facts)
	if err != nil {
		return gate.Part{}, err
	}
	return gate.Part{
		Policy: policy, Upgrade: u, Installation: roadmap.Installation, Plan: plan,
		Owners: []string{issue.Repository.Owner, boardOwner(policy, roadmap)},
	}, nil
}

// around fills in what is known about a child's reviewers and of what it waits for.
func (r *Reconciler) around(ctx context.Context, home, roadmap int64, facts upgrade.ChildFacts) (upgrade.ChildFacts, error) {
	if facts.Upgrade.Name == "" {
		return facts, nil
	}
	states, err := r.blockerStates(ctx, home, onlyCommanded(facts.Issue, facts.Settings))
	if err != nil {
		return facts, err
	}
	facts.Blockers = blockersOf(facts.Issue, facts.Settings, states)
	facts.Teams, err = r.teams(ctx, home, roadmap, facts)
	return facts, err
}

// cards are the issue's cards as the board's organisation sees them: another
// one sees only those on public boards, and would take the others for missing.
func (r *Reconciler) cards(ctx context.Context, installation int64, issue upgrade.Issue) ([]upgrade.Item, error) {
	seen, err := r.GitHub.Issue(ctx, installation, issue.ID, r.Now(), "")
	if err != nil {
		return nil, fmt.Errorf("read the cards of %s: %w", issue.Ref, err)
	}
	return seen.Items, nil
}

// decideChild decides with the board as it is known, and once more with the
// board read anew when something was missing on it: options come and go.
func (r *Reconciler) decideChild(ctx context.Context, name boardName, l *lookup, facts upgrade.ChildFacts) (upgrade.Plan, error) {
	if facts.Upgrade.Name == "" || name.number == 0 {
		return upgrade.DecideChild(facts), nil
	}
	for fresh := r.boards.doubted(r.Now(), name, facts.Issue.Items); ; fresh = true {
		board, cached, err := r.boards.get(ctx, r, name, fresh)
		if err != nil && !unreadable(err) {
			return upgrade.Plan{}, fmt.Errorf("read board %d of %s: %w", name.number, name.owner, err)
		}
		facts.Board = board
		doubted := upgrade.CardDoubted(board.ID, facts.Issue.Items, facts.Bases, facts.Touches)
		if doubted && facts.Excluded[upgrade.WriteFields] == "" && l.claim.Attempts < lagAttempts {
			return upgrade.Plan{}, r.lag(l.claim, fmt.Sprintf("%s is read without the card that it had", facts.Issue.Ref))
		}
		if facts.Touches, err = l.hands(ctx, facts.Touches, facts.Hands()); err != nil {
			return upgrade.Plan{}, err
		}
		plan := upgrade.DecideChild(facts)
		if !cached || !missesSomething(plan) {
			return plan, nil
		}
	}
}

func missesSomething(plan upgrade.Plan) bool {
	for _, action := range plan.Actions {
		if note, ok := action.(upgrade.Note); ok && note.Text != "" {
			return true
		}
	}
	return false
}

// ruling is the upgrade that people have chosen on the board, else the one that
// adopted the child first, of those that still are in a policy.
func (r *Reconciler) ruling(ctx context.Context, parents []upgrade.Member) (policy upgrade.Policy, u upgrade.Upgrade, roadmap store.Roadmap, err error) {
	chosen, err := r.chosen(ctx, parents)
	if err != nil {
		return policy, u, roadmap, err
	}
	for _, m := range parents {
		roadmaps, err := r.Store.RoadmapsOf(ctx, m.Roadmap)
		if err != nil {
			return policy, u, roadmap, fmt.Errorf("find the upgrades of %s: %w", m.RoadmapRef, err)
		}
		for _, one := range roadmaps {
			itsPolicy, its, err := r.upgradeOf(ctx, one)
			if err != nil {
				return policy, u, roadmap, err
			}
			if its.Name != "" && (u.Name == "" || its.Name == chosen) {
				policy, u, roadmap = itsPolicy, its, one
			}
			if u.Name != "" && (chosen == "" || u.Name == chosen) {
				return policy, u, roadmap, nil
			}
		}
	}
	return policy, u, roadmap, nil
}

// chosen is the name of the upgrade that people have chosen for a child that
// belongs to several; empty when they have not.
func (r *Reconciler) chosen(ctx context.Context, parents []upgrade.Member) (string, error) {
	if len(parents) < 2 {
		return "", nil
	}
	child := parents[0].Child
	settings, err := r.Store.Settings(ctx, []upgrade.NodeID{child})
	if err != nil {
		return "", fmt.Errorf("read which upgrade rules %s: %w", parents[0].ChildRef, err)
	}
	return settings[child].Value(upgrade.SettingProject), nil
}

// upgradeOf finds a roadmap issue's upgrade, in the policy in force unless a
// command has started it, with what people have laid down about it; the zero
// Upgrade when the policy does not list it any more.
func (r *Reconciler) upgradeOf(ctx context.Context, roadmap store.Roadmap) (upgrade.Policy, upgrade.Upgrade, error) {
	policy, err := r.policyOf(ctx, roadmap.Installation)
	if err != nil {
		return upgrade.Policy{}, upgrade.Upgrade{}, err
	}
	upgrades := policy.Upgrades
	if roadmap.Started {
		upgrades = []upgrade.Upgrade{upgrade.StartedBy(roadmap.Name, roadmap.Ref)}
	}
	for _, u := range upgrades {
		if u.Name != roadmap.Name {
			continue
		}
		settings, err := r.Store.Settings(ctx, []upgrade.NodeID{roadmap.ID})
		if err != nil {
			return upgrade.Policy{}, upgrade.Upgrade{}, fmt.Errorf("read the settings of %s: %w", roadmap.Ref, err)
		}
		return policy, u.With(settings[roadmap.ID]), nil
	}
	return policy, upgrade.Upgrade{}, nil
}

func boardOwner(policy upgrade.Policy, roadmap store.Roadmap) string {
	if policy.Maintenance.Owner != "" {
		return policy.Maintenance.Owner
	}
	return roadmap.Ref.Owner
}

// living is the app's living comment on the issue, if it is still there.
func (r *Reconciler) living(issue upgrade.Issue) upgrade.OwnText {
	if issue.Own.ID == "" {
		return upgrade.OwnText{}
	}
	return upgrade.OwnText{Comment: issue.Own.DatabaseID, Text: say.Unmarked(issue.Own.Body)}
}

// excluded are the kinds of write that GitHub would refuse on the issue.
func excluded(issue upgrade.Issue) map[upgrade.WriteKind]string {
	kinds := map[upgrade.WriteKind]string{}
	if issue.Repository.Archived {
		why := "the repository is archived"
		kinds[upgrade.WriteComments], kinds[upgrade.WriteBoxes], kinds[upgrade.WriteIssues] = why, why, why
	}
	return kinds
}
