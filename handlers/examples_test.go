//go:build services

package handlers_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

// Everything GitHub has published as an example ends as triggers, as ignored,
// or as an error; those that have an installation must not be errors.
func TestExamples(t *testing.T) {
	t.Parallel()
	outcomes := map[string]int{}
	for _, example := range contract.Examples(t) {
		got, err := read(t, example.Event, string(example.Payload))
		switch {
		case err != nil:
			outcomes["error"]++
			t.Errorf("%s: %v", example.Name, err)
		case len(got.Triggers) > 0 && got.Ignored == "":
			outcomes["triggers"]++
		case len(got.Triggers) == 0 && got.Ignored != "":
			outcomes["ignored"]++
		default:
			t.Errorf("%s: %+v is no outcome", example.Name, got)
		}
	}
	if outcomes["triggers"] == 0 || outcomes["ignored"] == 0 {
		t.Errorf("outcomes %v; want some of either sort", outcomes)
	}
	t.Logf("outcomes %v", outcomes)
}
