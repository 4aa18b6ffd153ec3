package config

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// spec is one setting as the tree of settings knows it. The tree is the one
// source of what the reader accepts, of the JSON Schema and of docs/policy.md.
type spec struct {
	// key is the setting's name; empty for what lists and mappings of own keys hold.
	key  string
	form form
	// about says in a sentence or two what the setting is for, in Markdown.
	about string
	// otherwise is the value that holds while nothing is set; empty where that
	// is another setting's value or nothing.
	otherwise string
	// example is a value in YAML, by default made of the examples below. It is not the default.
	example string
	// needed is true for keys that their mapping cannot do without. Of those in
	// oneNeeded one is enough.
	needed    bool
	oneNeeded []string
	// words are what a word can be.
	words []string
	// least and most bound a number, and the length of a list or of a mapping of own keys; 0 for the usual bound.
	least, most int
	// keys are those of a mapping.
	keys []spec
	// name is the form of own keys; each is what they or the elements of a list hold.
	name, each *spec
	// alone is the form of a value that may stand in place of the mapping or list.
	alone *spec
}

// form is what a value looks like.
type form string

// The forms.
const (
	formMapping    form = "mapping"
	formOwnKeys    form = "own keys"
	formList       form = "list"
	formWord       form = "word"
	formNumber     form = "number"
	formText       form = "text"
	formMarkdown   form = "Markdown"
	formDay        form = "day"
	formAddress    form = "address"
	formAccount    form = "account"
	formPerson     form = "person"
	formTeam       form = "team"
	formOwner      form = "owner"
	formRepository form = "repository"
	formIssue      form = "issue"
	formPrefix     form = "prefix"
	formCondition  form = "condition"
)

// child is a key of a mapping; nil if there is none.
func (s *spec) child(key string) *spec {
	for i := range s.keys {
		if s.keys[i].key == key {
			return &s.keys[i]
		}
	}
	return nil
}

// names are the keys of a mapping, in the order of the tree.
func (s *spec) names() []string {
	names := make([]string, len(s.keys))
	for i, key := range s.keys {
		names[i] = key.key
	}
	return names
}

// texts are words of some type of their own.
func texts[T ~string](words []T) []string {
	all := make([]string, len(words))
	for i, word := range words {
		all[i] = string(word)
	}
	return all
}

// nested reports whether the value has settings below it.
func (s *spec) nested() bool {
	return s.form == formMapping || s.form == formOwnKeys || s.form == formList
}

// brief is a short value in one line that would do, for a suggestion: the
// default if there is one, so that nothing is switched on by the way.
func (s *spec) brief() string {
	switch {
	case s.alone != nil:
		return s.alone.brief()
	case s.form == formMapping:
		return "{" + strings.Join(s.briefKeys(), ", ") + "}"
	case s.form == formOwnKeys:
		return "{" + s.name.brief() + ": " + s.each.brief() + "}"
	case s.form == formList:
		return "[" + s.each.brief() + "]"
	case s.form == formMarkdown:
		return `"- [ ] Set the milestone"`
	}
	return cmp.Or(s.otherwise, s.exampleOf())
}

// exampleOf is a value of a setting without any below it, or the example given.
func (s *spec) exampleOf() string {
	switch {
	case s.example != "":
		return s.example
	case len(s.words) > 0:
		return s.words[0]
	}
	return string(s.form)
}

// briefKeys are the keys that a mapping needs, or else its first.
func (s *spec) briefKeys() []string {
	var needed []string
	for _, key := range s.keys {
		if key.needed {
			needed = append(needed, key.key+": "+key.brief())
		}
	}
	for _, name := range s.oneNeeded[:min(len(s.oneNeeded), 1)] {
		needed = append(needed, name+": "+s.child(name).brief())
	}
	if len(needed) == 0 {
		needed = append(needed, s.keys[0].key+": "+s.keys[0].brief())
	}
	return needed
}

// scalar writes a value so that YAML reads it back as this text.
func scalar(text string) string {
	var written strings.Builder
	encoder := yaml.NewEncoder(&written)
	if encoder.Encode(&yaml.Node{Kind: yaml.ScalarNode, Value: text}) != nil || encoder.Close() != nil {
		return text
	}
	return strings.TrimSpace(written.String())
}
