package chaos

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

// UnmarshalYAML reads settings as text, as a flag has them, or as a mapping
// from names to values in which "preset" is what the others differ from.
func (s *Settings) UnmarshalYAML(n *yaml.Node) error {
	text := n.Value
	if n.Kind == yaml.MappingNode {
		var parts []string
		for at := 0; at+1 < len(n.Content); at += 2 {
			name, value := n.Content[at].Value, n.Content[at+1].Value
			if name == "preset" {
				parts = append([]string{value}, parts...)
			} else {
				parts = append(parts, name+"="+value)
			}
		}
		text = strings.Join(parts, ",")
	} else if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: chaos is a text or a mapping", n.Line)
	}
	made, err := Parse(text)
	if err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	*s = made
	return nil
}

// MarshalYAML writes settings as the text that a flag has.
func (s Settings) MarshalYAML() (any, error) { return s.String(), nil }
