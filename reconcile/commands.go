package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// writesPerRun is how many writes the comments take together that one run
// answers. The gate lets a run make few, and the rest comes in the next run.
const writesPerRun = 16

// asked are the comments with commands that were not dealt with yet, each with
// its author's rights as they are now, and those whose reaction is not right.
// Only people's own words count: nothing that a bot wrote, be it in a person's
// name, and nothing that somebody else has edited.
func (r *Reconciler) asked(ctx context.Context, claim store.Claim, issue upgrade.Issue, in rightsIn) ([]upgrade.Asked, error) {
	known, err := r.answered(ctx, issue.ID, in.policy)
	if err != nil {
		return nil, err
	}
	l := r.lookUp(claim, issue, in)
	var asked []upgrade.Asked
	writes := 0
	for _, c := range known.administrativeFirst(issue.Comments) {
		if err := r.recall(ctx, claim, issue.ID, c, known); err != nil {
			return nil, err
		}
		one := upgrade.Asked{Comment: c, Commands: known.open(c), Earlier: known.earlier(c), More: known.more(c)}
		if len(one.Commands) == 0 && one.Shown() {
			continue
		}
		if writes += l.writes(one); writes > writesPerRun && len(asked) > 0 {
			break
		}
		there, err := l.comment(ctx, &one)
		if err != nil {
			return nil, err
		}
		if there {
			one.Told = told(known.given, c.Author, r.Now())
			asked = append(asked, one)
		}
	}
	slices.SortStableFunc(asked, func(a, b upgrade.Asked) int { return a.Comment.CreatedAt.Compare(b.Comment.CreatedAt) })
	return asked, nil
}

// refusalsApart is how long somebody who was told that a command is not for
// them is not told again on the same issue.
const refusalsApart = time.Hour

func told(given []store.Answer, user upgrade.Actor, now time.Time) bool {
	return slices.ContainsFunc(given, func(a store.Answer) bool {
		return a.By == user.ID && a.Outcome == upgrade.OutcomeRefused && now.Sub(a.At) < refusalsApart
	})
}

// comment finds out what has to be known of a comment for its open commands;
// false when the comment was deleted meanwhile.
func (l *lookup) comment(ctx context.Context, one *upgrade.Asked) (there bool, err error) {
	if len(one.Commands) == 0 {
		return true, nil
	}
	one.Comment.ByApp, err = l.GitHub.ByApp(ctx, l.claim.Installation, l.issue.Ref, one.Comment.DatabaseID)
	switch {
	case errors.Is(err, ghclient.ErrNotFound) && l.claim.Attempts < lagAttempts:
		// Either this read lags, or the one that had the comment did: the next run knows.
		return false, l.lag(l.claim, fmt.Sprintf("comment %s is there in one read and not in the other", one.Comment.ID))
	case errors.Is(err, ghclient.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look at comment %s: %w", one.Comment.ID, err)
	case one.Comment.ByApp != 0:
		return true, nil
	}
	if one.Rights, err = l.rights(ctx, one.Comment.Author, one.Commands); err != nil {
		return false, err
	}
	if err = l.objects(ctx, one); err != nil {
		return false, err
	}
	return true, l.assignable(ctx, one)
}

// leftOver reports whether a comment still has commands to be dealt with.
func (r *Reconciler) leftOver(ctx context.Context, issue upgrade.Issue, policy upgrade.Policy) (bool, error) {
	known, err := r.answered(ctx, issue.ID, policy)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(issue.Comments, func(c upgrade.Comment) bool { return len(known.open(c)) > 0 }), nil
}

// answers reports whether commands are answered in an upgrade. Those that set a
// field wait besides until fields are written.
func answers(policy upgrade.Policy, u upgrade.Upgrade) bool {
	return policy.ModeOf(u, upgrade.WriteComments) == upgrade.ModeActive
}
