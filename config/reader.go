package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"go.yaml.in/yaml/v3"
)

// reader takes values out of YAML nodes and collects what is wrong with them.
// Its methods return the zero value for what is wrong or not there.
type reader struct {
	org      string
	problems []Problem
}

// setting is a node and where it stands. Its node is nil when it is not set.
type setting struct {
	node *yaml.Node
	path string
}

// isSet is false for a key without a value too.
func (s setting) isSet() bool {
	return s.node != nil && (s.node.Kind != yaml.ScalarNode || s.node.ShortTag() != "!!null")
}

// isText is true for everything that is one value.
func (s setting) isText() bool { return s.isSet() && s.node.Kind == yaml.ScalarNode }

// wrong notes a problem at a setting. That an alias stands there is one
// already, and nothing else can be said of it.
func (r *reader) wrong(at setting, message string, args ...any) {
	if at.node != nil && at.node.Kind == yaml.AliasNode {
		return
	}
	p := Problem{Path: at.path, Message: fmt.Sprintf(message, args...)}
	if at.node != nil {
		p.Line, p.Column = at.node.Line, at.node.Column
	}
	r.problems = append(r.problems, p)
}

// maxEntries bounds lists and mappings, and so what can be said about them.
const maxEntries = 1000

// entry is one key with its value.
type entry struct {
	key   setting
	value setting
}

// entries are the pairs of a mapping with keys of the writer's own.
func (r *reader) entries(s setting) []entry {
	if !s.isSet() {
		return nil
	}
	if s.node.Kind != yaml.MappingNode {
		r.wrong(s, "must be a mapping of keys to values")
		return nil
	}
	if len(s.node.Content) > 2*maxEntries {
		r.wrong(s, "has more than %d entries", maxEntries)
		return nil
	}
	var all []entry
	first := make(map[string]int)
	for i := 0; i+1 < len(s.node.Content); i += 2 {
		key := setting{s.node.Content[i], s.path}
		if !key.isText() {
			r.wrong(key, "a key must be a text")
			continue
		}
		name := key.node.Value
		path := strings.TrimPrefix(s.path+"."+short(name), ".")
		key.path = path
		if line, twice := first[name]; twice {
			r.wrong(key, "is set twice, first in line %d", line)
			continue
		}
		first[name] = key.node.Line
		all = append(all, entry{key, setting{s.node.Content[i+1], path}})
	}
	return all
}

// mapping is a mapping with known keys. Those that are not there are not set.
func (r *reader) mapping(s setting, names ...string) map[string]setting {
	found := make(map[string]setting, len(names))
	for _, name := range names {
		found[name] = setting{path: strings.TrimPrefix(s.path+"."+name, ".")}
	}
	for _, e := range r.entries(s) {
		name := e.key.node.Value
		if !slices.Contains(names, name) {
			r.wrong(e.key, "unknown key%s", suggestion(name, names))
			continue
		}
		found[name] = e.value
	}
	return found
}

// list are the elements of a sequence.
func (r *reader) list(s setting) []setting {
	if !s.isSet() {
		return nil
	}
	if s.node.Kind != yaml.SequenceNode {
		r.wrong(s, "must be a list")
		return nil
	}
	if len(s.node.Content) > maxEntries {
		r.wrong(s, "has more than %d entries", maxEntries)
		return nil
	}
	all := make([]setting, len(s.node.Content))
	for i, node := range s.node.Content {
		all[i] = setting{node, fmt.Sprintf("%s[%d]", s.path, i)}
	}
	return all
}

// maxName is the most characters a name has; GitHub's are shorter.
const maxName = 256

// text is a value in one line. Numbers and the like count as they are written.
func (r *reader) text(s setting) string {
	if s.node == nil {
		return ""
	}
	if s.node.Kind != yaml.ScalarNode {
		r.wrong(s, "must be a text")
		return ""
	}
	text := strings.TrimSpace(s.node.Value)
	switch {
	case !s.isSet() || text == "":
		r.wrong(s, "is empty")
		return ""
	case strings.ContainsFunc(text, unicode.IsControl):
		r.wrong(s, "must be one line without control characters")
		return ""
	case utf8.RuneCountInString(text) > maxName:
		r.wrong(s, "is longer than %d characters", maxName)
		return ""
	}
	return text
}

// needed is text that has to be there. Owner is what it belongs to.
func (r *reader) needed(owner, s setting) string {
	if s.node == nil {
		r.wrong(setting{owner.node, s.path}, "is missing")
		return ""
	}
	return r.text(s)
}

var plainNumber = regexp.MustCompile(`^[0-9]{1,9}$`)

// number is a whole number between two bounds.
func (r *reader) number(s setting, least, most int) int {
	text := r.text(s)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if !plainNumber.MatchString(text) || err != nil || n < least || n > most {
		r.wrong(s, "must be a whole number from %d to %d, not %q", least, most, short(text))
		return 0
	}
	return n
}

// oneOf is one of some words, whatever its letter case.
func (r *reader) oneOf(s setting, words ...string) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	if word := strings.ToLower(text); slices.Contains(words, word) {
		return word
	}
	r.wrong(s, "must be %s, not %q%s", alternatives(words), short(text), suggestion(text, words))
	return ""
}

// alternatives is "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last == 0 {
		return words[0]
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// suggestion is "; did you mean …?" when a name is nearly one of the known
// ones; else empty.
func suggestion(name string, known []string) string {
	if len(name) > 2*maxName {
		return ""
	}
	best, least := "", 1+len([]rune(name))/3
	for _, candidate := range known {
		distance := levenshtein.ComputeDistance(strings.ToLower(name), strings.ToLower(candidate))
		if distance < least {
			best, least = candidate, distance
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// short cuts a text that someone wrote to what a message can hold.
func short(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
