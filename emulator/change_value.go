package emulator

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const messageArchivedItem = "The item is archived and cannot be updated"

// newValue is a value to set: exactly one of its members, as the field's type wants.
type newValue struct {
	text        *string
	number      *float64
	date        *string // 2006-01-02
	optionID    *string
	iterationID *string
}

// members counts what is set.
func (n newValue) members() int {
	count := 0
	for _, set := range []bool{n.text != nil, n.number != nil, n.date != nil, n.optionID != nil, n.iterationID != nil} {
		if set {
			count++
		}
	}
	return count
}

// setValue sets one field of a card. Setting the value it has changes nothing
// and sends nothing, though updatedAt moves. Whether GitHub moves it too is not
// documented; moving is what asks more of a client.
func (t *tx) setValue(it *item, f *field, wanted newValue) error {
	if err := t.checkItem(it, f); err != nil {
		return err
	}
	made, err := f.newValue(wanted)
	if err != nil {
		return err
	}
	t.putValue(it, made)
	return nil
}

// putValue is setValue without the checks; made is of a field of the card's board.
func (t *tx) putValue(it *item, made *value) {
	f, v := made.field, it.value(made.field)
	before, was := v.changeJSON(t.at), v.String()
	same := v != nil && v.equal(made)
	if v == nil {
		v = made
		t.addValue(it, v, t.user, t.at)
	}
	v.text, v.number, v.option, v.iteration, v.updatedAt = made.text, made.number, made.option, made.iteration, t.at
	it.updatedAt, it.board.updatedAt = t.at, t.at
	t.noteWrite("set field", it.String(), f.name+" = "+v.String(), !same)
	if !same {
		t.noteStatus(it, f, was, v.String())
		t.emitItem(it, "edited", fieldChange(f, before, v.changeJSON(t.at)))
		t.automateStatus(it, v)
	}
}

// noteStatus adds a change of Status to the timeline of the card's issue.
func (t *tx) noteStatus(it *item, f *field, from, to string) {
	if it.content != nil && f.name == "Status" {
		ev := t.happened(it.content, "project_v2_item_status_changed")
		ev.board, ev.from, ev.to = it.board, from, to
	}
}

func (v *value) equal(other *value) bool {
	return v.text == other.text && v.number == other.number && v.option == other.option && v.iteration == other.iteration
}

// clearValue empties one field of a card. Of the built-in fields Assignees and
// Labels can be cleared, which changes the issue: docs, mutation
// clearProjectV2ItemFieldValue.
func (t *tx) clearValue(it *item, f *field) error {
	if err := t.checkItem(it, f); err != nil {
		return err
	}
	if !f.dataType.custom() {
		return t.clearBuiltIn(it, f)
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
	t.noteStatus(it, f, v.String(), "")
	t.emitItem(it, "edited", fieldChange(f, v.changeJSON(t.at), nil))
	return nil
}

func (t *tx) clearBuiltIn(it *item, f *field) error {
	if it.content == nil || f.dataType != typeAssignees && f.dataType != typeLabels {
		return notSupported(f)
	}
	if err := t.mayEdit(it.content, roleTriage); err != nil {
		return err
	}
	if f.dataType == typeAssignees {
		t.setAssignees(it.content, nil)
	} else {
		t.setLabels(it.content, nil)
	}
	return nil
}

func (t *tx) checkItem(it *item, f *field) error {
	switch {
	case !t.writesBoard(it.board):
		return forbidden(messageNoAccess)
	case f.board != it.board:
		return &problem{status: http.StatusNotFound, kind: "NOT_FOUND", message: fmt.Sprintf("Could not resolve to a node with the global id of '%s'", f.nodeID)}
	case it.archived():
		return invalid(messageArchivedItem)
	}
	return nil
}

// maxText is how long a text field's value may be, in characters. It is our own
// bound; the docs name none.
const maxText = 1024

// newValue makes a value of the field's type.
func (f *field) newValue(wanted newValue) (*value, error) {
	v := &value{field: f}
	switch {
	case !f.dataType.custom():
		return nil, notSupported(f)
	case wanted.members() != 1:
		return nil, invalid("Exactly one value must be provided")
	case f.dataType == typeText && wanted.text != nil && len([]rune(*wanted.text)) <= maxText:
		v.text = *wanted.text
	case f.dataType == typeDate && wanted.date != nil && isDate(*wanted.date):
		v.text = *wanted.date
	case f.dataType == typeNumber && wanted.number != nil && !math.IsNaN(*wanted.number) && !math.IsInf(*wanted.number, 0):
		v.number = *wanted.number
	case f.dataType == typeSingleSelect && wanted.optionID != nil:
		if v.option = f.optionByID(*wanted.optionID); v.option == nil {
			return nil, invalid("The single select option Id does not belong to the field")
		}
	case f.dataType == typeIteration && wanted.iterationID != nil:
		if v.iteration = f.iteration(*wanted.iterationID); v.iteration == nil {
			return nil, invalid("The iteration Id does not belong to the field")
		}
	default:
		return nil, invalid("Did not receive a valid value for a field of type " + string(f.dataType))
	}
	return v, nil
}

// notSupported refuses to set a built-in field, in the words that users of gh report.
func notSupported(f *field) *problem {
	return invalid("The field of type " + strings.ToLower(string(f.dataType)) + " is currently not supported.")
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// addValue gives a card its first value in a field without telling anybody.
func (e *Emulator) addValue(it *item, v *value, creator *user, at time.Time) {
	v.id = e.ids.number("value")
	v.nodeID = nodeID(valuePrefix(v.field), it.board.org.id, it.board.id, it.id, v.id)
	v.creator, v.createdAt, v.updatedAt = creator, at, at
	it.values = append(it.values, v)
	e.nodes[v.nodeID] = v
}

func valuePrefix(f *field) string {
	switch f.dataType {
	case typeSingleSelect:
		return "PVTFSV"
	case typeNumber:
		return "PVTFNV"
	case typeDate:
		return "PVTFDV"
	case typeIteration:
		return "PVTFIV"
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
