package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// write is one request that changes something on GitHub, as the gate sees it.
type write struct {
	action upgrade.Action
	owner  string // the organisation whose installation makes it
	target string // what it changes, as the audit names it
	why    string
	before string
	after  string
	create bool                 // makes a comment or an issue, which notifies people
	names  []upgrade.Repository // repositories that the text names
	board  upgrade.NodeID       // the board it is shown on, when names matter; else it is a repository
	// ordered says that a command asks for it, so that a pause does not hold it.
	ordered bool
	repo    string // the repository it is shown in, when names matter
	pace    string // the text whose pace it keeps; empty for none
	// ready looks once more at what is about to be written, before the write
	// counts as one; nil for none.
	ready func(installation int64) error
}

// send passes one write through every check and makes it. It returns
// errPlanned when plan mode withholds the write; the caller then skips what
// would have followed from it.
func (r *run) send(ctx context.Context, w write, do func(installation int64) (requestID string, err error)) error {
	if err := r.held(ctx, w); err != nil {
		return err
	}
	if err := r.Store.Holds(ctx, r.claim); err != nil {
		return fmt.Errorf("check the claim on %s before writing to %s: %w", r.claim.Key, w.target, err)
	}
	installation, err := r.installation(ctx, w)
	if err != nil {
		return err
	}
	if err := r.visible(ctx, installation.ID, w); err != nil {
		return err
	}
	if r.Rehearsal {
		r.plan(w)
		return errPlanned
	}
	if err := r.budget(ctx, installation.ID, w); err != nil {
		return err
	}
	pace, err := r.pace(ctx, w.pace)
	if err != nil {
		return err
	}
	if w.ready != nil {
		if err := w.ready(installation.ID); err != nil {
			return err
		}
	}
	return r.audited(ctx, installation.ID, w, pace, do)
}

// held stops a write that halt or mode hold up; a rehearsal wants to see those too.
func (r *run) held(ctx context.Context, w write) error {
	if r.Rehearsal {
		return nil
	}
	if err := r.halted(ctx); err != nil || r.granted {
		return err
	}
	if err := r.haltedHere(ctx); err != nil {
		return err
	}
	if r.modeOf(w) != upgrade.ModeActive {
		r.plan(w)
		return errPlanned
	}
	return nil
}

// audited writes the audit row, sends, and records how it ended. Without the
// row nothing is sent.
func (r *run) audited(ctx context.Context, installation int64, w write, pace store.Pace, do func(int64) (string, error)) error {
	id, err := r.Store.Audit(ctx, r.claim, store.Audit{
		At: r.Now(), Installation: installation, Key: r.claim.Key, Kind: actionName(w.action),
		Target: w.target, Why: w.why, Before: w.before, After: w.after, Create: r.creates(w), Cause: r.claim.Cause,
	})
	if err != nil {
		return fmt.Errorf("write the audit row for %s: %w", w.target, err)
	}
	r.writes++
	requestID, err := do(installation)
	r.tell(w, err)
	var later Later
	if w.pace != "" && !errors.As(err, &later) {
		err = errors.Join(err, r.Store.SetPace(ctx, r.claim, w.pace, pace))
	}
	outcome := store.OutcomeDone
	if err != nil {
		outcome = err.Error()
	}
	if auditErr := r.Store.AuditOutcome(ctx, id, outcome, requestID); auditErr != nil {
		return errors.Join(err, fmt.Errorf("record how the write to %s ended: %w", w.target, auditErr))
	}
	r.log.Info().Str("upgrade", r.part.Upgrade.Name).Str("target", w.target).
		Str("action", actionName(w.action)).Str("reason", w.why).Str("outcome", outcome).Msg("write")
	if err != nil {
		return fmt.Errorf("write to %s: %w", w.target, err)
	}
	return nil
}

func (r *run) halted(ctx context.Context) error {
	if r.Halted {
		return ErrHalted
	}
	flag, err := r.Store.Flag(ctx, store.FlagHalt)
	if err != nil {
		return fmt.Errorf("read the halt flag: %w", err)
	}
	if flag != "" {
		return ErrHalted
	}
	return nil
}

// haltedHere is an error while the installation whose policy rules, or the one
// that the key belongs to, is halted by itself.
func (r *run) haltedHere(ctx context.Context) error {
	for _, installation := range []int64{r.part.Installation, r.claim.Installation} {
		halt, err := r.Store.Halt(ctx, installation)
		if err != nil {
			return fmt.Errorf("read whether installation %d is halted: %w", installation, err)
		}
		if halt.On {
			return fmt.Errorf("%w: %w", errHaltedHere, Later{
				Waiting: store.WaitParked, Reason: "the organisation's writes were halted by " + halt.By.Login,
			})
		}
	}
	return nil
}

// mode is the mode of what is laid down beside the writes of a kind: nothing is
// while nothing is written.
func (r *run) mode(kind upgrade.WriteKind) upgrade.Mode {
	if r.Rehearsal {
		return upgrade.ModePlan
	}
	return r.part.Policy.ModeOf(r.part.Upgrade, kind)
}

// modeOf is the mode of one write.
func (r *run) modeOf(w write) upgrade.Mode {
	if r.part.Own {
		return upgrade.ModeActive
	}
	u := r.part.Upgrade
	u.Paused = u.Paused && !w.ordered
	return r.part.Policy.ModeOf(u, w.action.Write())
}

func (r *run) plan(w write) {
	text := upgrade.Show(w.action)
	r.planned = append(r.planned, store.Planned{
		Key: r.claim.Key, Installation: r.claim.Installation, Upgrade: r.part.Upgrade.Name,
		Kind: string(w.action.Write()), Target: w.target, Text: text, Changes: upgrade.Changes(w.action), At: r.Now(),
	})
	r.log.Info().Str("upgrade", r.part.Upgrade.Name).Str("target", w.target).
		Str("action", actionName(w.action)).Str("reason", w.why).Msg("plan mode: would write")
}

// needs is the permission that each kind of write takes, as GitHub names it.
var needs = map[upgrade.WriteKind]string{
	upgrade.WriteBoxes:    "issues",
	upgrade.WriteComments: "issues",
	upgrade.WriteIssues:   "issues",
	upgrade.WriteFields:   "organization_projects",
	upgrade.WriteChecks:   "checks",
}

// installation finds the installation that owns the target and may write to it.
func (r *run) installation(ctx context.Context, w write) (store.Installation, error) {
	var none store.Installation
	if !slices.ContainsFunc(r.part.Owners, func(o string) bool { return strings.EqualFold(o, w.owner) }) {
		return none, Refused{Reason: fmt.Sprintf("%s belongs to %s, which this run may not write to", w.target, w.owner)}
	}
	all, err := r.Store.Installations(ctx)
	if err != nil {
		return none, fmt.Errorf("find the installation of %s: %w", w.owner, err)
	}
	i := slices.IndexFunc(all, func(i store.Installation) bool { return strings.EqualFold(i.Account, w.owner) })
	if i < 0 {
		return none, Refused{Reason: fmt.Sprintf("the app is not installed on %s", w.owner)}
	}
	if all[i].Suspended {
		return none, Refused{Reason: fmt.Sprintf("the installation on %s is suspended", w.owner)}
	}
	permission := needs[w.action.Write()]
	// An installation whose permissions have not been read yet is left to GitHub's own check.
	if granted := all[i].Permissions; len(granted) > 0 && granted[permission] != "write" && granted[permission] != "admin" {
		return none, Refused{Reason: fmt.Sprintf("the app lacks the permission %s: write on %s", permission, w.owner)}
	}
	return all[i], nil
}

// visible keeps private names out of more public places. What is shown cannot
// be taken back, so the place is looked at again just before the write.
func (r *run) visible(ctx context.Context, installation int64, w write) error {
	private := slices.ContainsFunc(w.names, func(n upgrade.Repository) bool { return n.Private })
	if !private {
		return nil
	}
	sink, err := r.private(ctx, installation, w)
	if err != nil {
		return fmt.Errorf("see who can read %s: %w", w.target, err)
	}
	if !sink {
		return Refused{Reason: fmt.Sprintf("the text for %s names a private repository", w.target)}
	}
	return nil
}

// private reports whether the place where a write is shown is not for everybody.
func (r *run) private(ctx context.Context, installation int64, w write) (bool, error) {
	if w.board != "" {
		return r.Read.PrivateBoard(ctx, installation, w.board)
	}
	return r.Read.Private(ctx, installation, w.owner, w.repo)
}

const (
	defaultWritesPerHour  = 2000
	defaultCreatesPerHour = 100
	// loopWindow and loopWrites are D15: writes to one object that neither a person's event nor a resync explains.
	loopWindow = 10 * time.Minute
	loopWrites = 3
)

// budget stops what is too much: in one run, in an hour of one installation,
// and to one object without a cause that explains them.
func (r *run) budget(ctx context.Context, installation int64, w write) error {
	if r.writes >= writesPerRun {
		return Refused{Reason: fmt.Sprintf("more than %d writes in one run of %s", writesPerRun, r.claim.Key)}
	}
	now := r.Now()
	writes, creates, err := r.Store.WritesSince(ctx, installation, now.Add(-time.Hour))
	if err != nil {
		return fmt.Errorf("count the writes of the last hour: %w", err)
	}
	limit := r.part.Policy.Budget
	if writes >= or(limit.WritesPerHour, defaultWritesPerHour) || r.creates(w) && creates >= or(limit.CreatesPerHour, defaultCreatesPerHour) {
		return Later{Waiting: store.WaitLimit, Until: now.Add(5 * time.Minute), Reason: "the budget for this hour is used up"}
	}
	if r.claim.Cause != upgrade.CauseOther {
		return nil
	}
	unexplained, err := r.Store.UnexplainedWrites(ctx, w.target, now.Add(-loopWindow))
	if err != nil {
		return fmt.Errorf("count the writes to %s: %w", w.target, err)
	}
	if unexplained >= loopWrites {
		return Later{
			Waiting: store.WaitParked, Until: now.Add(loopWindow),
			Reason: fmt.Sprintf("%d writes to %s in %s that neither a person's event nor a resync explains", unexplained, w.target, loopWindow),
		}
	}
	return nil
}

// creates reports whether a write makes something new of the app's own accord:
// what answers a person is that person's doing.
func (r *run) creates(w write) bool { return w.create && r.claim.Cause != upgrade.CausePerson }

func or(value, otherwise int) int {
	if value > 0 {
		return value
	}
	return otherwise
}

// actionName is what the audit and the log call an action.
func actionName(a upgrade.Action) string { return fmt.Sprintf("%T", a)[len("upgrade."):] }
