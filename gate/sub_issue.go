package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// linkPause is how long after a sub-issue was made the key looks again, for those
// that did not fit into the run: GitHub wants content to be made slowly.
const linkPause = 15 * time.Second

// linkSubIssue makes a child a sub-issue, or takes it away. What was begun is
// remembered before, so that a run cut off in between does not take its own link
// for a person's. What GitHub refuses for good is no error: the list carries on.
// What is too much for one run is the next one's.
func (r *run) linkSubIssue(ctx context.Context, a upgrade.LinkSubIssue) error {
	if r.writes >= writesPerRun {
		return r.linkMore(ctx)
	}
	w := write{
		action: a, owner: a.Ref.Owner, repo: a.Ref.Repo, target: fmt.Sprintf("sub-issue:%s:%s", a.Parent, a.Child.ID),
		why: "it is a child of the upgrade", after: a.Child.Ref.String(), names: []upgrade.Repository{a.Child.Repository},
	}
	begun, done := upgrade.LinkAdding, upgrade.LinkKept
	if a.Remove {
		begun, done = upgrade.LinkLeaving, upgrade.LinkLeaving
		w.why, w.before, w.after, w.names = "it is no child of the upgrade any more", w.after, "", nil
	}
	err := r.send(ctx, w, func(installation int64) (string, error) {
		if err := r.linkIs(ctx, a, begun); err != nil {
			return "", err
		}
		if a.Remove {
			return r.Write.RemoveSubIssue(ctx, installation, a.Ref, a.Child.DatabaseID)
		}
		return r.Write.AddSubIssue(ctx, installation, a.Ref, a.Child.DatabaseID)
	})
	switch {
	case errors.Is(err, errPlanned):
		return nil
	case refusedForGood(err):
		done = upgrade.LinkDeclined
		r.log.Info().Str("upgrade", r.part.Upgrade.Name).Str("target", w.target).Err(err).Msg("no sub-issue: the list alone carries on")
	case err != nil:
		return err
	}
	if err := r.linkIs(ctx, a, done); err != nil {
		return err
	}
	return r.linkMore(ctx)
}

// linkMore has the key looked at again.
func (r *run) linkMore(ctx context.Context) error {
	return r.Store.Trigger(ctx, upgrade.Trigger{
		Key: r.claim.Key, Installation: r.claim.Installation, NotBefore: r.Now().Add(linkPause), Reason: "more sub-issues may be missing",
	})
}

// linkIs remembers how far a link is.
func (r *run) linkIs(ctx context.Context, a upgrade.LinkSubIssue, state upgrade.LinkState) error {
	return r.Store.Remember(ctx, r.claim, a.Parent, map[string]string{upgrade.SubIssueBase(a.Child.ID): state.Base(r.Now())})
}
