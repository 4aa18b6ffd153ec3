package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// schemas compiles the JSON schemas of one OpenAPI description, each when it
// is first needed. Every component is a document of its own to the compiler,
// so that compiling one reads only what it refers to.
type schemas struct {
	components map[string]map[string]json.RawMessage

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// The compiler wants absolute addresses; these two schemes never leave it.
const (
	componentScheme = "component:///"
	inlineScheme    = "inline:///"
)

func newSchemas(components map[string]map[string]json.RawMessage) *schemas {
	s := &schemas{components: components, compiled: map[string]*jsonschema.Schema{}}
	s.compiler = jsonschema.NewCompiler()
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	s.compiler.RegisterFormat(&jsonschema.Format{Name: "uri", Validate: address})
	s.compiler.RegisterFormat(&jsonschema.Format{Name: "uri-template", Validate: address})
	s.compiler.UseLoader(s)
	return s
}

// address accepts what GitHub sends where it promises an address: an absolute
// one, possibly with {placeholders}, or an empty string as for a repository
// without a home page.
func address(v any) error {
	text, ok := v.(string)
	if !ok || text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil {
		return fmt.Errorf("read address: %w", err)
	}
	if !u.IsAbs() {
		return errors.New("the address is relative")
	}
	return nil
}

// Load is called by the compiler for a component it meets for the first time.
func (s *schemas) Load(address string) (any, error) {
	kind, name, _ := strings.Cut(strings.TrimPrefix(address, componentScheme), "/")
	text, ok := s.components[kind][name]
	if !ok {
		return nil, fmt.Errorf("the description has no component %s/%s", kind, name)
	}
	return schemaDocument(text)
}

// schemaDocument decodes an OpenAPI schema into a JSON schema.
func schemaDocument(text []byte) (any, error) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("decode schema: %w", err)
	}
	return jsonSchema(schema), nil
}

// validate checks a body against a schema. The name identifies the schema
// within the description.
func (s *schemas) validate(name string, schema json.RawMessage, body []byte) error {
	compiled, err := s.compile(name, schema)
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("decode body as JSON: %w", err)
	}
	return compiled.Validate(value)
}

func (s *schemas) compile(name string, schema json.RawMessage) (*jsonschema.Schema, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.compiled[name]; c != nil {
		return c, nil
	}
	document, err := schemaDocument(schema)
	if err != nil {
		return nil, fmt.Errorf("compile schema of %s: %w", name, err)
	}
	place := fmt.Sprintf("%s%d", inlineScheme, len(s.compiled))
	if err := s.compiler.AddResource(place, document); err != nil {
		return nil, fmt.Errorf("compile schema of %s: %w", name, err)
	}
	c, err := s.compiler.Compile(place)
	if err != nil {
		return nil, fmt.Errorf("compile schema of %s: %w", name, err)
	}
	s.compiled[name] = c
	return c, nil
}

// jsonSchema turns an OpenAPI schema, of version 3.0 or 3.1, into a JSON
// schema of draft 2020-12. The two differ in "nullable"; in 3.0 whatever
// stands beside a "$ref" does not count, and GitHub's 3.1 has nothing there.
func jsonSchema(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return v // a boolean schema
	}
	if ref, ok := m["$ref"].(string); ok {
		return map[string]any{"$ref": componentReference(ref)}
	}
	out := make(map[string]any, len(m))
	for keyword, value := range m {
		if converted, ok := keywordOf(keyword, value); ok {
			out[loosened(keyword, value)] = converted
		}
	}
	if m["nullable"] == true || forgetsNull(m) {
		return nullable(out)
	}
	return out
}

// loosened is a keyword as GitHub means it: whatever is an error at all is a
// "basic-error" too, so "oneOf" that and others is never just one.
func loosened(keyword string, value any) string {
	list, _ := value.([]any)
	isBasic := func(schema any) bool {
		m, _ := schema.(map[string]any)
		ref, _ := m["$ref"].(string)
		return strings.HasSuffix(ref, "/basic-error")
	}
	if keyword == "oneOf" && slices.ContainsFunc(list, isBasic) {
		return "anyOf"
	}
	return keyword
}

// forgetsNull reports whether a schema of 3.1 names null as a type but none of
// its alternatives takes it, as the values of a card's changed field do.
func forgetsNull(schema map[string]any) bool {
	types, _ := schema["type"].([]any)
	_, alternatives := schema["oneOf"]
	return alternatives && slices.Contains(types, any("null"))
}

// keywordOf converts one keyword's value; ok is false for keywords that say
// nothing about validity.
func keywordOf(keyword string, value any) (converted any, ok bool) {
	switch keyword {
	case "nullable", "example", "examples", "default", "discriminator", "deprecated", "title", "description", "externalDocs", "xml":
		return nil, false
	case "properties", "patternProperties":
		fields, _ := value.(map[string]any)
		out := make(map[string]any, len(fields))
		for name, field := range fields {
			out[name] = jsonSchema(field)
		}
		return out, true
	case "allOf", "anyOf", "oneOf", "prefixItems":
		list, _ := value.([]any)
		out := make([]any, len(list))
		for i, schema := range list {
			out[i] = jsonSchema(schema)
		}
		return out, true
	case "items", "additionalProperties", "not":
		return jsonSchema(value), true
	}
	return value, true
}

// nullable allows null beside what a converted schema allows. A schema that is
// just a type keeps its shape, which gives shorter messages.
func nullable(schema map[string]any) any {
	name, single := schema["type"].(string)
	for _, keyword := range []string{"enum", "const", "allOf", "anyOf", "oneOf", "not"} {
		if _, ok := schema[keyword]; ok {
			single = false
		}
	}
	if single {
		schema["type"] = []any{name, "null"}
		return schema
	}
	return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, schema}}
}

// componentReference turns "#/components/schemas/issue" into the address that
// Load reads; what follows the component's name stays a pointer into it.
func componentReference(ref string) string {
	parts := strings.SplitN(strings.TrimPrefix(ref, "#/components/"), "/", 3)
	if len(parts) < 2 {
		return ref
	}
	address := componentScheme + parts[0] + "/" + parts[1]
	if len(parts) == 3 {
		address += "#/" + parts[2]
	}
	return address
}
