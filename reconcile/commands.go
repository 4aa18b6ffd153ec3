package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// askedPerRun is how many comments one run answers. Each takes up to two
// writes, of which the gate lets a run make few; the rest comes in the next run.
const askedPerRun = 8

// asked are the comments with commands that were not dealt with yet, each with
// its author's rights as they are now, and those whose reaction is not right.
// Only people's own words count: nothing that a bot wrote, be it in a person's
// name, and nothing that somebody else has edited.
func (r *Reconciler) asked(ctx context.Context, claim store.Claim, issue upgrade.Issue, in rightsIn) ([]upgrade.Asked, error) {
	given, err := r.Store.Answers(ctx, issue.ID)
	if err != nil {
		return nil, fmt.Errorf("read the answers given: %w", err)
	}
	if in.policy.CommandMode(in.upgrade) == "" {
		return nil, nil
	}
	l := r.lookUp(claim, issue, in)
	var asked []upgrade.Asked
	for _, c := range issue.Comments {
		if err := r.recall(ctx, claim, issue.ID, c, given); err != nil {
			return nil, err
		}
		one := upgrade.Asked{Comment: c, Commands: unanswered(c, given), Earlier: earlier(c, given)}
		if len(one.Commands) == 0 && one.Shown() {
			continue
		}
		if len(asked) == askedPerRun {
			break
		}
		there, err := l.comment(ctx, &one)
		if err != nil {
			return nil, err
		}
		if there {
			one.Told = told(given, c.Author, r.Now())
			asked = append(asked, one)
		}
	}
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
	return true, l.objects(ctx, one)
}

// leftOver reports whether a comment still has commands to be dealt with.
func (r *Reconciler) leftOver(ctx context.Context, issue upgrade.Issue) (bool, error) {
	given, err := r.Store.Answers(ctx, issue.ID)
	if err != nil {
		return false, fmt.Errorf("read the answers given: %w", err)
	}
	return slices.ContainsFunc(issue.Comments, func(c upgrade.Comment) bool { return len(unanswered(c, given)) > 0 }), nil
}

// answers reports whether commands are carried out and answered in an upgrade.
func answers(policy upgrade.Policy, u upgrade.Upgrade) bool {
	return policy.CommandMode(u) == upgrade.ModeActive
}

// recall puts an answer on record again that the database has lost and that the
// app's reaction stands for: commands that are added later are then seen as new.
func (r *Reconciler) recall(ctx context.Context, claim store.Claim, issue upgrade.NodeID, c upgrade.Comment, given []store.Answer) error {
	var lost []store.Answer
	if !forgotten(c, given) {
		return nil
	}
	outcome := upgrade.OutcomeDone
	if slices.Contains(c.OwnReactions, "confused") {
		outcome = upgrade.OutcomeFailed
	}
	for _, cmd := range command.Parse(c.Body).Commands {
		lost = append(lost, store.Answer{Comment: c.ID, By: c.Author.ID, Digest: cmd.Digest(), Outcome: outcome, At: r.Now()})
	}
	if err := r.Store.SaveAnswers(ctx, claim, issue, lost); err != nil {
		return fmt.Errorf("recall the answers to comment %s: %w", c.ID, err)
	}
	return nil
}

// forgotten reports whether the app has reacted to a comment and no answer is on record.
func forgotten(c upgrade.Comment, given []store.Answer) bool {
	reacted := slices.Contains(c.OwnReactions, "+1") || slices.Contains(c.OwnReactions, "confused")
	return reacted && !slices.ContainsFunc(given, func(a store.Answer) bool { return a.Comment == c.ID })
}

// ownWords reports whether what stands in a comment is its author's, and that a person.
func ownWords(c upgrade.Comment) bool {
	account := c.Author.ID // 0 once it is deleted
	return !c.Author.Bot && account != 0 && c.ByApp == 0 && (c.Editor.ID == 0 || c.Editor.ID == account)
}

// unanswered are a comment's commands that count and were not dealt with.
func unanswered(c upgrade.Comment, given []store.Answer) []command.Command {
	if !ownWords(c) || forgotten(c, given) {
		return nil
	}
	known := outcomes(c, given)
	var open []command.Command
	for _, cmd := range command.Parse(c.Body).Commands {
		if known[cmd.Digest()] == "" {
			open = append(open, cmd)
		}
	}
	return open
}

// earlier are the outcomes of the commands in a comment that were dealt with.
func earlier(c upgrade.Comment, given []store.Answer) []string {
	known := outcomes(c, given)
	if len(known) == 0 || !ownWords(c) {
		return nil
	}
	var all []string
	for _, cmd := range command.Parse(c.Body).Commands {
		if outcome := known[cmd.Digest()]; outcome != "" {
			all = append(all, outcome)
		}
	}
	return all
}

// outcomes are those of a comment's commands on record, by digest.
func outcomes(c upgrade.Comment, given []store.Answer) map[string]string {
	known := map[string]string{}
	for _, a := range given {
		if a.Comment == c.ID {
			known[a.Digest] = a.Outcome
		}
	}
	return known
}
