package config

import (
	_ "embed"
	"fmt"
	"reflect"
	"strings"
)

// policyIntroduction is what docs/policy.md says before it lists the settings.
//
//go:embed policy_introduction.md
var policyIntroduction string

// PolicyReference is docs/policy.md, made of the tree of settings: what is in
// upkeep.yml and how to write one.
func PolicyReference() string {
	var text strings.Builder
	text.WriteString(policyIntroduction)
	root := policySpec()
	for _, key := range root.keys {
		fmt.Fprintf(&text, "- [`%s`](#%s): %s\n", key.key, key.key, firstSentence(key.about))
	}
	for i := range root.keys {
		text.WriteString("\n" + root.keys[i].section())
	}
	return text.String()
}

// firstSentence is the beginning of a text, for a list.
func firstSentence(text string) string {
	sentence, _, _ := strings.Cut(text, ". ")
	return strings.TrimSuffix(sentence, ".")
}

// section is a setting of the top level with all that is below it.
func (s *spec) section() string {
	var text strings.Builder
	fmt.Fprintf(&text, "### %s\n\n%s\n\n```yaml\n%s\n```\n\n", s.key, s.about, strings.Join(s.sampleOfKey(), "\n"))
	if s.form != formMapping {
		fmt.Fprintf(&text, "Value: %s.\n", s.kind())
	}
	if s.otherwise != "" {
		fmt.Fprintf(&text, "If not set: %s.\n", s.ifNotSet())
	}
	var rows strings.Builder
	s.rows(&rows, s.key)
	if rows.Len() > 0 {
		text.WriteString("\n| setting | value | if not set | what it is |\n|---|---|---|---|\n" + rows.String())
	}
	return strings.ReplaceAll(text.String(), "\n\n\n", "\n\n")
}

// rows are the settings below one, each with its path.
func (s *spec) rows(text *strings.Builder, path string) {
	if s.form == formOwnKeys {
		s.each.rows(text, path+"."+s.name.placeholder())
	}
	if s.form == formList {
		s.each.rows(text, path+"[]")
	}
	for i := range s.keys {
		key := &s.keys[i]
		at := path + "." + key.key
		fmt.Fprintf(text, "| `%s` | %s | %s | %s |\n", at, key.kind(), key.ifNotSet(), cell(key.about))
		if !s.alike() {
			key.rows(text, at)
		}
	}
	if s.alike() {
		s.keys[0].rows(text, path+".*")
	}
}

// alike reports whether all keys of a mapping have the same settings below them.
func (s *spec) alike() bool {
	for i := range s.keys {
		if s.keys[i].form != formMapping || !reflect.DeepEqual(s.keys[i].keys, s.keys[0].keys) {
			return false
		}
	}
	return len(s.keys) > 1
}

// placeholder stands for a key of the writer's own.
func (s *spec) placeholder() string {
	switch s.form {
	case formTeam:
		return "TEAM"
	case formRepository:
		return "REPOSITORY"
	default:
		return "NAME"
	}
}

func (s *spec) ifNotSet() string {
	switch {
	case s.needed:
		return "needed"
	case s.otherwise == "":
		return ""
	}
	return "`" + s.otherwise + "`"
}

// kind says in words what the value can be.
func (s *spec) kind() string {
	if s.alone != nil && s.form == formMapping {
		return s.alone.kind() + ", or a mapping"
	}
	switch s.form {
	case formMapping:
		return "mapping"
	case formOwnKeys:
		return fmt.Sprintf("mapping of %s to %s", s.name.kind(), s.each.kind())
	case formList:
		return s.listKind()
	case formWord:
		return s.wordKind()
	case formNumber:
		return fmt.Sprintf("number from %d to %d", s.least, s.most)
	case formMarkdown:
		return "text in Markdown"
	case formDay:
		return "day"
	case formAddress:
		return "address with https"
	case formAccount:
		return "account"
	case formPerson:
		return "login"
	case formOwner:
		return "team or `user:`login"
	case formPrefix:
		return "`/` and a word"
	default:
		return string(s.form) // its name says it
	}
}

// maxWords bounds the words told in a cell.
const maxWords = 15

func (s *spec) wordKind() string {
	if len(s.words) > maxWords {
		return "command"
	}
	quoted := make([]string, len(s.words))
	for i, word := range s.words {
		quoted[i] = "`" + word + "`"
	}
	return alternatives(quoted)
}

func (s *spec) listKind() string {
	kind := "list: " + s.each.kind()
	if s.alone != nil {
		kind = "one or a list: " + s.each.kind()
	}
	if s.most > 0 {
		kind += fmt.Sprintf("; at most %d", s.most)
	}
	return kind
}

// sampleOfKey is a setting with an example of its value, in lines of YAML.
func (s *spec) sampleOfKey() []string {
	lines := s.sample()
	switch {
	case !s.nested():
		return append([]string{s.key + ": " + lines[0]}, lines[1:]...)
	default:
		return append([]string{s.key + ":"}, indented("  ", lines)...)
	}
}

// sample is an example of a value, in lines of YAML.
func (s *spec) sample() []string {
	switch {
	case s.example != "" || !s.nested():
		return strings.Split(s.exampleOf(), "\n")
	case s.form == formOwnKeys:
		each := *s.each
		each.key = s.name.brief()
		return each.sampleOfKey()
	case s.form == formList:
		lines := indented("  ", s.each.sample())
		lines[0] = "- " + strings.TrimPrefix(lines[0], "  ")
		return lines
	}
	var lines []string
	for i := range s.keys {
		lines = append(lines, s.keys[i].sampleOfKey()...)
	}
	return lines
}

func indented(by string, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = by + line
	}
	return out
}

// cell is a text as a cell of a Markdown table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
