// Package markdown reads Markdown as GitHub does, in time that grows with the
// length of the text whatever the text is.
//
// Goldmark does the reading. This package keeps every byte where it is, so
// that offsets in the tree are offsets in the text, adds GitHub's tables, and
// bounds what would take goldmark more than linear time. Parse leaves emphasis
// and strikethrough as they are written; ParseStyled, for showing a text, does not.
//
// Packages command and checklist read people's text through it, and the
// emulator's pages show it.
package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Tree is a text that has been read.
type Tree struct {
	// Root is the document. Positions in it are byte offsets in the text as given.
	Root ast.Node
	// Source is the text with line ends as goldmark knows them, which by itself
	// does not end a line at a carriage return and misreads some lines that have
	// one before the line feed. It is as long as the text: a lone carriage
	// return is a line feed here, one before a line feed is a space.
	Source []byte
	// Limited says that the text is nested or crowded beyond all human use and
	// that Root does not show its true structure.
	Limited bool

	// LineStarts number the lines of the text.
	LineStarts
}

// Parse reads a text. It never fails: every text is Markdown.
func Parse(body string) Tree { return parse(body, false) }

// ParseStyled is Parse with emphasis and strikethrough.
func ParseStyled(body string) Tree { return parse(body, true) }

func parse(body string, styled bool) Tree {
	source := endLines(body)
	limits := &limits{}
	root := limits.parser(source, styled).Parse(text.NewReader(source))
	return Tree{Root: root, Source: source, Limited: limits.hit, LineStarts: Lines(body)}
}

func endLines(body string) []byte {
	source := []byte(body)
	for at := 0; ; at++ {
		next := bytes.IndexByte(source[at:], '\r')
		if next < 0 {
			return source
		}
		at += next
		source[at] = '\n'
		if at+1 < len(source) && source[at+1] == '\n' {
			source[at] = ' '
		}
	}
}

// parser is made anew for each text because its parts share this text's limits.
func (l *limits) parser(source []byte, styled bool) parser.Parser {
	containers := []util.PrioritizedValue{
		util.Prioritized(parser.NewSetextHeadingParser(), 100),
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(container{parser.NewListParser(), l}, 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewCodeBlockParser(), 500),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(container{parser.NewBlockquoteParser(), l}, 800),
		util.Prioritized(parser.NewHTMLBlockParser(), 900),
		util.Prioritized(parser.NewParagraphParser(), 1000),
	}
	inlines := []util.PrioritizedValue{
		util.Prioritized(box{}, 0),
		util.Prioritized(&codeSpan{InlineParser: parser.NewCodeSpanParser(), source: source}, 100),
		util.Prioritized(&link{InlineParser: parser.NewLinkParser(), limits: l, source: source}, 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewRawHTMLParser(), 400),
	}
	if styled {
		inlines = append(inlines,
			util.Prioritized(&emphasis{InlineParser: parser.NewEmphasisParser(), limits: l, source: source}, 500),
			util.Prioritized(&emphasis{InlineParser: extension.NewStrikethroughParser(), limits: l, source: source}, 500),
		)
	}
	paragraphs := []util.PrioritizedValue{
		util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer, l}, 100),
		util.Prioritized(table{extension.NewTableParagraphTransformer(), l}, 200),
	}
	return parser.NewParser(
		parser.WithBlockParsers(containers...),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...),
	)
}
