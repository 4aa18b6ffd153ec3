package emulator

import (
	"encoding/json"
	"fmt"
)

// setFields sets or clears several fields of a card, all or, when one is
// refused, none. It returns the fields, in the order they were given.
func (t *tx) setFields(it *item, wanted []fieldSetting) ([]*field, error) {
	fields, values := make([]*field, len(wanted)), make([]*value, len(wanted))
	if !t.writesBoard(it.board) {
		return nil, forbidden(messageNoAccess)
	}
	for n, each := range wanted {
		if each.ID == nil {
			return nil, notSupplied("id")
		}
		f := it.board.fieldByID(*each.ID)
		if f == nil {
			return nil, unknownField(*each.ID)
		}
		if err := t.checkItem(it, f); err != nil {
			return nil, err
		}
		fields[n] = f
		if !f.dataType.custom() {
			return nil, notSupported(f)
		}
		if string(each.Value) == "null" {
			continue
		}
		made, err := f.read(each.Value)
		if err != nil {
			return nil, err
		}
		values[n] = made
	}
	for n, f := range fields {
		if values[n] != nil {
			t.putValue(it, values[n])
		} else if err := t.clearValue(it, f); err != nil {
			return nil, err
		}
	}
	return fields, nil
}

// read makes a value of the field from JSON: a number or a text, which for
// single selects and iterations is the option's or the iteration's id.
func (f *field) read(text json.RawMessage) (*value, error) {
	var wanted newValue
	if f.dataType == typeNumber {
		if json.Unmarshal(text, &wanted.number) != nil {
			return nil, invalid(fmt.Sprintf("Invalid request.\n\nFor 'properties/value', %.100s is not a number.", text))
		}
		return f.newValue(wanted)
	}
	var written string
	if len(text) == 0 || json.Unmarshal(text, &written) != nil {
		return nil, invalid(fmt.Sprintf("Invalid request.\n\nFor 'properties/value', %.100s is not a string.", text))
	}
	switch f.dataType {
	case typeSingleSelect:
		wanted.optionID = &written
	case typeIteration:
		wanted.iterationID = &written
	case typeDate:
		wanted.date = &written
	default:
		wanted.text = &written
	}
	return f.newValue(wanted)
}
