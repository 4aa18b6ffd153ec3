package emulator

import (
	"strconv"
	"strings"
	"time"
)

// newDraft is a draft to add.
type newDraft struct {
	title, body string
	assignees   []*user
}

// addDraft puts a draft on a board. With the address of an issue or pull
// request that the actor sees as its title, that is added instead: docs,
// GraphQL input AddProjectV2DraftIssueInput.
func (t *tx) addDraft(b *board, d newDraft) (*item, error) {
	if !t.writesBoard(b) {
		return nil, forbidden(messageNoAccess)
	}
	if named := t.issueAt(strings.TrimSpace(d.title)); named != nil && t.sees(named.repo) {
		return t.addItem(b, named)
	}
	if err := checkDraft(d); err != nil {
		return nil, err
	}
	if err := t.checkRoom(b); err != nil {
		return nil, err
	}
	it := t.newDraftItem(b, d, t.user, t.at)
	b.updatedAt = t.at
	t.wrote("add draft", it.String(), d.body)
	t.emitItem(it, "created", nil)
	return it, nil
}

func checkDraft(d newDraft) error {
	switch {
	case strings.TrimSpace(d.title) == "":
		return invalid("Title can't be blank")
	case len(d.assignees) > maxAssignees:
		return invalid("A draft issue cannot have more than 10 assignees")
	}
	return checkTexts(d.title, d.body)
}

// newDraftItem makes the card of a draft without telling anybody.
func (e *Emulator) newDraftItem(b *board, d newDraft, creator *user, at time.Time) *item {
	it := e.newCard(b, creator, at)
	it.draft = &draftIssue{
		id: e.ids.number("draft"), item: it, title: d.title, body: d.body, assignees: d.assignees,
		creator: creator, createdAt: at, updatedAt: at,
	}
	it.draft.nodeID = nodeID("DI", b.org.id, b.id, it.draft.id)
	e.nodes[it.draft.nodeID] = it.draft
	return it
}

// draftChange is what of a draft shall change; nil stays.
type draftChange struct {
	title, body *string
	assignees   *[]*user
}

// editDraft changes a draft. A new title is told as the field Title's new value.
func (t *tx) editDraft(d *draftIssue, change draftChange) error {
	it := d.item
	switch {
	case !t.writesBoard(it.board):
		return forbidden(messageNoAccess)
	case it.archived():
		return invalid(messageArchivedItem)
	}
	wanted := newDraft{title: d.title, body: d.body, assignees: d.assignees}
	if change.title != nil {
		wanted.title = *change.title
	}
	if change.body != nil {
		wanted.body = *change.body
	}
	if change.assignees != nil {
		wanted.assignees = *change.assignees
	}
	if err := checkDraft(wanted); err != nil {
		return err
	}
	was := *d
	d.title, d.body, d.assignees, d.updatedAt = wanted.title, wanted.body, wanted.assignees, t.at
	it.updatedAt, it.board.updatedAt = t.at, t.at
	t.wrote("edit draft", it.String(), d.body)
	if f := it.board.builtIn(typeTitle); f != nil && was.title != d.title {
		t.emitItem(it, "edited", fieldChange(f, was.title, d.title))
	}
	if was.body != d.body {
		t.emitItem(it, "edited", object{"body": object{"from": textOrNull(was.body), "to": textOrNull(d.body)}})
	}
	return nil
}

// convertDraft opens a draft's issue in a repository. The card, its id and its
// values stay.
func (t *tx) convertDraft(it *item, r *repository) error {
	switch {
	case !t.writesBoard(it.board):
		return forbidden(messageNoAccess)
	case it.draft == nil:
		return invalid("The item is not a draft issue")
	case it.archived():
		return invalid(messageArchivedItem)
	}
	d := it.draft
	logins := make([]string, 0, len(d.assignees))
	for _, u := range d.assignees {
		logins = append(logins, u.login)
	}
	opened, err := t.openIssue(r, draft{title: d.title, body: d.body, assignees: logins})
	if err != nil {
		return err
	}
	delete(t.nodes, d.nodeID)
	it.draft, it.content, it.updatedAt, it.board.updatedAt = nil, opened, t.at, t.at
	opened.items = append(opened.items, it)
	t.wrote("convert draft", it.String(), "")
	t.emitItem(it, "converted", object{"content_type": object{"from": "DraftIssue", "to": "Issue"}})
	return nil
}

// builtIn finds the board's field of a built-in type; nil if there is none.
func (b *board) builtIn(kind fieldType) *field {
	for _, f := range b.fields {
		if f.dataType == kind {
			return f
		}
	}
	return nil
}

// issueAt finds the issue or pull request of a web address; nil if there is none.
func (e *Emulator) issueAt(address string) *issue {
	path, ours := strings.CutPrefix(address, e.options.WebURL+"/")
	parts := strings.Split(path, "/")
	if !ours || len(parts) != 4 || parts[2] != "issues" && parts[2] != "pull" {
		return nil
	}
	r := e.findRepository(parts[0], parts[1])
	number, err := strconv.Atoi(parts[3])
	if r == nil || err != nil {
		return nil
	}
	return r.issue(number)
}
