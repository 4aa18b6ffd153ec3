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
	do := r.Write.Assign
	if a.Remove {
		w.before, w.after = a.User.Login, ""
		do = r.Write.Unassign
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) { return do(ctx, installation, a.Ref, a.User) }))
}
