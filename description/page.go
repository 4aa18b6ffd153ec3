package description

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// page is a description with what each of its lines is.
type page struct {
	tree    markdown.Tree
	markers []marker
	lines   []line // by number; the first is not used
}

type line struct {
	kind lineKind
	// title is what a heading says, in its first line, level how deep it is, from 1.
	title string
	level int
}

type lineKind int

const (
	raw     lineKind = iota // belongs to an answer as it is
	prose                   // of a paragraph, also in a list: can be a label
	heading                 // the first line of a heading
	rest                    // the others of a heading, of several lines or underlined
	hidden                  // of a comment
	ours                    // of one of the app's sections
)

func newPage(body string) page {
	tree := markdown.Parse(body)
	p := page{tree: tree, markers: markersOf(tree), lines: make([]line, tree.Lines()+1)}
	p.blocks(tree.Root)
	for i := range max(0, len(p.markers)-1) {
		if begin, end := p.markers[i], p.markers[i+1]; begin.opens(end) {
			p.set(begin.line, end.line, ours)
		}
	}
	return p
}

// blocks notes the lines of a block's children; those in quotes and code stay raw.
func (p page) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			if parent == p.tree.Root {
				p.heading(n)
			}
		case *ast.Paragraph, *ast.TextBlock:
			p.set(p.first(n), p.last(n), prose)
		case *ast.List, *ast.ListItem:
			p.blocks(n)
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 {
				continue
			}
			last := p.last(n)
			if n.HasClosure() {
				last = p.tree.Line(n.ClosureLine.Start)
			}
			p.set(p.first(n), last, hidden)
		}
	}
}

var (
	hashes    = regexp.MustCompile(`^ {0,3}#{1,6}([ \t]|$)`)
	underline = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
)

// heading notes a heading. One without words has no lines in the tree and no
// meaning here.
func (p page) heading(n *ast.Heading) {
	first, last := p.first(n), p.last(n)
	if first == 0 {
		return
	}
	if !hashes.MatchString(p.tree.LineText(first)) && last < p.tree.Lines() && underline.MatchString(p.tree.LineText(last+1)) {
		last++
	}
	p.set(first, last, rest)
	p.lines[first] = line{heading, strings.Join(strings.Fields(string(n.Lines().Value(p.tree.Source))), " "), n.Level}
}

func (p page) set(first, last int, kind lineKind) {
	for i := max(first, 1); i <= last; i++ {
		p.lines[i].kind = kind
	}
}

// first is a block's first line; 0 if it has none.
func (p page) first(n ast.Node) int {
	if n.Lines().Len() == 0 {
		return 0
	}
	return p.tree.Line(n.Lines().At(0).Start)
}

func (p page) last(n ast.Node) int {
	if n.Lines().Len() == 0 {
		return 0
	}
	return p.tree.Line(n.Lines().At(n.Lines().Len() - 1).Start)
}
