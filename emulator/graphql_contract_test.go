//go:build services

package emulator

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// TestGraphQLSubset holds our schema to GitHub's.
func TestGraphQLSubset(t *testing.T) {
	t.Parallel()
	if err := contract.GraphQL(t).Subset(schemaText); err != nil {
		t.Error(err)
	}
}
