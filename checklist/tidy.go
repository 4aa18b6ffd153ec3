package checklist

import (
	"slices"
	"strings"
)

// Tidy makes plain lists of [tasklist] fences, which GitHub shows as code since
// it retired them. Their lines stay byte for byte, but for the indentation of a
// fence that is itself indented; a title on the opening line becomes a heading.
// Where two lists would become one, a comment parts them. A fence that cannot be
// opened without another reading of the lists, or without making another fence
// of what was code, stays as it is, and so do all when there are more than
// anybody writes. Tidying twice is tidying once.
func Tidy(body string) string {
	const most = 30
	text := strings.TrimPrefix(body, byteOrderMark)
	mark := body[:len(body)-len(text)]
	in := Context{Owner: "owner", Repo: "repository"}
	in.Steps = in.matcher()
	before, lists := len(text), Parse(text, in)
	for {
		f, ok := lastFence(text, before)
		if !ok || f.count > most {
			return mark + text
		}
		before = f.start
		opened := f.opened()
		rest, _ := lastFence(opened, len(opened))
		if rest.count == f.count-1 && sameLists(lists, Parse(opened, in)) {
			text = opened
		}
	}
}

// Fences is how many [tasklist] fences a description has.
func Fences(body string) int {
	text := strings.TrimPrefix(body, byteOrderMark)
	f, _ := lastFence(text, len(text))
	return f.count
}

// sameLists holds for descriptions with the same lists of the same items.
func sameLists(a, b Document) bool {
	return a.Limited == b.Limited && slices.EqualFunc(a.Lists, b.Lists, func(l, m List) bool {
		return l.Runbook == m.Runbook && slices.EqualFunc(l.Items, m.Items, sameItem)
	})
}

func sameItem(a, b Item) bool {
	sameLink := func(a, b Link) bool { return a.Ref == b.Ref && a.Struck == b.Struck }
	return a.Text == b.Text && a.Depth == b.Depth && a.Checked == b.Checked && a.Struck == b.Struck &&
		(a.Box < 0) == (b.Box < 0) && (a.Parent < 0) == (b.Parent < 0) && slices.EqualFunc(a.Links, b.Links, sameLink)
}
