package reconcile

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// seenAttempts bounds the wait for a read that is as new as the comment was. A
// 👀 that comes later than after some seconds tells nobody anything.
const seenAttempts = 3

// comment shows that a comment's commands were seen, on a key of its own: the
// issue's key may be at work or wait. The answer is the issue's key's.
func (r *Reconciler) comment(ctx context.Context, claim store.Claim) (string, error) {
	issue, _ := claim.Key.Comment()
	parents, roadmaps, err := r.belongs(ctx, issue)
	if err != nil {
		return "", err
	}
	if len(parents) == 0 && len(roadmaps) == 0 {
		return "not ours", nil
	}
	part, err := r.rulesOf(ctx, parents, roadmaps)
	if err != nil {
		return "", err
	}
	if part.Upgrade.Name == "" || !answers(part.Policy, part.Upgrade) {
		return "commands are not answered there", nil
	}
	facts, err := r.commentFacts(ctx, claim, part.Policy)
	switch {
	case ghclient.Final(err):
		return "cannot be read: " + err.Error(), nil
	case err != nil:
		return "", err
	}
	facts.Roadmap, facts.Policy, facts.Upgrade = len(parents) == 0, part.Policy, part.Upgrade
	part.Plan = upgrade.DecideComment(facts)
	part.Owners = []string{facts.Issue.Repository.Owner}
	return r.showSeen(ctx, claim, part)
}

// rulesOf are the rules under which an issue's commands are answered: a child's
// when it is one, else those of the first of its upgrades that answers.
func (r *Reconciler) rulesOf(ctx context.Context, parents []upgrade.Member, roadmaps []store.Roadmap) (gate.Part, error) {
	if len(parents) > 0 {
		policy, u, roadmap, err := r.ruling(ctx, parents)
		return gate.Part{Policy: policy, Upgrade: u, Installation: roadmap.Installation}, err
	}
	for _, roadmap := range roadmaps {
		policy, u, err := r.upgradeOf(ctx, roadmap)
		if err != nil {
			return gate.Part{}, err
		}
		if u.Name != "" && answers(policy, u) {
			return gate.Part{Policy: policy, Upgrade: u, Installation: roadmap.Installation}, nil
		}
	}
	return gate.Part{}, nil
}

// commentFacts reads the one comment. One that is not there may have been
// deleted, or not have arrived yet where GitHub reads.
func (r *Reconciler) commentFacts(ctx context.Context, claim store.Claim, policy upgrade.Policy) (upgrade.CommentFacts, error) {
	issue, id := claim.Key.Comment()
	c, state, err := r.GitHub.Comment(ctx, claim.Installation, issue, id)
	missing := errors.Is(err, ghclient.ErrNotFound)
	if err != nil && !missing {
		return upgrade.CommentFacts{}, fmt.Errorf("read comment %s: %w", id, err)
	}
	if (missing || c.UpdatedAt.Before(claim.Floor)) && claim.Attempts+1 < seenAttempts {
		return upgrade.CommentFacts{}, r.lag(claim, fmt.Sprintf("comment %s is not read as of %s", id, claim.Floor.Format(time.RFC3339)))
	}
	if missing {
		return upgrade.CommentFacts{}, err
	}
	known, err := r.answered(ctx, issue, policy)
	if err != nil {
		return upgrade.CommentFacts{}, err
	}
	return upgrade.CommentFacts{Now: r.Now(), Issue: state, Comment: c, Commands: known.open(c)}, nil
}

// showSeen hands the plan to the gate. A comment that cannot be reacted to,
// because it was deleted or its issue is locked, is left at that: the answer
// does not depend on it, and a parked key would be nobody's to mend.
func (r *Reconciler) showSeen(ctx context.Context, claim store.Claim, part gate.Part) (string, error) {
	err := r.Gate.Apply(ctx, claim, part)
	var refused gate.Refused
	switch {
	case errors.As(err, &refused) || ghclient.Final(err):
		return "cannot be shown to be seen: " + err.Error(), nil
	case err != nil:
		return "", err
	case part.Plan.Why != "":
		return part.Plan.Why, nil
	}
	return "shown to be seen", nil
}
