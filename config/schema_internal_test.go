package config

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("policy", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("policy")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON is a document as an editor sees it.
func asJSON(node *yaml.Node) any {
	switch node.Kind {
	case 0: // an empty text
		return nil
	case yaml.DocumentNode:
		return asJSON(node.Content[0])
	case yaml.MappingNode:
		all := make(map[string]any)
		for i := 0; i < len(node.Content); i += 2 {
			all[node.Content[i].Value] = asJSON(node.Content[i+1])
		}
		return all
	case yaml.SequenceNode:
		all := []any{}
		for _, element := range node.Content {
			all = append(all, asJSON(element))
		}
		return all
	}
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(node.Value, "true")
	case "!!int":
		if n, err := strconv.ParseInt(strings.ReplaceAll(node.Value, "_", ""), 0, 64); err == nil {
			return n
		}
	case "!!float":
		if n, err := strconv.ParseFloat(node.Value, 64); err == nil {
			return n
		}
	}
	return node.Value
}

// readerAlone are the problems that no schema tells: what one setting says of
// another, what depends on the organisation or the calendar, numbers that are
// not plain digits, and what is in a runbook.
var readerAlone = regexp.MustCompile(strings.Join([]string{
	"is the roadmap issue of two upgrades", "two upgrades are called", "is there twice", "is the same as", "are the same when typed",
	"stands for two of them", "is one of the fields that have their value", "shows a fact already",
	"is a level too", "there is no level", "is a level for", "has no letter or digit",
	"has no conditions under", "comes only from the closed issue", "is no key of statuses", "label's name is longer",
	`"[0-9]+_[0-9]+" is not`, "^levels.*deploy: is missing", "is not a team of", "must be a day", "must be a whole number",
	"^runbook: (there|a|the) ",
}, "|"))

// Editors take what the server takes, and refuse the rest, as far as a schema
// can tell.
func TestSchemaAgreesWithTheReader(t *testing.T) {
	t.Parallel()
	schema, root := compiled(t), policySpec()
	valid, refused := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var document yaml.Node
		text, err := yaml.Marshal(randomValue(t, root, rapid.SampledFrom([]int{0, 1, 5, 30}).Draw(t, "mistakes in 100")))
		if err == nil {
			err = yaml.Unmarshal(text, &document)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, problems := ParsePolicy("openedx", text)
		refusal := schema.Validate(asJSON(&document))
		if len(problems) == 0 {
			valid++
			if refusal != nil {
				t.Fatalf("an editor refuses a valid file: %v\n%s", refusal, text)
			}
			return
		}
		for _, p := range problems {
			if !readerAlone.MatchString(p.Path + ": " + p.Message) {
				refused++
				if refusal == nil {
					t.Fatalf("an editor takes a file that is wrong: %v\n%s", p, text)
				}
				return
			}
		}
	})
	if valid < 5 || refused < 5 {
		t.Errorf("%d valid documents and %d wrong ones", valid, refused)
	}
}

// randomValue is a value for a setting, right but for some mistakes in a hundred places.
func randomValue(t *rapid.T, s *spec, mistakes int) *yaml.Node {
	mistaken := rapid.IntRange(1, 100).Draw(t, "mistake") <= mistakes
	if mistaken && rapid.Bool().Draw(t, "form") {
		s = &spec{form: rapid.SampledFrom([]form{formList, formOwnKeys, formText}).Draw(t, "form"), name: &spec{form: formText}, each: &spec{form: formText}}
	}
	if s.alone != nil && rapid.Bool().Draw(t, "alone") {
		s = s.alone
	}
	switch s.form {
	case formMapping:
		return randomMapping(t, s, mistakes)
	case formOwnKeys:
		node := &yaml.Node{Kind: yaml.MappingNode}
		if rapid.Bool().Draw(t, "entry") {
			name := randomText(t, s.name, mistaken)
			name.Style = yaml.DoubleQuotedStyle
			node.Content = append(node.Content, name, randomValue(t, s.each, mistakes))
		}
		return node
	case formList:
		node := &yaml.Node{Kind: yaml.SequenceNode}
		for range rapid.IntRange(min(s.least, 1), 2).Draw(t, "length") {
			node.Content = append(node.Content, randomValue(t, s.each, mistakes))
		}
		return node
	}
	return randomText(t, s, mistaken)
}

func randomMapping(t *rapid.T, s *spec, mistakes int) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	add := func(key string, value *yaml.Node) {
		node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	for i := range s.keys {
		key := &s.keys[i]
		mistaken := rapid.IntRange(1, 100).Draw(t, "mistake") <= mistakes
		if key.needed != mistaken || rapid.IntRange(0, 3).Draw(t, "set") == 0 {
			add(key.key, randomValue(t, key, mistakes))
		} else if mistaken {
			add(key.key, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"})
		}
	}
	if rapid.IntRange(1, 500).Draw(t, "unknown") <= mistakes {
		add("unknown", &yaml.Node{Kind: yaml.ScalarNode, Value: "1"})
	}
	return node
}

// oddTexts are right in some places and wrong in others.
var oddTexts = []string{
	"", " ", "x", " padded ", "PLAN", "Owner", "TRUE", "true", "False", "null", "~", "5", "51", "0", "-1", "1.5", "0x1F", "1000001", "1_0", "5e0",
	"a b", "a/b", "a/b/c", "@ann", "@openedx/arbi-bom", "edx/other", "Arbi-BOM", "arbi bom", "ann_acme", "-ann", "ann-", "a.b",
	"a/b#1", "b#1", "a/b#0", "b #1", "https://github.com/a/b/issues/1", "https://example.org", "http://example.org", "https://",
	"2026-04-30", "2026-13-01", "1999-01-01", "2026-02-30", "/up", "/Up-2", "up", "/up grade", "/",
	"user:ann", "user:default/ann", "user:a b", "group:arbi", "group:default/arbi", "team:x",
	"closed", "NOT closed", "not  owner   merges", "not", "label", "label on hold", "not label x", "not affected", "not not affected", "closed as",
	"todo", "activ", "ownr", "owner_reviw", "appproved", "Owner offers advice", "owner-offers-advice", "TBD", "Status", "Done", "one\ntwo", "\a", "ü", "- [ ] Step", "é\u0085",
	strings.Repeat("x", 39), strings.Repeat("x", 40), strings.Repeat("x", 100), strings.Repeat("x", 101), strings.Repeat("ü", 256), strings.Repeat("x", 257),
}

func randomText(t *rapid.T, s *spec, odd bool) *yaml.Node {
	text := rapid.SampledFrom(oddTexts).Draw(t, "odd")
	if !odd {
		text = rapid.SampledFrom(append([]string{s.exampleOf()}, s.words...)).Draw(t, "right")
		text = strings.TrimPrefix(text, "|\n")
	}
	node := &yaml.Node{Kind: yaml.ScalarNode, Value: text}
	if strings.ContainsAny(text, "\n\a\u0085") || rapid.IntRange(0, 9).Draw(t, "quoted") == 0 {
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}
