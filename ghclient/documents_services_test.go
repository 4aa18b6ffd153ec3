//go:build services

package ghclient

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// Every document that is sent fits the schema that GitHub publishes.
func TestDocumentsFitTheSchema(t *testing.T) {
	t.Parallel()
	schema := contract.GraphQL(t)
	for name, document := range Documents() {
		if err := schema.Document(document); err != nil {
			t.Errorf("%s: %v\n%s", name, err, document)
		}
	}
}
