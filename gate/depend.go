package gate

import (
	"context"
	"errors"
	"fmt"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// errAsWanted is a write that nothing is left of.
var errAsWanted = errors.New("it is as wanted already")

// depend makes or ends a dependency between two issues, unless that is so
// already. What GitHub refuses for good is no error: it may be too old for
// dependencies, not see the other issue, or have as many as it allows. What the
// command laid down is kept without it, and the log has the refusal.
func (r *run) depend(ctx context.Context, a upgrade.Depend) error {
	w := write{
		action: a, owner: a.Ref.Owner, target: fmt.Sprintf("blocked-by:%s:%s", a.Ref.Fold(), a.On.ID),
		why: "a command asks for it", after: a.On.Ref.String(),
	}
	if a.Remove {
		w.before, w.after = w.after, ""
	}
	on := a.On.DatabaseID
	w.ready = func(installation int64) error {
		blocking, err := r.Read.BlockedBy(ctx, installation, a.Ref)
		if err != nil {
			return fmt.Errorf("see what blocks %s: %w", a.Ref, err)
		}
		id, there := blocking[a.On.ID]
		if there != a.Remove {
			return errAsWanted
		}
		if there {
			on = id
		}
		return nil
	}
	err := planned(r.send(ctx, w, func(installation int64) (string, error) {
		if a.Remove {
			return r.Write.Unblock(ctx, installation, a.Ref, on)
		}
		return r.Write.Block(ctx, installation, a.Ref, on)
	}))
	switch {
	case errors.Is(err, errAsWanted):
		return nil
	case refusedForGood(err):
		r.log.Info().Str("upgrade", r.part.Upgrade.Name).Str("target", w.target).Err(err).Msg("no dependency: the setting alone is kept")
		return nil
	}
	return err
}

// refusedForGood reports whether GitHub has answered that it does not do something.
func refusedForGood(err error) bool {
	for _, refusal := range []error{ghclient.ErrNotFound, ghclient.ErrForbidden, ghclient.ErrGone, ghclient.ErrInvalid} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}
