package config_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
)

// docs/ holds what the tree of settings says.
func TestReferenceIsFresh(t *testing.T) {
	t.Parallel()
	schema, err := config.PolicySchema()
	if err != nil {
		t.Fatal(err)
	}
	for name, wanted := range map[string]string{"policy.md": config.PolicyReference(), "upkeep.schema.json": string(schema)} {
		held, err := os.ReadFile("../docs/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(held), wanted); diff != "" {
			t.Errorf("docs/%s is stale; make golden writes it anew (-held +wanted):\n%s", name, diff)
		}
	}
}

// What the reference shows is valid, each example by itself.
func TestExamplesOfTheReference(t *testing.T) {
	t.Parallel()
	const board = "boards: {maintenance: 51}\n"
	parts := strings.Split(config.PolicyReference(), "```yaml\n")[1:]
	for _, part := range parts {
		example, _, _ := strings.Cut(part, "```")
		if strings.HasPrefix(example, "upgrades:") {
			example = board + example
		}
		if _, problems := config.ParsePolicy("openedx", []byte(example)); problems != nil {
			t.Errorf("%v\n%s", problems, example)
		}
	}
	if len(parts) < 20 {
		t.Errorf("%d examples", len(parts))
	}
}
