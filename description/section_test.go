package description_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/description"
)

const (
	begin = "<!-- upkeep:facts begin -->"
	end   = "<!-- upkeep:facts end -->"
)

func facts(text string) description.Section { return description.Section{Name: "facts", Text: text} }

func TestPut(t *testing.T) {
	t.Parallel()
	unended := begin + "\nnew\n" + end // GitHub cuts the end of a text
	marked := unended + "\n"
	other := "<!-- upkeep:children begin -->\n- #1\n<!-- upkeep:children end -->\n"
	for name, c := range map[string]struct {
		body  string
		place description.Place
		want  string
	}{
		"an empty description":         {"", description.AfterForm, unended},
		"no form":                      {"Text.\n", description.AfterForm, "Text.\n\n" + marked},
		"no line end at the end":       {"Text.", description.AtEnd, "Text.\n\n" + unended},
		"white space at the end":       {"Text.\n \n", description.AtEnd, "Text.\n \n" + marked},
		"spaces at the end":            {"Text.\n  ", description.AtEnd, "Text.\n  \n" + unended},
		"below the form":               {"### Named Release\n\nTeak\n\n### Tasks\n- #1\n", description.AfterForm, "### Named Release\n\nTeak\n\n" + marked + "\n### Tasks\n- #1\n"},
		"right above a heading":        {"### Named Release\nTeak\n### Tasks\n- #1\n", description.AfterForm, "### Named Release\nTeak\n\n" + marked + "\n### Tasks\n- #1\n"},
		"at the end, with a form":      {"### Named Release\n\nTeak\n\n### Tasks\n- #1\n", description.AtEnd, "### Named Release\n\nTeak\n\n### Tasks\n- #1\n\n" + marked},
		"below other sections":         {"### Named Release\n\nTeak\n\n" + other + "\nmore\n", description.AfterForm, "### Named Release\n\nTeak\n\n" + other + "\n" + marked + "\nmore\n"},
		"not among labels":             {"Named release: Teak\nmore\n", description.AfterForm, "Named release: Teak\nmore\n\n" + marked},
		"browser's line ends":          {"a\r\nb\n", description.AtEnd, "a\r\nb\n\r\n" + strings.ReplaceAll(marked, "\n", "\r\n")},
		"an empty pair":                {"a\n" + begin + "\n" + end + "\nb", description.AtEnd, "a\n" + begin + "\nnew\n" + end + "\nb"},
		"a pair of other line ends":    {"a\n" + begin + "\r\n" + end + "\nb", description.AtEnd, "a\n" + begin + "\r\nnew\r\n" + end + "\nb"},
		"a pair with words":            {"  <!--upkeep:Facts Begin kept by the app-->\nold\n\n " + end, description.AtEnd, "  <!--upkeep:Facts Begin kept by the app-->\nnew\n " + end},
		"says it already":              {"a\n" + begin + "\r\nnew\n" + end, description.AtEnd, "a\n" + begin + "\r\nnew\n" + end},
		"right below a paragraph":      {"a\n" + begin + "\nold\n" + end + "\nb\n", description.AtEnd, "a\n" + begin + "\nnew\n" + end + "\nb\n"},
		"right below a list":           {"- a\n" + begin + "\nold\n" + end + "\n- b\n", description.AtEnd, "- a\n" + begin + "\nnew\n" + end + "\n- b\n"},
		"markers in code":              {"```\n" + begin + "\n" + end + "\n```\n\n    " + begin + "\n\n`" + begin + "`\n", description.AtEnd, "```\n" + begin + "\n" + end + "\n```\n\n    " + begin + "\n\n`" + begin + "`\n\n" + marked},
		"another section's markers":    {other, description.AtEnd, other + "\n" + marked},
		"another's damage":             {"<!-- upkeep:children end -->\n", description.AtEnd, "<!-- upkeep:children end -->\n\n" + marked},
		"in an open <details>":         {"<details>\n\n" + begin + "\n" + end + "\n\n</details>\n", description.AtEnd, "<details>\n\n" + begin + "\nnew\n" + end + "\n\n</details>\n"},
		"the app's other kind of mark": {"<!-- upkeep:v1:living:x -->\n", description.AtEnd, "<!-- upkeep:v1:living:x -->\n\n" + marked},
	} {
		got, err := description.Put(c.body, facts("new"), c.place)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(strings.SplitAfter(c.want, "\n"), strings.SplitAfter(got, "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestDamageIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want description.Damage
	}{
		"only a beginning":          {"a\n" + begin + "\n", description.Damage{Kind: description.Unpaired, Lines: []int{2}}},
		"only an end":               {end, description.Damage{Kind: description.Unpaired, Lines: []int{1}}},
		"two sections":              {begin + "\n" + end + "\n" + begin + "\n" + end, description.Damage{Kind: description.Doubled, Lines: []int{1, 2, 3, 4}}},
		"two beginnings":            {begin + "\n" + begin + "\n" + end, description.Damage{Kind: description.Doubled, Lines: []int{1, 2, 3}}},
		"the wrong way round":       {end + "\na\n" + begin, description.Damage{Kind: description.Reversed, Lines: []int{1, 3}}},
		"another inside":            {begin + "\n<!-- upkeep:x begin -->\n" + end + "\n<!-- upkeep:x end -->", description.Damage{Kind: description.Nested, Lines: []int{2}}},
		"on one line":               {begin + end, description.Damage{Kind: description.Misplaced, Lines: []int{1, 1}}},
		"one within the other":      {"<!-- upkeep:facts begin -Text" + end, description.Damage{Kind: description.Misplaced, Lines: []int{1, 1}}},
		"words behind":              {begin + " a\n" + end, description.Damage{Kind: description.Misplaced, Lines: []int{1}}},
		"words in front":            {"a " + begin + "\n" + end, description.Damage{Kind: description.Misplaced, Lines: []int{1}}},
		"in a list":                 {"- " + begin + "\n\n  " + end, description.Damage{Kind: description.Misplaced, Lines: []int{1, 3}}},
		"in a quote":                {"> " + begin + "\n> " + end, description.Damage{Kind: description.Misplaced, Lines: []int{1, 2}}},
		"in HTML":                   {"<details>\n" + begin + "\n" + end, description.Damage{Kind: description.Misplaced, Lines: []int{2, 3}}},
		"a comment that stays open": {"<!-- upkeep:facts begin\n" + end, description.Damage{Kind: description.Misplaced, Lines: []int{1, 2}}},
		"a byte order mark":         {"\ufeff" + begin + "\n" + end, description.Damage{Kind: description.Misplaced, Lines: []int{1}}},
		"crowded":                   {strings.Repeat(">", 300), description.Damage{Kind: description.Unreadable}},
	} {
		_, _, err := description.Find(c.body, "facts")
		checkDamage(t, name+", found", c.want, err)
		_, err = description.Put(c.body, facts("new"), description.AtEnd)
		checkDamage(t, name+", put", c.want, err)
	}
}

func checkDamage(t *testing.T, name string, want description.Damage, err error) {
	t.Helper()
	var got *description.Damage
	if !errors.As(err, &got) {
		t.Errorf("%s: %v is no damage", name, err)
		return
	}
	want.Name = "facts"
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
	if !strings.Contains(err.Error(), "section facts: ") || strings.HasSuffix(err.Error(), ": ") {
		t.Errorf("%s: says %q", name, err)
	}
}

func TestNothingIsWrittenIntoOpenCodeOrHTML(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"```\na\n", "~~~~\n", "<!-- a\n", "<pre>\na\n"} {
		_, err := description.Put(body, facts("new"), description.AtEnd)
		checkDamage(t, body, description.Damage{Kind: description.Hidden}, err)
	}
}

func TestTextThatHidesItsEndIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"```\na", "<!-- a", "<pre>", "<div>", begin, end, end + "\n" + begin, "<!-- upkeep:children begin -->"} {
		got, err := description.Put("a\n", facts(text), description.AtEnd)
		var damage *description.Damage
		if err == nil || errors.As(err, &damage) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, name := range []string{"", "Facts", "a b", "1a", "v1:a", strings.Repeat("a", 41)} {
		if _, err := description.Put("a\n", description.Section{Name: name}, description.AtEnd); err == nil {
			t.Errorf("name %q is taken", name)
		}
	}
}

func TestTooLongIsAnErrorOfItsOwn(t *testing.T) {
	t.Parallel()
	section := facts("new")
	added, err := description.Put("a\n", section, description.AtEnd)
	if err != nil {
		t.Fatal(err)
	}
	most := strings.Repeat("a", description.Longest-len(added)+1) + "\n"
	if got, err := description.Put(most, section, description.AtEnd); err != nil || len(got) != description.Longest {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	_, err = description.Put("a"+most, section, description.AtEnd)
	if want := (description.TooLarge{Bytes: description.Longest + 1}); !errors.Is(err, want) {
		t.Errorf("%v, want %v", err, want)
	}
	_, err = description.Put("", facts(strings.Repeat("a", description.Longest+1)), description.AtEnd)
	if large := (description.TooLarge{}); !errors.As(err, &large) {
		t.Errorf("a long text: %v", err)
	}
}
