package upgrade

import "slices"

// WantedField is a field that a policy names.
type WantedField struct {
	Name string
	// Key is where the policy names it, within its board, such as "fields.owner".
	Key string
	// Types are those that can hold its values, the best first.
	Types []FieldType
	// Made is the type in which the app makes it.
	Made FieldType
	// Options are those that a single select needs.
	Options []string
}

// WantedFields are the fields that a policy names on a board, with the options
// that they need for some upgrades, by name. The options of Source and Owner are
// people's, so the app makes these as text, which takes every name; so it does
// for facts that are no days.
func (p Policy) WantedFields(role BoardRole, upgrades []string) []WantedField {
	board := p.Board(role)
	var wanted []WantedField
	if role == RoleMaintenance {
		levels := []string{p.Undecided}
		for _, level := range p.Levels {
			levels = append(levels, level.Name)
		}
		for _, each := range []WantedField{
			{Name: board.Fields.Status, Key: fieldStatus, Made: FieldSingleSelect, Options: board.columns()},
			{Name: board.Fields.Project, Key: fieldProject, Made: FieldSingleSelect, Options: upgrades},
			{Name: board.Fields.Source, Key: fieldSource, Made: FieldText},
			{Name: board.Fields.Owner, Key: fieldOwner, Made: FieldText},
			{Name: board.Fields.OwnerDoes, Key: fieldOwnerDoes, Made: FieldSingleSelect, Options: levels},
		} {
			each.Key, each.Types = "fields."+each.Key, []FieldType{FieldSingleSelect, FieldText}
			wanted = append(wanted, each)
		}
	}
	for _, m := range board.Facts {
		wanted = append(wanted, WantedField{Name: m.Field, Key: "facts", Types: m.Fact.types(), Made: m.Fact.fieldType()})
	}
	return wanted
}

// columns are those that the rules cannot do without, each once: in the order of
// StatusKeys, then by their own names.
func (b BoardPolicy) columns() []string {
	keys := StatusKeys()
	for _, rule := range b.Rules {
		keys = append(keys, rule.Status)
	}
	var names []string
	for _, key := range keys {
		name, needed := b.Statuses.Name(key)
		ruled := slices.ContainsFunc(b.Rules, func(r StatusRule) bool { return r.Status == key })
		if needed && ruled && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
