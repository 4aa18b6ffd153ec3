package reconcile

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// editLag is how long after the app began an edit of a description a read may be
// of before it. GitHub itself gives up on a request after 10 s.
const editLag = 30 * time.Second

// described is the issue with the description to decide on. That is the one
// that was read, unless an edit of the app has overwritten what a person wrote
// between the app's last look and its edit, and nobody has written since: then
// it is the person's, with the boxes as the app has set them since. A second
// loss, in the edit that was to bring the first one back, is only told.
func (r *Reconciler) described(ctx context.Context, claim store.Claim, issue upgrade.Issue, known *runbook.Matcher) (upgrade.Issue, error) {
	if err := r.replaced(ctx, claim, issue); err != nil {
		return issue, err
	}
	lost, err := r.Store.Overwritten(ctx, issue.ID)
	if err != nil {
		return issue, fmt.Errorf("read what was overwritten in %s: %w", issue.Ref, err)
	}
	if lost.At.IsZero() {
		return issue, nil
	}
	edits, err := r.Store.Edits(ctx, issue.ID)
	if err != nil {
		return issue, fmt.Errorf("read the last edits of %s: %w", issue.Ref, err)
	}
	if lost.Again || !followed(edits, lost.After, issue.Body) {
		issue.Overwritten = lost.At
		return issue, nil
	}
	issue.Over = issue.Body
	issue.Body = checklist.Carry(lost.Before, issue.Over, lost.Text, r.listContext(issue, known))
	return issue, nil
}

// followed reports whether only the app's own edits, given the latest first,
// have made one text of the other.
func followed(edits []store.Edit, text, by string) bool {
	own := map[string]bool{text: true}
	for _, edit := range slices.Backward(edits) {
		if own[edit.Before] {
			own[edit.After] = true
		}
	}
	return own[by]
}

// replaced is an error when the description is read as it was before the app's
// own last edit. Taken for what is there, it would make the boxes of before the
// bases, and those that the app has set would look like a person's (D5). The
// floor of the key does not tell such a read where the edit could not be read
// back, or where something else changed the issue in the edit's second. A
// person who takes an edit back byte for byte is believed a little later.
func (r *Reconciler) replaced(ctx context.Context, claim store.Claim, issue upgrade.Issue) error {
	edit, err := r.Store.Edit(ctx, issue.ID)
	if err != nil {
		return fmt.Errorf("read the last edit of %s: %w", issue.Ref, err)
	}
	believed := edit.At.Add(editLag)
	if !edit.Replaced(issue.Body) || !r.Now().Before(believed) {
		return nil
	}
	later := r.lag(claim, fmt.Sprintf("%s is read with the description that was replaced at %s", issue.Ref, edit.At.Format(time.RFC3339)))
	if later.Until.After(believed) {
		later.Until = believed
	}
	return later
}
