package emulator

import (
	"fmt"
	"strings"
	"time"
)

// openPull opens a pull request that closes issues when it merges.
func (t *tx) openPull(r *repository, d draft, closes []*issue) (*issue, error) {
	if t.user == nil || !t.sees(r) {
		return nil, notFound()
	}
	if r.archived {
		return nil, forbidden(messageArchived)
	}
	if err := checkTexts(d.title, d.body); err != nil {
		return nil, err
	}
	i := t.newPull(r, 0, t.actor, t.at)
	i.title, i.body = d.title, d.body
	if i.body == "" {
		i.body = closingText(closes)
	}
	for _, closed := range closes {
		i.closes(closed)
		closed.updatedAt = t.at
	}
	t.emitIssue(i, "opened", nil)
	return i, nil
}

func closingText(closes []*issue) string {
	lines := make([]string, 0, len(closes))
	for _, i := range closes {
		lines = append(lines, "Closes "+i.ref().String())
	}
	return strings.Join(lines, "\n")
}

// closes links a pull request with an issue that it closes when it merges.
func (i *issue) closes(other *issue) {
	if contains(i.pull.closes, other) {
		return
	}
	i.pull.closes = append(i.pull.closes, other)
	other.linkedPulls = append(other.linkedPulls, i)
}

// newPull makes a pull request without telling anybody; number 0 takes the next one.
func (e *Emulator) newPull(r *repository, number int, by actor, at time.Time) *issue {
	i := e.newIssue(r, number, by, at)
	delete(e.nodes, i.nodeID)
	i.pull = &pull{id: e.ids.number("pull"), headSHA: e.ids.hex("sha", 40), baseSHA: e.ids.hex("sha", 40)}
	i.pull.head = fmt.Sprintf("change-%d", i.number)
	if head := r.head(); head != nil {
		i.pull.baseSHA = head.sha
	}
	i.nodeID = nodeID("PR", r.id, i.pull.id)
	e.nodes[i.nodeID] = i
	return i
}

// mergePull merges: the default branch moves and the issues it closes are closed.
func (t *tx) mergePull(i *issue) error {
	switch {
	case i.pull == nil:
		return notFound()
	case t.role(i.repo) < roleWrite:
		return forbidden("Must have push access to the repository.")
	case i.closed:
		return &problem{status: 405, kind: "UNPROCESSABLE", message: "Pull Request is not mergeable"}
	case i.repo.archived:
		return forbidden(messageArchived)
	}
	t.commit(i.repo, fmt.Sprintf("Merge pull request #%d", i.number), nil)
	i.pull.merged, i.pull.mergedAt, i.pull.mergedBy, i.pull.mergeSHA = true, t.at, t.user, i.repo.head().sha
	i.note(t.newEvent("merged", t.user, t.at))
	t.applyState(i, true, "")
	for _, closed := range i.pull.closes {
		// A pull request closes issues elsewhere only where its author could.
		if !closed.closed && !closed.repo.archived && t.role(closed.repo) >= roleTriage {
			t.applyState(closed, true, "completed")
		}
	}
	return nil
}

// reviewPull submits a review; state is approved, changes_requested or commented.
func (t *tx) reviewPull(i *issue, state, body string) error {
	switch {
	case i.pull == nil || t.user == nil || !t.sees(i.repo):
		return notFound()
	case state != "approved" && state != "changes_requested" && state != "commented":
		return invalid("Validation Failed", fieldProblem{Resource: "PullRequestReview", Field: "event", Code: "invalid"})
	case state == "approved" && i.author == t.user:
		return invalid("Can not approve your own pull request")
	}
	rv := &review{id: t.ids.number("review"), author: t.user, state: state, body: body, at: t.at}
	rv.nodeID = nodeID("PRR", i.repo.id, rv.id)
	i.pull.reviews = append(i.pull.reviews, rv)
	i.updatedAt = t.at
	t.emit("pull_request_review", "submitted", i.repo.owner, i.repo, object{
		"pull_request": t.reviewedPullJSON(i), "review": t.reviewJSON(i, rv),
	})
	return nil
}
