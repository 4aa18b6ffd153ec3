package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// reader takes values out of YAML nodes and collects what is wrong with them.
// Its methods return the zero value for what is wrong or not there.
type reader struct {
	org      string
	root     *spec // of all the file
	problems []Problem
}

// setting is a node, where it stands and what is known of it. Its node is nil
// when it is not set, its key empty where it is no value of a mapping.
type setting struct {
	node *yaml.Node
	path string
	key  string
	spec *spec
}

// isSet is false for a key without a value too.
func (s setting) isSet() bool {
	return s.node != nil && (s.node.Kind != yaml.ScalarNode || s.node.ShortTag() != "!!null")
}

// isText is true for everything that is one value.
func (s setting) isText() bool { return s.isSet() && s.node.Kind == yaml.ScalarNode }

// alone is a value that stands in place of a mapping or list.
func (s setting) alone() setting { return setting{s.node, s.path, s.key, s.spec.alone} }

// below is the value of a key, nil for none.
func (s setting) below(key string, value *yaml.Node, known *spec) setting {
	return setting{value, strings.TrimPrefix(s.path+"."+oneLine(key), "."), key, known}
}

// wrong notes a problem at a setting, and what to write to mend it. That an
// alias stands there is one already, and nothing else can be said of it.
func (r *reader) wrong(at setting, mend, message string, args ...any) {
	if at.node != nil && at.node.Kind == yaml.AliasNode {
		return
	}
	p := Problem{Path: at.path, Message: fmt.Sprintf(message, args...), Mend: mend}
	if at.node != nil {
		p.Line, p.Column = at.node.Line, at.node.Column
	}
	r.problems = append(r.problems, p)
}

// maxEntries bounds lists and mappings, and so what can be said about them.
const maxEntries = 1000

// fits reports whether a list or mapping holds no more than its bound.
func (r *reader) fits(s setting, count int) bool {
	most := cmp.Or(s.spec.most, maxEntries)
	if count > most {
		r.wrong(s, fmt.Sprintf("take out %d of its %d entries", count-most, count), "has more than %d entries", most)
	}
	return count <= most
}

// entry is one key with its value.
type entry struct {
	key   setting
	value setting
}

// entries are the pairs of a mapping. What is known of keys of the writer's
// own goes with them.
func (r *reader) entries(s setting) []entry {
	if !s.isSet() {
		return nil
	}
	if s.node.Kind != yaml.MappingNode {
		r.wrong(s, s.writeExample(), "must be a mapping of keys to values")
		return nil
	}
	if !r.fits(s, len(s.node.Content)/2) {
		return nil
	}
	var all []entry
	first := make(map[string]int)
	for i := 0; i+1 < len(s.node.Content); i += 2 {
		key := setting{s.node.Content[i], s.path, "", s.spec.name}
		if !key.isText() {
			r.wrong(key, "write a plain name before the colon", "a key must be a text")
			continue
		}
		name := key.node.Value
		value := s.below(name, s.node.Content[i+1], s.spec.each)
		key.path = value.path
		if line, twice := first[name]; twice {
			r.wrong(key, "keep one of the two, and take the other out", "is set twice, first in line %d", line)
			continue
		}
		first[name] = key.node.Line
		all = append(all, entry{key, value})
	}
	return all
}

// mapping is a mapping with the keys that are known of it. Those that are not
// there are not set.
func (r *reader) mapping(s setting) map[string]setting {
	found := make(map[string]setting, len(s.spec.keys))
	for i := range s.spec.keys {
		known := &s.spec.keys[i]
		found[known.key] = s.below(known.key, nil, known)
	}
	for _, e := range r.entries(s) {
		name := e.key.node.Value
		known := s.spec.child(name)
		if known == nil {
			r.wrong(e.key, r.keyMeant(s, name), "unknown key")
			continue
		}
		found[name] = s.below(name, e.value.node, known)
	}
	return found
}

// list are the elements of a sequence.
func (r *reader) list(s setting) []setting {
	if !s.isSet() {
		return nil
	}
	if s.node.Kind != yaml.SequenceNode {
		r.wrong(s, s.writeExample(), "must be a list")
		return nil
	}
	if len(s.node.Content) < s.spec.least {
		r.wrong(s, "leave it out for the default, or "+s.writeExample(), "is empty")
		return nil
	}
	if !r.fits(s, len(s.node.Content)) {
		return nil
	}
	all := make([]setting, len(s.node.Content))
	for i, node := range s.node.Content {
		all[i] = setting{node, fmt.Sprintf("%s[%d]", s.path, i), "", s.spec.each}
	}
	return all
}

// oneOrMore are the elements of a list, or the one that stands alone.
func (r *reader) oneOrMore(s setting) []setting {
	if s.isText() {
		return []setting{s.alone()}
	}
	return r.list(s)
}

// maxName is the most characters a name has; GitHub's are shorter.
const maxName = 256

// text is a value in one line. Numbers and the like count as they are written.
// What is not set is its default.
func (r *reader) text(s setting) string {
	if s.node == nil {
		return s.spec.otherwise
	}
	if s.node.Kind != yaml.ScalarNode {
		r.wrong(s, s.writeExample(), "must be a text")
		return ""
	}
	text := strings.TrimSpace(s.node.Value)
	switch length := utf8.RuneCountInString(text); {
	case !s.isSet() || text == "":
		r.wrong(s, s.writeExample()+s.orLeaveOut(), "is empty")
		return ""
	case strings.ContainsFunc(text, unicode.IsControl):
		r.wrong(s, s.write(cmp.Or(oneLine(text), s.spec.brief())), "must be one line without control characters")
		return ""
	case length > maxName:
		r.wrong(s, fmt.Sprintf("shorten it by %d characters", length-maxName), "is longer than %d characters", maxName)
		return ""
	}
	return text
}

// needed is text that has to be there. Owner is what it belongs to.
func (r *reader) needed(owner, s setting) string {
	if s.node == nil {
		r.missing(owner, s)
		return ""
	}
	return r.text(s)
}

// missing notes that a setting is not there. Owner is what it belongs to.
func (r *reader) missing(owner, s setting) {
	r.wrong(setting{node: owner.node, path: s.path}, forExample("add", s.keyed(s.spec.brief())), "is missing")
}

var plainNumber = regexp.MustCompile(`^[0-9]{1,9}$`)

// number is a whole number within its bounds.
func (r *reader) number(s setting) int {
	text := r.text(s)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	least, most := s.spec.least, s.spec.most
	if !plainNumber.MatchString(text) || err != nil || n < least || n > most {
		mend := s.writeExample()
		if err == nil && n > most && s.spec.otherwise != "" { // a limit, not the number of something
			mend = "write " + s.keyed(strconv.Itoa(most))
		}
		r.wrong(s, mend, "must be a whole number from %d to %d, not %q", least, most, short(text))
		return 0
	}
	return n
}

// oneOf is one of its words, whatever the letter case.
func (r *reader) oneOf(s setting) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	words := s.spec.words
	if word := strings.ToLower(text); slices.Contains(words, word) {
		return word
	}
	mend := s.writeExample()
	if meant := nearest(text, words); meant != "" {
		mend = s.write(meant)
	}
	r.wrong(s, mend, "must be %s, not %q", alternatives(words), short(text))
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

// short cuts a text that someone wrote to what a message can hold.
func short(text string) string {
	const most = 60
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}
