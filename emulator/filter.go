package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// filter is a board's filter, as its views and the APIs have it: words of the
// title, and terms such as status:"In Progress",Done -label:bug no:owner is:open
// effort:>3 due:2026-01-01..2026-02-01. A card must fit all of them. Source:
// docs, "Filtering projects"; the parts of it that name sprints and today are
// not emulated.
type filter []term

type term struct {
	not    bool
	key    string // in lower case with hyphens for spaces; empty for a word of the title
	values []string
}

// matching are the cards of a list that the actor sees and that fit a query;
// an empty query is fit by all, also by what the actor cannot see.
func (a actor) matching(items []*item, query string) []*item {
	wanted := parseFilter(query)
	if len(wanted) == 0 {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool {
		hidden := it.content != nil && !a.sees(it.content.repo)
		return hidden || slices.ContainsFunc(wanted, func(t term) bool { return t.fits(it, a.user) == t.not })
	})
}

func parseFilter(text string) filter {
	var f filter
	for _, token := range filterTokens(strings.Join(strings.Fields(text), " ")) {
		var t term
		rest := token
		if len(token) > 1 {
			rest, t.not = strings.CutPrefix(token, "-")
		}
		if key, value, ok := cutUnquoted(rest, ':'); ok && key != "" {
			t.key = filterKey(strings.Trim(key, `"`))
			rest = value
		}
		for rest != "" {
			value, more, _ := cutUnquoted(rest, ',')
			t.values, rest = append(t.values, strings.Trim(value, `"`)), more
		}
		f = append(f, t)
	}
	return f
}

// filterTokens splits at spaces outside quotes.
func filterTokens(text string) []string {
	var tokens []string
	for text != "" {
		token, rest, _ := cutUnquoted(text, ' ')
		if token != "" {
			tokens = append(tokens, token)
		}
		text = rest
	}
	return tokens
}

// cutUnquoted is strings.Cut at a byte that is not inside quotes.
func cutUnquoted(text string, at byte) (before, after string, found bool) {
	quoted := false
	for n := range len(text) {
		switch {
		case text[n] == '"':
			quoted = !quoted
		case text[n] == at && !quoted:
			return text[:n], text[n+1:], true
		}
	}
	return text, "", false
}

func filterKey(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }

// fits reports whether the card has one of the values, whatever t.not says.
func (t term) fits(it *item, me *user) bool {
	switch t.key {
	case "":
		return slices.ContainsFunc(t.values, func(word string) bool {
			return strings.Contains(strings.ToLower(it.title()), strings.ToLower(word))
		})
	case "is":
		return slices.ContainsFunc(t.values, it.is)
	case "no", "has":
		return slices.ContainsFunc(t.values, func(name string) bool {
			return len(it.words(filterKey(name))) > 0 == (t.key == "has")
		})
	}
	words := it.words(t.key)
	return slices.ContainsFunc(t.values, func(value string) bool {
		if value == "@me" && me != nil {
			value = me.login
		}
		return slices.ContainsFunc(words, func(word string) bool { return within(word, value) })
	})
}

func (it *item) is(what string) bool {
	i := it.content
	switch strings.ToLower(what) {
	case "draft":
		return i == nil
	case "issue":
		return i != nil && i.pull == nil
	case "pr":
		return i != nil && i.pull != nil
	case "open":
		return i == nil || !i.closed
	case "closed":
		return i != nil && i.closed
	case "merged":
		return i != nil && i.pull != nil && i.pull.merged
	default:
		return false
	}
}

// words are what the card has in a field, of which the name is as in a filter.
func (it *item) words(key string) []string {
	i := it.content
	switch {
	case key == "assignee" || key == "assignees":
		return list(it.assignees(), func(u *user) string { return u.login })
	case key == "title":
		return []string{it.title()}
	case i != nil && (key == "label" || key == "labels"):
		return list(i.labels, func(l *label) string { return l.name })
	case i != nil && (key == "repo" || key == "repository"):
		return []string{i.repo.fullName()}
	case i != nil && key == "milestone" && i.milestone != nil:
		return []string{i.milestone.title}
	case i != nil && key == "parent-issue" && i.parent != nil:
		return []string{i.parent.ref().String()}
	}
	for _, v := range it.values {
		if filterKey(v.field.name) == key {
			return []string{v.String()}
		}
	}
	return nil
}

// within compares a word with a filter's value: equal, >, >=, <, <= or from..to,
// numbers by size and dates by day.
func within(word, value string) bool {
	if from, to, ok := strings.Cut(value, ".."); ok {
		return (from == "*" || compareWords(word, from) >= 0) && (to == "*" || compareWords(word, to) <= 0)
	}
	for _, each := range []struct {
		sign string
		fits func(int) bool
	}{
		{">=", func(n int) bool { return n >= 0 }},
		{"<=", func(n int) bool { return n <= 0 }},
		{">", func(n int) bool { return n > 0 }},
		{"<", func(n int) bool { return n < 0 }},
	} {
		if bound, ok := strings.CutPrefix(value, each.sign); ok {
			return each.fits(compareWords(word, bound))
		}
	}
	return sameFold(word, value)
}

func compareWords(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return cmp.Compare(x, y)
	}
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}
