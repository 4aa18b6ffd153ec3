package say

import "strings"

// deepest is how far a line of a Passage stays indented, in spaces.
const deepest = 12

// Passage is a text of several lines that people wrote. It has no way out but Block.
type Passage struct{ lines []string }

// QuotePassage takes people's text, each line as Quote does. Lines stay indented,
// as in lists.
func QuotePassage(text string) Passage {
	var p Passage
	for line := range strings.SplitSeq(strings.Trim(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n") {
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		quoted := quote(line, addressRunes)
		if !quoted.IsZero() {
			quoted.text = strings.Repeat(" ", min(indent, deepest)) + quoted.text
		}
		p.lines = append(p.lines, quoted.text)
	}
	return p
}

// Block is the text as a block of code that nothing in the text can end. It
// stands at the beginning of a line, with nothing around it.
func (p Passage) Block() string {
	text := strings.Join(p.lines, "\n")
	fence := strings.Repeat("`", max(longestRun(text, '`')+1, 3))
	return fence + "\n" + text + "\n" + fence
}
