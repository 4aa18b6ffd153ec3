package gate

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// setBoxes changes single bytes of a description. GitHub has no compare and
// swap for it, so the text is read again just before: a text that moved since
// the decision is decided on anew, and what a person writes in the moment
// between that read and the write shows in the read after it.
func (r *run) setBoxes(ctx context.Context, a upgrade.SetBoxes) error {
	boxes := make(map[int]bool, len(a.Boxes))
	bases := make(map[string]string, len(a.Boxes))
	for _, b := range a.Boxes {
		boxes[b.Offset] = b.Checked
		bases[upgrade.BoxBase(b.Child)] = upgrade.BoxValue(b.Checked)
	}
	wanted := checklist.SetBoxes(a.Body, boxes)
	w := write{
		action: a, owner: a.Ref.Owner, target: "body:" + string(a.Issue), pace: "body:" + string(a.Issue),
		why: upgrade.Show(a),
	}
	err := r.send(ctx, w, func(installation int64) (string, error) {
		return r.replaceBody(ctx, installation, a, wanted)
	})
	if errors.Is(err, errPlanned) {
		return nil
	}
	if err != nil {
		return err
	}
	return r.Store.Remember(ctx, r.claim, a.Issue, bases)
}

func (r *run) replaceBody(ctx context.Context, installation int64, a upgrade.SetBoxes, wanted string) (string, error) {
	now, _, err := r.Read.Body(ctx, installation, a.Ref)
	if err != nil {
		return "", fmt.Errorf("read the description of %s before writing it: %w", a.Ref, err)
	}
	if now != a.Body {
		return "", Later{Waiting: store.WaitLag, Until: r.Now().Add(time.Second), Reason: "the description changed since it was read"}
	}
	got, requestID, err := r.Write.EditBody(ctx, installation, a.Ref, wanted)
	if err != nil {
		return requestID, err
	}
	// GitHub answers 200 and keeps the old text when it is too long.
	if got == a.Body && got != wanted {
		return requestID, Refused{Reason: fmt.Sprintf("GitHub kept the old description of %s: it may be too long", a.Ref)}
	}
	after, _, err := r.Read.Body(ctx, installation, a.Ref)
	if err != nil {
		return requestID, fmt.Errorf("read the description of %s after writing it: %w", a.Ref, err)
	}
	if after != wanted {
		return requestID, Later{Waiting: store.WaitLag, Until: r.Now().Add(time.Second), Reason: "the description was changed by somebody else just now"}
	}
	return requestID, nil
}
