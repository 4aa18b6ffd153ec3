package emulator

import (
	"fmt"
	"slices"
	"time"
)

// itemLimit is how many cards a board holds, archived ones included: GitHub's
// docs, "Archiving items automatically". At the limit cards must be deleted.
const itemLimit = 50_000

// addItem puts an issue on a board; where it is already, its card is returned,
// also when that is archived.
func (t *tx) addItem(b *board, content *issue) (*item, error) {
	if !t.writesBoard(b) {
		return nil, forbidden(messageNoAccess)
	}
	if !t.sees(content.repo) {
		return nil, notFound()
	}
	if found := b.item(content); found != nil {
		t.noteWrite("add item", found.String(), "", false)
		return found, nil
	}
	if err := t.checkRoom(b); err != nil {
		return nil, err
	}
	it := t.newItem(b, content, t.user, t.at)
	b.updatedAt = t.at
	t.wrote("add item", it.String(), "")
	t.happened(content, "added_to_project_v2").board = b
	t.emitItem(it, "created", nil)
	t.automateAdded(it)
	return it, nil
}

// checkRoom refuses one card more on a full board.
func (t *tx) checkRoom(b *board) error {
	limit := t.options.ItemLimit
	if limit == 0 {
		limit = itemLimit
	}
	if len(b.items) >= limit {
		return invalid(fmt.Sprintf("Project item limit of %d has been reached. Items must be deleted before new ones can be added", limit))
	}
	return nil
}

// deleteItem takes a card off its board; a draft is gone with it.
func (t *tx) deleteItem(it *item) error {
	if !t.writesBoard(it.board) {
		return forbidden(messageNoAccess)
	}
	name, body := it.String(), t.itemJSON(it)
	t.dropItem(it)
	it.board.updatedAt = t.at
	t.wrote("delete item", name, "")
	t.emit("projects_v2_item", "deleted", it.board.org, nil, object{"projects_v2_item": body})
	return nil
}

// dropItem takes a card off its board without telling anybody.
func (e *Emulator) dropItem(it *item) {
	it.board.items = without(it.board.items, it)
	if it.content != nil {
		it.content.items = without(it.content.items, it)
	}
	if it.draft != nil {
		delete(e.nodes, it.draft.nodeID)
	}
	for _, v := range it.values {
		delete(e.nodes, v.nodeID)
	}
	delete(e.nodes, it.nodeID)
}

// archiveItem archives or restores a card.
func (t *tx) archiveItem(it *item, archived bool) error {
	if !t.writesBoard(it.board) {
		return forbidden(messageNoAccess)
	}
	if archived == it.archived() {
		return nil
	}
	was := it.archivedAt
	it.archivedAt, it.updatedAt = time.Time{}, t.at
	action := "restored"
	if archived {
		it.archivedAt, action = t.at, "archived"
	}
	t.wrote(action+" item", it.String(), "")
	t.emitItem(it, action, object{"archived_at": object{"from": zonedOrNull(was), "to": zonedOrNull(it.archivedAt)}})
	return nil
}

// moveItem puts a card behind another one, or first when after is nil.
func (t *tx) moveItem(it, after *item) error {
	b := it.board
	switch {
	case !t.writesBoard(b):
		return forbidden(messageNoAccess)
	case it.archived():
		return invalid(messageArchivedItem)
	case after != nil && after.board != b:
		return unresolvedNode(graphID(after.nodeID))
	case after == it:
		return invalid("An item cannot be positioned after itself")
	}
	before := b.previous(it)
	if before == after {
		return nil
	}
	rest := without(b.items, it)
	b.items = slices.Insert(rest, slices.Index(rest, after)+1, it)
	it.updatedAt, b.updatedAt = t.at, t.at
	t.wrote("move item", it.String(), after.nodeOrEmpty())
	t.emitItem(it, "reordered", object{"previous_projects_v2_item_node_id": object{
		"from": textOrNull(before.nodeOrEmpty()), "to": textOrNull(after.nodeOrEmpty()),
	}})
	return nil
}

// previous is the card in front of one; nil for the first.
func (b *board) previous(it *item) *item {
	if n := slices.Index(b.items, it); n > 0 {
		return b.items[n-1]
	}
	return nil
}

func (it *item) nodeOrEmpty() string {
	if it == nil {
		return ""
	}
	return it.nodeID
}

// newItem makes a card of an issue without telling anybody.
func (e *Emulator) newItem(b *board, content *issue, creator *user, at time.Time) *item {
	it := e.newCard(b, creator, at)
	it.content = content
	content.items = append(content.items, it)
	return it
}

// newCard makes a card that is of nothing yet.
func (e *Emulator) newCard(b *board, creator *user, at time.Time) *item {
	it := &item{id: e.ids.number("item"), board: b, creator: creator, createdAt: at, updatedAt: at}
	it.nodeID = nodeID("PVTI", b.org.id, b.id, it.id)
	b.items = append(b.items, it)
	e.nodes[it.nodeID] = it
	return it
}

// String names the card as the log of writes does.
func (it *item) String() string {
	if it.content == nil {
		return it.board.String() + ": draft " + it.draft.title
	}
	return it.board.String() + ": " + it.content.ref().String()
}

// title is the issue's or the draft's.
func (it *item) title() string {
	if it.content == nil {
		return it.draft.title
	}
	return it.content.title
}

// assignees are the issue's or the draft's.
func (it *item) assignees() []*user {
	if it.content == nil {
		return it.draft.assignees
	}
	return it.content.assignees
}
