package emulator

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// asNode makes a YAML node of a part of a file. The library's own encoder writes
// some texts of several lines so that they cannot be read again, or change.
func asNode(v reflect.Value) (*yaml.Node, error) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}, nil
		}
		return asNode(v.Elem())
	}
	switch of := v.Interface().(type) {
	case yaml.Node:
		return &of, nil
	case time.Time:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!timestamp", Value: of.UTC().Format(time.RFC3339Nano)}, nil
	case yaml.Marshaler:
		made, err := of.MarshalYAML()
		if err != nil {
			return nil, err
		}
		return asNode(reflect.ValueOf(made))
	}
	switch v.Kind() {
	case reflect.Struct:
		return structNode(v)
	case reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for at := range v.Len() {
			each, err := asNode(v.Index(at))
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, each)
		}
		return n, nil
	case reflect.Map:
		return mapNode(v)
	case reflect.String:
		return textNode(v.String()), nil
	case reflect.Bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v.Bool())}, nil
	case reflect.Int, reflect.Int64:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: decimal(v.Int())}, nil
	default:
		return nil, fmt.Errorf("there is no way to write a %s", v.Type())
	}
}

func structNode(v reflect.Value) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for at := range v.NumField() {
		name, rest, _ := strings.Cut(v.Type().Field(at).Tag.Get("yaml"), ",")
		if name == "" || rest == "omitempty" && isEmpty(v.Field(at)) {
			continue
		}
		each, err := asNode(v.Field(at))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		n.Content = append(n.Content, textNode(name), each)
	}
	return n, nil
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

func mapNode(v reflect.Value) (*yaml.Node, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.CanInt() {
			return cmp.Compare(a.Int(), b.Int())
		}
		return cmp.Compare(a.String(), b.String())
	})
	for _, key := range keys {
		name, err := asNode(key)
		if err != nil {
			return nil, err
		}
		value, err := asNode(v.MapIndex(key))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name.Value, err)
		}
		n.Content = append(n.Content, name, value)
	}
	return n, nil
}

// textNode is a text that is read as it is: in a block where that is sure, and
// else in quotes where the library would not know that they are needed.
func textNode(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch {
	case !utf8.ValidString(text):
		n.Tag, n.Value = "!!binary", base64.StdEncoding.EncodeToString([]byte(text))
	case !isEasy(text):
		n.Style = yaml.DoubleQuotedStyle
	case strings.Contains(text, "\n"):
		n.Style = yaml.LiteralStyle
	}
	return n
}

// isEasy reports whether a text has only what is seen, and no white space at its
// beginning or at the end of a line.
func isEasy(text string) bool {
	if strings.TrimLeftFunc(text, unicode.IsSpace) != text || strings.HasSuffix(text, " ") || strings.Contains(text, " \n") || strings.HasSuffix(text, "\n\n") {
		return false
	}
	return !strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) })
}
