package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// IsBox holds where a text shows a box if a list item's first paragraph begins
// there: "[ ]", "[x]" or "[X]", and white space.
func IsBox(text []byte) bool {
	if len(text) < 4 || text[0] != '[' || text[2] != ']' {
		return false
	}
	mark, after := text[1], text[3]
	return (mark == ' ' || mark == 'x' || mark == 'X') &&
		(after == ' ' || after == '\t' || after == '\n' || after == '\r')
}

// box keeps the box of a list item from being read as the text of a link.
type box struct{}

// Trigger is part of parser.InlineParser.
func (box) Trigger() []byte { return []byte{'['} }

// Parse is part of parser.InlineParser.
func (box) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item := parent.Parent()
	if parent.HasChildren() || item == nil || item.Kind() != ast.KindListItem || item.FirstChild() != parent {
		return nil
	}
	line, segment := block.PeekLine()
	if !IsBox(line) {
		return nil
	}
	const length = len("[ ]")
	block.Advance(length)
	return ast.NewTextSegment(segment.WithStop(segment.Start + length))
}
