package gate

import (
	"context"
	"errors"
	"fmt"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// administer carries out the administrative commands of one comment. Their
// effects are the app's own, so neither mode nor halt of the installation hold
// them up, only a halt of everything; the reaction is a write, and is left if it
// may be before the effects or after them. Running it twice is running it once.
// A reaction that is withheld or lost is left by a later run, see
// upgrade.Asked.Shown.
func (r *run) administer(ctx context.Context, a upgrade.Administer) error {
	if err := r.halted(ctx); err != nil {
		return err
	}
	before, err := r.mayAnswer(ctx)
	if err != nil {
		return err
	}
	if a.Offer != nil && before {
		if err := r.saveComment(ctx, *a.Offer); err != nil {
			return err
		}
	}
	for _, effect := range a.Effects {
		if err := r.administrate(ctx, effect); err != nil {
			return err
		}
	}
	after, err := r.mayAnswer(ctx)
	if err != nil {
		return err
	}
	if a.Reaction != nil && (before || after) {
		r.granted = true
		err = r.react(ctx, *a.Reaction)
		r.granted = false
		if err != nil {
			return err
		}
	}
	for i := range a.Then {
		a.Then[i].Cause = max(a.Then[i].Cause, r.claim.Cause)
	}
	return r.saveAnswers(ctx, a.Answered, a.Then...)
}

// administrate carries out one effect, which holds for the rest of the run.
func (r *run) administrate(ctx context.Context, effect upgrade.Action) error {
	switch a := effect.(type) {
	case upgrade.Set:
		r.part.Upgrade = r.part.Upgrade.With(upgrade.Settings{a.Setting.Name: a.Setting})
		return r.keep(ctx, a)
	case upgrade.Halt:
		if err := r.Store.SaveHalt(ctx, r.claim, a); err != nil {
			return fmt.Errorf("halt or release installation %d: %w", a.Installation, err)
		}
		return nil
	case upgrade.Start:
		roadmap := store.Roadmap{Installation: a.Installation, Name: a.Name, ID: a.Issue, Ref: a.Ref, Started: true}
		return r.Store.StartRoadmap(ctx, r.claim, roadmap)
	default:
		return Refused{Reason: fmt.Sprintf("a %T is no effect of an administrative command", effect)}
	}
}

// mayAnswer reports whether an answer may be written as things are.
func (r *run) mayAnswer(ctx context.Context) (bool, error) {
	err := r.haltedHere(ctx)
	if errors.Is(err, errHaltedHere) {
		return false, nil
	}
	return r.mode(upgrade.WriteComments) == upgrade.ModeActive, err
}
