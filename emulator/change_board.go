package emulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"
)

// addItem puts an issue on a board; where it is already, its card is returned.
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
	it := t.newItem(b, content, t.user, t.at)
	b.updatedAt = t.at
	t.wrote("add item", it.String(), "")
	t.emitItem(it, "created", nil)
	return it, nil
}

// deleteItem takes a card off its board.
func (t *tx) deleteItem(it *item) error {
	if !t.writesBoard(it.board) {
		return forbidden(messageNoAccess)
	}
	it.board.items = without(it.board.items, it)
	it.content.items = without(it.content.items, it)
	delete(t.nodes, it.nodeID)
	t.wrote("delete item", it.String(), "")
	t.emitItem(it, "deleted", nil)
	return nil
}

// archiveItem archives or restores a card.
func (t *tx) archiveItem(it *item, archived bool) error {
	if !t.writesBoard(it.board) {
		return forbidden(messageNoAccess)
	}
	if archived == !it.archivedAt.IsZero() {
		return nil
	}
	was := it.archivedAt
	it.archivedAt, it.updatedAt = time.Time{}, t.at
	action := "restored"
	if archived {
		it.archivedAt, action = t.at, "archived"
	}
	t.wrote(action+" item", it.String(), "")
	t.emitItem(it, action, object{"archived_at": object{"from": stampOrNull(was), "to": stampOrNull(it.archivedAt)}})
	return nil
}

// newValue is a value to set: exactly one of its members, as the field's type wants.
type newValue struct {
	text     *string
	number   *float64
	date     *string
	optionID *string
}

// setValue sets one field of a card. Setting the value it has changes nothing
// and sends nothing, though updatedAt moves.
func (t *tx) setValue(it *item, f *field, wanted newValue) error {
	if err := t.checkItem(it, f); err != nil {
		return err
	}
	made, err := f.newValue(wanted)
	if err != nil {
		return err
	}
	v := it.value(f)
	before := v.changeJSON()
	same := v.String() == made.String()
	if v == nil {
		v = made
		t.addValue(it, v, t.user, t.at)
	}
	v.text, v.number, v.option, v.updatedAt = made.text, made.number, made.option, t.at
	it.updatedAt, it.board.updatedAt = t.at, t.at
	t.noteWrite("set field", it.String(), f.name+" = "+v.String(), !same)
	if !same {
		t.emitItem(it, "edited", fieldChange(f, before, v.changeJSON()))
	}
	return nil
}

// clearValue empties one field of a card.
func (t *tx) clearValue(it *item, f *field) error {
	if err := t.checkItem(it, f); err != nil {
		return err
	}
	v := it.value(f)
	if v == nil {
		t.noteWrite("set field", it.String(), f.name+" = ", false)
		return nil
	}
	it.values = without(it.values, v)
	delete(t.nodes, v.nodeID)
	it.updatedAt, it.board.updatedAt = t.at, t.at
	t.wrote("set field", it.String(), f.name+" = ")
	t.emitItem(it, "edited", fieldChange(f, v.changeJSON(), nil))
	return nil
}

func (t *tx) checkItem(it *item, f *field) error {
	switch {
	case !t.writesBoard(it.board):
		return forbidden(messageNoAccess)
	case f.board != it.board:
		return &problem{status: http.StatusNotFound, kind: "NOT_FOUND", message: fmt.Sprintf("Could not resolve to a node with the global id of '%s'", f.nodeID)}
	case !it.archivedAt.IsZero():
		return invalid("The item is archived and cannot be updated")
	}
	return nil
}

// newValue makes a value of the field's type.
func (f *field) newValue(wanted newValue) (*value, error) {
	v := &value{field: f}
	switch {
	case f.dataType == typeText && wanted.text != nil:
		v.text = *wanted.text
	case f.dataType == typeDate && wanted.date != nil:
		v.text = *wanted.date
	case f.dataType == typeNumber && wanted.number != nil:
		v.number = *wanted.number
	case f.dataType == typeSingleSelect && wanted.optionID != nil:
		if v.option = f.optionByID(*wanted.optionID); v.option == nil {
			return nil, invalid("The single select option Id does not belong to the field")
		}
	default:
		return nil, invalid("Did not receive a valid value for a field of type " + string(f.dataType))
	}
	return v, nil
}

// newItem makes a card without telling anybody.
func (e *Emulator) newItem(b *board, content *issue, creator *user, at time.Time) *item {
	it := &item{id: e.ids.number("item"), board: b, content: content, creator: creator, createdAt: at, updatedAt: at}
	it.nodeID = nodeID("PVTI", b.org.id, b.id, it.id)
	b.items = append(b.items, it)
	content.items = append(content.items, it)
	e.nodes[it.nodeID] = it
	return it
}

// addValue gives a card its first value in a field without telling anybody.
func (e *Emulator) addValue(it *item, v *value, creator *user, at time.Time) {
	v.id = e.ids.number("value")
	v.nodeID = nodeID(valuePrefix(v.field), it.board.org.id, it.board.id, it.id, v.id)
	v.creator, v.createdAt, v.updatedAt = creator, at, at
	it.values = append(it.values, v)
	e.nodes[v.nodeID] = v
}

// String names the card as the log of writes does.
func (it *item) String() string {
	return fmt.Sprintf("%s/boards/%d: %s", it.board.org.login, it.board.number, it.content.ref())
}

func valuePrefix(f *field) string {
	switch f.dataType {
	case typeSingleSelect:
		return "PVTFSV"
	case typeNumber:
		return "PVTFNV"
	case typeDate:
		return "PVTFDV"
	default:
		return "PVTFTV"
	}
}

// formatNumber writes whole numbers without a point, as boards show them.
func formatNumber(n float64) string {
	if n == math.Trunc(n) && math.Abs(n) < 1e15 {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatFloat(n, 'g', -1, 64)
}
