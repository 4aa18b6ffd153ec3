package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that must not be seen in logs, errors or pages. Every way
// of printing or encoding it gives "[secret]"; only Reveal gives the value.
// The zero Secret is empty.
type Secret struct {
	// A pointer, because fmt prints the fields of structs it finds in
	// unexported fields without asking their methods.
	value *string
}

const hidden = "[secret]"

// NewSecret hides a value.
func NewSecret(value string) Secret { return Secret{value: &value} }

// Reveal is the value itself; pass it only to what needs it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Equal reports whether both hide the same value.
func (s Secret) Equal(other Secret) bool { return s.Reveal() == other.Reveal() }

// String is "[secret]".
func (s Secret) String() string { return hidden }

// Format prints "[secret]" for every verb.
func (s Secret) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, hidden) }

// LogValue is "[secret]".
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText is "[secret]"; XML and the keys of maps are encoded with it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON is "[secret]"; zerolog encodes with it too.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }

// MarshalYAML is "[secret]".
func (s Secret) MarshalYAML() (any, error) { return hidden, nil }
