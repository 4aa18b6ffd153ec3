package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestParsePolicyCodemods(t *testing.T) {
	t.Parallel()
	policy, problems := config.ParsePolicy("openedx", []byte(`
codemods:
  - {ecosystem: Django, name: django-upgrade, url: https://example.org/django-upgrade}
  - ecosystem: Node
    name: a codemod
    url: https://example.org/node
`))
	want := []upgrade.Codemod{
		{Ecosystem: "Django", Name: "django-upgrade", Address: "https://example.org/django-upgrade"},
		{Ecosystem: "Node", Name: "a codemod", Address: "https://example.org/node"},
	}
	if diff := cmp.Diff(want, policy.Codemods); diff != "" || len(problems) > 0 {
		t.Errorf("problems %v, policy (-want +got):\n%s", problems, diff)
	}
	const whole = "{ecosystem: Django, name: a, url: 'https://example.org'}"
	for text, says := range map[string]string{
		"{ecosystem: Django}":                                                     "codemods",
		"[{name: a, url: 'https://example.org'}]":                                 "codemods[0].ecosystem",
		"[{ecosystem: Django, url: 'https://example.org'}]":                       "codemods[0].name",
		"[{ecosystem: Django, name: a}]":                                          "codemods[0].url",
		"[{ecosystem: Django, name: a, url: 'http://example.org'}]":               "begins with https://",
		"[{ecosystem: Django, name: a, address: https://example.org, url: null}]": "unknown key",
		"[" + strings.Repeat(whole+", ", 50) + whole + "]":                        "more than 50",
	} {
		policy, problems := config.ParsePolicy("openedx", []byte("codemods: "+text+"\n"))
		if len(problems) == 0 || !strings.Contains(problems[0].String(), says) || len(policy.Codemods) > 0 {
			t.Errorf("%q: problems %v, want one with %q; policy %v", text, problems, says, policy.Codemods)
		}
	}
}
