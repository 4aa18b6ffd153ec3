package say_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/say"
)

// An address is a link, unless it would come alive as more than that or is none.
func TestFactsLinkAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://example.org/a_b(c)?d=e&f#g":                       "<https://example.org/a_b(c)?d=e&f#g>",
		"https://github.com/orgs/openedx/projects/4":               "<https://github.com/orgs/openedx/projects/4>",
		"https://github.com/openedx/wiki/issues/5":                 "`https://github.com/openedx/wiki/issues/5`",
		"https://github.com/openedx/wiki/&#105;ssues/5":            "`https://github.com/openedx/wiki/&#105;ssues/5`",
		"https://example.org/?by=@openedx/team":                    "`https://example.org/?by=@openedx/team`",
		"https://example.org/a>b":                                  "`https://example.org/a>b`",
		"https://ann:secret@example.org/":                          "`https://ann:secret@example.org/`",
		"http://example.org/":                                      "`http://example.org/`",
		"javascript:alert(1)":                                      "`javascript:alert(1)`",
		"https://example.org/" + strings.Repeat("x", 600):          "x…`",
		"https://example.org/ [x](https://github.com/a/b/issues/1": "`https://example.org/ [x](https://github.com/a/b/issues/1`",
	} {
		text := say.Facts(say.UpgradeFacts{Docs: say.QuoteAddress(address)}, []say.Codemod{{Name: say.Quote("@ann"), Address: say.QuoteAddress(address)}})
		if !strings.Contains(text, want+"\n- Codemod: `@ann`, ") || strings.Count(text, want) != 2 {
			t.Errorf("%q: want %s in:\n%s", address, want, text)
		}
		if live := say.Live(text); live != nil {
			t.Errorf("%q: %q is alive in:\n%s", address, live, text)
		}
	}
}
