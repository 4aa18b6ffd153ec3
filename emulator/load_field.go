package emulator

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// firstFields are the built-in fields that stand before a file's own; the
// other built-in ones come behind them.
const firstFields = "Title Assignees Labels Repository"

// fieldsFile keeps the order of the fields. Where it has a built-in one it has
// them all.
type fieldsFile []fieldFile

// fieldFile is a field by its type, by its options, or by all that it has.
type fieldFile struct {
	name string
	kind fieldType
	fieldDetails
}

type fieldDetails struct {
	Type       string          `yaml:"type"`
	ID         int64           `yaml:"id,omitempty"`
	Created    time.Time       `yaml:"created,omitempty"`
	Updated    time.Time       `yaml:"updated,omitempty"`
	Options    []optionFile    `yaml:"options,omitempty"`
	Start      string          `yaml:"start,omitempty"`
	Days       int             `yaml:"days,omitempty"`
	Iterations []iterationFile `yaml:"iterations,omitempty"`
}

// optionFile is an option's name, or a name with a colour and a description.
type optionFile struct {
	Name        string `yaml:"name"`
	ID          string `yaml:"id,omitempty"`
	Color       string `yaml:"color,omitempty"`
	Description string `yaml:"description,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (o *optionFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&o.Name)
	}
	type plain optionFile
	return decode(n, (*plain)(o))
}

type iterationFile struct {
	ID    string `yaml:"id,omitempty"`
	Title string `yaml:"title"`
	Start string `yaml:"start"`
	Days  int    `yaml:"days"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *fieldsFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: fields are a mapping from name to type or options", n.Line)
	}
	for at := 0; at+1 < len(n.Content); at += 2 {
		one := fieldFile{name: n.Content[at].Value}
		value := n.Content[at+1]
		switch value.Kind {
		case yaml.SequenceNode:
			one.kind = typeSingleSelect
			if err := value.Decode(&one.Options); err != nil {
				return fmt.Errorf("options of field %s: %w", one.name, err)
			}
		case yaml.MappingNode:
			if err := decode(value, &one.fieldDetails); err != nil {
				return fmt.Errorf("field %s: %w", one.name, err)
			}
			one.kind = fieldTypeNamed(one.Type)
		default:
			one.kind = plainTypes[value.Value]
		}
		if one.kind == "" {
			return fmt.Errorf("line %d: field %s is neither text, number, date nor a list of options", value.Line, one.name)
		}
		*f = append(*f, one)
	}
	return nil
}

// MarshalYAML is part of yaml.Marshaler.
func (f fieldsFile) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for _, each := range f {
		value, err := asNode(reflect.ValueOf(each.fieldDetails))
		if err != nil {
			return nil, fmt.Errorf("write field %s: %w", each.name, err)
		}
		n.Content = append(n.Content, textNode(each.name), value)
	}
	return n, nil
}

var plainTypes = map[string]fieldType{"text": typeText, "number": typeNumber, "date": typeDate}

// fieldTypeNamed is a type by its name in lower case; "" if there is none.
func fieldTypeNamed(name string) fieldType {
	kind := fieldType(strings.ToUpper(name))
	if kind.custom() || slices.ContainsFunc(builtIn, func(b fieldFile) bool { return b.kind == kind }) {
		return kind
	}
	return ""
}

// fields gives a board a file's fields, among the built-in ones or all of them.
func (l *loader) fields(b *board, f boardFile) error {
	all := []fieldFile(f.Fields)
	own := func(f fieldFile) bool { return f.kind.custom() }
	switch built := slices.DeleteFunc(slices.Clone(all), own); len(built) {
	case 0:
		all = allFields(all)
	case len(builtIn):
	default:
		return fmt.Errorf("fields: of the built-in fields name none or all %d", len(builtIn))
	}
	for _, each := range all {
		if b.field(each.name) != nil || !each.kind.custom() && b.builtIn(each.kind) != nil {
			return fmt.Errorf("field %s is described twice", each.name)
		}
		if err := l.field(b, each); err != nil {
			return fmt.Errorf("field %s: %w", each.name, err)
		}
	}
	return nil
}

// allFields are a file's fields among the built-in ones.
func allFields(own []fieldFile) []fieldFile {
	var first, last []fieldFile
	for _, each := range builtIn {
		if slices.Contains(strings.Fields(firstFields), each.name) {
			first = append(first, each)
		} else {
			last = append(last, each)
		}
	}
	return slices.Concat(first, own, last)
}

func (l *loader) field(b *board, f fieldFile) error {
	if err := l.ids.give("field", f.ID); err != nil {
		return err
	}
	made := l.newField(b, f.name, f.kind, l.when(f.Created, b.createdAt))
	made.updatedAt = l.when(f.Updated, made.createdAt)
	if len(f.Options) > 0 && f.kind != typeSingleSelect || len(f.Iterations) > 0 && f.kind != typeIteration {
		return errors.New("only a single_select has options, and only an iteration iterations")
	}
	for _, o := range f.Options {
		if err := l.option(made, o); err != nil {
			return fmt.Errorf("option %q: %w", o.Name, err)
		}
	}
	made.start, made.days = f.Start, f.Days
	for _, each := range f.Iterations {
		if err := l.iteration(made, each); err != nil {
			return fmt.Errorf("iteration %q: %w", each.Title, err)
		}
	}
	return nil
}

func (l *loader) option(f *field, o optionFile) error {
	color := either(o.Color, "GRAY")
	switch {
	case o.Name == "" || f.option(o.Name) != nil:
		return errors.New("the name is missing or taken")
	case !contains(optionColors, color):
		return fmt.Errorf("color is one of %s, not %q", strings.Join(optionColors, ", "), color)
	}
	id, err := l.hexID("option", o.ID, f.optionByID(o.ID) != nil)
	if err != nil {
		return err
	}
	f.options = append(f.options, &option{id: id, name: o.Name, color: color, description: o.Description})
	return nil
}

func (l *loader) iteration(f *field, it iterationFile) error {
	if err := checkPeriod(it.Start, it.Days); err != nil {
		return err
	}
	id, err := l.hexID("iteration", it.ID, f.iteration(it.ID) != nil)
	if err != nil {
		return err
	}
	f.iterations = append(f.iterations, &iteration{id: id, title: it.Title, start: it.Start, days: it.Days})
	return nil
}

// hexID is the id of a file, or a fresh one of eight digits.
func (l *loader) hexID(kind, given string, taken bool) (string, error) {
	switch {
	case given == "":
		return l.ids.hex(kind, 8), nil
	case taken:
		return "", fmt.Errorf("id %s is taken", given)
	default:
		return given, l.ids.claimHex(kind, given, 8)
	}
}
