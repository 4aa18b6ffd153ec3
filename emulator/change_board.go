package emulator

import (
	"fmt"
	"strings"
	"time"
)

// createBoard makes a board as GitHub does: with the built-in fields, a Status,
// one view and the default automations.
func (t *tx) createBoard(o *organization, title string) (*board, error) {
	if !t.writesBoards(o) {
		return nil, forbidden(messageNoAccess)
	}
	if err := checkBoardTitle(title); err != nil {
		return nil, err
	}
	b := t.newBoard(o, o.nextBoard(), t.user, t.at)
	b.title = title
	for _, each := range builtIn {
		t.newField(b, each.name, each.kind, t.at)
		if each.kind == typeAssignees {
			t.setOptions(t.newField(b, "Status", typeSingleSelect, t.at), defaultStatus)
		}
	}
	t.newView(b, newView{name: "View 1", layout: layoutTable}, t.user, t.at)
	t.addWorkflows(b, t.at)
	t.wrote("create board", b.String(), title)
	t.emitBoard(b, "created", nil)
	return b, nil
}

var defaultStatus = []newOption{
	{name: "Todo", color: "GREEN", description: "This item hasn't been started"},
	{name: "In Progress", color: "YELLOW", description: "This is actively being worked on"},
	{name: "Done", color: "PURPLE", description: "This has been completed"},
}

func checkBoardTitle(title string) error {
	if strings.TrimSpace(title) == "" {
		return invalid("Title can't be blank")
	}
	if len([]rune(title)) > maxTitle {
		return invalid("Title is too long (maximum is 256 characters)")
	}
	return nil
}

func (o *organization) nextBoard() int {
	next := 1
	for _, b := range o.boards {
		next = max(next, b.number+1)
	}
	return next
}

// boardChange is what of a board shall change; nil stays.
type boardChange struct {
	title, summary, readme *string
	public, closed         *bool
}

// updateBoard changes a board. The texts and the visibility are told as one edit,
// closing and reopening by an event of their own.
func (t *tx) updateBoard(b *board, change boardChange) error {
	if !t.writesBoard(b) {
		return forbidden(messageNoAccess)
	}
	if change.title != nil {
		if err := checkBoardTitle(*change.title); err != nil {
			return err
		}
	}
	if change.summary != nil && len([]rune(*change.summary)) > maxTitle || change.readme != nil && len(*change.readme) > maxBody {
		return invalid("Description is too long")
	}
	changes := object{}
	put(changes, "title", &b.title, change.title)
	put(changes, "short_description", &b.summary, change.summary)
	put(changes, "public", &b.public, change.public)
	put(changes, "description", &b.readme, change.readme)
	b.updatedAt = t.at
	t.wrote("edit board", b.String(), b.title)
	if len(changes) > 0 {
		t.emitBoard(b, "edited", object{"changes": changes})
	}
	if change.closed != nil && *change.closed != b.closed {
		t.closeBoard(b, *change.closed)
	}
	return nil
}

// put sets a member and notes what it was, if it shall change.
func put[T comparable](changes object, name string, member, wanted *T) {
	if wanted == nil || *wanted == *member {
		return
	}
	changes[name] = object{"from": nullable(*member), "to": nullable(*wanted)}
	*member = *wanted
}

// nullable is null for an empty text and the value itself for everything else.
func nullable(value any) any {
	if text, ok := value.(string); ok {
		return textOrNull(text)
	}
	return value
}

func (t *tx) closeBoard(b *board, closed bool) {
	b.closed, b.closedAt = closed, time.Time{}
	action := "reopened"
	if closed {
		b.closedAt, action = t.at, "closed"
	}
	t.emitBoard(b, action, nil)
}

// deleteBoard takes a board and all that is on it away. Its cards' issues stay;
// that the cards are gone is not told one by one.
func (t *tx) deleteBoard(b *board) error {
	if !t.writesBoard(b) {
		return forbidden(messageNoAccess)
	}
	told := t.boardJSON(b).with(object{"deleted_at": stamp(t.at), "deleted_by": t.userOrNull(t.user)})
	items := b.items
	b.items = nil // so that dropping them one by one does not look for each
	for _, it := range items {
		t.dropItem(it)
	}
	for _, f := range b.fields {
		delete(t.nodes, f.nodeID)
	}
	for _, v := range b.views {
		delete(t.nodes, v.nodeID)
	}
	for _, w := range b.workflows {
		delete(t.nodes, w.nodeID)
	}
	delete(t.nodes, b.nodeID)
	b.org.boards = without(b.org.boards, b)
	t.wrote("delete board", b.String(), b.title)
	t.emit("projects_v2", "deleted", b.org, nil, object{"projects_v2": told})
	return nil
}

// linkRepository lists a board among a repository's, or takes it off that list.
func (t *tx) linkRepository(b *board, r *repository, linked bool) error {
	switch {
	case !t.writesBoard(b) || t.role(r) < roleWrite:
		return forbidden(messageNoAccess)
	case r.owner != b.org:
		return invalid("The repository must have the same owner as the project")
	}
	b.linked = without(b.linked, r)
	if linked {
		b.linked = append(b.linked, r)
	}
	b.updatedAt = t.at
	t.wrote("link board", b.String(), r.fullName())
	return nil
}

// newBoard makes a board with nothing on it, without telling anybody.
func (e *Emulator) newBoard(o *organization, number int, creator *user, at time.Time) *board {
	b := &board{id: e.ids.number("board"), org: o, number: number, nextView: 1, creator: creator, createdAt: at, updatedAt: at}
	b.nodeID = nodeID("PVT", o.id, b.id)
	o.boards = append(o.boards, b)
	e.nodes[b.nodeID] = b
	return b
}

// newField adds a field to a board without telling anybody.
func (e *Emulator) newField(b *board, name string, kind fieldType, at time.Time) *field {
	var prefix string
	switch kind {
	case typeSingleSelect:
		prefix = "PVTSSF"
	case typeIteration:
		prefix = "PVTIF"
	default:
		prefix = "PVTF"
	}
	f := &field{id: e.ids.number("field"), board: b, name: name, dataType: kind, createdAt: at, updatedAt: at}
	f.nodeID = nodeID(prefix, b.org.id, b.id, f.id)
	b.fields = append(b.fields, f)
	e.nodes[f.nodeID] = f
	return f
}

// String names the board as the log of writes does.
func (b *board) String() string { return fmt.Sprintf("%s/boards/%d", b.org.login, b.number) }
