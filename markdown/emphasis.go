package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// emphasis leaves the marks of emphasis as they are in a block that has so
// many that pairing them would take too long: each may be compared with all
// before it.
type emphasis struct {
	parser.InlineParser
	limits  *limits
	source  []byte
	block   ast.Node
	allowed bool
}

// Parse is part of parser.InlineParser.
func (e *emphasis) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if e.block != parent {
		e.block = parent
		marks := 0
		for i := range parent.Lines().Len() {
			segment := parent.Lines().At(i)
			line := e.source[segment.Start:segment.Stop]
			marks += bytes.Count(line, []byte("*")) + bytes.Count(line, []byte("_")) + bytes.Count(line, []byte("~"))
		}
		const perStep = 8 // comparing two marks is that much faster than what else counts as a step
		e.allowed = e.limits.spend(marks * marks / perStep)
	}
	if !e.allowed {
		return nil
	}
	return e.InlineParser.Parse(parent, block, pc)
}
