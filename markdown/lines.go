package markdown

import (
	"slices"
	"strings"
)

// LineStarts tell where each line of a text begins.
type LineStarts []int

// Lines finds the lines of a text. A line ends as GitHub ends it: with a line
// feed, a carriage return, or both.
func Lines(text string) LineStarts {
	starts := make(LineStarts, 0, strings.Count(text, "\n")+1)
	for start := 0; start < len(text); {
		feed := len(text)
		if length := strings.IndexByte(text[start:], '\n'); length >= 0 {
			feed = start + length
		}
		starts = append(starts, start)
		for {
			length := strings.IndexByte(text[start:feed], '\r')
			if length < 0 || start+length+1 == feed {
				break
			}
			start += length + 1
			starts = append(starts, start)
		}
		start = feed + 1
	}
	return starts
}

// Line is the number of the line that holds an offset; lines count from 1.
func (l LineStarts) Line(offset int) int {
	line, found := slices.BinarySearch(l, offset)
	if found {
		line++
	}
	return line
}

// Lines is how many lines the text has; what follows the last line end is a
// line only if it is not empty.
func (t Tree) Lines() int { return len(t.LineStarts) }

// LineText is a line, from 1, without its line end.
func (t Tree) LineText(line int) string {
	start, stop := t.LineSpan(line)
	return strings.TrimRight(string(t.Source[start:stop]), "\n")
}

// LineSpan is where a line, from 1, begins and where the next one does.
func (t Tree) LineSpan(line int) (start, stop int) {
	stop = len(t.Source)
	if line < len(t.LineStarts) {
		stop = t.LineStarts[line]
	}
	return t.LineStarts[line-1], stop
}
