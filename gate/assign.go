package gate

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// assign assigns a person to an issue or takes the person off; GitHub makes
// nothing of doing so twice.
func (r *run) assign(ctx context.Context, a upgrade.Assign) error {
	w := write{
		action: a, owner: a.Ref.Owner, target: fmt.Sprintf("assignee:%s:%d", a.Ref.Fold(), a.User.ID),
		why: "a command asks for it", after: a.User.Login,
	}
	if a.Remove {
		w.before, w.after = a.User.Login, ""
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		if a.Remove {
			return r.Write.Unassign(ctx, installation, a.Ref, a.User)
		}
		return r.Write.Assign(ctx, installation, a.Ref, a.User)
	}))
}
