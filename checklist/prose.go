package checklist

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// prose is what an item's own paragraphs say, while they are read.
type prose struct {
	text  []byte
	links []foundLink
	// front is where the item's words begin, and opening where a link can begin
	// that it opens with.
	front, opening int
	opensWithLink  bool

	marks  []mark // of the paragraph that is being read
	struck []span
}

type foundLink struct {
	Link
	start int
}

func (p *prose) reset() {
	p.text, p.links, p.struck = p.text[:0], p.links[:0], p.struck[:0]
	p.front, p.opening, p.opensWithLink = -1, -1, false
}

// first notes where the first paragraph begins, behind the box.
func (p *prose) first(source []byte, begin int) {
	rest := source[begin:]
	p.front = begin + len(rest) - len(bytes.TrimLeft(rest, " \t\n*_(["))
	p.opening = begin + len(rest) - len(bytes.TrimLeft(rest, " \t\n*_([~"))
}

// space parts what follows from what there is.
func (p *prose) space() { p.text = append(p.text, ' ') }

// read adds a paragraph, from an offset on.
func (p *prose) read(source []byte, paragraph ast.Node, from int, links linkReader) {
	firstLink, firstSpan := len(p.links), len(p.struck)
	p.space()
	for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
		switch node := n.(type) {
		case *ast.Text:
			last := lastOfRun(node)
			p.plain(source, max(node.Segment.Start, from), last.Segment.Stop, links)
			if last.SoftLineBreak() || last.HardLineBreak() {
				p.space()
			}
			n = last
		case *ast.AutoLink:
			p.links = links.add(p.links, string(node.URL(source)), n.Pos())
			p.text = append(p.text, node.Label(source)...)
		case *ast.Link:
			p.link(string(node.Destination), appendText(nil, source, n), n.Pos(), links)
		case *ast.CodeSpan:
			p.text = appendText(p.text, source, n)
		case *ast.RawHTML:
			p.tag(node, source)
		}
	}
	p.strike(p.links[firstLink:], slices.Clone(p.struck[firstSpan:]))
}

// plain adds a stretch of plain text.
func (p *prose) plain(source []byte, start, stop int, links linkReader) {
	if start >= stop {
		return
	}
	p.links = links.text(p.links, source, start, stop)
	p.text = append(p.text, source[start:stop]...)
	p.tildes(source, start, stop)
}

// link adds a link to an address.
func (p *prose) link(address string, words []byte, start int, links linkReader) {
	p.links = links.add(p.links, address, start)
	p.text = append(p.text, words...)
	if len(words) > 2 && words[0] == '~' && words[len(words)-1] == '~' {
		const bracket = 1
		p.struck = append(p.struck, span{start, start + bracket + len(words)})
	}
}

// finish gives the item what was read; line tells the line of an offset.
func (p *prose) finish(item *Item, line func(int) int) {
	item.Text = string(bytes.TrimSpace(p.text))
	p.opensWithLink = len(p.links) > 0 && p.links[0].start <= p.opening
	item.Struck = p.inStruck(p.front)
	for _, link := range p.links {
		link.Line = line(link.start)
		item.Struck = item.Struck && link.Struck
		item.Links = append(item.Links, link.Link)
	}
}

// lastOfRun is the end of a text that brackets, which turned out to be no
// link, have split.
func lastOfRun(text *ast.Text) *ast.Text {
	for {
		next, ok := text.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != text.Segment.Stop {
			return text
		}
		text = next
	}
}

// appendText adds the text inside an inline node.
func appendText(words, source []byte, n ast.Node) []byte {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			words = append(words, text.Segment.Value(source)...)
			if text.SoftLineBreak() || text.HardLineBreak() {
				words = append(words, ' ')
			}
			continue
		}
		words = appendText(words, source, child)
	}
	return words
}
