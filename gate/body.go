package gate

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// mostDoubled bounds the wait for a description that stays another one.
const mostDoubled = 8

// editBody changes single bytes of a description, and the app's own sections in
// it. GitHub has no compare and swap for it, so the text is read again just
// before: a text that moved since the decision is decided on anew. What a person
// writes between that read and the write is gone from the text then; the event of
// the edit tells it (decision 15).
func (r *run) editBody(ctx context.Context, a upgrade.EditBody) error {
	boxes := make(map[int]bool, len(a.Boxes))
	bases := make(map[string]string, len(a.Boxes))
	for _, b := range a.Boxes {
		boxes[b.Offset] = b.Checked
		bases[upgrade.BoxBase(b.Child)] = upgrade.BoxValue(b.Checked)
	}
	wanted := checklist.SetBoxes(a.Body, boxes)
	if a.Fences > 0 {
		wanted = checklist.Tidy(wanted)
	}
	var names []upgrade.Repository
	for _, s := range a.Sections {
		var err error
		if wanted, err = description.Put(wanted, s.Section, s.Place); err != nil {
			return Refused{Reason: fmt.Sprintf("the section %q cannot be put into the description of %s: %v", s.Name, a.Ref, err)}
		}
		if live := undeclared(s); len(live) > 0 {
			return Refused{Reason: fmt.Sprintf("the section %q of %s holds %q, which would come alive", s.Name, a.Ref, live)}
		}
		names = append(names, s.Names...)
		maps.Copy(bases, s.Bases)
	}
	present := a.Present()
	if wanted == present {
		return r.restored(ctx, a)
	}
	w := write{
		action: a, owner: a.Ref.Owner, repo: a.Ref.Repo, names: names, target: "body:" + string(a.Issue), pace: "body:" + string(a.Issue),
		why: upgrade.Show(a),
	}
	var home int64
	w.ready = func(installation int64) error {
		home = installation
		_, err := r.unchanged(ctx, installation, a.Ref, present)
		return err
	}
	err := r.send(ctx, w, func(installation int64) (string, error) {
		edit := store.Edit{At: r.Now(), Before: present, After: wanted, Restores: a.Over != ""}
		if err := errors.Join(r.Store.SaveEdit(ctx, r.claim, a.Issue, edit), r.sending(ctx, a.Issue, bases)); err != nil {
			return "", err
		}
		got, requestID, err := r.Write.EditBody(ctx, installation, a.Ref, wanted)
		// GitHub answers 200 and keeps the old text when it is too long.
		if err == nil && got == present {
			err = Refused{Reason: fmt.Sprintf("GitHub kept the old description of %s: it may be too long", a.Ref)}
		}
		if err == nil {
			err = r.restored(ctx, a)
		}
		return requestID, err
	})
	if errors.Is(err, errPlanned) {
		return nil
	}
	if err != nil {
		return err
	}
	at, err := r.unchanged(ctx, home, a.Ref, wanted)
	if err != nil {
		return err
	}
	errs := []error{r.floor(ctx, a.Issue, at), r.sent(ctx, a.Issue, bases)}
	for _, trigger := range a.Then {
		errs = append(errs, r.wake(ctx, upgrade.Wake{Trigger: trigger}))
	}
	return errors.Join(errs...)
}

// restored is for when what was overwritten stands in the description again.
func (r *run) restored(ctx context.Context, a upgrade.EditBody) error {
	if a.Over == "" {
		return nil
	}
	return r.Store.ForgetOverwritten(ctx, r.claim, a.Issue)
}

// floor makes later runs refuse a read without this write, which would make the
// boxes as they were look like the app's. The key's own floor is that of its own issue.
func (r *run) floor(ctx context.Context, issue upgrade.NodeID, at time.Time) error {
	if r.claim.Key == upgrade.IssueKey(issue) {
		return r.Store.RaiseFloor(ctx, r.claim, at)
	}
	return r.Store.SeeList(ctx, issue, at)
}

// undeclared is what would come alive in a section besides the links that are
// declared: mentions, commands, other references, and closing keywords before any.
func undeclared(s upgrade.SectionWrite) []string {
	declared := map[upgrade.Ref]bool{}
	for _, ref := range s.Links {
		declared[ref.Fold()] = true
	}
	return slices.DeleteFunc(say.Live(s.Text), func(live string) bool {
		ref, err := upgrade.ParseRef(live)
		if err != nil {
			ref, err = upgrade.ParseRef(linked.ReplaceAllString(live, "$1#$2"))
		}
		return err == nil && declared[ref.Fold()]
	})
}

// linked is the address of an issue on whatever host.
var linked = regexp.MustCompile(`^https://[^/]+/([^/]+/[^/]+)/issues/([0-9]+)$`)

// unchanged wants the description to be as it is known: before the write as
// observed, after it as written. The read waits 1, 2, 4 … s for that, like any
// read that is behind. It tells the issue's updated_at.
func (r *run) unchanged(ctx context.Context, installation int64, ref upgrade.Ref, known string) (time.Time, error) {
	now, at, err := r.Read.Body(ctx, installation, ref)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the description of %s around its write: %w", ref, err)
	}
	if now != known {
		wait := time.Second << min(r.claim.Attempts, mostDoubled)
		return time.Time{}, Later{Waiting: store.WaitLag, Until: r.Now().Add(wait), Reason: "somebody else changed the description just now"}
	}
	return at, nil
}
