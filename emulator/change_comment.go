package emulator

import (
	"slices"
	"time"
)

// writeComment adds a comment to an issue or pull request.
func (t *tx) writeComment(i *issue, body string) (*comment, error) {
	switch {
	case t.user == nil || !t.sees(i.repo):
		return nil, notFound()
	case !t.mayWrite(i):
		return nil, forbidden(messageNoAccess)
	case i.repo.archived:
		return nil, forbidden(messageArchived)
	case i.locked && t.role(i.repo) < roleWrite:
		return nil, forbidden(messageLocked)
	}
	if err := checkComment(body, "Body"); err != nil {
		return nil, err
	}
	c := t.newComment(i, t.actor, body, t.at)
	i.updatedAt = t.at
	t.wrote("create comment", i.ref().String(), body)
	t.emitComment(c, "created", nil)
	t.refer(i, "", body)
	return c, nil
}

// checkComment refuses a text that is none or too long. GitHub's message begins
// with "Body" where a comment is made and with "body" where it is edited.
func checkComment(body, subject string) error {
	if body == "" {
		return invalid("Validation Failed", fieldProblem{Resource: "IssueComment", Field: "data", Code: "unprocessable", Message: subject + " cannot be blank"})
	}
	if len(body) > maxBody {
		return invalid("Validation Failed", fieldProblem{Resource: "IssueComment", Field: "data", Code: "unprocessable", Message: subject + " is too long (maximum is 65536 characters)"})
	}
	return nil
}

// newComment makes a comment without telling anybody.
func (e *Emulator) newComment(i *issue, by actor, body string, at time.Time) *comment {
	c := &comment{id: e.ids.large("comment"), issue: i, author: by.user, byApp: by.via, body: body, createdAt: at, updatedAt: at}
	c.nodeID = nodeID("IC", i.repo.id, c.id)
	i.comments = append(i.comments, c)
	i.note(&event{kind: "commented", actor: by.user, via: by.via, at: at, comment: c})
	e.nodes[c.nodeID] = c
	e.comments[c.id] = c
	return c
}

// editComment replaces a comment's text. The app edits only its own.
func (t *tx) editComment(c *comment, body string) error {
	if err := t.mayEditComment(c); err != nil {
		return err
	}
	if err := checkComment(body, "body"); err != nil {
		return err
	}
	if c.body == body {
		t.noteWrite("edit comment", c.issue.ref().String(), body, false)
		return nil
	}
	was := c.body
	c.edits = t.keepEdit(c.edits, edit{editor: c.author, at: c.createdAt, text: was}, body)
	c.body, c.updatedAt, c.editor, c.editedAt, c.issue.updatedAt = body, t.at, t.user, t.at, t.at
	t.wrote("edit comment", c.issue.ref().String(), body)
	t.emitComment(c, "edited", object{"changes": object{"body": object{"from": was}}})
	t.refer(c.issue, was, body)
	return nil
}

// deleteComment removes a comment.
func (t *tx) deleteComment(c *comment) error {
	if err := t.mayEditComment(c); err != nil {
		return err
	}
	c.issue.comments = without(c.issue.comments, c)
	c.issue.events = slices.DeleteFunc(c.issue.events, func(ev *event) bool { return ev.comment == c })
	c.issue.updatedAt = t.at
	t.dropComment(c)
	t.wrote("delete comment", c.issue.ref().String(), c.body)
	t.emitComment(c, "deleted", nil)
	return nil
}

func (t *tx) mayEditComment(c *comment) error {
	r := c.issue.repo
	switch {
	case t.user == nil || !t.sees(r):
		return notFound()
	case !t.mayWrite(c.issue) || t.installation != nil && c.author != t.user:
		return forbidden(messageNoAccess)
	case c.author != t.user && t.role(r) < roleWrite:
		return forbidden("Must have admin rights to Repository.")
	case r.archived:
		return forbidden(messageArchived)
	}
	return nil
}

func (t *tx) emitComment(c *comment, action string, extra object) {
	body := object{"issue": t.issueJSON(c.issue), "comment": t.commentJSON(c)}.with(extra)
	t.emit("issue_comment", action, c.issue.repo.owner, c.issue.repo, body)
}
