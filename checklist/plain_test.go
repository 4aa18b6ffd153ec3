package checklist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// here is where the drawn descriptions stand; the steps are made ready once.
func here() Context {
	in := Context{Owner: "o", Repo: "r"}
	in.Steps = in.matcher()
	return in
}

func sameAsWhole(t interface{ Fatalf(string, ...any) }, body string, in Context) {
	got := Parse(body, in)
	want := newReader([]byte(body), whole([]byte(body)), nil, in).document()
	if diff := cmp.Diff(want, got); diff != "" && !want.Limited {
		t.Fatalf("%q is read otherwise when it is shortened (-whole +got):\n%s", body, diff)
	}
}

// drawBody is a description of lines that could matter to each other, with
// runs of plain items in between.
func drawBody(t *rapid.T) string {
	indents := rapid.SampledFrom([]string{"", "", "", " ", "  ", "   ", "    ", "      ", "\t", "> "})
	markers := rapid.SampledFrom([]string{"-", "-", "*", "+", "1.", "2.", "10)", "1)", "01."})
	boxes := rapid.SampledFrom([]string{"[ ] ", "[ ] ", "[x] ", "[X] ", "", "[ ]", "[ ]  "})
	texts := rapid.SampledFrom([]string{
		"#1", "https://github.com/o/r/issues/2", "[a](https://github.com/o/r/pull/3)", "a [b](c) o/r#4, GH-5!", "![a](b)",
		"Deploy all services", "[c]", "", "~~#6~~", "`a`", "<!-- a", "-->", "> a", "a-->", "[d --> e](f)", "  ", "a  ", "\\",
	})
	others := rapid.SampledFrom([]string{
		"", "", "text", "```", "~~~", "```[tasklist]", "<!--", "-->", "<div>", "</div>", "# a", "---", "===", "| a |", "|---|",
		"[c]: https://github.com/o/r/issues/7", "[c]: b 'c", "d'", "<pre>", "</pre>", "- a", "1. a", "5. a", "-", "- - [ ] #8", "`", "a `b",
	})
	ends := rapid.SampledFrom([]string{"\n", "\n", "\n", "\r\n", "\r", ""})
	var body strings.Builder
	for range rapid.IntRange(1, 8).Draw(t, "groups") {
		indent := indents.Draw(t, "indent")
		if rapid.Bool().Draw(t, "run") {
			marker, end := markers.Draw(t, "marker"), ends.Draw(t, "end")
			for range rapid.IntRange(1, 6).Draw(t, "items") {
				body.WriteString(indent + marker + " " + boxes.Draw(t, "box") + texts.Draw(t, "text") + end)
			}
			continue
		}
		body.WriteString(indent + others.Draw(t, "other") + ends.Draw(t, "end"))
	}
	return body.String()
}

func TestShortenedIsReadAsWhole(t *testing.T) {
	t.Parallel()
	in := here()
	rapid.Check(t, func(t *rapid.T) { sameAsWhole(t, drawBody(t), in) })
}

func FuzzShorten(f *testing.F) {
	for _, lines := range []string{"- [ ] #1\n", "  * [x] [a](b)\r\n", "2) [ ] a!\n"} {
		f.Add("a\n" + strings.Repeat(lines, 4) + "b\n")
	}
	in := here()
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) < 4000 {
			sameAsWhole(t, body, in)
		}
	})
}

func TestOnlyTheEndsOfARunAreParsed(t *testing.T) {
	t.Parallel()
	text, runs := shorten([]byte("\xef\xbb\xbf1. [ ] #1\n" + strings.Repeat("2. [x] [a](b) c\r\n", 5) + "3. [ ] `a`\n"))
	if got, want := text.content.String(), "1. [ ] #1\n2. [x] [a](b) c\r\n3. [ ] `a`\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if len(runs[3]) != 4 {
		t.Errorf("got %v", runs)
	}
}

func TestTidyingKeepsListsAndIsDoneAtOnce(t *testing.T) {
	t.Parallel()
	in := here()
	rapid.Check(t, func(t *rapid.T) {
		body := strings.ReplaceAll(drawBody(t), "```\n", "```[tasklist]\n")
		tidied := Tidy(body)
		if !sameLists(Parse(body, in), Parse(tidied, in)) {
			t.Fatalf("%q has other lists than %q", tidied, body)
		}
		if twice := Tidy(tidied); twice != tidied {
			t.Fatalf("%q tidied once: %q, twice: %q", body, tidied, twice)
		}
	})
}
