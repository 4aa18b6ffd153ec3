package config

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/upgrade"
)

// composed is a value with every setting of the tree, of the examples.
func composed(t *testing.T, s *spec) *yaml.Node {
	t.Helper()
	node := &yaml.Node{Kind: yaml.MappingNode}
	switch {
	case s.form == formMapping:
		for i := range s.keys {
			node.Content = append(node.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: s.keys[i].key}, composed(t, &s.keys[i]))
		}
		return node
	case s.form == formOwnKeys && s.example == "":
		node.Content = []*yaml.Node{{Kind: yaml.ScalarNode, Value: s.name.brief()}, composed(t, s.each)}
		return node
	case s.form == formList && s.example == "":
		return &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{composed(t, s.each)}}
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(s.exampleOf()), &document); err != nil {
		t.Fatalf("the example of %s: %v", s.key, err)
	}
	return document.Content[0]
}

func written(t *testing.T, node *yaml.Node) []byte {
	t.Helper()
	text, err := yaml.Marshal(node)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Everything in the tree is valid together, and the reader reads every bit of
// it: without any one of them, the policy is another one.
func TestEverySettingOfTheTreeIsRead(t *testing.T) {
	t.Parallel()
	root := composed(t, policySpec())
	whole, problems := ParsePolicy("openedx", written(t, root))
	if problems != nil {
		t.Fatalf("%v\n%s", problems, written(t, root))
	}
	values := 0
	var visit func(node *yaml.Node, path string)
	visit = func(node *yaml.Node, path string) {
		step := 1
		if node.Kind == yaml.MappingNode {
			step = 2
		}
		all := node.Content
		for i := 0; i < len(all); i += step {
			value, at := all[i+step-1], path+"."+all[i].Value
			if value.Kind != yaml.ScalarNode {
				visit(value, at)
				continue
			}
			values++
			node.Content = append(append([]*yaml.Node{}, all[:i]...), all[i+step:]...)
			if without, problems := ParsePolicy("openedx", written(t, root)); problems == nil && cmp.Equal(whole, without) {
				t.Errorf("%s makes no difference", at)
			}
			node.Content = all
		}
	}
	visit(root, "")
	if values < 100 {
		t.Errorf("%d values", values)
	}
}

// Who reads the tree finds every setting explained and exemplified.
func TestTreeIsComplete(t *testing.T) {
	t.Parallel()
	var visit func(s *spec, path string)
	visit = func(s *spec, path string) {
		if !s.nested() && len(s.words) == 0 && s.example == "" {
			t.Errorf("%s has no example", path)
		}
		if s.example != "" && s.example == s.otherwise {
			t.Errorf("%s: the example is the default", path)
		}
		for i := range s.keys {
			key := &s.keys[i]
			if key.about == "" || !strings.HasSuffix(key.about, ".") {
				t.Errorf("%s.%s is not explained in a sentence: %q", path, key.key, key.about)
			}
			visit(key, path+"."+key.key)
		}
		for _, below := range []*spec{s.name, s.each} {
			if below != nil {
				visit(below, path+"[]")
			}
		}
	}
	visit(policySpec(), "")
}

// What suggestions offer in place of something wrong is right.
func TestBriefValuesAreValid(t *testing.T) {
	t.Parallel()
	var visit func(s *spec, path []string)
	visit = func(s *spec, path []string) {
		text := s.brief()
		for _, key := range slices.Backward(path) {
			text = "{" + key + ": " + text + "}"
		}
		_, problems := ParsePolicy("openedx", []byte(text))
		for _, p := range problems {
			if p.Message != "is missing" && !strings.Contains(p.Message, "need a board") {
				t.Errorf("%s: %v", text, p)
			}
		}
		for i := range s.keys {
			visit(&s.keys[i], append(slices.Clip(path), s.keys[i].key))
		}
	}
	visit(policySpec(), nil)
}

// The tree says the same as the reader about what holds when nothing is set.
func TestDefaultsOfTheTree(t *testing.T) {
	t.Parallel()
	root := policySpec()
	want, _ := ParsePolicy("openedx", nil)
	node := func(value string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: value} }
	var visit func(s *spec, path []string)
	visit = func(s *spec, path []string) {
		if s.otherwise != "" {
			value := node(s.otherwise)
			for _, key := range slices.Backward(path) {
				value = &yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{node(key), value}}
			}
			got, problems := ParsePolicy("openedx", written(t, value))
			for _, p := range problems {
				if p.Message != "is missing" { // the board's number
					t.Errorf("%v: %v", path, p)
				}
			}
			if problems == nil && !cmp.Equal(want, got) {
				t.Errorf("%v is not the default: %s", path, cmp.Diff(want, got))
			}
		}
		for i := range s.keys {
			visit(&s.keys[i], append(slices.Clip(path), s.keys[i].key))
		}
	}
	visit(root, nil)
	if cmp.Equal(want, upgrade.Policy{}) {
		t.Error("nothing is filled in")
	}
}
