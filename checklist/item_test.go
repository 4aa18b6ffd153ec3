package checklist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/checklist"
)

// outline lists all items of a body, one a line, by what tell says of each.
func outline(body string, tell func(checklist.Item) string) string {
	var all []string
	for _, list := range checklist.Parse(body, roadmap()).Lists {
		for _, item := range list.Items {
			all = append(all, tell(item))
		}
	}
	return strings.Join(all, "\n")
}

func TestAnItemTellsWhatIsAroundIt(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"- [ ] a\n- [ ] b\n":                            "1 0 -1\n2 0 -1",
		"- [ ] a\n  - [ ] b\n    1. [ ] c\n  - [ ] d\n": "1 0 -1\n2 1 3\n4 1 3\n3 2 13",
		"- [ ] a\n  - b\n    - [ ] c\n":                 "1 0 -1\n3 2 3",
		"- a\n  - [ ] b\n":                              "2 1 -1",
		"- - [ ] b\n":                                   "1 1 -1",
		"- [ ] a\n\n  ```[tasklist]\n  - [ ] b\n  - c\n    - [ ] d\n  ```\n": "1 0 -1\n4 1 3\n5 1 3\n6 2 3",
		"- [ ] a\n  - [ ] b\n  - [ ] c\n  - [ ] d\n  - [ ] e\n- [ ] f\n":     "1 0 -1\n6 0 -1\n2 1 3\n3 1 3\n4 1 3\n5 1 3",
	} {
		got := outline(body, func(i checklist.Item) string { return fmt.Sprint(i.Line, i.Depth, i.Parent) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: line, depth and parent (-want +got):\n%s", body, diff)
		}
	}
}

func TestAnItemHasItsText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Deploy all services":                            "Deploy all services",
		"  Deploy \n  all\tservices  ":                   "Deploy all\tservices",
		"[Create](https://a.org) the issue":              "Create the issue",
		"[a `b` *c*][r] d\n\n  e\n\n[r]: /":              "a b *c* d e",
		"see https://a.org/b?c=d.":                       "see https://a.org/b?c=d.",
		"<https://a.org> `code` <br> <!-- a --> ![b](c)": "https://a.org code",
		"**Deploy** ~~all~~ services":                    "**Deploy** ~~all~~ services",
		"Deploy\n  - [x] below\n\n  all":                 "Deploy all",
		"a [b] [ ] c":                                    "a [b] [ ] c",
	} {
		got := outline("- [ ] "+text, func(i checklist.Item) string { return i.Text })
		if got, _, _ = strings.Cut(got, "\n"); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestStruckItems(t *testing.T) {
	t.Parallel()
	const struck, open, part = "item #1 struck", "#1", "#1 struck"
	for text, want := range map[string]string{
		"~~#1~~":                   struck,
		"~~#1~~ N/A":               struck,
		"~~credentials #1~~ (N/A)": struck,
		"~#1~ N/A":                 struck,
		"**~~#1~~** N/A":           struck,
		"~~**#1**~~":               struck,
		"~~[a](https://github.com/openedx/platform-roadmap/issues/1)~~ unsupported":   struck,
		"[~~a~~](https://github.com/openedx/platform-roadmap/issues/1) - unsupported": struck,
		"~~https://github.com/openedx/platform-roadmap/issues/1~~ N/A":                struck,
		"<del>#1</del> N/A":          struck,
		"<S>#1</S>":                  struck,
		"~~ecommerce\n  #1~~ N/A":    struck,
		"#1":                         open,
		"~~#1":                       open,
		"#1~~":                       open,
		"~~ #1 ~~":                   open,
		"~~~#1~~~":                   open,
		"~~#1~":                      open,
		"\\~~#1\\~~":                 open,
		"`~~`#1`~~`":                 open,
		"~5 days for #1, ~6 in all":  open,
		"~~old words~~ new words #1": open,
		"#1 ~~by Friday~~":           open,
		"fix (~#1~)":                 part,
		"credentials ~~#1~~":         part,
		"~~now~~\n\n  #1":            open,
	} {
		got := outline("- [ ] "+text+"\n", func(i checklist.Item) string {
			said := ""
			if i.Struck {
				said = "item "
			}
			for _, link := range i.Links {
				said += fmt.Sprintf("#%d", link.Ref.Number)
				if link.Struck {
					said += " struck"
				}
			}
			return said
		})
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAStruckStepNeedsNoLink(t *testing.T) {
	t.Parallel()
	const body = "- ~~Create a page~~ N/A\n- [ ] ~~Write~~ N/A\n- [ ] Write ~~all~~ instructions\n"
	got := outline(body, func(i checklist.Item) string { return fmt.Sprint(i.Struck) })
	if want := "true\ntrue\nfalse"; got != want {
		t.Errorf("got %s", got)
	}
}
