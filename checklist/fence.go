package checklist

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// fence reads the lists of a [tasklist] fence; a fence in such a fence is
// code. The content is Markdown on its own: link definitions outside do not
// hold inside, as it was when GitHub showed these lists.
func (r *reader) fence(n *ast.FencedCodeBlock, around place) {
	if r.inFence || !isTasklist(n, r.tree.Source) || n.Lines().Len() == 0 {
		return
	}
	text := &excerpt{}
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		// A tab that the fence's indentation takes part of leaves spaces.
		text.add(r.tree.Source[segment.Start:segment.Stop], r.offset(segment.Start), segment.Padding)
	}
	tree, outer := r.tree, r.text
	r.tree, r.text, r.inFence = markdown.Parse(text.content.String()), text, true
	r.blocks(r.tree.Root, around)
	r.limited = r.limited || r.tree.Limited
	r.tree, r.text, r.inFence = tree, outer, false
}

// tasklistInfo is what the opening line of a [tasklist] fence has behind its marks.
const tasklistInfo = "[tasklist]"

func isTasklist(n *ast.FencedCodeBlock, source []byte) bool {
	return n.Info != nil && strings.HasPrefix(string(n.Info.Segment.Value(source)), tasklistInfo)
}
