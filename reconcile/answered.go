package reconcile

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// answered tells the commands in an issue's comments that were dealt with from
// those that were not.
type answered struct {
	given []store.Answer
	// prefixes are what commands begin with there.
	prefixes []string
}

func (r *Reconciler) answered(ctx context.Context, issue upgrade.NodeID, policy upgrade.Policy) (answered, error) {
	given, err := r.Store.Answers(ctx, issue)
	if err != nil {
		return answered{}, fmt.Errorf("read the answers given: %w", err)
	}
	return answered{given: given, prefixes: policy.Prefixes}, nil
}

func (k answered) parse(c upgrade.Comment) command.Parsed {
	return command.Parse(c.Body, k.prefixes...)
}

// recall puts an answer on record again that the database has lost and that the
// app's reaction stands for: commands that are added later are then seen as new.
func (r *Reconciler) recall(ctx context.Context, claim store.Claim, issue upgrade.NodeID, c upgrade.Comment, known answered) error {
	var lost []store.Answer
	if !known.forgot(c) {
		return nil
	}
	outcome := upgrade.OutcomeDone
	if slices.Contains(c.OwnReactions, "confused") {
		outcome = upgrade.OutcomeFailed
	}
	for _, cmd := range known.parse(c).Commands {
		lost = append(lost, store.Answer{Comment: c.ID, By: c.Author.ID, Digest: cmd.Digest(), Outcome: outcome, At: r.Now()})
	}
	if err := r.Store.SaveAnswers(ctx, claim, issue, lost); err != nil {
		return fmt.Errorf("recall the answers to comment %s: %w", c.ID, err)
	}
	return nil
}

// forgot reports whether the app has reacted to a comment and no answer is on record.
func (k answered) forgot(c upgrade.Comment) bool {
	return answeredBy(c.OwnReactions) && !slices.ContainsFunc(k.given, func(a store.Answer) bool { return a.Comment == c.ID })
}

// answeredBy reports whether one of the app's reactions to a comment is an answer.
func answeredBy(reactions []string) bool {
	return slices.Contains(reactions, "+1") || slices.Contains(reactions, "confused")
}

// ownWords reports whether what stands in a comment is its author's, and that a person.
func ownWords(c upgrade.Comment) bool {
	account := c.Author.ID // 0 once it is deleted
	return !c.Author.Bot && account != 0 && c.ByApp == 0 && (c.Editor.ID == 0 || c.Editor.ID == account)
}

// administrativeFirst puts the comments with administrative commands before the
// others, of which one run may not get to all: in plan mode the others stay
// without an answer, and must not stand in the way of the end of it.
func (k answered) administrativeFirst(comments []upgrade.Comment) []upgrade.Comment {
	if len(comments) < 2 {
		return comments
	}
	administrative := func(c upgrade.Comment) int {
		for _, one := range k.open(c) {
			if spec, _ := command.Find(one.Name); spec.Administrative {
				return 0
			}
		}
		return 1
	}
	comments = slices.Clone(comments)
	slices.SortStableFunc(comments, func(a, b upgrade.Comment) int { return administrative(a) - administrative(b) })
	return comments
}

// open are a comment's commands that count and were not dealt with.
func (k answered) open(c upgrade.Comment) []command.Command {
	if !ownWords(c) || k.forgot(c) {
		return nil
	}
	known := k.outcomes(c)
	var open []command.Command
	for _, cmd := range k.parse(c).Commands {
		if known[cmd.Digest()] == "" {
			open = append(open, cmd)
		}
	}
	return open
}

// more is how many commands a comment has beyond those that are run.
func (k answered) more(c upgrade.Comment) int {
	if !ownWords(c) {
		return 0
	}
	return k.parse(c).More
}

// earlier are the outcomes of the commands in a comment that were dealt with.
func (k answered) earlier(c upgrade.Comment) []string {
	known := k.outcomes(c)
	if len(known) == 0 || !ownWords(c) {
		return nil
	}
	var all []string
	for _, cmd := range k.parse(c).Commands {
		if outcome := known[cmd.Digest()]; outcome != "" {
			all = append(all, outcome)
		}
	}
	return all
}

// outcomes are those of a comment's commands on record, by digest.
func (k answered) outcomes(c upgrade.Comment) map[string]string {
	known := map[string]string{}
	for _, a := range k.given {
		if a.Comment == c.ID {
			known[a.Digest] = a.Outcome
		}
	}
	return known
}
