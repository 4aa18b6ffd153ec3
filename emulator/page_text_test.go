package emulator_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/emulator"
)

// rendered is the HTML of a text as the description of acme/shop#2, seen by a passer-by.
func rendered(t *testing.T, e *emulator.Emulator, text string) string {
	t.Helper()
	if err := e.EditBody("anna", ref(t, "acme/shop#2"), text); err != nil {
		t.Fatal(err)
	}
	s := browse(t, e, "passer-by").get(issuePage)
	for _, div := range s.all("div") {
		if attribute(div, "class") != "markdown" {
			continue
		}
		var out strings.Builder
		for n := range div.ChildNodes() {
			if err := html.Render(&out, n); err != nil {
				t.Fatal(err)
			}
		}
		return strings.TrimSpace(out.String())
	}
	t.Fatalf("no description: %s", s.raw)
	return ""
}

func TestDescriptionIsShownAsMarkdown(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"styles":                      {"**a** _b_ ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>"},
		"lines":                       {"a\r\nb", "<p>a<br/>\nb</p>"},
		"entities":                    {"a &amp; b < c \\* d", "<p>a &amp; b &lt; c * d</p>"},
		"headings below the page's":   {"# a\n\n### b", "<h3>a</h3>\n<h4>b</h4>"},
		"an issue":                    {"see #1.", `<p>see <a href="/acme/shop/issues/1">#1</a>.</p>`},
		"a pull request":              {"(acme/shop#3)", `<p>(<a href="/acme/shop/pull/3">acme/shop#3</a>)</p>`},
		"an issue that is not there":  {"#99 x/y#1", "<p>#99 x/y#1</p>"},
		"an issue that is not seen":   {"acme/cart#1", "<p>acme/cart#1</p>"},
		"a number in a word":          {"a#1 b/c/acme/shop#1", "<p>a#1 b/c/acme/shop#1</p>"},
		"a person":                    {"@anna, @nobody", `<p><a href="/anna">@anna</a>, @nobody</p>`},
		"a mail address":              {"x@anna", "<p>x@anna</p>"},
		"a team":                      {"@acme/platform", `<p><a href="/acme#team-platform">@acme/platform</a></p>`},
		"an address":                  {"https://a.test/b_c_d?e=1&f.", `<p><a href="https://a.test/b_c_d?e=1&amp;f">https://a.test/b_c_d?e=1&amp;f</a>.</p>`},
		"an address of this site":     {"https://github.com/acme/shop/issues/1", `<p><a href="/acme/shop/issues/1">#1</a></p>`},
		"an address of a comment":     {"https://github.com/acme/shop/issues/1#issuecomment-2", `<p><a href="/acme/shop/issues/1#issuecomment-2">https://github.com/acme/shop/issues/1#issuecomment-2</a></p>`},
		"a link":                      {"[#1 @anna](https://a.test)", `<p><a href="https://a.test" rel="nofollow noreferrer">#1 @anna</a></p>`},
		"an auto link":                {"<https://a.test> <a@b.test>", `<p><a href="https://a.test" rel="nofollow noreferrer">https://a.test</a> <a href="mailto:a@b.test" rel="nofollow noreferrer">a@b.test</a></p>`},
		"an image":                    {"![x](https://a.test/i.png)", `<p><a href="https://a.test/i.png" rel="nofollow noreferrer">x</a></p>`},
		"names in code":               {"`#1 @anna`\n\n    #1\n", "<p><code>#1 @anna</code></p>\n<pre><code>#1\n</code></pre>"},
		"a tag":                       {"a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>"},
		"a block of HTML":             {"<div onclick=x>\nc\n</div>", "&lt;div onclick=x&gt;\nc\n&lt;/div&gt;"},
		"a hidden comment":            {"a <!-- b --> c\n\n<!-- d\n\ne -->\nf", "<p>a  c</p>\n\n<p>f</p>"},
		"a dangerous link":            {"[a](javascript:alert(1)) <javascript:alert(1)> [b](JaVaScRiPt:x)", "<p><span>a</span> <span>javascript:alert(1)</span> <span>b</span></p>"},
		"a dangerous link, disguised": {"[a](&#106;avascript:alert) [b](data:text/html,x) [c](//evil.test)", `<p><span>a</span> <span>b</span> <a href="//evil.test" rel="nofollow noreferrer">c</a></p>`},
		"a table":                     {"|a|\n|--:|\n|b|", "<table>\n<thead>\n<tr>\n<th align=\"right\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"right\">b</td>\n</tr>\n</tbody>\n</table>"},
		"a box in a quote":            {"> [ ] a", "<blockquote>\n<p>[ ] a</p>\n</blockquote>"},
	}
	e := small(t, newClock())
	for name, c := range cases {
		if got := rendered(t, e, c.text); got != c.want {
			t.Errorf("%s: %q is\n%s\nnot\n%s", name, c.text, got, c.want)
		}
	}
}

func TestCrowdedTextIsShownAsItIsWritten(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("*a ", 10_000) + strings.Repeat("b_ ", 10_000) + "<script>"
	if got := rendered(t, small(t, newClock()), text); !strings.HasPrefix(got, "<pre>*a *a ") || !strings.HasSuffix(got, "&lt;script&gt;</pre>") {
		t.Errorf("%.80s … %s", got, got[len(got)-80:])
	}
}

func TestBoxesAreNamedByTheirText(t *testing.T) {
	t.Parallel()
	got := rendered(t, small(t, newClock()), "* [ ] a \"b\"\n* [X]\tc\n\n  - [ ] d\n")
	for _, want := range []string{
		`name="box" value="3" role="checkbox" aria-checked="false" aria-label="a &#34;b&#34;">☐</button>`,
		`role="checkbox" aria-checked="true"`, `aria-label="d">☐</button>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %s in\n%s", want, got)
		}
	}
}

// TestAddressesOfGitHubLeadHere: an organisation's texts name repositories by
// addresses of github.com, also where this GitHub has another address.
func TestAddressesOfGitHubLeadHere(t *testing.T) {
	t.Parallel()
	cases := map[string]struct{ text, want string }{
		"a repository here":              {"[a](https://github.com/acme/shop)", `<p><a href="/acme/shop" rel="nofollow noreferrer">a</a></p>`},
		"an issue here":                  {"https://github.com/acme/shop/issues/1", `<p><a href="/acme/shop/issues/1">#1</a></p>`},
		"an issue of another repository": {"https://github.com/elsewhere/library/issues/1", `<p><a href="/elsewhere/library/issues/1">elsewhere/library#1</a></p>`},
		"no repository here":             {"https://github.com/acme/nothing", `<p><a href="https://github.com/acme/nothing">https://github.com/acme/nothing</a></p>`},
		"one that is not seen":           {"https://github.com/acme/cart", `<p><a href="https://github.com/acme/cart">https://github.com/acme/cart</a></p>`},
		"another site":                   {"https://gitlab.test/acme/shop", `<p><a href="https://gitlab.test/acme/shop">https://gitlab.test/acme/shop</a></p>`},
	}
	e := small(t, newClock(), func(o *emulator.Options) { o.WebURL = site })
	for name, c := range cases {
		if got := rendered(t, e, c.text); got != c.want {
			t.Errorf("%s: %q is\n%s\nnot\n%s", name, c.text, got, c.want)
		}
	}
}
