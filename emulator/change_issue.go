package emulator

import (
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
	milestone   int
}

// openIssue opens an issue. Labels, assignees and milestone of an author without
// the right to set them are silently dropped.
func (t *tx) openIssue(r *repository, d draft) (*issue, error) {
	switch {
	case t.user == nil || !t.sees(r):
		return nil, notFound()
	case !t.holds("issues", levelWrite, r):
		return nil, forbidden(messageNoAccess)
	case r.issuesDisabled:
		return nil, gone(messageNoIssues)
	case r.archived:
		return nil, forbidden(messageArchived)
	}
	if err := checkTexts(d.title, d.body); err != nil {
		return nil, err
	}
	wanted := r.milestone(d.milestone)
	if d.milestone != 0 && wanted == nil && t.role(r) >= roleTriage {
		return nil, unknownMilestone()
	}
	i := t.newIssue(r, 0, t.actor, t.at)
	i.title, i.body = d.title, d.body
	if t.role(r) >= roleTriage {
		i.labels, i.assignees = t.labelsNamed(r, d.labels), t.assignable(r, d.assignees)
		i.join(wanted)
	}
	t.wrote("create issue", i.ref().String(), d.title+"\n"+d.body)
	t.emitIssue(i, "opened", nil)
	t.refer(i, "", i.body)
	t.tellTriage(i)
	return i, nil
}

// tellTriage tells of all that an issue was opened with. It comes after the word
// of the opening, which shows it already.
func (t *tx) tellTriage(i *issue) {
	for _, l := range i.labels {
		t.labelling(i, "labeled", l)
	}
	for _, u := range i.assignees {
		t.assignment(i, "assigned", u)
	}
	if i.milestone != nil {
		t.tellMilestone(i, "milestoned", i.milestone)
		t.wrote("set milestone", i.ref().String(), i.milestone.title)
	}
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
	e.nodes[i.nodeID], e.issuesByID[i.id] = i, i
	return i
}

// may refuses those who have less than a right on a repository, apps that may
// not write issues, and changes in an archived repository.
func (t *tx) may(r *repository, least role) error {
	return t.mayIf(t.holds("issues", levelWrite, r), r, least)
}

func (t *tx) mayIf(permitted bool, r *repository, least role) error {
	switch {
	case !t.sees(r):
		return notFound()
	case !permitted:
		return forbidden(messageNoAccess)
	case t.role(r) < least:
		return forbidden("Must have admin rights to Repository.")
	case r.archived:
		return forbidden(messageArchived)
	}
	return nil
}

// mayEdit refuses those who neither have the right nor wrote the issue.
func (t *tx) mayEdit(i *issue, least role) error {
	if t.user != nil && i.author == t.user {
		least = roleRead
	}
	return t.mayIf(t.mayWrite(i), i.repo, least)
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
	changes, was := object{}, i.body
	if title != nil && *title != i.title {
		changes["title"] = object{"from": i.title}
		ev := t.happened(i, "renamed")
		ev.from, ev.to = i.title, *title
		i.title = *title
		t.wrote("edit title", i.ref().String(), i.title)
	}
	if body != nil && *body != i.body && i.takesBody(*body) {
		changes["body"] = object{"from": i.body}
		i.edits = t.keepEdit(i.edits, edit{editor: i.author, at: i.createdAt, text: i.body}, *body)
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
		t.refer(i, was, i.body)
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

// closeAsDuplicate closes an issue because of another one, whose timeline tells of it.
func (t *tx) closeAsDuplicate(i, of *issue) error {
	if i == of || of.pull != nil {
		return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "duplicate_issue_id", Code: "invalid"})
	}
	was := i.closed
	if err := t.setState(i, true, "duplicate"); err != nil || was {
		return err
	}
	i.duplicateOf = of
	t.happened(of, "marked_as_duplicate").other = i
	return nil
}

// applyState closes or reopens without asking who may, and returns the timeline's event.
func (t *tx) applyState(i *issue, closed bool, reason string) *event {
	i.closed, i.updatedAt, i.reason, i.duplicateOf = closed, t.at, "", nil
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
	ev := t.happened(i, kind)
	ev.reason = i.reason
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
