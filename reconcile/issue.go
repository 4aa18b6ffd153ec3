package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	// commandAge is how far back comments are read on the first look: older commands are never run.
	commandAge = 24 * time.Hour
	// lagAttempts bounds the wait for a read that is as new as the event was.
	// Waits double from 1 s, so this many make some four minutes; after that
	// the event's time is taken to be wrong.
	lagAttempts = 8
	// confirmAfter is when a doubtful read is repeated.
	confirmAfter = 30 * time.Second
)

// issue brings an issue to its desired state: as a child, as a roadmap issue,
// or both. An issue that is neither is not ours, and is not even read unless a
// person has named an upgrade on a card of it.
func (r *Reconciler) issue(ctx context.Context, claim store.Claim) (string, error) {
	id := upgrade.NodeID(claim.Key.ID())
	parents, roadmaps, err := r.belongs(ctx, id)
	if err != nil {
		return "", err
	}
	if err := r.listChanged(ctx, claim, len(roadmaps) > 0); err != nil {
		return "", err
	}
	settings, err := r.Store.Settings(ctx, []upgrade.NodeID{id})
	if err != nil {
		return "", fmt.Errorf("read the settings of %s: %w", id, err)
	}
	if mark := settings[id].Value(upgrade.SettingStarting); mark != "" {
		return r.start(ctx, claim, mark)
	}
	if len(parents) == 0 && len(roadmaps) == 0 {
		return r.stranger(ctx, claim)
	}
	if claim.Installation, err = r.home(ctx, parents, roadmaps); err != nil {
		return "", err
	}
	if claim.Installation == 0 {
		return "the app is not installed there; its roadmap issues poll it", r.Gate.Apply(ctx, claim)
	}
	issue, err := r.observe(ctx, claim, parents)
	if errors.Is(err, ghclient.ErrNotFound) {
		return r.unreadable(ctx, claim, parents)
	}
	if err != nil {
		return "", err
	}
	if err := r.doubt(ctx, &claim, issue); err != nil {
		return "", err
	}
	parts, err := r.parts(ctx, claim, issue, parents, roadmaps)
	if err != nil {
		return "", err
	}
	if err := r.seen(ctx, claim, issue, parts); err != nil {
		return "", err
	}
	if err := r.Gate.Apply(ctx, claim, parts...); err != nil {
		if until, paced := gate.OnlyPaced(err); paced && len(roadmaps) == 0 {
			return r.comeBack(ctx, claim, until)
		}
		if _, later := errors.AsType[gate.Later](err); !later {
			r.forgetBoards(parts) // an option may have gone since the board was read
		}
		return "", err
	}
	if err := r.looked(ctx, claim, issue, parts); err != nil {
		return "", err
	}
	return describe(parts), nil
}

// forgetBoards makes later runs read the boards anew that these wrote to.
func (r *Reconciler) forgetBoards(parts []gate.Part) {
	for _, part := range parts {
		r.boards.forget(part.Plan)
	}
}

// belongs is what an issue belongs to: as a child to roadmap issues, as a
// roadmap issue to upgrades. Most issues belong to nothing of the app's.
func (r *Reconciler) belongs(ctx context.Context, issue upgrade.NodeID) ([]upgrade.Member, []store.Roadmap, error) {
	parents, err := r.Store.Parents(ctx, issue)
	if err != nil {
		return nil, nil, fmt.Errorf("find the roadmap issues of %s: %w", issue, err)
	}
	roadmaps, err := r.Store.RoadmapsOf(ctx, issue)
	if err != nil {
		return nil, nil, fmt.Errorf("find the upgrades of %s: %w", issue, err)
	}
	return parents, roadmaps, nil
}

// comeBack ends a child's run whose comment has to wait for its pace. The key
// does not wait with it, since board fields are not delayed: what happens
// meanwhile is looked at when it happens. A roadmap issue's key does wait: each
// look at it reads all its children. Its card comes before its texts in a plan,
// so that what the run that has to wait knows is on the board at once.
func (r *Reconciler) comeBack(ctx context.Context, claim store.Claim, until time.Time) (string, error) {
	err := r.Store.Trigger(ctx, upgrade.Trigger{
		Key: claim.Key, Installation: claim.Installation, NotBefore: until, Cause: claim.Cause, Reason: "its comment waited for its pace",
	})
	if err != nil {
		return "", fmt.Errorf("come back for the comment on %s: %w", claim.Key, err)
	}
	return "its comment waits for its pace", nil
}

// home is the installation of the organisation that the issue is in, whose token
// reads it: an event of another one, such as of a board there, may have asked
// for it. It is 0 where the app is not installed.
func (r *Reconciler) home(ctx context.Context, parents []upgrade.Member, roadmaps []store.Roadmap) (int64, error) {
	if len(roadmaps) > 0 {
		return roadmaps[0].Installation, nil
	}
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return 0, fmt.Errorf("find the installation of %s: %w", parents[0].ChildRef, err)
	}
	return homeOf(installations, parents[0]), nil
}

// homeOf is the installation of the organisation that a child is in; 0 for none.
func homeOf(installations []store.Installation, child upgrade.Member) int64 {
	for _, i := range installations {
		if i.ID == child.ChildInstallation || strings.EqualFold(i.Account, child.ChildRef.Owner) {
			return i.ID
		}
	}
	return 0
}

// observe reads the issue, and refuses a read that is older than what the
// event told or than what an earlier run has seen: GitHub's reads can lag.
func (r *Reconciler) observe(ctx context.Context, claim store.Claim, parents []upgrade.Member) (upgrade.Issue, error) {
	id := upgrade.NodeID(claim.Key.ID())
	since, err := r.Store.Watermark(ctx, id)
	if err != nil {
		return upgrade.Issue{}, fmt.Errorf("read how far the comments of %s are known: %w", id, err)
	}
	if since.IsZero() {
		since = r.Now().Add(-commandAge)
	}
	living, err := r.Store.Intent(ctx, gate.CommentIntent(id, upgrade.PurposeLiving))
	if err != nil {
		return upgrade.Issue{}, fmt.Errorf("look up the living comment of %s: %w", id, err)
	}
	issue, err := r.GitHub.Issue(ctx, claim.Installation, id, since, gate.CommentOf(living))
	if err != nil {
		return upgrade.Issue{}, fmt.Errorf("read issue %s: %w", id, err)
	}
	floor := claim.Floor
	for _, m := range parents {
		if m.SeenAt.After(floor) {
			floor = m.SeenAt
		}
	}
	if issue.UpdatedAt.Before(floor) && claim.Attempts < lagAttempts {
		return upgrade.Issue{}, r.lag(claim, fmt.Sprintf("%s is read as of %s, but %s is known", issue.Ref,
			issue.UpdatedAt.Format(time.RFC3339), floor.Format(time.RFC3339)))
	}
	return issue, nil
}

// doubt asks for a later look at a read that may lag although it is as new as
// the event: GitHub's times are whole seconds, and the app's own comment was of
// that second too. Two events of one second are known by their triggers.
func (r *Reconciler) doubt(ctx context.Context, claim *store.Claim, issue upgrade.Issue) error {
	bot := r.Identity.BotUserID()
	own := func(c upgrade.Comment) bool { return c.Author.ID == bot && c.UpdatedAt.Equal(claim.Floor) }
	if !issue.UpdatedAt.Equal(claim.Floor) || !slices.ContainsFunc(issue.Comments, own) || r.Now().Sub(claim.Floor) > confirmAfter {
		return nil
	}
	claim.Confirm = true
	err := r.Store.Trigger(ctx, upgrade.Trigger{
		Key: claim.Key, Installation: claim.Installation, NotBefore: r.Now().Add(confirmAfter), Cause: claim.Cause,
		Reason: "read in the second of an own comment",
	})
	if err != nil {
		return fmt.Errorf("come back to %s: %w", issue.Ref, err)
	}
	return nil
}

// lag waits 1, 2, 4 … s for GitHub's reads to catch up.
func (r *Reconciler) lag(claim store.Claim, reason string) gate.Later {
	return gate.Later{Waiting: store.WaitLag, Until: r.Now().Add(time.Second << min(claim.Attempts, lagAttempts)), Reason: reason}
}

// unreadable is a child or roadmap issue that was deleted, or that the app may
// not see any more: the roadmap issues show it as unknown.
func (r *Reconciler) unreadable(ctx context.Context, claim store.Claim, parents []upgrade.Member) (string, error) {
	for _, m := range parents {
		err := r.Store.Trigger(ctx, upgrade.Trigger{
			Key: upgrade.IssueKey(m.Roadmap), Installation: m.Installation, Reason: "a child cannot be read", Cause: claim.Cause,
		})
		if err != nil {
			return "", fmt.Errorf("trigger roadmap issue %s: %w", m.RoadmapRef, err)
		}
	}
	return "deleted, or not readable for the app", r.Gate.Apply(ctx, claim)
}

// parts are the plans for the issue in each of its roles.
func (r *Reconciler) parts(ctx context.Context, claim store.Claim, issue upgrade.Issue, parents []upgrade.Member, roadmaps []store.Roadmap) ([]gate.Part, error) {
	var parts []gate.Part
	if len(parents) > 0 {
		part, err := r.child(ctx, claim, issue, parents)
		if err != nil {
			return nil, fmt.Errorf("decide on child %s: %w", issue.Ref, err)
		}
		parts = append(parts, part)
	}
	for _, roadmap := range roadmaps {
		part, err := r.roadmap(ctx, claim, issue, roadmap, len(parents) > 0)
		if err != nil {
			return nil, fmt.Errorf("decide on roadmap issue %s: %w", issue.Ref, err)
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// seen remembers which state of the issue was observed, what GitHub says it
// waits for, and what its run reports, together with the wishes to look at other
// keys, such as the roadmap issues that read it on their own: whoever is woken
// then knows that an older read of it is behind. It comes before the writes, which may fail for reasons that are not the others'.
func (r *Reconciler) seen(ctx context.Context, claim store.Claim, issue upgrade.Issue, parts []gate.Part) error {
	var triggers []upgrade.Trigger
	var reports []upgrade.KeepReport
	for i := range parts {
		var woken []upgrade.Trigger
		var told []upgrade.KeepReport
		parts[i].Plan, told = takeOut[upgrade.KeepReport](parts[i].Plan)
		parts[i].Plan, woken = wakes(claim, parts[i].Plan)
		triggers, reports = append(triggers, woken...), append(reports, told...)
	}
	if err := r.Store.Seen(ctx, issue, reports, triggers...); err != nil {
		return fmt.Errorf("remember when %s was seen: %w", issue.Ref, err)
	}
	return nil
}

// wakes takes the triggers out of a plan. What set this run off has set off them
// too, apart from those for later: a wait that ends is nobody's act.
func wakes(claim store.Claim, plan upgrade.Plan) (upgrade.Plan, []upgrade.Trigger) {
	rest, all := takeOut[upgrade.Wake](plan)
	var triggers []upgrade.Trigger
	for _, wake := range all {
		if wake.Trigger.NotBefore.IsZero() {
			wake.Trigger.Cause, wake.Trigger.Confirm = max(wake.Trigger.Cause, claim.Cause), wake.Trigger.Confirm || claim.Confirm
		}
		triggers = append(triggers, wake.Trigger)
	}
	return rest, triggers
}

// takeOut takes the actions of one sort out of a plan.
func takeOut[A upgrade.Action](plan upgrade.Plan) (rest upgrade.Plan, out []A) {
	actions := plan.Actions
	plan.Actions = nil
	for _, action := range actions {
		if one, is := action.(A); is {
			out = append(out, one)
		} else {
			plan.Actions = append(plan.Actions, action)
		}
	}
	return plan, out
}

// looked remembers how far the comments are known. Comments with
// commands that got no answer yet, as in plan mode, stay to be looked at.
func (r *Reconciler) looked(ctx context.Context, claim store.Claim, issue upgrade.Issue, parts []gate.Part) error {
	if len(issue.Comments) == 0 {
		return nil
	}
	for _, part := range parts {
		if !answers(part.Policy, part.Upgrade) {
			return nil
		}
	}
	if left, err := r.leftOver(ctx, issue, parts[0].Policy); err != nil || left {
		return errors.Join(err, r.goOn(ctx, claim, parts))
	}
	var mark time.Time
	for _, c := range issue.Comments {
		if c.UpdatedAt.After(mark) {
			mark = c.UpdatedAt
		}
	}
	if err := r.Store.SetWatermark(ctx, claim, issue.ID, mark); err != nil {
		return fmt.Errorf("remember how far the comments of %s are known: %w", issue.Ref, err)
	}
	return nil
}

// goOn asks for another run when this one has dealt with comments and left
// commands. One that has dealt with none, since they wait for something such as
// a mode, would ask for ever; so would a rehearsal, which answers nothing.
func (r *Reconciler) goOn(ctx context.Context, claim store.Claim, parts []gate.Part) error {
	if r.Gate.Rehearsal || !slices.ContainsFunc(parts, func(p gate.Part) bool { return slices.ContainsFunc(p.Plan.Actions, dealt) }) {
		return nil
	}
	err := r.Store.Trigger(ctx, upgrade.Trigger{
		Key: claim.Key, Installation: claim.Installation, Reason: "there are more commands", Cause: claim.Cause,
	})
	if err != nil {
		return fmt.Errorf("come back for more commands on %s: %w", claim.Key, err)
	}
	return nil
}

// dealt reports whether an action takes a comment out of what the next run
// asks about: its commands are answered, or its reaction is put right.
func dealt(action upgrade.Action) bool {
	switch action.(type) {
	case upgrade.Answered, upgrade.Administer, upgrade.React, upgrade.Unreact:
		return true
	default:
		return false
	}
}

// describe says in a phrase what a run did, for the log.
func describe(parts []gate.Part) string {
	writes := 0
	for _, part := range parts {
		for _, action := range part.Plan.Actions {
			if action.Write() != "" {
				writes++
			}
		}
	}
	if writes == 0 {
		return "as it should be"
	}
	return fmt.Sprintf("%d actions", writes)
}
