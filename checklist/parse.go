package checklist

import (
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
	"github.com/upkeep-app/upkeep/runbook"
)

// Parse reads a description. It never fails, and takes time in proportion to
// the length of the text.
func Parse(body string, in Context) Document {
	in.Steps = in.matcher() // made once
	source := []byte(body)
	text, runs := shorten(source)
	r := newReader(source, text, runs, in)
	if r.used < len(runs) {
		r = newReader(source, whole(source), nil, in)
	}
	return r.document()
}

// document has what was found.
func (r *reader) document() Document {
	slices.SortStableFunc(r.found, func(a, b foundList) int { return cmp.Compare(a.start, b.start) })
	document := Document{Limited: r.limited || r.tree.Limited}
	for _, list := range r.found {
		document.Lists = append(document.Lists, list.List)
	}
	return document
}

// newReader reads a text that stands for the description, together with the
// runs that it leaves out.
func newReader(body []byte, text *excerpt, runs map[int][]plainLine, in Context) *reader {
	r := &reader{
		body: body, lines: markdown.Lines(string(body)), runs: runs,
		tree: markdown.Parse(text.content.String()), text: text,
		links: newLinkReader(in), matcher: in.Steps, prose: &prose{},
	}
	r.blocks(r.tree.Root, place{parent: -1})
	return r
}

// reader walks one tree: of the description, or of the content of a [tasklist] fence.
type reader struct {
	body    []byte
	lines   markdown.LineStarts
	runs    map[int][]plainLine
	used    int // how many of the runs
	links   linkReader
	matcher *runbook.Matcher

	tree    markdown.Tree
	text    *excerpt // what the tree is of
	inFence bool

	found   []foundList
	limited bool
	prose   *prose // read and used up again for each item
}

type foundList struct {
	List
	start int
}

// place is what an item stands in, see Item.
type place struct{ depth, parent int }

// blocks looks for lists and fences in a block and in what it holds.
func (r *reader) blocks(parent ast.Node, around place) {
	for n := parent.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindList:
			r.list(n, around)
		case ast.KindFencedCodeBlock:
			r.fence(n.(*ast.FencedCodeBlock), around)
		}
	}
}

func (r *reader) list(n ast.Node, around place) {
	l := list{items: make([]Item, 0, n.ChildCount())}
	start := -1
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		at := r.offset(markerStart(child, r.tree.Source))
		if start < 0 {
			start = at
		}
		item := r.item(child, at)
		item.Depth, item.Parent = around.depth, around.parent
		l.add(item, r.prose.opensWithLink, r.matcher)
		run, ok := r.runs[at]
		if ok {
			r.used++
			l.items = slices.Grow(l.items, len(run)+1)
		}
		for _, line := range run {
			item := r.plainItem(line)
			item.Depth, item.Parent = around.depth, around.parent
			l.add(item, r.prose.opensWithLink, r.matcher)
		}
		inside := place{around.depth + 1, around.parent}
		if item.Box >= 0 {
			inside.parent = item.Box
		}
		r.blocks(child, inside)
	}
	if l.counts() {
		r.found = append(r.found, foundList{List{l.steps.found(), l.items}, start})
	}
}

// list is a list while its items are read.
type list struct {
	items         []Item
	boxes, opened int
	steps         steps
}

func (l *list) add(item Item, opensWithLink bool, matcher *runbook.Matcher) {
	if item.Box >= 0 {
		l.boxes++
	}
	if opensWithLink {
		l.opened++
	}
	item.Step, item.Certainty = matcher.Match(item.Text)
	l.steps.add(item)
	l.items = append(l.items, item)
}

// counts holds for the lists of a Document, see List.
func (l *list) counts() bool { return l.boxes > 0 || l.opened == len(l.items) }

// item reads an item's own paragraphs.
func (r *reader) item(n ast.Node, start int) Item {
	item := Item{Line: r.lines.Line(start), Box: -1}
	r.prose.reset()
	for block := n.FirstChild(); block != nil; block = block.NextSibling() {
		paragraph := block.Kind() == ast.KindTextBlock || block.Kind() == ast.KindParagraph
		if !paragraph || block.Lines().Len() == 0 {
			continue
		}
		begin := block.Lines().At(0).Start
		if block == n.FirstChild() {
			if markdown.IsBox(r.tree.Source[begin:]) {
				item.Box, item.Checked = r.offset(begin+1), r.tree.Source[begin+1] != ' '
				begin += len("[ ]")
			}
			r.prose.first(r.tree.Source, begin)
		}
		r.prose.read(r.tree.Source, block, begin, r.links)
	}
	r.prose.finish(&item, func(at int) int { return r.lines.Line(r.offset(at)) })
	return item
}

// markerStart is the offset of an item's marker, or one near it: the parser
// counts a tab in front of it as more than one byte.
func markerStart(n ast.Node, source []byte) int {
	start := min(max(n.Pos(), 0), len(source)-1)
	if first := n.FirstChild(); first != nil && first.Lines().Len() > 0 {
		start = min(start, first.Lines().At(0).Start)
	}
	return start
}

func (r *reader) offset(at int) int { return r.text.offset(at) }
