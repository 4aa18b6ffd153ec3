package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/upgrade"
)

// SchemaURL is where editors find the schema of the policy file.
const SchemaURL = "https://raw.githubusercontent.com/upkeep-app/upkeep/main/docs/upkeep.schema.json"

// object is a JSON object.
type object map[string]any

// PolicySchema is a JSON Schema of upkeep.yml (draft 07, which editors know
// best), made of the tree of settings. It takes every file that ParsePolicy
// takes. That upgrades need a board is in it; what else one setting says of
// another, which teams are the organisation's own and what is in a runbook only
// ParsePolicy can tell.
func PolicySchema() ([]byte, error) {
	schema := policySpec().schema()
	schema["$schema"] = "http://json-schema.org/draft-07/schema#"
	schema["$id"] = SchemaURL
	schema["title"] = "upkeep.yml, the policy of Upkeep"
	schema["type"] = []string{"object", "null"}
	schema["if"] = object{"required": []string{"upgrades"}, "properties": object{"upgrades": object{"type": "array", "minItems": 1}}}
	schema["then"] = object{"required": []string{"boards"}, "properties": object{"boards": object{
		"type": "object", "required": []string{"maintenance"}, "properties": object{"maintenance": object{"not": object{"type": "null"}}},
	}}}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(schema); err != nil {
		return nil, fmt.Errorf("write the schema of the policy: %w", err)
	}
	return out.Bytes(), nil
}

// schema is that of a setting with its description and default.
func (s *spec) schema() object {
	schema := s.value()
	if s.alone != nil {
		schema = object{"anyOf": []object{s.alone.value(), schema}}
	}
	if s.about != "" {
		schema["description"] = s.about
	}
	if s.otherwise != "" {
		schema["default"] = s.plain(s.otherwise)
	}
	return schema
}

// value is the schema of a setting's own form.
func (s *spec) value() object {
	switch s.form {
	case formMapping:
		return s.mappingSchema()
	case formOwnKeys:
		names := s.name.value()
		delete(names, "type") // keys in JSON are texts
		return object{
			"type": "object", "propertyNames": names, "additionalProperties": s.each.schema(), "maxProperties": maxEntries,
		}
	case formList:
		return s.listSchema()
	case formWord:
		return s.wordSchema()
	case formNumber:
		return object{"anyOf": []object{
			{"type": "integer", "minimum": s.least, "maximum": s.most}, {"type": "string", "pattern": padded("[0-9]{1,9}")},
		}}
	default:
		return s.form.schema()
	}
}

// schema is that of a text. A bare one of YAML may look like a number or truth value.
func (f form) schema() object {
	schema := object{"type": "string", "pattern": f.pattern()}
	switch f {
	case formText, formMarkdown, formRepository:
		schema["type"] = []string{"string", "number", "boolean"}
	case formAccount, formPerson, formTeam, formOwner:
		schema["type"], schema["minimum"] = []string{"string", "integer", "boolean"}, 0
	default:
	}
	return schema
}

func (s *spec) mappingSchema() object {
	properties := object{}
	var required []string
	for i := range s.keys {
		key := &s.keys[i]
		properties[key.key] = key.schemaOfKey()
		if key.needed {
			required = append(required, key.key)
		}
	}
	schema := object{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		schema["required"] = required
	}
	if s.oneNeeded != nil {
		var choices []object
		for _, name := range s.oneNeeded {
			choices = append(choices, object{"required": []string{name}})
		}
		schema["anyOf"] = choices
	}
	return schema
}

// schemaOfKey also takes a key without a value, where that counts as not set.
func (s *spec) schemaOfKey() object {
	schema := s.schema()
	switch {
	case !s.nested():
	case s.alone != nil:
		schema["anyOf"] = append(schema["anyOf"].([]object), object{"type": "null"})
	default:
		schema["type"] = []string{schema["type"].(string), "null"}
	}
	return schema
}

func (s *spec) listSchema() object {
	schema := object{"type": "array", "items": s.each.schema(), "maxItems": maxEntries}
	if s.least > 0 {
		schema["minItems"] = s.least
	}
	if s.most > 0 {
		schema["maxItems"] = s.most
	}
	return schema
}

// wordSchema lists the words, which editors offer, and takes them in any letter case.
func (s *spec) wordSchema() object {
	patterns := make([]string, len(s.words))
	words := make([]any, len(s.words))
	for i, word := range s.words {
		words[i], patterns[i] = s.plain(word), anyCase(word)
	}
	return object{"anyOf": []object{
		{"enum": words}, {"type": "string", "pattern": padded("(?:" + strings.Join(patterns, "|") + ")")},
	}}
}

// plain is a value as JSON has it.
func (s *spec) plain(value string) any {
	var number json.Number
	switch {
	case s.form == formNumber && json.Unmarshal([]byte(value), &number) == nil:
		return number
	case s.form == formWord && (value == "true" || value == "false"):
		return value == "true"
	}
	return value
}

// The patterns of names, which the reader holds values to as well.
const (
	accountPattern    = `[A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?`
	personPattern     = `[A-Za-z0-9][A-Za-z0-9_-]{0,38}` // with the underscore of accounts that an enterprise manages, such as ann_acme
	slugPattern       = `[a-z0-9](?:[a-z0-9_-]{0,253}[a-z0-9_])?`
	repositoryPattern = `[A-Za-z0-9._-]{1,100}`
	prefixPattern     = `/[A-Za-z0-9-]{1,39}`
)

// pattern is a regular expression for texts of the form, in the words that Go
// and JavaScript share.
func (f form) pattern() string {
	const (
		visible = `[^\x00-\x20\x7f-\xa0]`
		line    = `[^\x00-\x1f\x7f-\x9f]`
	)
	slug := strings.ReplaceAll(slugPattern, "a-z", "A-Za-z")
	team := `@?(?:[^/\s]+/)?` + slug
	switch f {
	case formMarkdown:
		return `\S`
	case formDay:
		return padded(`[2-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`)
	case formAddress:
		return padded(`https://` + line + `{0,248}`)
	case formAccount:
		return padded(`@?` + accountPattern)
	case formPerson:
		return padded(`@?` + personPattern)
	case formTeam:
		return padded(team)
	case formOwner:
		return padded(`(?:user:(?:default/)?` + accountPattern + `|(?:group:)?(?:default/)?` + team + `)`)
	case formRepository:
		return padded(`(?:` + accountPattern + `/)?` + repositoryPattern)
	case formIssue:
		return padded(`(?:[A-Za-z0-9][A-Za-z0-9-]*/)?[A-Za-z0-9._-]+#[1-9][0-9]{0,9}`)
	case formPrefix:
		return padded(prefixPattern)
	case formCondition:
		return padded(conditionPattern(visible))
	default:
		return padded(visible + `(?:` + line + `{0,254}` + visible + `)?`)
	}
}

// conditionPattern is that of a rule's condition.
func conditionPattern(visible string) string {
	var names []string
	for _, name := range upgrade.ConditionNames() {
		pattern := strings.ReplaceAll(anyCase(string(name)), " ", `\s+`)
		if name == upgrade.ConditionLabel {
			pattern += `(?:\s+` + visible + `+)+`
		}
		names = append(names, pattern)
	}
	return `(?:` + anyCase("not") + `\s+)?(?:` + strings.Join(names, "|") + `)`
}

// padded is a pattern of the whole text, with white space around it.
func padded(pattern string) string { return `^\s*` + pattern + `\s*$` }

// anyCase is a pattern of a word in any letter case.
func anyCase(word string) string {
	var pattern strings.Builder
	for _, c := range word {
		if upper := unicode.ToUpper(c); upper != c {
			pattern.WriteString("[" + string(upper) + string(c) + "]")
		} else {
			pattern.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return pattern.String()
}
