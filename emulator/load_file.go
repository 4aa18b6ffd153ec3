package emulator

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// maxFile bounds a file, in bytes. Reading one takes some twenty times its size.
const maxFile = 128 << 20

// file is a whole YAML file as Load reads and Dump writes it. The struct of
// each noun stands in the file that loads it.
type file struct {
	Time          time.Time                  `yaml:"time,omitempty"`
	Limits        string                     `yaml:"limits,omitempty"`
	Chaos         *chaos.Settings            `yaml:"chaos,omitempty"`
	ItemLimit     int                        `yaml:"item_limit,omitempty"`
	IDs           map[string]seriesFile      `yaml:"ids,omitempty"`
	App           *appFile                   `yaml:"app,omitempty"`
	People        []placed[personFile]       `yaml:"people,omitempty"`
	Organizations []placed[organizationFile] `yaml:"organizations,omitempty"`
}

// readFile parses a file. Unknown keys are refused, and so are aliases, with
// which a small file could stand for a huge one.
func readFile(text []byte) (file, error) {
	var f file
	if len(text) > maxFile {
		return f, fmt.Errorf("the file has %d bytes, of which at most %d are read; load it in parts", len(text), maxFile)
	}
	var root yaml.Node
	if err := yaml.Unmarshal(text, &root); err != nil {
		return f, err
	}
	if len(root.Content) == 0 {
		return f, nil
	}
	if err := refuseAliases(&root); err != nil {
		return f, err
	}
	return f, decode(root.Content[0], &f)
}

func refuseAliases(n *yaml.Node) error {
	if n.Kind == yaml.AliasNode {
		return fmt.Errorf("line %d: *%s is an alias; write out what it stands for", n.Line, n.Value)
	}
	for _, each := range n.Content {
		if err := refuseAliases(each); err != nil {
			return err
		}
	}
	return nil
}

// placed is a part of a file that knows its line.
type placed[T any] struct {
	line int
	of   T
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (p *placed[T]) UnmarshalYAML(n *yaml.Node) error {
	p.line = n.Line
	return decode(n, &p.of)
}

// MarshalYAML is part of yaml.Marshaler.
func (p placed[T]) MarshalYAML() (any, error) { return p.of, nil }

// wrong says where in the file an error is.
func (p placed[T]) wrong(err error, format string, values ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("line %d: %s: %w", p.line, fmt.Sprintf(format, values...), err)
}

// parts are parts without their lines, to be written.
func parts[T any](of []T) []placed[T] {
	made := make([]placed[T], len(of))
	for n, each := range of {
		made[n].of = each
	}
	return made
}

// decode decodes a node and refuses keys that its type does not have.
func decode(n *yaml.Node, into any) error {
	if err := checkKeys(n, reflect.TypeOf(into).Elem()); err != nil {
		return err
	}
	return n.Decode(into)
}

// checkKeys refuses keys that a type lacks, and what is no time. Types with an UnmarshalYAML of their
// own check themselves.
func checkKeys(n *yaml.Node, t reflect.Type) error {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		if n.ShortTag() != "!!timestamp" && n.ShortTag() != "!!null" {
			return fmt.Errorf("line %d: %q is no time; write it as 2026-01-31T09:00:00Z", n.Line, n.Value)
		}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[yaml.Unmarshaler]()):
		return nil
	case t.Kind() == reflect.Struct && n.Kind == yaml.MappingNode:
		return checkMembers(n, t)
	case t.Kind() == reflect.Slice && n.Kind == yaml.SequenceNode:
		for _, each := range n.Content {
			if err := checkKeys(each, t.Elem()); err != nil {
				return err
			}
		}
	case t.Kind() == reflect.Map && n.Kind == yaml.MappingNode:
		for at := 1; at < len(n.Content); at += 2 {
			if err := checkKeys(n.Content[at], t.Elem()); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkMembers(n *yaml.Node, t reflect.Type) error {
	members := map[string]reflect.Type{}
	for at := range t.NumField() {
		name, rest, tagged := strings.Cut(t.Field(at).Tag.Get("yaml"), ",")
		switch {
		case tagged && rest == "inline":
			return nil // it takes any key
		case name != "":
			members[name] = t.Field(at).Type
		}
	}
	for at := 0; at+1 < len(n.Content); at += 2 {
		key := n.Content[at]
		member, known := members[key.Value]
		if !known {
			var names []string
			for name := range members {
				names = append(names, name)
			}
			slices.Sort(names)
			return fmt.Errorf("line %d: key %s not found; here may stand %s", key.Line, key.Value, strings.Join(names, ", "))
		}
		if err := checkKeys(n.Content[at+1], member); err != nil {
			return err
		}
	}
	return nil
}
