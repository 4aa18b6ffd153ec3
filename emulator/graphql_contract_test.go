//go:build services

package emulator

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// TestGraphQLSubset holds our schema to GitHub's.
func TestGraphQLSubset(t *testing.T) {
	t.Parallel()
	text, err := schemaText()
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.GraphQL(t).Subset(text); err != nil {
		t.Error(err)
	}
}
