package checklist

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// closedFence is a [tasklist] fence that is to be opened.
type closedFence struct {
	text string
	tree markdown.Tree
	node *ast.FencedCodeBlock
	// line is the opening line, and closing the closing one; 0 if there is none.
	line, closing int
	start         int // of the opening line
	indent        int // of the items that the fence is in
	count         int // of the text's fences
}

// lastFence finds the last [tasklist] fence that begins before an offset.
func lastFence(text string, before int) (f closedFence, ok bool) {
	f.text, f.tree = text, markdown.Parse(text)
	eachTasklist(f.tree.Root, f.tree.Source, func(n *ast.FencedCodeBlock) {
		f.count++
		line := f.tree.Line(n.Info.Segment.Start)
		if start, _ := f.tree.LineSpan(line); start < before {
			f.node, f.line, f.start = n, line, start
		}
	})
	if f.node == nil {
		return f, false
	}
	for n := f.node.Parent(); n != nil; n = n.Parent() {
		if item, ok := n.(*ast.ListItem); ok {
			f.indent += item.Offset
		}
	}
	if closing := f.line + f.node.Lines().Len() + 1; f.closes(closing) {
		f.closing = closing
	}
	return f, true
}

func eachTasklist(parent ast.Node, source []byte, see func(*ast.FencedCodeBlock)) {
	for n := parent.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		switch node := n.(type) {
		case *ast.List, *ast.ListItem:
			eachTasklist(n, source, see)
		case *ast.FencedCodeBlock:
			if isTasklist(node, source) {
				see(node)
			}
		}
	}
}

// closes reports whether a line is the fence's closing one. In an item, a line
// that is not indented like the item begins a fence of its own.
func (f closedFence) closes(line int) bool {
	if line > f.tree.Lines() {
		return false
	}
	text := strings.TrimRight(f.tree.LineText(line), " \t")
	marks := strings.TrimLeft(text, " \t")
	columns := len(strings.ReplaceAll(text[:len(text)-len(marks)], "\t", "    "))
	opening, _ := f.opening()
	return columns >= f.indent && len(marks) >= len(opening) && strings.Trim(marks, opening[:1]) == ""
}

// opening has the marks of the opening line, and what stands before them.
func (f closedFence) opening() (marks, before string) {
	line := strings.TrimRight(f.text[f.start:f.node.Info.Segment.Start], " \t")
	before = strings.TrimRight(line, line[len(line)-1:])
	return line[len(before):], before
}

// opened is the text without the fence.
func (f closedFence) opened() string {
	var out strings.Builder
	out.WriteString(f.text[:f.start] + f.head())
	lines := f.node.Lines()
	for i := range lines.Len() {
		start, stop := f.tree.LineSpan(f.line + 1 + i)
		if f.node.Parent().Kind() == ast.KindDocument {
			start = lines.At(i).Start
			out.WriteString(strings.Repeat(" ", lines.At(i).Padding))
		}
		out.WriteString(f.text[start:stop])
	}
	after := f.line + lines.Len() + 1
	if f.closing > 0 {
		after = f.closing + 1
		out.WriteString(f.tail())
	}
	if after <= f.tree.Lines() {
		start, _ := f.tree.LineSpan(after)
		out.WriteString(f.text[start:])
	}
	return out.String()
}

// parting is a line between two lists that are not to become one.
func (f closedFence) parting() string { return strings.Repeat(" ", f.indent) + "<!-- -->" }

// head is what takes the place of the opening line.
func (f closedFence) head() string {
	_, stop := f.tree.LineSpan(f.line)
	line := f.text[f.start:stop]
	end := line[len(strings.TrimRight(line, "\r\n")):]
	title := strings.TrimSpace(strings.TrimPrefix(string(f.node.Info.Segment.Value(f.tree.Source)), tasklistInfo))
	_, before := f.opening()
	marker := strings.TrimRight(before, " \t")
	switch {
	case title != "":
		return before + "### " + title + end
	case marker != "":
		return marker + end
	case meets(f.node.PreviousSibling(), f.content().FirstChild()):
		return f.parting() + end
	case f.blank(f.line - 1):
		return ""
	}
	return end
}

// tail is what takes the place of the closing line.
func (f closedFence) tail() string {
	start, stop := f.tree.LineSpan(f.closing)
	line := f.text[start:stop]
	end := line[len(strings.TrimRight(line, "\r\n")):]
	switch {
	case meets(f.content().LastChild(), f.node.NextSibling()):
		return f.parting() + end
	case f.blank(f.closing + 1):
		return ""
	}
	return end
}

// content is what the fence holds, as Markdown.
func (f closedFence) content() ast.Node {
	return markdown.Parse(string(f.node.Lines().Value(f.tree.Source))).Root
}

// blank holds for lines without text, and for those beyond the text's ends.
func (f closedFence) blank(line int) bool {
	return line < 1 || line > f.tree.Lines() || strings.TrimSpace(f.tree.LineText(line)) == ""
}

// meets reports whether two blocks are lists that would be one if they followed each other.
func meets(a, b ast.Node) bool {
	above, ok := a.(*ast.List)
	if !ok {
		return false
	}
	below, ok := b.(*ast.List)
	return ok && above.Marker == below.Marker
}
