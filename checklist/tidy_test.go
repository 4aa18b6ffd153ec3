package checklist_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/checklist"
)

func TestTidy(t *testing.T) {
	t.Parallel()
	const long = "- [ ] #1\n"
	for name, c := range map[string]struct{ body, want string }{
		"no fence":            {"# a\r\n\n- [ ] #1\n```\n- [ ] #2\n```\n", "# a\r\n\n- [ ] #1\n```\n- [ ] #2\n```\n"},
		"nothing":             {"", ""},
		"a title inside":      {"Text.\n\n```[tasklist]\n### Services\n- [ ] #1\n```\n\nMore.\n", "Text.\n\n### Services\n- [ ] #1\n\nMore.\n"},
		"a title above":       {"### Tasks\n```[tasklist]\n- [ ] #1\n```\n", "### Tasks\n\n- [ ] #1\n"},
		"a title behind":      {"a\n```[tasklist] Our services \n- [ ] #1\n```\n", "a\n### Our services\n- [ ] #1\n"},
		"text around it":      {"Text.\n``` [tasklist]\nwords\n2. [ ] #1\n```\nMore.\n", "Text.\n\nwords\n2. [ ] #1\n\nMore.\n"},
		"other line ends":     {"a\r\n\r\n~~~~[tasklist]\r\n### b\r\n- [x] #1 \r\n~~~~\r\nc", "a\r\n\r\n### b\r\n- [x] #1 \r\n\r\nc"},
		"carriage returns":    {"a\r```[tasklist]\r- [ ] #1\r```\rb\r", "a\r\r- [ ] #1\r\rb\r"},
		"never closed":        {"```[tasklist]\n- [ ] #1\n\n- [X] #2", "- [ ] #1\n\n- [X] #2"},
		"closed at the end":   {"```[tasklist]\n- [ ] #1\n```", "- [ ] #1\n"},
		"nothing inside":      {"a\n\n```[tasklist]\n```\n\nb\n", "a\n\n\nb\n"},
		"indented":            {"  ```[tasklist]\n  - [ ] #1\n    - [ ] #2\n - [ ] #3\n  ```\n", "- [ ] #1\n  - [ ] #2\n- [ ] #3\n"},
		"indented, above one": {"  ~~~[tasklist]\n  - [ ] #1\n  ~~~\n" + long, "- [ ] #1\n<!-- -->\n" + long},
		"in an item, above":   {"- a\n\n  ```[tasklist]\n  - [ ] #2\n  ```\n  - [ ] #3\n", "- a\n\n  - [ ] #2\n  <!-- -->\n  - [ ] #3\n"},
		"more than 30":        {strings.Repeat("```[tasklist]\n```\n", 31), strings.Repeat("```[tasklist]\n```\n", 31)},
		"a fence cut open":    {"~~~~[tasklist]\n- [ ] #1\n~~~\n~~~~\n- [ ] #2\n", "~~~~[tasklist]\n- [ ] #1\n~~~\n~~~~\n- [ ] #2\n"},
		"in an item":          {"1. a:\n\n   ```[tasklist]\n   - [ ] #1\n   ```\n2. b\n", "1. a:\n\n   - [ ] #1\n\n2. b\n"},
		"behind a marker":     {"- ```[tasklist]\n  - [ ] #1\n  ```\n- b\n", "-\n  - [ ] #1\n\n- b\n"},
		"cut off by its item": {"- ```[tasklist]\n  - [ ] #1\n```\n- [ ] #2\n```\n", "-\n  - [ ] #1\n```\n- [ ] #2\n```\n"},
		"below a list":        {long + "\n```[tasklist]\n- [ ] #2\n```\n", long + "\n<!-- -->\n- [ ] #2\n"},
		"above a list":        {"```[tasklist]\n- [ ] #2\n```\n" + long, "- [ ] #2\n<!-- -->\n" + long},
		"another list":        {long + "```[tasklist]\n* [ ] #2\n```\n", long + "\n* [ ] #2\n"},
		"two":                 {"```[tasklist]\n- [ ] #1\n```\n\n```[tasklist]\n- [ ] #2\n```\n", "- [ ] #1\n<!-- -->\n\n- [ ] #2\n"},
		"a fence inside":      {"````[tasklist]\n- [ ] #1\n```\n- [ ] #2\n```\n````\n", "- [ ] #1\n```\n- [ ] #2\n```\n"},
		"in a quote":          {"> ```[tasklist]\n> - [ ] #1\n> ```\n", "> ```[tasklist]\n> - [ ] #1\n> ```\n"},
		"code below":          {"```[tasklist]\n- [ ] #1\n```\n\n    o/r#2\n", "```[tasklist]\n- [ ] #1\n```\n\n    o/r#2\n"},
		"a byte order mark":   {"\ufeff```[tasklist]\n- [ ] #1\n```\n", "\ufeff- [ ] #1\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := checklist.Tidy(c.body)
			if diff := cmp.Diff(strings.Split(c.want, "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if twice := checklist.Tidy(got); twice != got {
				t.Errorf("tidied twice: %q, once: %q", twice, got)
			}
		})
	}
}

func TestFences(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		"": 0, "- [ ] #1\n": 0, "```\n- [ ] #1\n```\n": 0, "> ```[tasklist]\n> ```\n": 0,
		"\ufeff```[tasklist]\n```\n": 1, "```[tasklist]\n```\n\n- a\n\n  ~~~[tasklist] b\n  ~~~\n": 2,
	} {
		if got := checklist.Fences(body); got != want {
			t.Errorf("Fences(%q) = %d, want %d", body, got, want)
		}
	}
}

func TestTidyingKeepsChildrenAndWords(t *testing.T) {
	t.Parallel()
	titled := func(body string) bool { return strings.Contains(body, "[tasklist] ") } // a line becomes another one
	all := slices.DeleteFunc(bodies(t), titled)
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SampledFrom(all)
		body := draw.Draw(t, "first") + "\n" + draw.Draw(t, "second") + draw.Draw(t, "third")
		tidied := checklist.Tidy(body)
		if diff := cmp.Diff(links(body, roadmap()), links(tidied, roadmap())); diff != "" {
			t.Fatalf("children (-before +after):\n%s", diff)
		}
		if twice := checklist.Tidy(tidied); twice != tidied {
			t.Fatalf("tidied twice: %q, once: %q", twice, tidied)
		}
		if diff := cmp.Diff(wordsOfLines(body), wordsOfLines(tidied)); diff != "" {
			t.Fatalf("text (-before +after):\n%s", diff)
		}
	})
}

// wordsOfLines are the lines of a text without those of fences, those that
// part lists, and the white space around them.
func wordsOfLines(text string) []string {
	var all []string
	for line := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '\n' || c == '\r' }) {
		line = strings.TrimSpace(line)
		if line != "" && line != "<!-- -->" && !strings.HasPrefix(line, "```") && !strings.HasPrefix(line, "~~~") {
			all = append(all, line)
		}
	}
	return all
}
