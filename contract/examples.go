package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"
)

// Example is one payload that GitHub once sent.
type Example struct {
	// Name tells examples apart in test output, such as "api.github.com/issues/3".
	Name string
	// Event is the X-GitHub-Event it came with.
	Event   string
	Payload []byte
}

var loadExamples = sync.OnceValues(func() ([]Example, error) {
	var all []Example
	for _, host := range []string{"api.github.com", "ghes-31", "ghes-32", "ghes-33", "ghes-34", "ghes-35"} {
		examples, err := hostExamples(host)
		if err != nil {
			return nil, err
		}
		all = append(all, examples...)
	}
	return all, nil
})

// Examples returns all published example payloads, of github.com and of every
// Enterprise Server version, in a fixed order. Many are years old and lack
// what today's schemas require: they show what an app must live with, not what
// GitHub sends now.
func Examples(t testing.TB) []Example {
	t.Helper()
	return slices.Clone(must(t, loadExamples))
}

func hostExamples(host string) ([]Example, error) {
	text, err := readPackage("webhooks-examples/" + host + "/index.json")
	if err != nil {
		return nil, err
	}
	var events []struct {
		Name     string            `json:"name"`
		Examples []json.RawMessage `json:"examples"`
	}
	if err := json.Unmarshal(text, &events); err != nil {
		return nil, fmt.Errorf("decode example payloads of %s: %w", host, err)
	}
	var examples []Example
	for _, event := range events {
		for i, payload := range event.Examples {
			name := fmt.Sprintf("%s/%s/%d", host, event.Name, i)
			examples = append(examples, Example{Name: name, Event: event.Name, Payload: payload})
		}
	}
	return examples, nil
}
