package gate

import (
	"context"

	"github.com/upkeep-app/upkeep/upgrade"
)

// closeIssue closes an issue once everything else of its part came out: what
// has failed is tried again in the next run, and this with it.
func (r *run) closeIssue(ctx context.Context, a upgrade.CloseIssue) error {
	if r.behind {
		return nil
	}
	w := write{
		action: a, owner: a.Ref.Owner, target: "state:" + a.Ref.String(), why: a.Why, after: "closed as " + string(a.Reason),
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.Write.CloseIssue(ctx, installation, a.Ref, a.Reason)
	}))
}
