package emulator

import (
	"net/http"
	"time"
)

// Limits of texts. GitHub's message names 65,536 characters for all of them,
// but issues and comments were measured to take 262,144 bytes, which is what the
// emulator follows.
const (
	maxBody      = 262_144 // bytes
	maxPullBody  = 65_536  // characters
	maxTitle     = 256     // characters
	messageLong  = "body is too long (maximum is 65536 characters)"
	maxAssignees = 10
)

// draft is an issue to open.
type draft struct {
	title, body string
	labels      []string
	assignees   []string
}

// openIssue opens an issue. Labels and assignees of an author without the right
// to set them are silently dropped.
func (t *tx) openIssue(r *repository, d draft) (*issue, error) {
	switch {
	case t.user == nil || !t.sees(r):
		return nil, notFound()
	case t.installation != nil && t.role(r) < roleWrite:
		return nil, forbidden(messageNoAccess)
	case r.issuesDisabled:
		return nil, &problem{status: http.StatusGone, kind: "GONE", message: "Issues are disabled for this repo"}
	case r.archived:
		return nil, forbidden(messageArchived)
	}
	if err := checkTexts(d.title, d.body); err != nil {
		return nil, err
	}
	i := t.newIssue(r, 0, t.actor, t.at)
	i.title, i.body = d.title, d.body
	t.wrote("create issue", i.ref().String(), d.title+"\n"+d.body)
	t.emitIssue(i, "opened", nil)
	if t.role(r) >= roleTriage {
		t.setLabels(i, d.labels)
		t.setAssignees(i, t.assignable(r, d.assignees))
	}
	return i, nil
}

func checkTexts(title, body string) error {
	if title == "" {
		return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "title", Code: "missing_field"})
	}
	if len([]rune(title)) > maxTitle {
		return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "title", Code: "custom", Message: "title is too long (maximum is 256 characters)"})
	}
	if len(body) > maxBody {
		return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "body", Code: "custom", Message: messageLong})
	}
	return nil
}

// newIssue makes an issue without telling anybody; number 0 takes the next one.
func (e *Emulator) newIssue(r *repository, number int, by actor, at time.Time) *issue {
	if number == 0 {
		number = len(r.issues) + 1
	}
	i := &issue{
		id: e.ids.large("issue"), repo: r, number: number, author: by.user, byApp: by.via, createdAt: at, updatedAt: at,
	}
	i.nodeID = nodeID("I", r.id, i.id)
	for len(r.issues) < number {
		r.issues = append(r.issues, nil)
	}
	r.issues[number-1] = i
	r.openIssues++
	e.nodes[i.nodeID] = i
	return i
}

// mayEdit refuses those who can neither write to the repository nor wrote the issue.
func (t *tx) mayEdit(i *issue, least role) error {
	switch {
	case !t.sees(i.repo):
		return notFound()
	case t.installation != nil && t.role(i.repo) < roleWrite:
		return forbidden(messageNoAccess)
	case t.role(i.repo) < least && (i.author != t.user || t.user == nil):
		return forbidden("Must have admin rights to Repository.")
	case i.repo.archived:
		return forbidden(messageArchived)
	}
	return nil
}

// editTexts changes title and body; nil leaves one as it is. A body over the
// limit is dropped without an error, as GitHub does it.
func (t *tx) editTexts(i *issue, title, body *string) error {
	if err := t.mayEdit(i, roleWrite); err != nil {
		return err
	}
	if title != nil {
		if err := checkTexts(*title, ""); err != nil {
			return err
		}
	}
	changes := object{}
	if title != nil && *title != i.title {
		changes["title"] = object{"from": i.title}
		i.title = *title
		i.note(t.newEvent("renamed", t.user, t.at))
		t.wrote("edit title", i.ref().String(), i.title)
	}
	if body != nil && *body != i.body && i.takesBody(*body) {
		changes["body"] = object{"from": i.body}
		i.body, i.bodyEditedAt, i.bodyEditor = *body, t.at, t.user
		i.bodyEdits++
		t.relinkMentions(i)
		t.wrote("edit body", i.ref().String(), i.body)
	} else if body != nil {
		t.noteWrite("edit body", i.ref().String(), i.body, false)
	}
	if len(changes) > 0 {
		i.updatedAt = t.at
		t.emitIssue(i, "edited", object{"changes": changes})
	}
	return nil
}

func (i *issue) takesBody(body string) bool {
	if i.pull != nil {
		return len([]rune(body)) <= maxPullBody
	}
	return len(body) <= maxBody
}

// setState closes or reopens. The reason holds only when the state changes;
// pull requests have none.
func (t *tx) setState(i *issue, closed bool, reason string) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	if i.closed == closed {
		t.noteWrite(stateWrite(closed), i.ref().String(), i.reason, false)
		return nil
	}
	if i.pull != nil && !closed {
		if err := i.takeUp(); err != nil {
			return err
		}
	}
	t.applyState(i, closed, reason)
	return nil
}

// applyState closes or reopens without asking who may, and returns the timeline's event.
func (t *tx) applyState(i *issue, closed bool, reason string) *event {
	i.closed, i.updatedAt, i.reason = closed, t.at, ""
	kind := "reopened"
	if closed {
		kind = "closed"
		i.closedAt, i.closedBy = t.at, t.user
		i.repo.openIssues--
	} else {
		i.closedAt, i.closedBy = time.Time{}, nil
		i.repo.openIssues++
	}
	if i.pull == nil {
		i.reason = stateReason(closed, reason)
	}
	ev := t.newEvent(kind, t.user, t.at)
	ev.reason = i.reason
	i.note(ev)
	t.wrote(stateWrite(closed), i.ref().String(), i.reason)
	t.emitIssue(i, kind, nil)
	t.automateState(i)
	return ev
}

func stateWrite(closed bool) string {
	if closed {
		return "close issue"
	}
	return "reopen issue"
}

func stateReason(closed bool, wanted string) string {
	switch {
	case !closed:
		return "reopened"
	case wanted == "":
		return "completed"
	default:
		return wanted
	}
}

// newEvent makes an entry of a timeline.
func (e *Emulator) newEvent(kind string, by *user, at time.Time) *event {
	ev := &event{id: e.ids.number("event"), kind: kind, actor: by, at: at}
	prefix := map[string]string{
		"assigned": "AE", "unassigned": "UNE", "closed": "CE", "reopened": "ROE", "labeled": "LE", "unlabeled": "UNLE", "renamed": "RTE", "merged": "ME",
		"connected": "CONE", "disconnected": "DISE", "review_requested": "RRE", "review_request_removed": "RRRE",
		"review_dismissed": "RDE", "ready_for_review": "RFRE", "convert_to_draft": "CTDE", "head_ref_deleted": "HRDE",
	}
	ev.nodeID = nodeID(prefix[kind], ev.id)
	return ev
}

func (i *issue) note(ev *event) { i.events = append(i.events, ev) }
