package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// newOption is an option as it shall be. With the id of one that the field has
// it is that option, changed; without an id it is a new one.
type newOption struct{ id, name, color, description string }

var optionColors = []string{"GRAY", "BLUE", "GREEN", "YELLOW", "ORANGE", "RED", "PINK", "PURPLE"}

func (f *field) checkOptions(wanted []newOption) error {
	if len(wanted) > maxOptions {
		return invalid(fmt.Sprintf("A single select field cannot have more than %d options", maxOptions))
	}
	ids, names := map[string]bool{}, map[string]bool{}
	for _, o := range wanted {
		folded := strings.ToLower(o.name)
		switch {
		case strings.TrimSpace(o.name) == "":
			return invalid("Option name can't be blank")
		case names[folded]:
			return invalid("Option names must be unique")
		case !contains(optionColors, o.color):
			return invalid("Option color is not included in the list")
		case o.id != "" && (f.optionByID(o.id) == nil || ids[o.id]):
			return invalid("The single select option Id does not belong to the field")
		}
		names[folded], ids[o.id] = true, o.id != ""
	}
	return nil
}

// setOptions replaces the whole list of options; an empty one changes nothing.
// An option with an id keeps it, and the cards keep their value. Every other
// one gets a new id, also where its name was there before, and the cards with
// an option that is gone lose their value: docs, GraphQL input
// ProjectV2SingleSelectFieldOptionInput, and measured by many.
func (t *tx) setOptions(f *field, wanted []newOption) {
	if len(wanted) == 0 {
		return
	}
	made := make([]*option, len(wanted))
	for n, w := range wanted {
		o := f.optionByID(w.id)
		if o == nil {
			o = &option{id: t.ids.hex("option", 8)}
		}
		o.name, o.color, o.description = w.name, w.color, w.description
		made[n] = o
	}
	f.options = made
	t.dropValues(f, func(v *value) bool { return !slices.Contains(made, v.option) })
}
