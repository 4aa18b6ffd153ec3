package try_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/try"
	"github.com/upkeep-app/upkeep/upgrade"
)

// branch is an item of a drawn list.
type branch struct {
	box    string // "", "[ ]", "[x]" or "[X]"
	refs   []upgrade.Ref
	struck bool
	below  []branch
}

// forest draws lists; the sum of all items is bounded by the budget.
func forest(t *rapid.T, depth int, budget *int) []branch {
	var all []branch
	for range rapid.IntRange(1, 5).Draw(t, "items") {
		if *budget--; *budget < 0 {
			break
		}
		b := branch{
			box:    rapid.SampledFrom([]string{"[ ]", "[ ]", "[x]", "[X]", ""}).Draw(t, "box"),
			struck: rapid.IntRange(0, 9).Draw(t, "struck") == 0,
		}
		for range rapid.SampledFrom([]int{0, 1, 1, 1, 2}).Draw(t, "refs") {
			b.refs = append(b.refs, upgrade.Ref{Owner: "o", Repo: "r", Number: rapid.IntRange(1, 6).Draw(t, "number")})
		}
		if depth < 4 && rapid.IntRange(0, 3).Draw(t, "nests") == 0 {
			b.below = forest(t, depth+1, budget)
		}
		all = append(all, b)
	}
	return all
}

// writer writes drawn lists twice: as they are, and as they are to become.
type writer struct {
	before, after    strings.Builder
	closed, reopened []upgrade.Ref
}

func (w *writer) both(text string) {
	w.before.WriteString(text)
	w.after.WriteString(text)
}

// write has one list in which at least the first item has a box, so that it counts.
func (w *writer) write(t *rapid.T, items []branch, indent string) {
	marker := rapid.SampledFrom([]string{"- ", "* ", "+ ", "1. ", "1) ", "-   "}).Draw(t, "marker")
	for i, item := range items {
		if i == 0 && item.box == "" {
			item.box = "[ ]"
		}
		w.both(indent + marker)
		if item.box != "" {
			w.before.WriteString(item.box + " ")
			w.after.WriteString(w.wanted(item) + " ")
		}
		w.both(words(t, item) + rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		if len(item.below) > 0 {
			w.write(t, item.below, indent+strings.Repeat(" ", len(marker)))
		}
	}
}

func words(t *rapid.T, item branch) string {
	text := rapid.SampledFrom([]string{"", "xblock ", "the `new` one: "}).Draw(t, "words")
	if item.struck {
		text = "~~" + text
	}
	for _, ref := range item.refs {
		form := rapid.SampledFrom([]string{"%[1]s ", "https://github.com/%[2]s/%[3]s/issues/%[4]d ", "[t](https://github.com/%[2]s/%[3]s/pull/%[4]d) "})
		text += fmt.Sprintf(form.Draw(t, "form"), ref, ref.Owner, ref.Repo, ref.Number)
	}
	if text += "end"; item.struck {
		text += "~~ N/A"
	}
	return text
}

// wanted is the box after the changes.
func (w *writer) wanted(item branch) string {
	closed, reopened := 0, 0
	for _, ref := range item.refs {
		switch {
		case slices.Contains(w.reopened, ref):
			reopened++
		case slices.Contains(w.closed, ref):
			closed++
		}
	}
	switch {
	case item.struck || len(item.refs) == 0:
		return item.box
	case reopened > 0:
		return "[ ]"
	case closed == len(item.refs) && item.box == "[ ]":
		return "[x]"
	}
	return item.box
}

func TestOnlyBoxesOfChildrenChange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{}
		for number := range 6 {
			ref := upgrade.Ref{Owner: "o", Repo: "r", Number: number + 1}
			switch rapid.SampledFrom([]string{"as it is", "closed", "reopened"}).Draw(t, "state") {
			case "closed":
				w.closed = append(w.closed, ref)
			case "reopened":
				w.reopened = append(w.reopened, ref)
			}
		}
		const most = 40
		for range rapid.IntRange(1, 3).Draw(t, "lists") {
			budget := most
			w.both(rapid.SampledFrom([]string{"# o/r#1\n\n", "```\n- [ ] o/r#1\n```\n", "<!--\n- [ ] o/r#2\n-->\n", "> - [ ] o/r#3\n\n"}).Draw(t, "above"))
			w.write(t, forest(t, 0, &budget), "")
			w.both("\n")
		}
		got := try.Body(w.before.String(), "o/r", "", w.closed, w.reopened)
		if got.Body != w.after.String() {
			t.Fatalf("closed %v, reopened %v:\n%q became\n%q, not\n%q", w.closed, w.reopened, w.before.String(), got.Body, w.after.String())
		}
	})
}
