package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

const (
	// deepest is how many lists and quotes may hold each other, list and item
	// counted apart.
	deepest = 100
	// mostSteps bounds all that goldmark may look at again and again: brackets
	// times bytes, link definitions times lines, lines times open containers,
	// table cells. A body of 64 KB with 1,000 children takes a tenth of it.
	mostSteps = 4_000_000
)

// limits is what may still be spent on one text.
type limits struct {
	steps int
	hit   bool
}

// spend reports whether a piece of work still fits, and remembers when not.
func (l *limits) spend(steps int) bool {
	if l.steps+steps > mostSteps {
		l.hit = true
		return false
	}
	l.steps += steps
	return true
}

// container is a list or a quote that refuses to nest deeper than deepest.
type container struct {
	parser.BlockParser
	limits *limits
}

// Open is part of parser.BlockParser.
func (c container) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	// The list parser has to see lines inside a list: it resets a flag of its own there.
	if _, inList := parent.(*ast.List); inList {
		return c.BlockParser.Open(parent, reader, pc)
	}
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth > deepest {
		if node, _ := c.BlockParser.Open(parent, reader, pc); node != nil {
			c.limits.hit = true
		}
		return nil, parser.NoChildren
	}
	return c.BlockParser.Open(parent, reader, pc)
}

// Continue is part of parser.BlockParser. Every line is shown to every list and
// quote that is open, so that many short lines below deep ones take long.
func (c container) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	const perLine = 40
	if !c.limits.spend(perLine) {
		return parser.Close
	}
	return c.BlockParser.Continue(node, reader, pc)
}

// codeSpan looks for the end of a code span only where there is one. Goldmark
// reads the whole paragraph again for every run of backticks that ends nowhere.
type codeSpan struct {
	parser.InlineParser
	source []byte
	block  ast.Node
	last   map[int]int // where the last run of so many backticks begins
}

// Parse is part of parser.InlineParser.
func (c *codeSpan) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if c.block != parent {
		c.block, c.last = parent, lastRuns(parent.Lines(), c.source)
	}
	line, segment := block.PeekLine()
	run := runLength(line)
	if c.last[run] <= segment.Start {
		block.Advance(run)
		return ast.NewTextSegment(segment.WithStop(segment.Start + run))
	}
	return c.InlineParser.Parse(parent, block, pc)
}

func lastRuns(lines *text.Segments, source []byte) map[int]int {
	last := map[int]int{}
	for i := range lines.Len() {
		segment := lines.At(i)
		for at := segment.Start; at < segment.Stop; {
			next := bytes.IndexByte(source[at:segment.Stop], '`')
			if next < 0 {
				break
			}
			at += next
			run := runLength(source[at:segment.Stop])
			last[run] = at
			at += run
		}
	}
	return last
}

func runLength(line []byte) int {
	run := 0
	for run < len(line) && line[run] == '`' {
		run++
	}
	return run
}

// definitions leaves a paragraph alone that holds too many link definitions.
type definitions struct {
	parser.ParagraphTransformer
	limits *limits
}

// Transform is part of parser.ParagraphTransformer.
func (d definitions) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if lines.Len() == 0 {
		return
	}
	whole := reader.Source()[lines.At(0).Start:lines.At(lines.Len()-1).Stop]
	found := bytes.Count(whole, []byte("]:"))
	// Each definition moves all lines below it up.
	if found > 0 && d.limits.spend(found*lines.Len()) {
		d.ParagraphTransformer.Transform(node, reader, pc)
	}
}

// table leaves a table alone that has too many cells: every row is filled up
// to the width of the heading.
type table struct {
	parser.ParagraphTransformer
	limits *limits
}

// Transform is part of parser.ParagraphTransformer.
func (t table) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	for i := 1; i < lines.Len(); i++ {
		segment := lines.At(i)
		line := reader.Source()[segment.Start:segment.Stop]
		if len(bytes.Trim(line, "-:| \t\n")) > 0 {
			continue
		}
		const perCell = 40 // a cell takes about as long as 40 bytes of text
		if t.limits.spend(perCell * (bytes.Count(line, []byte("|")) + 1) * (lines.Len() - i)) {
			t.ParagraphTransformer.Transform(node, reader, pc)
		}
		return
	}
}
