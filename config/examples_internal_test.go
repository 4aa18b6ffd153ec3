package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// The examples are valid for the server and for editors, which find the schema
// by their first line.
func TestExamples(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	files, err := filepath.Glob("../docs/examples/*.yml")
	if err != nil || len(files) != 3 {
		t.Fatalf("examples %v, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		policy, problems := ParsePolicy("openedx", text)
		if problems != nil || len(policy.Upgrades) == 0 {
			t.Errorf("%s: %v, %d upgrades", file, problems, len(policy.Upgrades))
		}
		var document yaml.Node
		if err := yaml.Unmarshal(text, &document); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(asJSON(&document)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if first := "# yaml-language-server: $schema=" + SchemaURL + "\n"; !strings.HasPrefix(string(text), first) {
			t.Errorf("%s does not begin with %q", file, first)
		}
		if filepath.Base(file) == "minimal.yml" && !strings.Contains(PolicyReference(), "\n```yaml\n"+string(text)+"```\n") {
			t.Error("the reference shows another minimal file")
		}
	}
}
