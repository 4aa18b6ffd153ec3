package checklist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/checklist"
)

func roadmap() checklist.Context {
	return checklist.Context{Owner: "openedx", Repo: "platform-roadmap"}
}

// links are the links of the children of a body, in words.
func links(body string, in checklist.Context) string {
	var all []string
	for _, item := range checklist.Parse(body, in).Children() {
		for _, link := range item.Links {
			text := link.Ref.String()
			if link.PullRequest {
				text += " pull"
			}
			all = append(all, text)
		}
	}
	return strings.Join(all, ", ")
}

func TestLinks(t *testing.T) {
	t.Parallel()
	const here = "openedx/platform-roadmap"
	for text, want := range map[string]string{
		"#1":                here + "#1",
		"(#1)":              here + "#1",
		"#1, #2;#3":         here + "#1, " + here + "#2, " + here + "#3",
		"**#1**":            here + "#1",
		"“#1”":              here + "#1",
		"#1.":               here + "#1",
		"GH-1 (gh-2), Gh-3": here + "#1, " + here + "#2, " + here + "#3",
		"a#1 #1a #01 #0 ##1 &#1; @#1 a-#1 /#1 #12345678901":      "",
		"aGH-1 GH-1a GH-01 GH-1-2 a-GH-1 o/GH-1 GH- GH--1 GHE-1": "",
		"o/r#1 O-x/.r_.-#2": "o/r#1, O-x/.r_.-#2",
		"a/b/c#1 -o/r#1 o.x/r#1 @o/r#1 o//r#1 /r#1 o/#1": "",
		"o/r#1_ o/r#1-x":                                                                     "o/r#1",
		"@types/react@17 user@example.org#1":                                                 "",
		"https://github.com/o/r/issues/1":                                                    "o/r#1",
		"https://redirect.github.com/o/r/pull/1":                                             "o/r#1 pull",
		"HTTPS://GitHub.COM/o/r/pull/1":                                                      "o/r#1 pull",
		"http://www.github.com/o/r/issues/1/":                                                "o/r#1",
		"https://github.com/o/r/issues/1?a=#b":                                               "o/r#1",
		"https://github.com/o/r/issues/1#issuecomment-2":                                     "o/r#1",
		"https://github.com/o/r/pull/1/files#r2":                                             "o/r#1 pull",
		"(see https://github.com/o/r/issues/1).":                                             "o/r#1",
		"~~https://github.com/o/r/issues/1~~":                                                "o/r#1",
		"xhttps://github.com/o/r/issues/1":                                                   "",
		"https://github.com/o/r/issues/1x https://github.com/o/r/issues/1-2":                 "",
		"https://github.com/o/r/issues/new/choose https://github.com/o/r/issues":             "",
		"https://github.com/o/r/issues/1/events https://github.com/o/r/discussions/1":        "",
		"https://github.com/orgs/o/projects/4/views/1 https://github.com/o/r":                "",
		"https://gitlab.com/o/r/issues/1 https://github.com.evil.org/o/r/issues/1":           "",
		"https://github.com@evil.org/o/r/issues/1 https://evil.org/https://github.com/o/r#1": "",
		"https://evil.org/o/r#5":                                                             "",
		"<https://github.com/o/r/issues/1>":                                                  "o/r#1",
		"[t](https://github.com/o/r/issues/1)":                                               "o/r#1",
		"[#7](https://github.com/o/r/issues/1 'x')":                                          "o/r#1",
		"[t](<https://github.com/o/r/issues/1>)":                                             "o/r#1",
		"[a `b` [c] d](https://github.com/o/r/pull/1)":                                       "o/r#1 pull",
		"[![b](https://x.org/b.svg)](https://github.com/o/r/issues/1)":                       "o/r#1",
		"[#1](https://example.org)":                                                          "",
		"![t](https://github.com/o/r/issues/1)":                                              "",
		"`#1` ``o/r#1`` `https://github.com/o/r/issues/1`":                                   "",
		"<!-- #1 --> <a title='#2'>":                                                         "",
		"[t][r]\n\n[r]: https://github.com/o/r/issues/1":                                     "o/r#1",
		"[T]\n\n[t]: https://github.com/o/r/issues/1":                                        "o/r#1",
		"[o/r#1] [#2": "o/r#1, " + here + "#2",
	} {
		if diff := cmp.Diff(want, links("- [ ] "+text+"\n", roadmap())); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestLinksOfAnotherHost(t *testing.T) {
	t.Parallel()
	in := roadmap()
	in.Host = "GitHub.Example.org"
	body := "- [ ] https://github.example.org/o/r/issues/1 https://github.com/o/r/issues/2 #3\n"
	if diff := cmp.Diff("o/r#1, openedx/platform-roadmap#3", links(body, in)); diff != "" {
		t.Error(diff)
	}
}

func TestListsWithoutBoxes(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"- o/r#1\n- o/r#2 and o/r#3\n":                              "o/r#1, o/r#2, o/r#3",
		"1. https://github.com/o/r/issues/1\n":                      "o/r#1",
		"- ~~o/r#1~~ N/A\n- **[t](https://github.com/o/r/pull/2)**": "o/r#1, o/r#2 pull",
		"- o/r#1\n- see o/r#2\n":                                    "",
		"- o/r#1\n- words\n":                                        "",
		"- o/r#1\n-\n":                                              "",
		"- [ ] words\n- see o/r#2\n":                                "o/r#2",
		"- [ ] words\n  - see o/r#2\n":                              "",
		"- a\n\n  [ ] o/r#1\n":                                      "",
		"o/r#1\n":                                                   "",
		"> - o/r#1\n":                                               "",
	} {
		if diff := cmp.Diff(want, links(body, roadmap())); diff != "" {
			t.Errorf("%q (-want +got):\n%s", body, diff)
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	body := "Text\r\n\r\n- [ ] o/r#1\r\n  wrapped https://github.com/o/r/pull/2\r\n  1) [X] #3\r\n- no box\r\n"
	got := checklist.Parse(body, checklist.Context{Owner: "o", Repo: "r"})
	if got.Limited || len(got.Lists) != 2 || got.Lists[0].Runbook {
		t.Fatalf("got %+v", got)
	}
	lines := func(list checklist.List) (all []string) {
		for _, item := range list.Items {
			text := fmt.Sprintf("%d box %d %v", item.Line, item.Box, item.Checked)
			for _, link := range item.Links {
				text += fmt.Sprintf(" %v@%d", link.Ref, link.Line)
			}
			all = append(all, text)
		}
		return all
	}
	want := []string{
		fmt.Sprintf("3 box %d false o/r#1@3 o/r#2@4", strings.Index(body, "[ ]")+1), "6 box -1 false",
	}
	if diff := cmp.Diff(want, lines(got.Lists[0])); diff != "" {
		t.Error(diff)
	}
	want = []string{fmt.Sprintf("5 box %d true o/r#3@5", strings.Index(body, "[X]")+1)}
	if diff := cmp.Diff(want, lines(got.Lists[1])); diff != "" {
		t.Error(diff)
	}
}

func TestParseSaysWhenABodyIsBeyondReading(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		strings.Repeat("- ", 1000) + "[ ] #1\n",
		"```[tasklist]\n" + strings.Repeat("- ", 1000) + "[ ] #1\n```\n",
	} {
		if !checklist.Parse(body, roadmap()).Limited {
			t.Errorf("%.20q… is not limited", body)
		}
	}
}

func TestSetBoxes(t *testing.T) {
	t.Parallel()
	const body = "- [ ] a\n- [X] b\n- [x] c\n- [y] d\n- [ ]e"
	for name, c := range map[string]struct {
		boxes map[int]bool
		want  string
	}{
		"nothing":            {nil, body},
		"check":              {map[int]bool{3: true}, "- [x] a\n- [X] b\n- [x] c\n- [y] d\n- [ ]e"},
		"stay":               {map[int]bool{3: false, 11: true, 19: true}, body},
		"uncheck":            {map[int]bool{11: false, 19: false}, "- [ ] a\n- [ ] b\n- [ ] c\n- [y] d\n- [ ]e"},
		"no box there":       {map[int]bool{0: true, 2: true, 27: true, 35: true}, body},
		"outside of the end": {map[int]bool{-1: true, -9: true, 36: true, 37: true, 400: true}, body},
	} {
		if diff := cmp.Diff(c.want, checklist.SetBoxes(body, c.boxes)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
