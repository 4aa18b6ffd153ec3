package upgrade

import "slices"

// wantedField is a field that a policy names.
type wantedField struct {
	name string
	// key is where the policy names it.
	key string
	// types are those that can hold its values, the best first.
	types []FieldType
	// made is the type in which the app makes it.
	made FieldType
	// options are those that a single select needs.
	options []string
}

// wantedFields are the fields that a policy names on a board, with the options
// that they need for some upgrades, by name. The options of Source and Owner are
// people's, so the app makes these as text, which takes every name; so it does
// for facts that are no days.
func (p Policy) wantedFields(role BoardRole, upgrades []string) []wantedField {
	board := p.Board(role)
	var wanted []wantedField
	if role == RoleMaintenance {
		levels := []string{p.Undecided}
		for _, level := range p.Levels {
			levels = append(levels, level.Name)
		}
		for _, each := range []wantedField{
			{name: board.Fields.Status, key: fieldStatus, made: FieldSingleSelect, options: board.columns()},
			{name: board.Fields.Project, key: fieldProject, made: FieldSingleSelect, options: upgrades},
			{name: board.Fields.Source, key: fieldSource, made: FieldText},
			{name: board.Fields.Owner, key: fieldOwner, made: FieldText},
			{name: board.Fields.OwnerDoes, key: fieldOwnerDoes, made: FieldSingleSelect, options: levels},
		} {
			each.key, each.types = "fields."+each.key, []FieldType{FieldSingleSelect, FieldText}
			wanted = append(wanted, each)
		}
	}
	for _, m := range board.Facts {
		wanted = append(wanted, wantedField{name: m.Field, key: "facts", types: m.Fact.types(), made: m.Fact.fieldType()})
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
