package checklist

import (
	"slices"
	"strings"
)

// excerpt is a text that is put together from parts of the description, to be
// read as Markdown, and where those parts stand.
type excerpt struct {
	content strings.Builder
	inside  []int // where a part begins in content
	outside []int // where it begins in the description
}

// add appends a part, after so many spaces that do not stand in the description.
func (e *excerpt) add(part []byte, outside, spaces int) {
	for range spaces {
		e.content.WriteByte(' ')
	}
	e.inside = append(e.inside, e.content.Len())
	e.outside = append(e.outside, outside)
	e.content.Write(part)
}

// offset is where a byte of the content stands in the description.
func (e *excerpt) offset(at int) int {
	part, found := slices.BinarySearch(e.inside, at)
	if !found {
		part--
	}
	if part < 0 {
		return e.outside[0]
	}
	return e.outside[part] + at - e.inside[part]
}
