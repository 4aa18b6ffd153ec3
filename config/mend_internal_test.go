package config

import (
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

// nodeAt is the node at a place; in flow style no two share one.
func nodeAt(node *yaml.Node, p Problem) *yaml.Node {
	if node.Kind != yaml.DocumentNode && node.Line == p.Line && node.Column == p.Column {
		return node
	}
	for _, below := range node.Content {
		if found := nodeAt(below, p); found != nil {
			return found
		}
	}
	return nil
}

var inPlaceOf = regexp.MustCompile(`^write (\S+( \S+)?) in place of `)

// follow does what a mend says, if it says what to write.
func follow(at *yaml.Node, p Problem) bool {
	if renamed := inPlaceOf.FindStringSubmatch(p.Mend); renamed != nil {
		at.Value = renamed[1]
		return true
	}
	mendText := strings.Replace(p.Mend, ", for example, ", " ", 1)
	what, adds := strings.CutPrefix(mendText, "add ")
	if !adds {
		var writes bool
		if what, writes = strings.CutPrefix(mendText, "write "); !writes || strings.HasPrefix(what, "one of: ") || strings.HasPrefix(what, "a team of ") {
			return false
		}
	}
	what = strings.TrimSuffix(strings.TrimSuffix(what, ", or take the key out"), " for the default")
	var mend yaml.Node
	if yaml.Unmarshal([]byte(what), &mend) != nil {
		return false
	}
	value := mend.Content[0]
	switch keyed := value.Kind == yaml.MappingNode && len(value.Content) == 2 && strings.HasSuffix(p.Path, value.Content[0].Value); {
	case adds && at.Kind == yaml.MappingNode:
		at.Content = append(at.Content, value.Content...)
		return keyed
	case adds:
		return false
	case keyed:
		value = value.Content[1]
	}
	at.Kind, at.Tag, at.Value, at.Style, at.Content = value.Kind, "", value.Value, 0, value.Content
	return true
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// count is how often a problem is told, whatever the value.
func count(problems []Problem, p Problem) int {
	n := 0
	for _, q := range problems {
		if p.Path == q.Path && quoted.ReplaceAllString(p.Message, "") == quoted.ReplaceAllString(q.Message, "") {
			n++
		}
	}
	return n
}

// Who writes what a mend says has one problem less: the same is not told again.
func TestMendsMend(t *testing.T) {
	t.Parallel()
	root := policySpec()
	followed := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		document := randomValue(t, root, 10)
		document.Style |= yaml.FlowStyle
		text, err := yaml.Marshal(document)
		if err != nil {
			t.Fatal(err)
		}
		_, problems := ParsePolicy("openedx", text)
		if len(problems) == 0 {
			return
		}
		p := rapid.SampledFrom(problems).Draw(t, "problem")
		if p.Mend == "" {
			t.Fatalf("%+v has no mend", p)
		}
		var changed yaml.Node
		if err := yaml.Unmarshal(text, &changed); err != nil || len(changed.Content) == 0 {
			return // told as invalid YAML or as empty
		}
		at := nodeAt(&changed, p)
		if at == nil || !follow(at, p) {
			return
		}
		followed[p.Message[:min(len(p.Message), 12)]]++
		after, err := yaml.Marshal(&changed)
		if err != nil {
			t.Fatal(err)
		}
		if _, left := ParsePolicy("openedx", after); count(left, p) >= count(problems, p) {
			t.Fatalf("%v is still there after %q:\n%s\n%s", p, p.Mend, text, after)
		}
	})
	if len(followed) < 4 {
		t.Errorf("only these problems were mended: %v", followed)
	}
}
