package checklist

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// Parse reads a description. It never fails, and takes time in proportion to
// the length of the text.
func Parse(body string, in Context) Document {
	tree := markdown.Parse(body)
	r := &reader{tree: tree, whole: tree, links: newLinkReader(in), wording: newWording()}
	r.blocks(tree.Root)
	slices.SortStableFunc(r.found, func(a, b foundList) int { return cmp.Compare(a.start, b.start) })
	document := Document{Limited: r.limited || tree.Limited}
	for _, list := range r.found {
		document.Lists = append(document.Lists, list.List)
	}
	return document
}

// reader walks one tree: the description, or the content of a [tasklist] fence.
type reader struct {
	tree markdown.Tree
	// whole is the description; original maps offsets of tree to it, nil for itself.
	whole    markdown.Tree
	original *fence
	links    linkReader
	wording  wording
	found    []foundList
	limited  bool
	scratch  []foundLink // read and used up again for each paragraph
}

type foundList struct {
	List
	start int
}

// blocks looks for lists and fences in a block and in what it holds.
func (r *reader) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		switch n.Kind() {
		case ast.KindList:
			r.list(n)
		case ast.KindFencedCodeBlock:
			r.fence(n.(*ast.FencedCodeBlock))
		}
	}
}

func (r *reader) list(n ast.Node) {
	list := List{Items: make([]Item, 0, n.ChildCount())}
	var steps runbook
	var words []byte
	boxes, opened := 0, 0
	start := -1
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		var item foundItem
		item, words = r.item(child, words[:0])
		if start < 0 {
			start = item.start
		}
		if item.Box >= 0 {
			boxes++
		}
		if item.opensWithLink {
			opened++
		}
		steps.add(r.wording.steps(words))
		list.Items = append(list.Items, item.Item)
	}
	if boxes > 0 || opened == len(list.Items) {
		list.Runbook = steps.found()
		r.found = append(r.found, foundList{list, start})
	}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		r.blocks(child)
	}
}

type foundItem struct {
	Item
	start         int
	opensWithLink bool
}

// item reads an item's own paragraphs, and adds their words to words.
func (r *reader) item(n ast.Node, words []byte) (foundItem, []byte) {
	start := r.offset(markerStart(n, r.tree.Source))
	item := foundItem{Item: Item{Line: r.whole.Line(start), Box: -1}, start: start}
	for block := n.FirstChild(); block != nil; block = block.NextSibling() {
		paragraph := block.Kind() == ast.KindTextBlock || block.Kind() == ast.KindParagraph
		if !paragraph || block.Lines().Len() == 0 {
			continue
		}
		begin := block.Lines().At(0).Start
		if block == n.FirstChild() && markdown.IsBox(r.tree.Source[begin:]) {
			item.Box, item.Checked = r.offset(begin+1), r.tree.Source[begin+1] != ' '
		}
		r.scratch, words = r.links.read(r.tree.Source, block, r.scratch[:0], append(words, ' '))
		for i, link := range r.scratch {
			if i == 0 && block == n.FirstChild() {
				item.opensWithLink = len(bytes.Trim(r.tree.Source[begin:link.start], " \t~*_([")) == 0
			}
			link.Line = r.whole.Line(r.offset(link.start))
			item.Links = append(item.Links, link.Link)
		}
	}
	return item, words
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

func (r *reader) offset(at int) int {
	if r.original == nil {
		return at
	}
	return r.original.offset(at)
}
