package description_test

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/description"
)

// fragments are what bodies and texts are put together from.
var fragments = []string{
	"Text", "### Named Release", "Teak", "**Timeline**", "- [ ] #1", "  - nested", "> quote", "```", "~~~", "    code", "`", "<!--", "-->",
	"<details>", "</details>", "<pre>", "", "", " ", "---", "| a |", "|---|", "[a]: https://a.org", "\ufeff", "é", "- ", "1. ", "\t",
	begin, end, "<!-- upkeep:children begin -->", "<!-- upkeep:children end -->", "<!-- upkeep:facts begin", "upkeep:facts end -->", begin + end,
}

func drawText(t *rapid.T, name string, ends ...string) string {
	var text strings.Builder
	for _, line := range rapid.SliceOfN(rapid.SampledFrom(fragments), 0, 12).Draw(t, name) {
		text.WriteString(line + rapid.SampledFrom(ends).Draw(t, "end"))
	}
	return text.String()
}

// putKeeps checks what Put promises for any body and text.
func putKeeps(t interface{ Fatalf(string, ...any) }, body string, section description.Section, place description.Place) {
	before, was, damage := description.Find(body, section.Name)
	edited, err := description.Put(body, section, place)
	if damage != nil && err == nil {
		t.Fatalf("%q is damaged (%v) and was written: %q", body, damage, edited)
	}
	if err != nil {
		if edited != "" {
			t.Fatalf("an error and a text: %v, %q", err, edited)
		}
		return
	}
	after, ok, err := description.Find(edited, section.Name)
	if text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(section.Text); err != nil || !ok || after.Text != text {
		t.Fatalf("%q became %q, in which %q is found (%v)", body, edited, after.Text, err)
	}
	if again, err := description.Put(edited, section, place); err != nil || again != edited {
		t.Fatalf("put twice: %q (%v), once: %q", again, err, edited)
	}
	if was && before == after && edited != body {
		t.Fatalf("nothing to do, but %q became %q", body, edited)
	}
	if !keepsOutside(body, edited, was) {
		t.Fatalf("bytes outside changed: %q became %q", body, edited)
	}
}

// keepsOutside compares what is in front of the section and behind it. A
// section that was not there may bring line ends of its own.
func keepsOutside(body, edited string, was bool) bool {
	if !was {
		for at := range len(body) + 1 {
			inserted, ok := cutAround(edited, body[:at], body[at:])
			if trimmed := strings.Trim(inserted, "\r\n"); ok && strings.HasPrefix(trimmed, begin) && strings.HasSuffix(trimmed, end) {
				return true
			}
		}
		return false
	}
	front, back := edges(body)
	if back == "" {
		return true // the markers are written in another way, which TestPut covers
	}
	inside, ok := cutAround(edited, front, back)
	return ok && !strings.Contains(inside, "upkeep:facts")
}

func cutAround(text, front, back string) (string, bool) {
	if len(front)+len(back) > len(text) || !strings.HasPrefix(text, front) || !strings.HasSuffix(text, back) {
		return "", false
	}
	return text[len(front) : len(text)-len(back)], true
}

// edges are a body up to the end of its section's first marker, and from the
// second on: those between which an edit by hand is found.
func edges(body string) (front, back string) {
	for at := range body {
		if !strings.HasPrefix(body[at:], begin) {
			continue
		}
		start := at + len(begin)
		for stop := start; stop < len(body); stop++ {
			if !strings.HasPrefix(body[stop:], end) {
				continue
			}
			probe := body[:start] + "\nprobe\n" + body[stop:]
			if found, ok, err := description.Find(probe, "facts"); err == nil && ok && found.Text == "probe" {
				return body[:start], body[stop:]
			}
		}
	}
	return "", ""
}

func TestPutKeepsEveryByteOutside(t *testing.T) {
	t.Parallel()
	all := append(bodies(t), fragments...)
	rapid.Check(t, func(t *rapid.T) {
		body := drawText(t, "body", "\n", "\r\n", "\r", "")
		if rapid.Bool().Draw(t, "a whole one") {
			body = rapid.SampledFrom(all).Draw(t, "first") + body + rapid.SampledFrom(all).Draw(t, "last")
		}
		place := rapid.SampledFrom([]description.Place{description.AfterForm, description.AtEnd}).Draw(t, "place")
		putKeeps(t, body, facts(drawText(t, "text", "\n", "\r\n", "")), place)
	})
}

// TestDamageLosesNothing takes bytes out of a description with a section or
// adds some: either the damage is said, or all outside is kept.
func TestDamageLosesNothing(t *testing.T) {
	t.Parallel()
	all := bodies(t)
	rapid.Check(t, func(t *rapid.T) {
		body, err := description.Put(rapid.SampledFrom(all).Draw(t, "body"), facts("old\n\n- [ ] #1"), description.AfterForm)
		if hidden := (*description.Damage)(nil); errors.As(err, &hidden) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		near := max(0, strings.Index(body, begin)-20)
		at := rapid.IntRange(near, min(len(body), near+120)).Draw(t, "at")
		cut := rapid.IntRange(0, min(40, len(body)-at)).Draw(t, "cut")
		damaged := body[:at] + rapid.SampledFrom(fragments).Draw(t, "more") + body[at+cut:]
		putKeeps(t, damaged, facts("new"), description.AtEnd)
	})
}

func FuzzPut(f *testing.F) {
	all := bodies(f)
	for i, body := range all {
		f.Add(body, all[(i+7)%len(all)])
		f.Add(begin+"\n"+end+"\n"+body, "new")
	}
	f.Fuzz(func(t *testing.T, body, text string) {
		if len(body) > 4000 || len(text) > 4000 {
			return
		}
		putKeeps(t, body, facts(text), description.AfterForm)
		form := description.Read(body)
		for _, answer := range form.Answers {
			if answer.Line < 1 || answer.Line > strings.Count(body, "\n")+strings.Count(body, "\r")+1 {
				t.Fatalf("line %d in %q", answer.Line, body)
			}
		}
	})
}
