package emulator

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// The structs of this file are the YAML format that Load reads; see Load.

type file struct {
	Limits        string             `yaml:"limits"`
	App           *appFile           `yaml:"app"`
	People        []personFile       `yaml:"people"`
	Organizations []organizationFile `yaml:"organizations"`
	Chaos         *chaos.Settings    `yaml:"chaos"`
}

type appFile struct {
	ID          int64             `yaml:"id"`
	Slug        string            `yaml:"slug"`
	Name        string            `yaml:"name"`
	Owner       string            `yaml:"owner"`
	Key         string            `yaml:"key"`
	Permissions map[string]string `yaml:"permissions"`
	Events      []string          `yaml:"events"`
	Tokens      string            `yaml:"tokens"`
	Callbacks   []string          `yaml:"callbacks"`
	SetupURL    string            `yaml:"setup_url"`
	none        bool
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (a *appFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		type plain appFile
		return n.Decode((*plain)(a))
	}
	var wanted bool
	err := n.Decode(&wanted)
	a.none = !wanted
	return err
}

type organizationFile struct {
	Login        string           `yaml:"login"`
	Name         string           `yaml:"name"`
	Installed    installedFile    `yaml:"installed"`
	Owners       []personFile     `yaml:"owners"`
	Members      []personFile     `yaml:"members"`
	Teams        []teamFile       `yaml:"teams"`
	Repositories []repositoryFile `yaml:"repositories"`
	Boards       []boardFile      `yaml:"boards"`
}

// personFile is a login, or a login with a name.
type personFile struct {
	Login string `yaml:"login"`
	Name  string `yaml:"name"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (p *personFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&p.Login)
	}
	type plain personFile
	return n.Decode((*plain)(p))
}

// installedFile is true or false, or the repositories that are included, or
// what the installation is like.
type installedFile struct {
	everywhere  bool
	only        []string
	permissions map[string]string // nil for all that the app asks for
	events      []string          // the same
	suspended   bool
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (i *installedFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.SequenceNode {
		return n.Decode(&i.only)
	}
	if n.Kind == yaml.MappingNode {
		return i.decodeMapping(n)
	}
	return n.Decode(&i.everywhere)
}

func (i *installedFile) decodeMapping(n *yaml.Node) error {
	var f struct {
		Repositories []string          `yaml:"repositories"`
		Permissions  map[string]string `yaml:"permissions"`
		Events       []string          `yaml:"events"`
		Suspended    bool              `yaml:"suspended"`
	}
	for at := 0; at < len(n.Content); at += 2 {
		if name := n.Content[at].Value; !contains([]string{"repositories", "permissions", "events", "suspended"}, name) {
			return fmt.Errorf("line %d: installed has no %s", n.Content[at].Line, name)
		}
	}
	if err := n.Decode(&f); err != nil {
		return err
	}
	*i = installedFile{everywhere: f.Repositories == nil, only: f.Repositories, permissions: f.Permissions, events: f.Events, suspended: f.Suspended}
	return nil
}

type teamFile struct {
	Slug        string     `yaml:"slug"`
	Name        string     `yaml:"name"`
	Members     []string   `yaml:"members"`
	Maintainers []string   `yaml:"maintainers"`
	Teams       []teamFile `yaml:"teams"`
}

type repositoryFile struct {
	Name          string            `yaml:"name"`
	Description   string            `yaml:"description"`
	Private       bool              `yaml:"private"`
	Archived      bool              `yaml:"archived"`
	NoIssues      bool              `yaml:"no_issues"`
	DefaultBranch string            `yaml:"default_branch"`
	People        map[string]string `yaml:"people"`
	Teams         map[string]string `yaml:"teams"`
	Files         map[string]string `yaml:"files"`
	Labels        []string          `yaml:"labels"`
	Issues        []issueFile       `yaml:"issues"`
}

type issueFile struct {
	Number    int           `yaml:"number"`
	Title     string        `yaml:"title"`
	Author    string        `yaml:"author"`
	Body      string        `yaml:"body"`
	LineEnds  string        `yaml:"line_ends"`
	Opened    time.Time     `yaml:"opened"`
	Closed    string        `yaml:"closed"`
	Locked    bool          `yaml:"locked"`
	Labels    []string      `yaml:"labels"`
	Assignees []string      `yaml:"assignees"`
	SubIssues []string      `yaml:"sub_issues"`
	Comments  []commentFile `yaml:"comments"`
	Pull      *pullFile     `yaml:"pull"`
}

type commentFile struct {
	Author string    `yaml:"author"`
	Body   string    `yaml:"body"`
	At     time.Time `yaml:"at"`
}

type pullFile struct {
	Closes []string `yaml:"closes"`
	Draft  bool     `yaml:"draft"`
	Merged bool     `yaml:"merged"`
}

type boardFile struct {
	Number int        `yaml:"number"`
	Title  string     `yaml:"title"`
	Public bool       `yaml:"public"`
	Fields fieldsFile `yaml:"fields"`
	Items  []itemFile `yaml:"items"`
	// Workflows switches automations on, by their names on GitHub.
	Workflows map[string]bool `yaml:"workflows"`
}

// fieldsFile keeps the order of the fields.
type fieldsFile []fieldFile

type fieldFile struct {
	name    string
	kind    fieldType
	options []optionFile
}

// optionFile is an option's name, or a name with a colour and a description.
type optionFile struct {
	Name        string `yaml:"name"`
	Color       string `yaml:"color"`
	Description string `yaml:"description"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (o *optionFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&o.Name)
	}
	type plain optionFile
	return n.Decode((*plain)(o))
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *fieldsFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: fields are a mapping from name to type or options", n.Line)
	}
	for at := 0; at+1 < len(n.Content); at += 2 {
		one := fieldFile{name: n.Content[at].Value}
		if value := n.Content[at+1]; value.Kind == yaml.SequenceNode {
			one.kind = typeSingleSelect
			if err := value.Decode(&one.options); err != nil {
				return fmt.Errorf("options of field %s: %w", one.name, err)
			}
		} else if one.kind = plainTypes[value.Value]; one.kind == "" {
			return fmt.Errorf("line %d: field %s is neither text, number, date nor a list of options", value.Line, one.name)
		}
		*f = append(*f, one)
	}
	return nil
}

var plainTypes = map[string]fieldType{"text": typeText, "number": typeNumber, "date": typeDate}

type itemFile struct {
	Issue    string            `yaml:"issue"`
	Archived bool              `yaml:"archived"`
	Values   map[string]string `yaml:",inline"`
}
