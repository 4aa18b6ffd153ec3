// Package gate is the only holder of GitHub writers. Every write of the app
// passes it, in one order: halt, mode, fence, installation, permission,
// visibility, budget, pace, audit row, send. What a plan says is carried out
// here and nowhere else; what the gate refuses is not written.
//
// The gate decides nothing about upgrades. It is called by the worker's
// reconcile run that holds the key, and each write checks that it still does.
package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Writer is every write to GitHub there is. Each method returns GitHub's
// request id with its result; ghclient.Client implements it.
type Writer interface {
	boardWriter
	AddItem(ctx context.Context, installation int64, board, content upgrade.NodeID) (upgrade.NodeID, string, error)
	SetFields(ctx context.Context, installation int64, board, item upgrade.NodeID, values []upgrade.FieldWrite) (string, error)
	EditBody(ctx context.Context, installation int64, ref upgrade.Ref, body string) (string, string, error)
	CreateComment(ctx context.Context, installation int64, ref upgrade.Ref, text string) (int64, upgrade.NodeID, string, error)
	EditComment(ctx context.Context, installation int64, ref upgrade.Ref, comment int64, text string) (string, error)
	CreateReaction(ctx context.Context, installation int64, ref upgrade.Ref, comment int64, content string) (string, error)
	RemoveReaction(ctx context.Context, installation int64, comment upgrade.NodeID, content string) (string, error)
	Assign(ctx context.Context, installation int64, ref upgrade.Ref, user upgrade.Actor) (string, error)
	Unassign(ctx context.Context, installation int64, ref upgrade.Ref, user upgrade.Actor) (string, error)
	Block(ctx context.Context, installation int64, ref upgrade.Ref, on int64) (string, error)
	Unblock(ctx context.Context, installation int64, ref upgrade.Ref, on int64) (string, error)
	AddSubIssue(ctx context.Context, installation int64, ref upgrade.Ref, child int64) (string, error)
	RemoveSubIssue(ctx context.Context, installation int64, ref upgrade.Ref, child int64) (string, error)
	CreateIssue(ctx context.Context, installation int64, owner, repo, title, text string) (int, upgrade.NodeID, string, error)
	EditIssue(ctx context.Context, installation int64, ref upgrade.Ref, title, text string, open bool) (string, error)
	CloseIssue(ctx context.Context, installation int64, ref upgrade.Ref, reason upgrade.StateReason) (string, error)
	CreateCheckRun(ctx context.Context, installation int64, check upgrade.SaveCheck) (string, error)
}

// Reader is what the gate reads around a write: the text it is about to
// replace, and the app's own objects by their markers.
type Reader interface {
	optionReader
	Board(ctx context.Context, installation int64, owner string, number int) (upgrade.Board, error)
	Body(ctx context.Context, installation int64, ref upgrade.Ref) (string, time.Time, error)
	Comments(ctx context.Context, installation int64, ref upgrade.Ref) ([]upgrade.Comment, error)
	IssuesBy(ctx context.Context, installation int64, owner, repo, creator string) ([]ghclient.OwnIssue, error)
	CheckRuns(ctx context.Context, installation int64, owner, repo, commit, name string) ([]string, error)
	BlockedBy(ctx context.Context, installation int64, ref upgrade.Ref) (map[upgrade.NodeID]int64, error)
	Private(ctx context.Context, installation int64, owner, repo string) (bool, error)
	PrivateBoard(ctx context.Context, installation int64, board upgrade.NodeID) (bool, error)
}

// Marker signs and recognises the app's own texts.
type Marker interface {
	// Mark is the hidden line that says which of the app's texts on an object this is.
	Mark(object upgrade.NodeID, purpose string) string
	// Purpose reads a text's marker; false if it carries none for this object that the app signed.
	Purpose(object upgrade.NodeID, text string) (string, bool)
}

// Gate carries plans out.
type Gate struct {
	Write  Writer
	Read   Reader
	Store  *store.Store
	Marker Marker
	// Login is the app's own account, such as "upkeep[bot]"; empty while it is not known.
	Login func() string
	Now   func() time.Time
	// Halted is the process's own halt switch, from its environment.
	Halted bool
	// Rehearsal withholds every write, whatever halt, mode, budget and pace say,
	// and lists it as planned; what would be refused is refused. Write may be nil
	// then.
	Rehearsal bool
	// Wrote is told of every write that was sent; nil for nobody.
	Wrote func(Wrote)
}

// Part is a plan together with the rules that hold for it. One run of a key
// can have several: an issue may be a child and a roadmap issue at once.
type Part struct {
	Policy  upgrade.Policy
	Upgrade upgrade.Upgrade
	// Installation is the one whose policy rules; it can be halted by itself.
	Installation int64
	// Owners are the organisations the part may write to: the one whose event
	// it was, and the one whose roadmap issue names the object.
	Owners []string
	// Own says that the part is about the app's coming and its policy, which people
	// cannot have allowed it by one before: no mode withholds it. A halt does.
	Own  bool
	Plan upgrade.Plan
}

// writesPerRun bounds what one run of one key may write: more than this is a
// mistake, not a plan.
const writesPerRun = 20

// Apply carries the parts out in order. Independent actions go on when one
// fails; the errors come back joined. What is withheld because of plan mode
// is stored as planned instead, and is no error. Applying a plan twice is
// applying it once. What is written goes into the context's log.
func (g *Gate) Apply(ctx context.Context, claim store.Claim, parts ...Part) error {
	r := run{Gate: g, claim: claim, log: zerolog.Ctx(ctx)}
	var errs []error
	for _, part := range parts {
		r.part, r.failed, r.behind = part, false, false
		for _, action := range part.Plan.Actions {
			err := r.act(ctx, action)
			if stops(err) {
				return err
			}
			if err != nil {
				r.failed = r.failed || !follows(action, err)
				r.behind = true
				errs = append(errs, err)
			}
		}
	}
	if err := g.Store.SavePlanned(ctx, claim, r.planned); err != nil {
		errs = append(errs, fmt.Errorf("save what %s would write: %w", claim.Key, err))
	}
	return outcome(errs)
}

// run is one Apply.
type run struct {
	*Gate
	claim   store.Claim
	log     *zerolog.Logger // says with each line what the run is about
	part    Part
	planned []store.Planned
	writes  int
	failed  bool // an action of this part did not come out, and what answers for it must not be said
	behind  bool // an action of this part did not come out, or has to wait
	granted bool // the write answers a command that was granted it, whatever mode and halt are by now
}

// follows reports whether all that went wrong is that a text of the app has to
// wait for its pace. Such a text follows the facts in a later run, whatever
// was answered meanwhile, so nobody has to wait for a reaction because of it. What
// only a command wants of a text is in no later run.
func follows(action upgrade.Action, err error) bool {
	later, ok := errors.AsType[Later](err)
	if !ok || later.Waiting != store.WaitPace {
		return false
	}
	switch a := action.(type) {
	case upgrade.EditBody:
		return a.Fences == 0
	case upgrade.SaveComment:
		return a.Living && a.Comment != 0 && !a.Once
	default:
		return false
	}
}

func (r *run) act(ctx context.Context, action upgrade.Action) error {
	switch a := action.(type) {
	case upgrade.PutItem:
		return r.putItem(ctx, a)
	case upgrade.AddField:
		return r.addField(ctx, a)
	case upgrade.AddOptions:
		return r.addOptions(ctx, a)
	case upgrade.FinishOptions:
		return r.finishOptions(ctx, a)
	case upgrade.AddView:
		return r.addView(ctx, a)
	case upgrade.EditBody:
		return r.editBody(ctx, a)
	case upgrade.SaveComment:
		return r.saveComment(ctx, a)
	case upgrade.React:
		if r.failed {
			return nil // it would say that all is well; the next run has it again
		}
		return r.react(ctx, a)
	case upgrade.Unreact:
		if r.failed {
			return nil // as React
		}
		return r.unreact(ctx, a)
	case upgrade.Assign:
		return r.assign(ctx, a)
	case upgrade.Depend:
		return r.depend(ctx, a)
	case upgrade.LinkSubIssue:
		return r.linkSubIssue(ctx, a)
	case upgrade.SaveIssue:
		return r.saveIssue(ctx, a)
	case upgrade.CloseIssue:
		return r.closeIssue(ctx, a)
	case upgrade.SaveCheck:
		return r.saveCheck(ctx, a)
	case upgrade.Remember:
		return r.remember(ctx, a)
	case upgrade.Note:
		return r.note(ctx, a)
	case upgrade.Answered:
		return r.answered(ctx, a)
	case upgrade.Set:
		return r.set(ctx, a)
	case upgrade.TakeUp:
		return r.takeUp(ctx, a)
	case upgrade.Administer:
		return r.administer(ctx, a)
	case upgrade.Wake:
		return r.wake(ctx, a)
	default:
		return Refused{Reason: fmt.Sprintf("no way to carry out a %T", action)}
	}
}

// remember keeps bases of what may be written. In plan mode the app has put
// nothing there, so the base stays unknown: whether a later value is a
// person's is then told by its time.
func (r *run) remember(ctx context.Context, a upgrade.Remember) error {
	bases := maps.Clone(a.Bases)
	maps.DeleteFunc(bases, func(name, _ string) bool { return r.mode(upgrade.BaseKind(name)) != upgrade.ModeActive })
	return r.Store.Remember(ctx, r.claim, a.Object, bases)
}

// note keeps what a person has to mend, and tells the roadmap issues when it changed.
func (r *run) note(ctx context.Context, a upgrade.Note) error {
	parents, err := r.Store.Parents(ctx, a.Object)
	if err != nil {
		return fmt.Errorf("find the roadmap issues of %s: %w", a.Object, err)
	}
	triggers := make([]upgrade.Trigger, 0, len(parents))
	for _, m := range parents {
		triggers = append(triggers, upgrade.Trigger{
			Key: upgrade.IssueKey(m.Roadmap), Installation: m.Installation,
			Reason: "what a child has to mend changed", Cause: r.claim.Cause,
		})
	}
	return r.Store.SaveNote(ctx, r.claim, a.Object, a.Name, a.Text, triggers...)
}

// answered records commands as dealt with, but only once everything that
// belongs to the answer was really written: a crash or a failure before this
// point runs them again, and every effect before it is idempotent.
func (r *run) answered(ctx context.Context, a upgrade.Answered) error {
	if r.failed || r.mode(upgrade.WriteComments) != upgrade.ModeActive {
		return nil
	}
	return r.saveAnswers(ctx, a)
}

func (r *run) saveAnswers(ctx context.Context, a upgrade.Answered, then ...upgrade.Trigger) error {
	answers := make([]store.Answer, 0, len(a.Commands))
	for _, digest := range a.Commands {
		answers = append(answers, store.Answer{Comment: a.Comment, By: a.By, Digest: digest, Outcome: a.Outcome, At: r.Now()})
	}
	return r.Store.SaveAnswers(ctx, r.claim, a.Issue, answers, then...)
}

// set keeps a setting. In plan mode nothing is laid down: the command that does
// it is not answered then, and has to be run once it is.
func (r *run) set(ctx context.Context, a upgrade.Set) error {
	if r.failed || r.mode(upgrade.WriteComments) != upgrade.ModeActive {
		return nil
	}
	return r.keep(ctx, a)
}

// keep keeps a setting, and tells the roadmap issues of the issue and its
// children when it changed.
func (r *run) keep(ctx context.Context, a upgrade.Set) error {
	parents, err := r.Store.Parents(ctx, a.Issue)
	if err != nil {
		return fmt.Errorf("find the roadmap issues of %s: %w", a.Issue, err)
	}
	children, err := r.Store.Members(ctx, a.Issue)
	if err != nil {
		return fmt.Errorf("find the children of %s: %w", a.Issue, err)
	}
	const reason = "a command changed a setting"
	var triggers []upgrade.Trigger
	if strings.HasPrefix(a.Setting.Name, upgrade.SettingListAt) { // this run has not read the lists that count from now on
		triggers = append(triggers, upgrade.Trigger{Key: r.claim.Key, Installation: r.claim.Installation, Reason: reason, Cause: r.claim.Cause})
	}
	for _, m := range parents {
		triggers = append(triggers, upgrade.Trigger{Key: upgrade.IssueKey(m.Roadmap), Installation: m.Installation, Reason: reason, Cause: r.claim.Cause})
	}
	for _, m := range children {
		if m.ChildInstallation != 0 {
			triggers = append(triggers, upgrade.Trigger{Key: upgrade.IssueKey(m.Child), Installation: m.ChildInstallation, Reason: reason, Cause: r.claim.Cause})
		}
	}
	return r.Store.SaveSetting(ctx, r.claim, a, triggers...)
}

// wake triggers another key; what set this run off has set off that one too,
// unless it is for later: a wait that ends is nobody's act.
func (r *run) wake(ctx context.Context, a upgrade.Wake) error {
	if a.Trigger.NotBefore.IsZero() {
		a.Trigger.Cause = max(a.Trigger.Cause, r.claim.Cause)
	}
	return r.Store.Trigger(ctx, a.Trigger)
}
