package checklist

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// span is a stretch of the text that is read, from start to before stop.
type span struct{ start, stop int }

// mark is where a strikethrough can begin or end.
type mark struct {
	span
	kind        int // marks of the same kind make a pair: 1 or 2 tildes, tags
	opens, ends bool
}

const (
	mostTildes = 2
	tagKind    = mostTildes + 1
)

// tildes notes the marks of strikethrough in plain text: one or two tildes at
// a word, as on GitHub.
func (p *prose) tildes(source []byte, start, stop int) {
	for at := start; at < stop; {
		next := bytes.IndexByte(source[at:stop], '~')
		if next < 0 {
			return
		}
		begin := at + next
		at = begin
		for at < stop && source[at] == '~' {
			at++
		}
		if at-begin > mostTildes || begin > start && source[begin-1] == '\\' {
			continue
		}
		p.marks = append(p.marks, mark{
			span: span{begin, at}, kind: at - begin,
			opens: at < len(source) && !isSpace(source[at]), ends: begin > 0 && !isSpace(source[begin-1]),
		})
	}
}

// tag notes <del>, <s> and <strike>.
func (p *prose) tag(n *ast.RawHTML, source []byte) {
	if n.Segments.Len() == 0 {
		return
	}
	segment := n.Segments.At(0)
	name, closing := strings.CutPrefix(strings.Trim(string(segment.Value(source)), "<>"), "/")
	switch strings.ToLower(name) {
	case "del", "s", "strike":
		p.marks = append(p.marks, mark{span{segment.Start, segment.Stop}, tagKind, !closing, closing})
	}
}

// strike pairs the marks of a paragraph, and says which of its links are
// struck. Of the item's struck spans, those of the paragraph are passed.
func (p *prose) strike(links []foundLink, struck []span) {
	for _, pair := range pairs(p.marks) {
		p.struck, struck = append(p.struck, pair), append(struck, pair)
	}
	p.marks = p.marks[:0]
	slices.SortFunc(struck, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	next, until := 0, 0
	for i := range links {
		for ; next < len(struck) && struck[next].start <= links[i].start; next++ {
			until = max(until, struck[next].stop)
		}
		links[i].Struck = links[i].start < until
	}
}

// pairs are the spans between marks of the same kind.
func pairs(marks []mark) []span {
	var all []span
	var open [tagKind + 1]*mark
	for i := range marks {
		m := &marks[i]
		switch start := open[m.kind]; {
		case start != nil && m.ends:
			all = append(all, span{start.start, m.stop})
			clear(open[:])
		case start == nil && m.opens:
			open[m.kind] = m
		}
	}
	return all
}

// inStruck reports whether an offset is inside of a strikethrough.
func (p *prose) inStruck(at int) bool {
	return slices.ContainsFunc(p.struck, func(s span) bool { return s.start <= at && at < s.stop })
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
