package gate

import (
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// saveCheck makes a check run at most once: its own id tells whether it is there.
func (r *run) saveCheck(ctx context.Context, a upgrade.SaveCheck) error {
	if live := say.Live(a.Summary); len(live) > 0 {
		return Refused{Reason: fmt.Sprintf("the text for a check of %s holds %q, which would come alive", a.Repository.FullName(), live)}
	}
	w := write{
		action: a, owner: a.Repository.Owner, repo: a.Repository.Name, names: a.Names, after: a.Title, why: a.ID,
		target: fmt.Sprintf("check:%s:%s:%s", IssueObject(a.Repository), a.Head, a.ID),
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.once(ctx, w.target, creation{
			find: func() (string, error) { return r.findCheck(ctx, installation, a) },
			edit: func(string) (string, error) { return "", nil }, // it says what it has to
			make: func() (string, string, error) {
				requestID, err := r.Write.CreateCheckRun(ctx, installation, a)
				return a.ID, requestID, err
			},
		})
	}))
}

// findCheck looks for a check run that an earlier run has made.
func (r *run) findCheck(ctx context.Context, installation int64, a upgrade.SaveCheck) (string, error) {
	ids, err := r.Read.CheckRuns(ctx, installation, a.Repository.Owner, a.Repository.Name, a.Head, a.Name)
	if err != nil {
		return "", fmt.Errorf("look for the check of %s: %w", a.Head, err)
	}
	if slices.Contains(ids, a.ID) {
		return a.ID, nil
	}
	return "", nil
}
