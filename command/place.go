package command

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// places tells of each line of a comment whether it is a line of a top-level
// paragraph, and if not, what else it is.
type places struct {
	tree markdown.Tree
	// whys has a reason for each line, from 1; empty for lines of a top-level paragraph.
	whys []string
	// comments are the HTML comments inside paragraphs.
	comments []span
}

// span is a stretch of the text, from start up to stop.
type span struct {
	start, stop int
	why         string
}

func findPlaces(tree markdown.Tree) places {
	p := places{tree: tree, whys: make([]string, tree.Lines()+1)}
	for line := range p.whys {
		p.whys[line] = whyOther
	}
	depth := 0 // of HTML elements that hold what is between their tags
	for block := tree.Root.FirstChild(); block != nil; block = block.NextSibling() {
		switch {
		case block.Kind() == ast.KindHTMLBlock:
			p.mark(block, whyOther)
			depth = max(0, depth+open(quotingBlocks, p.text(block)))
		case block.Kind() == ast.KindParagraph && depth > 0:
			p.markLines(block, whyHTML)
		case block.Kind() == ast.KindParagraph:
			p.markLines(block, "")
			p.markInlines(block)
			p.markFootnote(block)
		default:
			p.mark(block, whyOther)
		}
	}
	p.markMail()
	return p
}

func (p places) why(line int) string { return p.whys[line] }

// visible is a line without its HTML comments: nobody sees them, so they are no arguments.
func (p places) visible(line int, written string) string {
	start, _ := p.tree.LineSpan(line)
	var shown strings.Builder
	at := 0
	for _, c := range p.comments {
		from, to := max(c.start-start, at), min(c.stop-start, len(written))
		if from < to {
			shown.WriteString(written[at:from] + " ")
			at = to
		}
	}
	return shown.String() + written[at:]
}

// mark says of all lines of a block and of what it holds why they are no commands.
func (p places) mark(block ast.Node, container string) {
	why := reason(block, container)
	// A table claims to begin with the paragraph above it, so what is known stays.
	if at := block.Pos(); at >= 0 && at < len(p.tree.Source) && p.whys[p.tree.Line(at)] == whyOther {
		p.whys[p.tree.Line(at)] = why
	}
	if html, ok := block.(*ast.HTMLBlock); ok && html.HasClosure() {
		p.whys[p.tree.Line(html.ClosureLine.Start)] = why
	}
	p.markLines(block, why)
	for child := block.FirstChild(); child != nil && child.Type() == ast.TypeBlock; child = child.NextSibling() {
		p.mark(child, why)
	}
}

func (p places) markLines(block ast.Node, why string) {
	for i := range block.Lines().Len() {
		segment := block.Lines().At(i)
		if segment.Start < len(p.tree.Source) {
			p.whys[p.tree.Line(segment.Start)] = why
		}
	}
}

// footnote begins one. CommonMark has none: the first line of a footnote is a
// link definition there, or text. GitHub shows it only if the text points to it.
var footnote = regexp.MustCompile(`^\s*\[\^[^\]\s]+\]:`)

// markFootnote marks the lines of a paragraph that belong to a footnote.
func (p places) markFootnote(paragraph ast.Node) {
	if paragraph.Lines().Len() == 0 {
		return
	}
	why, first := "", p.tree.Line(paragraph.Lines().At(0).Start)
	for above := first - 1; above > 0 && p.whys[above] == whyLink; above-- {
		if footnote.MatchString(p.tree.LineText(above)) {
			why = whyFootnote
		}
	}
	for i := range paragraph.Lines().Len() {
		segment := paragraph.Lines().At(i)
		if footnote.Match(segment.Value(p.tree.Source)) {
			why = whyFootnote
		}
		if why != "" {
			p.whys[p.tree.Line(segment.Start)] = why
		}
	}
}

// reason names what a block is; plain text is what its container is.
func reason(block ast.Node, container string) string {
	switch block.Kind() {
	case ast.KindList:
		return "list"
	case ast.KindBlockquote:
		return "quote"
	case ast.KindCodeBlock, ast.KindFencedCodeBlock:
		return "code block"
	case ast.KindHeading:
		return "heading"
	case extension.KindTable:
		return "table"
	case ast.KindLinkReferenceDefinition:
		return whyLink
	case ast.KindHTMLBlock:
		if block.(*ast.HTMLBlock).HTMLBlockType == ast.HTMLBlockType2 {
			return whyComment
		}
		return whyHTML
	}
	return container
}

// markInlines finds the lines of a paragraph that begin inside code, a link or HTML.
func (p *places) markInlines(paragraph ast.Node) {
	lines := paragraph.Lines()
	spans := p.spans(paragraph)
	for i, s := 0, 0; i < lines.Len(); i++ {
		start := lines.At(i).Start
		for s < len(spans) && spans[s].stop <= start {
			s++
		}
		if s < len(spans) && spans[s].start < start {
			p.whys[p.tree.Line(start)] = spans[s].why
		}
	}
}

// spans are the stretches of a paragraph that are not plain text, in order.
func (p *places) spans(paragraph ast.Node) []span {
	var spans []span
	depth := 0
	for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
		found := span{start: n.Pos(), stop: p.end(n, paragraph)}
		switch n.Kind() {
		case ast.KindCodeSpan:
			found.why = whyCode
		case ast.KindLink, ast.KindImage, ast.KindAutoLink:
			found.why = whyLink
		case ast.KindRawHTML:
			found.why = whyHTML
			text := string(p.tree.Source[found.start:found.stop])
			if strings.HasPrefix(text, "<!--") {
				found.why = whyComment
				p.comments = append(p.comments, found)
			}
			depth = max(0, depth+open(quotingInlines, text))
		default:
			if depth == 0 {
				continue
			}
			// Text may begin with its line; the tag before it begins earlier.
			found.start, found.why = found.start-1, whyHTML
		}
		spans = append(spans, found)
	}
	return spans
}

// end is where an inline node ends: where the next one begins.
func (p *places) end(n, paragraph ast.Node) int {
	if html, ok := n.(*ast.RawHTML); ok && html.Segments.Len() > 0 {
		return html.Segments.At(html.Segments.Len() - 1).Stop
	}
	if next := n.NextSibling(); next != nil {
		return next.Pos()
	}
	return paragraph.Lines().At(paragraph.Lines().Len() - 1).Stop
}

// Elements whose content is not the author's own plain text, though GitHub
// reads Markdown between their tags: those around paragraphs, and those within one.
var (
	quotingBlocks  = regexp.MustCompile(`(?i)<(/?)(?:blockquote|pre)(?:[\s>]|$)`)
	quotingInlines = regexp.MustCompile(`(?i)<(/?)(?:code|samp|kbd|tt|q|a)(?:[\s>]|$)`)
)

// open is how many more of some elements a piece of HTML opens than it closes.
func open(elements *regexp.Regexp, html string) int {
	depth := 0
	for _, tag := range elements.FindAllStringSubmatch(html, -1) {
		if tag[1] == "/" {
			depth--
		} else {
			depth++
		}
	}
	return depth
}

func (p places) text(block ast.Node) string {
	return string(block.Lines().Value(p.tree.Source))
}
