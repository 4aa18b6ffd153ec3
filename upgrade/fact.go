package upgrade

import "slices"

// Fact is something known of a child or of an upgrade that a policy can map to
// a field of a board, by the name that people use.
type Fact string

// The facts.
const (
	FactTargetDate        Fact = "target date"
	FactNamedRelease      Fact = "named release"
	FactOrchestrationTeam Fact = "orchestration team"
	// FactCanStartNow is "yes" or "no" while the child is open.
	FactCanStartNow Fact = "can start now"
	FactBlockedBy   Fact = "blocked by"
	// FactLastActivity is the day on which people last did something for the child.
	FactLastActivity Fact = "last activity"
	// FactPullRequest is the address of a linked pull request.
	FactPullRequest Fact = "pull request"
	FactKind        Fact = "kind"
	FactState       Fact = "state"
	FactSteward     Fact = "steward"
	// FactProgress is a share in per cent, in a text also in numbers.
	FactProgress Fact = "progress"
	// FactForecast is the Monday by which the work would be done at today's pace.
	FactForecast Fact = "forecast"
)

// FactsOfChildren are the facts that the Maintenance board can show.
func FactsOfChildren() []Fact {
	return []Fact{
		FactTargetDate, FactCanStartNow, FactBlockedBy, FactNamedRelease, FactLastActivity, FactPullRequest,
		FactOrchestrationTeam, FactKind,
	}
}

// FactsOfUpgrades are the facts that the Roadmap board can show.
func FactsOfUpgrades() []Fact {
	return []Fact{
		FactState, FactTargetDate, FactOrchestrationTeam, FactProgress, FactForecast, FactNamedRelease, FactSteward,
	}
}

// fieldType is the type of the fields that the app makes for a fact.
func (f Fact) fieldType() FieldType {
	switch f {
	case FactTargetDate, FactLastActivity, FactForecast:
		return FieldDate
	default:
		return FieldText
	}
}

// FieldFact says that a board's field shows a fact.
type FieldFact struct {
	Field string
	Fact  Fact
}

// FieldDefault is what a board's field gets once, if nobody has filled it.
type FieldDefault struct {
	Field, Value string
}

// mapped is what a policy maps to a field: its name, for people, and the types
// of fields that can hold it.
type mapped struct {
	name  string
	types []FieldType
}

// name is what a note about the field says of the value: the name of what is
// mapped to it, else the field's own.
func (d derived) name() string {
	if d.mapped != nil {
		return d.mapped.name
	}
	return d.field
}

// types are the types of fields that can show a fact.
func (f Fact) types() []FieldType {
	switch f {
	case FactTargetDate, FactLastActivity, FactForecast:
		return []FieldType{FieldDate, FieldText, FieldIteration}
	case FactBlockedBy, FactPullRequest:
		return []FieldType{FieldText}
	case FactProgress:
		return []FieldType{FieldNumber, FieldText}
	default:
		return []FieldType{FieldSingleSelect, FieldText, FieldIteration}
	}
}

// derived is the fact's value for a field. An empty value means that the field
// is to be empty.
func (f Fact) derived(field, value, why string) derived {
	if value == "" {
		value = Nothing
	}
	return derived{field: field, value: value, why: why, mapped: &mapped{name: string(f), types: f.types()}}
}

// refers reports whether the values of a mapped fact name other issues or pull requests.
func (m *mapped) refers() bool {
	return m.name == string(FactBlockedBy) || m.name == string(FactPullRequest)
}

// laidDown is derived for what people lay down, or have not yet.
func (f Fact) laidDown(field, value, what string) derived {
	if value == "" {
		what += ", which nobody has set"
	}
	return f.derived(field, value, what)
}

// derived is the default's value for its field. It can be of any type.
func (d FieldDefault) derived() derived {
	types := []FieldType{FieldText, FieldNumber, FieldDate, FieldSingleSelect, FieldIteration}
	return derived{field: d.Field, value: d.Value, why: "the default of the policy", mapped: &mapped{name: d.Value, types: types}}
}

// suitable are the types that can hold what a note is about, in words; none
// for what is no fact.
func suitable(what string) []string {
	if !slices.Contains(slices.Concat(FactsOfChildren(), FactsOfUpgrades()), Fact(what)) {
		return nil
	}
	words := map[FieldType]string{
		FieldText: "a text", FieldNumber: "a number", FieldDate: "a date", FieldSingleSelect: "a single select", FieldIteration: "an iteration",
	}
	var names []string
	for _, t := range Fact(what).types() {
		names = append(names, words[t])
	}
	return names
}
