package upgrade

import (
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/runbook"
)

// onBoard brings the upgrade's card on the Roadmap board to what the facts say.
// Its write is not held by a pause that a command has begun or ended just now,
// or that lasts when a command ends the upgrade: people see on the board that
// it was carried out. A card that people have put away is left alone.
func (r *roadmap) onBoard() []Action {
	wanted := r.Policy.Roadmap
	if wanted.Number == 0 || r.Upgrade.Paused && !r.ordered {
		return nil
	}
	if r.Board.ID == "" {
		r.card.notes[noteNoBoard] = boardName(wanted)
		return nil
	}
	if r.card.away() {
		return nil
	}
	for _, m := range wanted.Facts {
		r.card.derive(r.fact(m))
	}
	for _, d := range wanted.Defaults {
		r.card.initial(d.derived())
	}
	actions := r.card.put(r.Issue)
	for i, action := range actions {
		if put, ok := action.(PutItem); ok {
			put.Ordered = r.ordered
			actions[i] = put
		}
	}
	return actions
}

// cardSettles is how long GitHub may take to show the card as it was written.
const cardSettles = 5 * time.Second

// wakeForCard wakes the roadmap issue when its card is written and a step of
// the runbook waits for that: the app's own events wake nobody.
func (r *roadmap) wakeForCard(actions []Action, steps []step) []Action {
	written := slices.ContainsFunc(actions, func(a Action) bool { return a.Write() == WriteFields })
	waits := slices.ContainsFunc(steps, func(s step) bool {
		rule := s.Step.Rule.Name
		return s.truth == isMisses && (rule == runbook.RuleRoadmapBoard || rule == runbook.RuleRoadmapFields)
	})
	if !written || !waits || r.Policy.ModeOf(r.Upgrade, WriteFields) != ModeActive {
		return nil
	}
	return []Action{Wake{Trigger: Trigger{
		Key: IssueKey(r.Issue.ID), Installation: r.Installation, NotBefore: r.Now.Add(cardSettles), Reason: "a step waits for its card",
	}}}
}
