package checklist_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

func TestCarry(t *testing.T) {
	t.Parallel()
	const before = "Words.\n\n- [ ] #1\n- [x] #2\n- [ ] Write the notes\n"
	const after = "Words.\n\n- [x] #1\n- [ ] #2\n- [x] Write the notes\n"
	for name, test := range map[string]struct{ person, want string }{
		"nothing changed":   {before, after},
		"words above":       {"More.\n" + before, "More.\n" + after},
		"another order":     {"- [x] #2\n- [ ] #1\n", "- [ ] #2\n- [x] #1\n"},
		"words of an item":  {"- [ ] #1 by Ada\n", "- [x] #1 by Ada\n"},
		"named differently": {"- [ ] https://github.com/acme/shop/issues/1\n", "- [x] https://github.com/acme/shop/issues/1\n"},
		"a box of their own": {
			"Words.\n\n- [X] #1\n- [x] #2\n- [ ] Write the notes\n", "Words.\n\n- [X] #1\n- [ ] #2\n- [x] Write the notes\n",
		},
		"a new item":           {"- [ ] #3\n- [ ] #1\n", "- [ ] #3\n- [x] #1\n"},
		"the same item twice":  {"- [ ] #1\n- [ ] #1\n", "- [x] #1\n- [ ] #1\n"},
		"struck":               {"- [ ] ~~#1~~ N/A\n", "- [ ] ~~#1~~ N/A\n"},
		"a step, reworded":     {"- [ ] Write all notes\n", "- [ ] Write all notes\n"},
		"Windows' line ends":   {"- [ ] #1\r\n- [x] #2\r\n", "- [x] #1\r\n- [ ] #2\r\n"},
		"no longer a list":     {"[ ] #1\n", "[ ] #1\n"},
		"beyond being read":    {strings.Repeat(">", 10_000) + "\n- [ ] #1\n", strings.Repeat(">", 10_000) + "\n- [ ] #1\n"},
		"nothing":              {"", ""},
		"a list without boxes": {"- #1\n- #2\n", "- #1\n- #2\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := checklist.Context{Owner: "acme", Repo: "shop"}
			if got := checklist.Carry(before, after, test.person, in); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Fences that the app has opened stay open in what a person made of the text before.
func TestCarryWithoutFences(t *testing.T) {
	t.Parallel()
	const before, after = "```[tasklist]\n- [ ] #1\n- [ ] #2\n```\n", "- [x] #1\n- [ ] #2\n"
	person := "More words.\n\n" + strings.Replace(before, "[ ] #2", "[x] #2", 1)
	const want = "More words.\n\n- [x] #1\n- [x] #2\n"
	if got := checklist.Carry(before, after, person, checklist.Context{Owner: "acme", Repo: "shop"}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever a person and the app make of a description, all bytes are the
// person's but those in boxes that only the app has set.
func TestCarryingKeepsAllWordsOfThePerson(t *testing.T) {
	t.Parallel()
	all := bodies(t)
	in := checklist.Context{Owner: "acme", Repo: "shop", Steps: runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{})}
	rapid.Check(t, func(t *rapid.T) {
		before := rapid.SampledFrom(all).Draw(t, "before")
		after := checklist.SetBoxes(before, drawBoxes(t, "app", checklist.Parse(before, in)))
		person := checklist.SetBoxes(before, drawBoxes(t, "person", checklist.Parse(before, in)))
		mergesBoxes(t, before, after, person, in)
		at := rapid.IntRange(0, len(person)).Draw(t, "at")
		cut := rapid.IntRange(0, min(80, len(person)-at)).Draw(t, "cut")
		words := rapid.SampledFrom([]string{"", "Words.\n", "- [ ] #9\n", "~~", "\r\n", "<!--", "```\n", "[x]"}).Draw(t, "words")
		person = person[:at] + words + person[at+cut:]

		carried := checklist.Carry(before, after, person, in)
		if len(carried) != len(person) {
			t.Fatalf("%d bytes became %d", len(person), len(carried))
		}
		own := states(checklist.Parse(person, in))
		for i := range person {
			if _, box := own[i]; !box && carried[i] != person[i] {
				t.Fatalf("byte %d is no box and changed from %q to %q", i, person[i], carried[i])
			}
		}
	})
}

// mergesBoxes wants each box as the person has it if they have changed it, and
// else as the app has it.
func mergesBoxes(t *rapid.T, before, after, person string, in checklist.Context) {
	want := []byte(after)
	for i := range before {
		if person[i] != before[i] {
			want[i] = person[i]
		}
	}
	if got := checklist.Carry(before, after, person, in); got != string(want) {
		t.Fatalf("app:\n%s\nperson:\n%s\ntogether:\n%s\nwant:\n%s", after, person, got, want)
	}
}

// drawBoxes sets some of the boxes of a description, of items that are not struck.
func drawBoxes(t *rapid.T, who string, document checklist.Document) map[int]bool {
	set := map[int]bool{}
	for _, list := range document.Lists {
		for _, item := range list.Items {
			if item.Box >= 0 && !item.Struck && rapid.Bool().Draw(t, who) {
				set[item.Box] = rapid.Bool().Draw(t, who+" checks")
			}
		}
	}
	return set
}
