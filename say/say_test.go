package say_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/say"
)

// render shows a text the way GitHub would, raw HTML let through so that it is seen.
func render(t interface{ Fatal(...any) }, text string) string {
	var out bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// hostile draws text that people and attackers write.
func hostile() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.SampledFrom([]string{
			"@openedx/everyone", "@a", "#1", "o/r#1", "GH-1", "fixes #1", "Closes: o/r#2", "https://github.com/o/r/issues/1", "www.example.org",
			"a@b.org", "/upgrade owner-does x", "\n/close", "\r\n\r\n", "`", "``", "```\n", "~~~", "<!--", "-->", "<!-- upkeep:v1:living:x -->", "<b>", "</code>",
			"<img src=x onerror=1>", "[a](http://x)", "![a](http://x)", "[a]: http://x", "<http://x>", "&#64;a", "\\@a", "\\`", "\\", "|", "*", "_", "~~",
			"\u202e", "\u200b", "\u2028", "\u2029", "\u00a0", "\x00", "\t", " ", "    ", "- [ ] ", "# ", "> ", "1. ", "$$", "$`", "`$", ":tada:", "\xff", "\u2066",
		}),
		rapid.String(),
	)
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces"), rapid.SampledFrom([]string{"", " "}).Draw(t, "between"))
	})
}

// TestQuotedIsNeverAlive puts any text into every kind of place that the
// sentences have for it.
func TestQuotedIsNeverAlive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		q, other := say.Quote(hostile().Draw(t, "text")), say.Quote(hostile().Draw(t, "other"))
		for _, place := range []string{
			q.Code(), "A " + q.Code() + ", " + other.Code() + " b.", "- " + q.Code() + ": " + other.Code() + "\n- " + other.Code() + "\n", "**Bold " + q.Code() + ".** " + other.Code(),
			q.Code() + "\n" + other.Code(),
		} {
			if live := say.Live(place); live != nil {
				t.Fatalf("%q comes alive in %q", live, place)
			}
			html := render(t, place)
			for _, bad := range []string{"<a ", "<img", "<!--", "<h1", "<pre", "<table", "<blockquote", "<input"} {
				if strings.Contains(html, bad) {
					t.Fatalf("%q has %s: %s", place, bad, html)
				}
			}
			if wanted := strings.Count(place, q.Code()) + strings.Count(place, other.Code()); strings.Count(html, "<code>") > wanted {
				t.Fatalf("%q has more code than was quoted: %s", place, html)
			}
		}
		code := q.Code()
		if strings.ContainsFunc(code, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Fatalf("%q holds what cannot be seen", code)
		}
		if n := len([]rune(strings.Trim(code, "` "))); n > 160 {
			t.Fatalf("%d characters", n)
		}
	})
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Owner reviews, merges":  "`Owner reviews, merges`",
		"a\r\n/close  b":         "`a /close b`",
		"a`b``c":                 "```a`b``c```",
		"`":                      "`` ` ``",
		"":                       "(empty)",
		" \u200b\u202e ":         "(empty)",
		"pay\u202elap":           "`paylap`",
		"<!-- x -->":             "`<! -- x -->`",
		strings.Repeat("a", 161): "`" + strings.Repeat("a", 159) + "…`",
		"a\u115f\u3164b":         "`ab`",
	} {
		if got := say.Quote(text).Code(); got != want {
			t.Errorf("Quote(%q).Code() = %s, want %s", text, got, want)
		}
	}
}

func TestLive(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"thanks @feanil":            {"@feanil"},
		"@openedx/arbi-bom, please": {"@openedx/arbi-bom"},
		"(@a)":                      {"@a"},
		"`x`@a":                     {"@a"},
		`\@a`:                       {"@a"},
		"&#64;a":                    {"@a"},
		"<b>@a</b>":                 {"@a"},
		"mail a@b.org":              nil,
		"see #12":                   {"#12"},
		"see openedx/.github#12":    {"openedx/.github#12"},
		"see GH-12":                 {"GH-12"},
		"fixes #12":                 {"fixes #12"},
		"Resolves: o/r#3":           {"Resolves: o/r#3"},
		"https://github.com/o/r/issues/5#comment":    {"https://github.com/o/r/issues/5"},
		"[x](https://github.com/o/r/pull/5)":         {"https://github.com/o/r/pull/5"},
		"<https://ghe.example/o/r/discussions/5>":    {"https://ghe.example/o/r/discussions/5"},
		"closes https://github.com/o/r/issues/5":     {"closes https://github.com/o/r/issues/5"},
		"one\n/upgrade owner-does x":                 {"/upgrade"},
		"- /close":                                   {"/close"},
		"a /close b":                                 nil,
		"`@a #1 /close`":                             nil,
		"```\n@a\n/close\n```":                       nil,
		"    /close":                                 nil,
		"`/upgrade owner-does` and `a`":              nil,
		"a <!-- hidden --> b":                        {"<!--"},
		"<!-- upkeep:v1:living:x -->":                {"<!--"},
		"&lt;!-- shown --&gt;":                       nil,
		"~~@a~~ and | x |\n| - |\n| @b |":            {"@a", "@b"},
		"line 12, column 3, upgrades[0].roadmap":     nil,
		"The level `x` is 50% #hashtag and issue 12": nil,
		"# Heading @a":                               {"@a"},
		"![@a](x)":                                   {"@a"},
		"plain words.":                               nil,
	} {
		if diff := cmp.Diff(want, say.Live(text)); diff != "" {
			t.Errorf("Live(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestMarker(t *testing.T) {
	t.Parallel()
	old, current := []byte("the old key"), []byte("the current key")
	const app, object = 7, "I_abc"
	marker := say.Marker([][]byte{current, old}, app, object, "reply:12")
	byOld := say.Marker([][]byte{old}, app, object, "living")
	keys := [][]byte{current, old}
	for name, c := range map[string]struct {
		keys    [][]byte
		app     int64
		object  string
		text    string
		purpose string
	}{
		"own":                        {keys, app, object, "Hello.\n\n" + marker, "reply:12"},
		"after a browser's edit":     {keys, app, object, "Hello.\r\n\r\n" + marker + "\r\n", "reply:12"},
		"previous key":               {keys, app, object, byOld, "living"},
		"key forgotten":              {[][]byte{current}, app, object, byOld, ""},
		"other object":               {keys, app, "I_other", "Hello.\n\n" + marker, ""},
		"other app":                  {keys, 8, object, "Hello.\n\n" + marker, ""},
		"other purpose":              {keys, app, object, strings.Replace(marker, "reply:12", "living", 1), ""},
		"quoted in the middle":       {keys, app, object, "See " + marker + " there.", ""},
		"quoted as code at the end":  {keys, app, object, "`" + marker + "`", ""},
		"no marker":                  {keys, app, object, "Hello.", ""},
		"cut":                        {keys, app, object, marker[:len(marker)-8], ""},
		"no keys":                    {nil, app, object, marker, ""},
		"two, the last one is meant": {keys, app, object, marker + "\n" + byOld, "living"},
	} {
		got, ok := say.Purpose(c.keys, c.app, c.object, c.text)
		if got != c.purpose || ok != (c.purpose != "") {
			t.Errorf("%s: purpose %q, %v, want %q", name, got, ok, c.purpose)
		}
	}
	if got := say.Unmarked("Hello.\r\n\r\n" + marker + "\n"); got != "Hello." {
		t.Errorf("Unmarked = %q", got)
	}
	if got := say.Marker(nil, app, object, "living"); got != "" {
		t.Errorf("a marker without a key: %q", got)
	}
}
