package description_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/description"
)

func TestDeploymentNotes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want string }{
		"below a heading":           {"# Upgrade\n\nDo it.\n\n## Deployment notes\n\nRun `migrate` first.\n\nThen restart.\n\n## More\n\nx\n", "Run `migrate` first.\n\nThen restart."},
		"to the end":                {"### Notes for operators:\n- one\n  - two\n", "- one\n  - two"},
		"one note":                  {"## Deploy note\nRestart.\n", "Restart."},
		"with headings below":       {"## Deployment notes\n\n### Config\n\nSet A.\n\n### Data\n\nMove B.\n\n# Else\n", "### Config\n\nSet A.\n\n### Data\n\nMove B."},
		"underlined":                {"Deployment notes\n================\nRestart.\n\nElse\n====\nx\n", "Restart."},
		"code below":                {"## Deployment notes\n\n```\n# not a heading\nmanage.py migrate\n```\n", "```\n# not a heading\nmanage.py migrate\n```"},
		"a bold line":               {"Do it.\n\n**Deployment notes**\n\nRestart.\n", "Restart."},
		"a label":                   {"Do it.\n\n- Deployment notes: restart the workers\n", "restart the workers"},
		"hints in comments":         {"## Deployment notes\n<!-- What must operators know? -->\n\nRestart.\n<!-- end -->\n", "Restart."},
		"other line ends":           {"## Deployment notes\r\n\r\nOne.\r\nTwo.\r\n", "One.\nTwo."},
		"letter case":               {"## DEPLOYMENT NOTES\n\nRestart.\n", "Restart."},
		"the first that says some":  {"## Deployment notes\n\nn/a\n\n## Operator notes\n\nRestart.\n", "Restart."},
		"left out in a form":        {"### Deployment notes\n\n_No response_\n", ""},
		"none":                      {"### Deployment notes\n\nNone.\n", ""},
		"nothing":                   {"### Deployment notes\n\n*Nothing*\n", ""},
		"only a comment":            {"### Deployment notes\n\n<!-- fill in -->\n\n### More\nx\n", ""},
		"release notes are others'": {"## Release notes\n\nhttps://docs.djangoproject.com\n", ""},
		"in code":                   {"```\n## Deployment notes\nx\n```\n", ""},
		"in a quote":                {"> ## Deployment notes\n> x\n", ""},
		"in a sentence":             {"Please write deployment notes.\n", ""},
		"up to the app's section":   {"## Deployment notes\n\nRestart.\n\n<!-- upkeep:facts begin -->\nx\n<!-- upkeep:facts end -->\nmore\n", "Restart."},
		"empty":                     {"", ""},
		"crowded":                   {"## Deployment notes\n\nx\n\n" + strings.Repeat(">", 300), ""},
	} {
		if got := description.DeploymentNote(c.body); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
