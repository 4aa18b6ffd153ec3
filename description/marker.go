package description

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// marker is a comment that opens or closes a section.
type marker struct {
	name string
	end  bool
	line int
	// start and stop are where its line begins and where the next one does.
	start, stop int
	// misplaced says that the comment does not stand where it counts: on a line
	// of its own, outside of lists, quotes and other HTML.
	misplaced bool
}

// opens reports whether the next marker closes the section that this one opens.
func (m marker) opens(next marker) bool {
	return m.name == next.name && !m.end && next.end && !m.misplaced && !next.misplaced
}

var (
	markerWords = regexp.MustCompile(`(?i)<!--\s*upkeep:([a-z][a-z0-9-]*)\s+(begin|end)\b`)
	markerLine  = regexp.MustCompile(`(?i)^ {0,3}<!--[ \t]*upkeep:[a-z][a-z0-9-]*[ \t]+(begin|end)([ \t][^>]*)?-->[ \t]*$`)
)

// markersOf are all markers in a text, in its order. What stands in code is no
// comment and so no marker.
func markersOf(tree markdown.Tree) []marker {
	var found []marker
	_ = ast.Walk(tree.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			alone := n.Parent() == tree.Root && n.HTMLBlockType == ast.HTMLBlockType2 && n.Lines().Len() == 1 && !n.HasClosure()
			for i := range n.Lines().Len() {
				found = append(found, markersIn(tree, n.Lines().At(i).Start, alone)...)
			}
			if n.HasClosure() {
				found = append(found, markersIn(tree, n.ClosureLine.Start, false)...)
			}
		case *ast.RawHTML:
			text := string(n.Segments.Value(tree.Source))
			if words := markerWords.FindStringSubmatch(text); words != nil {
				found = append(found, newMarker(tree, words, tree.Line(n.Segments.At(0).Start)))
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

// markersIn are the markers on the line of an offset; alone says that one by
// itself counts there.
func markersIn(tree markdown.Tree, offset int, alone bool) []marker {
	number := tree.Line(offset)
	text := tree.LineText(number)
	all := markerWords.FindAllStringSubmatch(text, -1)
	var found []marker
	for _, words := range all {
		m := newMarker(tree, words, number)
		m.misplaced = !alone || len(all) > 1 || !markerLine.MatchString(text)
		found = append(found, m)
	}
	return found
}

func newMarker(tree markdown.Tree, words []string, number int) marker {
	start, stop := tree.LineSpan(number)
	return marker{
		name: strings.ToLower(words[1]), end: strings.EqualFold(words[2], "end"), line: number,
		start: start, stop: stop, misplaced: true,
	}
}

// pair is the two markers of a section.
type pair struct{ begin, end marker }

// pairOf is the section of a name. With neither section nor damage there is no
// marker of that name.
func pairOf(markers []marker, name string) (*pair, *Damage) {
	var own, begins, ends []marker
	misplaced := &Damage{Name: name, Kind: Misplaced}
	for _, m := range markers {
		switch {
		case m.name != name:
			continue
		case m.misplaced:
			misplaced.Lines = append(misplaced.Lines, m.line)
		case m.end:
			ends = append(ends, m)
		default:
			begins = append(begins, m)
		}
		own = append(own, m)
	}
	kind := Kind(0)
	switch {
	case len(own) == 0:
		return nil, nil
	case len(misplaced.Lines) > 0:
		return nil, misplaced
	case len(begins) > 1 || len(ends) > 1:
		kind = Doubled
	case len(own) == 1:
		kind = Unpaired
	case begins[0].line > ends[0].line:
		kind = Reversed
	}
	if kind != 0 {
		return nil, &Damage{Name: name, Kind: kind, Lines: linesOf(own)}
	}
	section := &pair{begins[0], ends[0]}
	if inside := section.markersInside(markers); len(inside) > 0 {
		return nil, &Damage{Name: name, Kind: Nested, Lines: linesOf(inside)}
	}
	return section, nil
}

// markersInside are those of other sections between a section's own.
func (p pair) markersInside(markers []marker) []marker {
	var inside []marker
	for _, m := range markers {
		if p.begin.line < m.line && m.line < p.end.line {
			inside = append(inside, m)
		}
	}
	return inside
}

func linesOf(markers []marker) []int {
	var lines []int
	for _, m := range markers {
		lines = append(lines, m.line)
	}
	return lines
}
