package gate

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// takeUp keeps as a setting what a person has put on a board. The audit tells
// it like a write of the app's own: everybody goes by it from then on. In plan
// mode of fields nothing is taken up.
func (r *run) takeUp(ctx context.Context, a upgrade.TakeUp) error {
	if r.mode(upgrade.WriteFields) != upgrade.ModeActive {
		return nil
	}
	who := a.Setting.By.Login
	if who == "" {
		who = "people, before the issue was known"
	}
	if a.Setting.Value != "" { // taking back what is contrary is a part of the same
		_, err := r.Store.Audit(ctx, r.claim, store.Audit{
			At: r.Now(), Installation: r.part.Installation, Key: r.claim.Key, Kind: "TakeUp",
			Target: fmt.Sprintf("setting:%s:%s", a.Issue, a.Setting.Name), Why: fmt.Sprintf("%s of %s was set on the board by %s", a.Field, a.Ref, who),
			Before: a.From, After: a.Setting.Value, Outcome: store.OutcomeDone, Cause: r.claim.Cause,
		})
		if err != nil {
			return fmt.Errorf("audit that %s of %s is taken up: %w", a.Field, a.Ref, err)
		}
	}
	return r.keep(ctx, a.Set)
}
