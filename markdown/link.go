package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// link gives up on links in a block whose brackets would take too long.
type link struct {
	parser.InlineParser
	limits  *limits
	source  []byte
	block   ast.Node
	allowed bool
}

// Parse is part of parser.InlineParser.
func (l *link) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if l.block != parent {
		l.block = parent
		brackets, size := 0, 0
		for i := range parent.Lines().Len() {
			segment := parent.Lines().At(i)
			line := l.source[segment.Start:segment.Stop]
			brackets += bytes.Count(line, []byte("[")) + bytes.Count(line, []byte("]"))
			size += len(line)
		}
		l.allowed = l.limits.spend(brackets * size)
	}
	if !l.allowed {
		return nil
	}
	if plain := plainLink(block); plain != nil {
		return plain
	}
	return l.InlineParser.Parse(parent, block, pc)
}

// CloseBlock is part of parser.CloseBlocker.
func (l *link) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if closer, ok := l.InlineParser.(parser.CloseBlocker); ok {
		closer.CloseBlock(parent, block, pc)
	}
}

// plainLink reads "[words](address)" at once. Most links are like that, and
// goldmark makes and drops a good deal for each, in case it is none.
func plainLink(block text.Reader) ast.Node {
	line, segment := block.PeekLine()
	if segment.Padding > 0 {
		return nil
	}
	words, address := PlainLink(line)
	if words == 0 {
		return nil
	}
	node := ast.NewLink()
	start := 1 + words + len("](")
	node.Destination = line[start : start+address]
	node.AppendChild(node, ast.NewTextSegment(text.NewSegment(segment.Start+1, segment.Start+1+words)))
	block.Advance(start + address + 1)
	return node
}

// PlainLink recognises a link that a line begins with, if it is as simple as
// "[words](address)": without anything in its words or address that could mean
// something else. It tells the lengths of both, 0 when there is no such link.
func PlainLink(line []byte) (words, address int) {
	if len(line) == 0 || line[0] != '[' {
		return 0, 0
	}
	middle := 1 + plainLength(line[1:], "[]`<!\\\r\n")
	if middle == 1 || middle > 900 || !bytes.HasPrefix(line[middle:], []byte("](")) {
		return 0, 0
	}
	start := middle + len("](")
	end := start + plainLength(line[start:], "()<> \t\\\r\n\v\f\x00")
	if end == start || end == len(line) || line[end] != ')' {
		return 0, 0
	}
	return middle - 1, end - start
}

func plainLength(line []byte, special string) int {
	if n := bytes.IndexAny(line, special); n >= 0 {
		return n
	}
	return len(line)
}
