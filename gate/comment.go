package gate

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// settle is how long GitHub may hide a comment or issue that it has made: a
// create whose answer was lost is not tried again before this has passed.
const settle = 30 * time.Second

// saveComment makes or edits the app's own comment of a purpose.
func (r *run) saveComment(ctx context.Context, a upgrade.SaveComment) error {
	if live := say.Live(a.Text); len(live) > 0 {
		return Refused{Reason: fmt.Sprintf("the text for %s holds %q, which would come alive", a.Ref, live)}
	}
	text := a.Text + "\n\n" + r.Marker.Mark(a.Issue, a.Purpose)
	w := write{
		action: a, owner: a.Ref.Owner, repo: a.Ref.Repo, names: a.Names, after: a.Text, why: a.Purpose,
		target: CommentIntent(a.Issue, a.Purpose),
	}
	if a.Living {
		w.pace = w.target
	}
	if a.IfThere {
		return planned(r.editIfThere(ctx, a, w, text))
	}
	if a.Comment == 0 {
		return planned(r.createComment(ctx, a, w, text))
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.Write.EditComment(ctx, installation, a.Ref, a.Comment, text)
	}))
}

// CommentIntent is the id under which the ledger keeps the app's comment of a
// purpose on an issue.
func CommentIntent(issue upgrade.NodeID, purpose string) string {
	return fmt.Sprintf("comment:%s:%s", issue, purpose)
}

// CommentOf is the node id of the comment that an intent led to; empty if it is not there yet.
func CommentOf(intent store.Intent) upgrade.NodeID {
	_, node, _ := strings.Cut(intent.Result, " ")
	return upgrade.NodeID(node)
}

// commentID is the database id in what the ledger keeps of a comment.
func commentID(result string) (int64, error) {
	number, _, _ := strings.Cut(result, " ")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read comment id %q: %w", result, err)
	}
	return id, nil
}

// commentResult is how the ledger keeps a comment: its database id and node id.
func commentResult(comment int64, node upgrade.NodeID) string {
	return fmt.Sprintf("%d %s", comment, node)
}

// errNotThere is a comment that was to be edited and that nobody has.
var errNotThere = errors.New("the comment is not there")

// editIfThere edits the app's comment of a purpose. Where a person has deleted
// it, or it never was, nothing is left to be said.
func (r *run) editIfThere(ctx context.Context, a upgrade.SaveComment, w write, text string) error {
	var comment int64
	w.ready = func(installation int64) error {
		result, err := r.findComment(ctx, installation, a)
		if err != nil {
			return err
		}
		if result == "" {
			return errNotThere
		}
		comment, err = commentID(result)
		return err
	}
	err := r.send(ctx, w, func(installation int64) (string, error) {
		requestID, err := r.Write.EditComment(ctx, installation, a.Ref, comment, text)
		if errors.Is(err, ghclient.ErrNotFound) {
			err = nil // deleted meanwhile
		}
		return requestID, err
	})
	if errors.Is(err, errNotThere) {
		return nil
	}
	return err
}

// createComment makes a comment at most once. The intent is on record before
// the request, so that after a lost answer or a crash the comment is looked up
// by its marker before another is made.
func (r *run) createComment(ctx context.Context, a upgrade.SaveComment, w write, text string) error {
	w.create = true
	return r.send(ctx, w, func(installation int64) (string, error) {
		return r.once(ctx, w.target, creation{
			find: func() (string, error) { return r.findComment(ctx, installation, a) },
			edit: func(result string) (string, error) {
				id, err := commentID(result)
				if err != nil {
					return "", err
				}
				return r.Write.EditComment(ctx, installation, a.Ref, id, text)
			},
			make: func() (string, string, error) {
				id, node, requestID, err := r.Write.CreateComment(ctx, installation, a.Ref, text)
				return commentResult(id, node), requestID, err
			},
		})
	})
}

// findComment looks for the app's comment of a purpose by listing: GitHub's
// search lags, its lists do not.
func (r *run) findComment(ctx context.Context, installation int64, a upgrade.SaveComment) (string, error) {
	login, err := r.login()
	if err != nil {
		return "", err
	}
	comments, err := r.Read.Comments(ctx, installation, a.Ref)
	if err != nil {
		return "", fmt.Errorf("look for the app's comment on %s: %w", a.Ref, err)
	}
	for _, c := range comments {
		if !c.Author.Bot || !strings.EqualFold(c.Author.Login, login) {
			continue // a copy of the app's comment has its marker too
		}
		if purpose, ok := r.Marker.Purpose(a.Issue, c.Body); ok && purpose == a.Purpose {
			return commentResult(c.DatabaseID, c.ID), nil
		}
	}
	return "", nil
}

// login is the account whose texts are the app's own. Without it they cannot be
// told from copies, and a second one could be made.
func (r *run) login() (string, error) {
	if login := r.Login(); login != "" {
		return login, nil
	}
	return "", errors.New("look for the app's own texts: its account on GitHub is not known yet")
}

// creation is how one kind of object is found, edited and made; results are
// its id as the ledger keeps it, empty when it is not there.
type creation struct {
	find func() (result string, err error)
	edit func(result string) (requestID string, err error)
	make func() (result, requestID string, err error)
}

// once makes an object at most once, whatever was lost before.
func (r *run) once(ctx context.Context, id string, c creation) (string, error) {
	intent, err := r.Store.Intend(ctx, r.claim, store.Intent{ID: id, Key: r.claim.Key, Kind: "create", Target: id, At: r.Now()})
	if err != nil {
		return "", fmt.Errorf("record the intent to make %s: %w", id, err)
	}
	if intent.State == store.IntentConfirmed {
		requestID, err := c.edit(intent.Result)
		if !errors.Is(err, ghclient.ErrNotFound) && !errors.Is(err, ghclient.ErrGone) {
			return requestID, err
		}
	}
	// Also without a lost answer: the database may be younger than the object.
	result, err := c.find()
	if err != nil {
		return "", err
	}
	if result != "" {
		return r.confirm(ctx, id, result, c)
	}
	if until := intent.At.Add(settle); intent.State == store.IntentSent && r.Now().Before(until) {
		return "", Later{Waiting: store.WaitLag, Until: until, Reason: "whether GitHub made it is not known yet"}
	}
	if err := r.Store.MarkIntent(ctx, r.claim, id, store.IntentSent, ""); err != nil {
		return "", fmt.Errorf("record that %s is being made: %w", id, err)
	}
	var requestID string
	result, requestID, err = c.make()
	if errors.Is(err, ghclient.ErrUnknownOutcome) {
		return requestID, err
	}
	if err != nil {
		return requestID, errors.Join(err, r.Store.MarkIntent(ctx, r.claim, id, store.IntentFailed, ""))
	}
	return requestID, r.Store.MarkIntent(ctx, r.claim, id, store.IntentConfirmed, result)
}

// confirm takes up an object that an earlier run made, and gives it today's text.
func (r *run) confirm(ctx context.Context, id, result string, c creation) (string, error) {
	if err := r.Store.MarkIntent(ctx, r.claim, id, store.IntentConfirmed, result); err != nil {
		return "", fmt.Errorf("record that %s is there: %w", id, err)
	}
	return c.edit(result)
}

// react leaves a reaction; GitHub keeps one of each from each account.
func (r *run) react(ctx context.Context, a upgrade.React) error {
	w := write{
		action: a, owner: a.Ref.Owner, target: fmt.Sprintf("reaction:%d:%s", a.Comment, a.Content),
		why: a.Why, after: a.Content,
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.Write.CreateReaction(ctx, installation, a.Ref, a.Comment, a.Content)
	}))
}

// unreact takes away a reaction of the app's own.
func (r *run) unreact(ctx context.Context, a upgrade.Unreact) error {
	w := write{
		action: a, owner: a.Ref.Owner, target: fmt.Sprintf("reaction:%s:%s", a.Comment, a.Content),
		why: a.Why, before: a.Content,
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.Write.RemoveReaction(ctx, installation, a.Comment, a.Content)
	}))
}

// planned turns a withheld write into success: it is on the list of planned writes.
func planned(err error) error {
	if errors.Is(err, errPlanned) {
		return nil
	}
	return err
}
