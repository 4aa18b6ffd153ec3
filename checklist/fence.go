package checklist

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// fence is the content of a [tasklist] fence, and where each of its lines
// stands in the description.
type fence struct {
	content string
	inside  []int // where a line begins in content
	outside []int // where it begins in the description
}

// fence reads the lists of a [tasklist] fence; a fence in such a fence is
// code. The content is Markdown on its own: link definitions outside do not
// hold inside, as it was when GitHub showed these lists.
func (r *reader) fence(n *ast.FencedCodeBlock) {
	if r.original != nil || n.Info == nil || !strings.HasPrefix(string(n.Info.Segment.Value(r.tree.Source)), "[tasklist]") {
		return
	}
	content := newFence(n, r.tree.Source)
	tree := markdown.Parse(content.content)
	inner := &reader{tree: tree, whole: r.whole, original: content, links: r.links, wording: r.wording}
	inner.blocks(tree.Root)
	r.found = append(r.found, inner.found...)
	r.limited = r.limited || tree.Limited
}

func newFence(n ast.Node, source []byte) *fence {
	f := &fence{}
	var content strings.Builder
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		// A tab that the fence's indentation takes part of leaves spaces.
		for range segment.Padding {
			content.WriteByte(' ')
		}
		f.inside = append(f.inside, content.Len())
		f.outside = append(f.outside, segment.Start)
		content.Write(source[segment.Start:segment.Stop])
	}
	f.content = content.String()
	return f
}

// offset is where a byte of the content stands in the description.
func (f *fence) offset(at int) int {
	line, found := slices.BinarySearch(f.inside, at)
	if !found {
		line--
	}
	if line < 0 {
		return f.outside[0]
	}
	return f.outside[line] + at - f.inside[line]
}
