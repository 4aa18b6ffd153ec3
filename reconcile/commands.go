package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// rightsIn says against what a commenter's rights are checked.
type rightsIn struct {
	policy       upgrade.Policy
	upgrade      upgrade.Upgrade
	organisation string // the roadmap issue's, whose teams orchestrate
	installation int64
	owner        upgrade.Owner
}

// askedPerRun is how many comments one run answers. Each takes up to two
// writes, of which the gate lets a run make few; the rest comes in the next run.
const askedPerRun = 8

// asked are the comments with commands that were not dealt with yet, each with
// its author's rights as they are now. Only people's own words count: nothing
// that a bot wrote, and nothing that somebody else has edited.
func (r *Reconciler) asked(ctx context.Context, claim store.Claim, issue upgrade.Issue, in rightsIn) ([]upgrade.Asked, error) {
	given, err := r.Store.Answers(ctx, issue.ID)
	if err != nil {
		return nil, fmt.Errorf("read the answers given: %w", err)
	}
	if in.policy.ModeOf(in.upgrade, upgrade.WriteFields) != in.policy.ModeOf(in.upgrade, upgrade.WriteComments) {
		// Half a command would be an answer without its effect, or the reverse.
		return nil, nil
	}
	var asked []upgrade.Asked
	for _, c := range issue.Comments {
		if err := r.recall(ctx, claim, issue.ID, c, given); err != nil {
			return nil, err
		}
		open := unanswered(c, given)
		if len(open) == 0 {
			continue
		}
		if len(asked) == askedPerRun {
			break
		}
		rights, err := r.rights(ctx, claim, issue, c.Author, in)
		if err != nil {
			return nil, err
		}
		asked = append(asked, upgrade.Asked{Comment: c, Commands: open, Rights: rights})
	}
	return asked, nil
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
	return policy.ModeOf(u, upgrade.WriteFields) == upgrade.ModeActive && policy.ModeOf(u, upgrade.WriteComments) == upgrade.ModeActive
}

// recall puts an answer on record again that the database has lost and that the
// app's reaction stands for: commands that are added later are then seen as new.
func (r *Reconciler) recall(ctx context.Context, claim store.Claim, issue upgrade.NodeID, c upgrade.Comment, given []store.Answer) error {
	var lost []store.Answer
	if !forgotten(c, given) {
		return nil
	}
	for _, cmd := range command.Parse(c.Body).Commands {
		lost = append(lost, store.Answer{Comment: c.ID, Digest: cmd.Digest(), Outcome: "known by its reaction", At: r.Now()})
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

// unanswered are a comment's commands that count and were not dealt with.
func unanswered(c upgrade.Comment, given []store.Answer) []command.Command {
	account := c.Author.ID // 0 once it is deleted
	if c.Author.Bot || account == 0 || c.ByApp != 0 || c.Editor.ID != 0 && c.Editor.ID != account {
		return nil
	}
	if forgotten(c, given) {
		return nil
	}
	known := map[string]bool{}
	for _, a := range given {
		if a.Comment == c.ID {
			known[a.Digest] = true
		}
	}
	var open []command.Command
	for _, cmd := range command.Parse(c.Body).Commands {
		if !known[cmd.Digest()] {
			open = append(open, cmd)
		}
	}
	return open
}

// rights reads what a person may do, now. What GitHub did not tell is an error,
// so that the run is tried again: nobody gets a right by a failure.
func (r *Reconciler) rights(ctx context.Context, claim store.Claim, issue upgrade.Issue, user upgrade.Actor, in rightsIn) (upgrade.Rights, error) {
	permission, err := r.GitHub.Permission(ctx, claim.Installation, issue.Repository, user)
	// The repository is there, so it is the account that is not (any more).
	if err != nil && !errors.Is(err, ghclient.ErrNotFound) {
		return upgrade.Rights{}, fmt.Errorf("read the permission of %s on %s: %w", user.Login, issue.Repository.FullName(), err)
	}
	write := slices.Contains([]string{"write", "maintain", "admin"}, permission)
	owner := in.owner.User != "" && strings.EqualFold(in.owner.User, user.Login)
	if !owner && in.owner.Team != "" {
		owner, err = r.GitHub.InTeam(ctx, claim.Installation, issue.Repository.Owner, in.owner.Team, user)
		if err != nil {
			return upgrade.Rights{}, fmt.Errorf("read whether %s is in team %s: %w", user.Login, in.owner.Team, err)
		}
	}
	orchestrates := false
	if in.upgrade.OrchestrationTeam != "" {
		orchestrates, err = r.GitHub.InTeam(ctx, in.installation, in.organisation, in.upgrade.OrchestrationTeam, user)
		if err != nil {
			return upgrade.Rights{}, fmt.Errorf("read whether %s is in team %s: %w", user.Login, in.upgrade.OrchestrationTeam, err)
		}
	}
	return upgrade.Rights{Write: certain(write), Owner: certain(owner), Orchestration: certain(orchestrates)}, nil
}

func certain(b bool) upgrade.Certainty {
	if b {
		return upgrade.Yes
	}
	return upgrade.No
}
