package command_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/command"
)

var here = command.Context{Owner: "openedx", Repo: "credentials"}

// arguments are what follows a command's name, and how it is sorted: words
// as they are, then each value, issue, team, user and the reason.
var arguments = []struct{ text, want string }{
	// References.
	{"#1", "issue openedx/credentials#1"},
	{"GH-1", "issue openedx/credentials#1"},
	{"gh-12", "issue openedx/credentials#12"},
	{"edx-platform#1", "issue openedx/edx-platform#1"},
	{"edx.platform_x#1", "issue openedx/edx.platform_x#1"},
	{"edx/configuration#7", "issue edx/configuration#7"},
	{"https://github.com/o/r/issues/1", "issue o/r#1"},
	{"http://github.com/o/r/issues/1", "issue o/r#1"},
	{"HTTPS://GitHub.com/o/r/issues/1", "issue o/r#1"},
	{"https://www.github.com/o/r/issues/1", "issue o/r#1"},
	{"www.github.com/o/r/issues/1", "issue o/r#1"},
	{"github.com/o/r/issues/1", "issue o/r#1"},
	{"https://github.com/o/r/issues/1/", "issue o/r#1"},
	{"https://github.com/o/r/issues/1#issuecomment-5", "issue o/r#1"},
	{"https://github.com/o/r/issues/1?q=is%3Aopen", "issue o/r#1"},
	{"https://github.com/o/r/issues/1?a=b#c", "issue o/r#1"},
	{"https://github.com/o/r/pull/2", "issue o/r#2"},
	{"https://github.com/o/r/pull/2/files", "issue o/r#2"},
	{"https://github.com/o/r/pull/2/commits/abc", "issue o/r#2"},
	{"https://github.com/o/r/pull/2/files#diff-1", "issue o/r#2"},
	{"<https://github.com/o/r/issues/1>", "issue o/r#1"},
	{"<https://github.com/o/r/issues/1>,", "issue o/r#1"},
	{"[#1](https://github.com/o/r/issues/1)", "issue o/r#1"},
	{"[the old one, #1](https://github.com/o/r/issues/1), #2", "issue o/r#1; issue openedx/credentials#2"},
	{"[](https://github.com/o/r/issues/1)", "issue o/r#1"},
	{`[a](https://github.com/o/r/issues/1 "a title")`, "issue o/r#1"},
	{"[a](<https://github.com/o/r/issues/1>)", "issue o/r#1"},
	{"[because](https://github.com/o/r/issues/1) x", "x; issue o/r#1"},

	// Lists of them.
	{"#1 #2", "issue openedx/credentials#1; issue openedx/credentials#2"},
	{"#1, #2 and #3", "issue openedx/credentials#1; issue openedx/credentials#2; issue openedx/credentials#3"},
	{"#1, #2, AND #3.", "issue openedx/credentials#1; issue openedx/credentials#2; issue openedx/credentials#3"},
	{"#1 , and #2", "issue openedx/credentials#1; issue openedx/credentials#2"},
	{"#1,#2;o/r#3", "issue openedx/credentials#1; issue openedx/credentials#2; issue o/r#3"},
	{"#1 and @sue and @openedx/arbi-bom", "issue openedx/credentials#1; team openedx/arbi-bom; user sue"},
	{"https://github.com/o/r/issues/1,https://github.com/o/r/issues/2", "issue o/r#1; issue o/r#2"},
	{"#1 and", "and; issue openedx/credentials#1"},
	{"#1 and more", "and|more; issue openedx/credentials#1"},
	{"and #1", "and; issue openedx/credentials#1"},
	{"a and b", "a|and|b"},
	{`#1 "and" #2`, "and; issue openedx/credentials#1; issue openedx/credentials#2"},
	{"#1 and k=v", "and; k=v; issue openedx/credentials#1"},
	{"#1 #1 openedx/Credentials#1", "issue openedx/credentials#1"},
	{"#1, two", "two; issue openedx/credentials#1"},

	// What is no reference.
	{"#0", "#0"},
	{"#01", "#01"},
	{"#", "#"},
	{"#x", "#x"},
	{"#1x", "#1x"},
	{"#12345678901", "#12345678901"},
	{"GH-", "GH-"},
	{"issue 1", "issue|1"},
	{"a/b/c#1", "a/b/c#1"},
	{"-a/b#1", "-a/b#1"},
	{"/b#1", "/b#1"},
	{"(#1)", "(#1)"},
	{"#1,two", "#1,two"},
	{"\"#1\"", "#1"},
	{"https://example.org/o/r/issues/1", "https://example.org/o/r/issues/1"},
	{"https://github.com.example.org/o/r/issues/1", "https://github.com.example.org/o/r/issues/1"},
	{"https://github.com@example.org/o/r/issues/1", "https://github.com@example.org/o/r/issues/1"},
	{"https://github.com:8443/o/r/issues/1", "https://github.com:8443/o/r/issues/1"},
	{"ftp://github.com/o/r/issues/1", "ftp://github.com/o/r/issues/1"},
	{"https://github.com/o/r/issues", "https://github.com/o/r/issues"},
	{"https://github.com/o/r/issues/1x", "https://github.com/o/r/issues/1x"},
	{"https://github.com/o/r/issues/1/edit", "https://github.com/o/r/issues/1/edit"},
	{"https://github.com/o/r/pull/1/../../issues/2", "https://github.com/o/r/pull/1/../../issues/2"},
	{"https://github.com/o/r/discussions/1", "https://github.com/o/r/discussions/1"},
	{"https://github.com/o%2Fr/x/issues/1", "https://github.com/o%2Fr/x/issues/1"},
	{"<https://docs.example.org/x>", "https://docs.example.org/x"},
	{"[the docs](https://docs.example.org/x).", "https://docs.example.org/x"},
	{"[a](b)c", "[a](b)c"},
	{"[a] (b)", "[a]|(b)"},
	{"[a b", "[a|b"},
	{"<b>", "<b>"},

	// Teams and users.
	{"@openedx/arbi-bom", "team openedx/arbi-bom"},
	{"@OpenEdX/Arbi-BOM", "team OpenEdX/arbi-bom"},
	{"@openedx/arbi-bom, @openedx/sre.", "team openedx/arbi-bom; team openedx/sre"},
	{"@openedx/a @OPENEDX/A", "team openedx/a"},
	{"@sue", "user sue"},
	{"@sue,", "user sue"},
	{"@sue and @Bob-1", "user sue; user Bob-1"},
	{"@sue @SUE", "user sue"},
	{"@sue_corp", "user sue_corp"},
	{"@", "@"},
	{"@-sue", "@-sue"},
	{"@sue's", "@sue's"},
	{"sue@example.org", "sue@example.org"},
	{"@a/b/c", "@a/b/c"},
	{"@dependabot[bot]", "@dependabot[bot]"},
	{"@" + strings.Repeat("a", 40), "@" + strings.Repeat("a", 40)},

	// Values.
	{"level=TBD", "level=TBD"},
	{"Level=TBD x", "x; level=TBD"},
	{`level="Owner reviews"`, "level=Owner reviews"},
	{"level=“Owner reviews”", "level=Owner reviews"},
	{"level=", "level="},
	{"a=1 a=2", "a=2"},
	{"a=b=c", "a=b=c"},
	{"to=#1", "to=#1"},
	{`"level=TBD"`, "level=TBD|"},
	{"=x", "=x|"},
	{"1=x", "1=x|"},
	{"é=x", "é=x|"},
	{"https://example.org/?a=b", "https://example.org/?a=b|"},

	// Words.
	{"", ""},
	{`"Owner reviews, merges"`, "Owner reviews, merges"},
	{"owner reviews, merges", "owner|reviews,|merges"},
	{"5.2.", "5.2"},
	{`"Owner reviews".`, "Owner reviews"},
	{`"" x`, "|x"},
	{`"Django 5.2" from 4.2 to 5.2 by 1 April 2026`, "Django 5.2|from|4.2|to|5.2|by|1|April|2026"},

	// The reason.
	{"because we do not use it", "because we do not use it"},
	{"because we do not use it.", "because we do not use it."},
	{"because: vendor freeze", "because vendor freeze"},
	{"BECAUSE vendor freeze", "because vendor freeze"},
	{"Because: vendor freeze", "because vendor freeze"},
	{"until 1 April 2026 because of #1 and @sue", "until|1|April|2026; because of #1 and @sue"},
	{"until 2026-04-01. because x", "until|2026-04-01.; because x"},
	{"x because y because z", "x; because y because z"},
	{`x because it's the "old" one`, `x; because it's the "old" one`},
	{`x because "the old one"`, "x; because the old one"},
	{`x because "the old one".`, "x; because the old one"},
	{`x because “the old one”`, "x; because the old one"},
	{`x because "a" and "b"`, `x; because "a" and "b"`},
	{`"x because y" because z`, "x because y; because z"},
	{`"because" x`, "because|x"},
	{"x because   of \u00a0 this \\", "x; because of this"},
	{"x because k=v", "x; because k=v"},
	{"x because", "x"},
	{"x because:", "x"},
	{"x because .", "x"},
	{"x because —", "x"},
	{"x because №1", "x; because №1"},
	{"x because, y", "x|because,|y"},
	{"becauses x", "becauses|x"},
	{"x <!-- because y --> because z", "x; because z"},
	{"x because <!-- hidden --> z", "x; because z"},
}

func TestReadArguments(t *testing.T) {
	t.Parallel()
	for _, c := range arguments {
		if diff := cmp.Diff(c.want, sorted(readArguments(t, c.text, here))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func readArguments(t interface{ Fatalf(string, ...any) }, text string, in command.Context) command.Arguments {
	parsed := command.Parse("/upgrade x " + text)
	if len(parsed.Commands) != 1 {
		t.Fatalf("%q is read as %v", text, parsed)
	}
	return command.ReadArguments(parsed.Commands[0], in)
}

// sorted shows arguments. Words that could be taken for something else end in a bar.
func sorted(a command.Arguments) string {
	var all []string
	if words := strings.Join(a.Words, "|"); len(a.Words) > 0 {
		if strings.Contains(words, "=") {
			words += "|"
		}
		all = append(all, words)
	}
	for key, value := range a.Values {
		all = append(all, key+"="+value)
	}
	for _, issue := range a.Issues {
		all = append(all, "issue "+issue.String())
	}
	for _, team := range a.Teams {
		all = append(all, "team "+team.Organisation+"/"+team.Slug)
	}
	for _, user := range a.Users {
		all = append(all, "user "+user)
	}
	if a.Because != "" {
		all = append(all, "because "+a.Because)
	}
	return strings.Join(all, "; ")
}

func TestReferencesOnAnotherHost(t *testing.T) {
	t.Parallel()
	enterprise := command.Context{Owner: "o", Repo: "r", Host: "GHE.example.org:8443"}
	for text, want := range map[string]string{
		"#1": "issue o/r#1",
		"https://ghe.example.org:8443/a/b/issues/2": "issue a/b#2",
		"https://ghe.example.org/a/b/issues/2":      "https://ghe.example.org/a/b/issues/2",
		"https://github.com/a/b/issues/2":           "https://github.com/a/b/issues/2",
	} {
		if diff := cmp.Diff(want, sorted(readArguments(t, text, enterprise))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestReasonIsBounded(t *testing.T) {
	t.Parallel()
	for length, want := range map[int]int{499: 499, 500: 500, 501: 500, 60_000: 500} {
		reason := readArguments(t, "because "+strings.Repeat("é", length), here).Because
		if got := utf8.RuneCountInString(reason); got != want || strings.HasSuffix(reason, "…") != (length > 500) {
			t.Errorf("%d characters become %d, ending in %q", length, got, reason[len(reason)-3:])
		}
	}
}

func TestObjectsAreBounded(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "#%d @u%d @o/t%d ", i+1, i, i)
	}
	a := readArguments(t, text.String(), here)
	if kept := len(a.Issues) + len(a.Teams) + len(a.Users); kept != command.MostObjects || a.More != 3000-kept {
		t.Errorf("%d objects are kept and %d told about", kept, a.More)
	}
}

// TestReferenceReadsBack holds for every form, as long as it is written on the reference's own host.
func TestReferenceReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := command.Reference{
			Owner:  rapid.StringMatching(`[a-zA-Z0-9][a-zA-Z0-9-]{0,38}`).Draw(t, "owner"),
			Repo:   rapid.StringMatching(`[a-zA-Z0-9._-]{1,100}`).Draw(t, "repo"),
			Number: rapid.IntRange(1, 9_999_999_999).Draw(t, "number"),
		}
		address := fmt.Sprintf("https://github.com/%s/%s/issues/%d", want.Owner, want.Repo, want.Number)
		for _, text := range []string{
			want.String(), address, "<" + address + ">", "[a b](" + address + ")", want.String() + ",",
			fmt.Sprintf("#%d", want.Number), fmt.Sprintf("GH-%d", want.Number), fmt.Sprintf("%s#%d", want.Repo, want.Number),
		} {
			a := readArguments(t, text, command.Context{Owner: want.Owner, Repo: want.Repo})
			if !slices.Equal(a.Issues, []command.Reference{want}) || len(a.Words) > 0 {
				t.Fatalf("%q is read as %v", text, a)
			}
		}
	})
}

// TestQuotedWordsMeanThemselves: whatever stands in quotes is one word.
func TestQuotedWordsMeanThemselves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.SampledFrom([]string{
			"#1", "@sue", "@o/t", "k=v", "because", "and", ",", "Owner reviews", "", "https://github.com/o/r/issues/1", "tomorrow",
		})).Draw(t, "words")
		var quoted []string
		for _, word := range want {
			quoted = append(quoted, `"`+word+`"`)
		}
		if got := readArguments(t, strings.Join(quoted, " "), here); len(got.Words) != len(want) || !slices.Equal(got.Words, want) {
			t.Fatalf("%q is read as %v", quoted, got)
		}
	})
}

// FuzzReadArguments holds what is read to its bounds, and to reading the same again.
func FuzzReadArguments(f *testing.F) {
	for _, c := range arguments {
		f.Add(c.text)
	}
	for _, c := range dates {
		f.Add("until " + c.text + " because x")
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1000 {
			return
		}
		a := command.ReadArguments(command.Command{Text: text}, here)
		if utf8.RuneCountInString(a.Because) > 500 || len(a.Issues)+len(a.Teams)+len(a.Users) > command.MostObjects {
			t.Errorf("%q: beyond the bounds: %v", text, a)
		}
		var again strings.Builder
		for _, issue := range a.Issues {
			again.WriteString(" " + issue.String() + ",")
		}
		for _, team := range a.Teams {
			again.WriteString(" @" + team.Organisation + "/" + team.Slug)
		}
		for _, user := range a.Users {
			again.WriteString(" @" + user)
		}
		b := command.ReadArguments(command.Command{Text: again.String()}, command.Context{})
		a.Words, a.Values, a.Because, a.More = nil, nil, "", 0
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%q, shown as %q, reads back differently (-want +got):\n%s", text, again.String(), diff)
		}
		if date, rest, ok := command.TakeDate(strings.Fields(text), tuesday); ok {
			if shown, found := command.Date(date.Format(time.DateOnly), tuesday); !found || shown != date {
				t.Errorf("%q: %v does not read back", text, date)
			}
			if len(rest) >= len(strings.Fields(text)) {
				t.Errorf("%q: the date is still among %q", text, rest)
			}
		}
	})
}
