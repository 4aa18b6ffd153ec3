package command_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/upkeep-app/upkeep/command"
)

// slowLines reads a comment a second time, straight from goldmark's tree and
// without a thought for speed: for each line it walks the whole tree. It gives
// the numbers of the lines that are commands. Mail it does not know, nor
// hidden characters.
func slowLines(body string) []int {
	lines := splitLines(body)
	source := []byte(strings.Join(lines, "\n"))
	root := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
	var found []int
	start := 0
	for i, line := range lines {
		shown := withoutComments(root, source, start, start+len(line))
		indent := len(line) - len(strings.TrimLeftFunc(line, unicode.IsSpace))
		if slowCommand.MatchString(strings.TrimSpace(shown)) && !deep.MatchString(line) && slowPlain(root, source, start, start+indent) {
			found = append(found, i+1)
		}
		start += len(line) + 1
	}
	return found
}

var (
	slowCommand  = regexp.MustCompile(`(?i)^/upgrade([\t\p{Z}]|\.?\\?$|\.[\t\p{Z}]*\\$)`)
	deep         = regexp.MustCompile(`^( {0,3}\t| {4})`)
	slowFootnote = regexp.MustCompile(`^ {0,3}\[\^[^\]\s]+\]:`)
	quotingTags  = regexp.MustCompile(`(?i)</?(blockquote|pre)(?:[\s>]|$)`)
	codeTags     = regexp.MustCompile(`(?i)</?(code|samp|kbd|tt|q|a)(?:[\s>]|$)`)
)

// slowPlain reports whether the text at an offset, on a line that starts at
// another, is plain text of a top-level paragraph.
func slowPlain(root ast.Node, source []byte, lineStart, at int) bool {
	depth := 0
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		switch {
		case block.Kind() == ast.KindHTMLBlock:
			depth = nesting(quotingTags, string(block.Lines().Value(source)), depth)
		case block.Kind() == ast.KindParagraph && holds(block, at):
			return depth == 0 && plainInside(block, source, at) && !inFootnote(source, lineStart)
		}
	}
	return false
}

func holds(block ast.Node, at int) bool {
	return slices.ContainsFunc(block.Lines().Sliced(0, block.Lines().Len()), func(line text.Segment) bool {
		return line.Start <= at && at < line.Stop
	})
}

// plainInside looks for the text node that holds the offset.
func plainInside(paragraph ast.Node, source []byte, at int) bool {
	plain, depth, done := false, 0, false
	_ = ast.Walk(paragraph, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.Link, *ast.Image, *ast.AutoLink:
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			if entering && !done {
				if n.Segments.At(0).Start < at {
					depth = nesting(codeTags, string(n.Segments.Value(source)), depth)
				}
				// A comment within the line is not shown.
				last := n.Segments.At(n.Segments.Len() - 1)
				if n.Segments.At(0).Start == at && strings.HasPrefix(string(n.Segments.Value(source)), "<!--") && last.Stop > at {
					plain, done = depth == 0, true
				}
			}
		case *ast.Text:
			if entering && n.Segment.Start <= at && at < n.Segment.Stop {
				plain, done = depth == 0, true
			}
		}
		return ast.WalkContinue, nil
	})
	return plain
}

// nesting is how deep a text is in some elements after a piece of HTML.
func nesting(tags *regexp.Regexp, html string, depth int) int {
	change := 0
	for _, tag := range tags.FindAllString(html, -1) {
		if strings.HasPrefix(tag, "</") {
			change--
		} else {
			change++
		}
	}
	return max(0, depth+change)
}

// inFootnote goes up to the blank line above.
func inFootnote(source []byte, lineStart int) bool {
	above := strings.Split(string(source[:lineStart]), "\n")
	for _, line := range slices.Backward(above[:len(above)-1]) {
		if slowFootnote.MatchString(line) {
			return true
		}
		if strings.TrimSpace(line) == "" {
			return false
		}
	}
	return false
}

// withoutComments is a stretch of the source with a space for each HTML comment in it.
func withoutComments(root ast.Node, source []byte, start, stop int) string {
	shown := slices.Clone(source)
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		html, ok := n.(*ast.RawHTML)
		if ok && entering && strings.HasPrefix(string(html.Segments.Value(source)), "<!--") {
			for i := html.Segments.At(0).Start; i < html.Segments.At(html.Segments.Len()-1).Stop; i++ {
				if shown[i] != '\n' {
					shown[i] = ' '
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return string(shown[start:stop])
}

// compareWithSlow holds Parse to slowLines, but for what that does not know.
func compareWithSlow(t *testing.T, body string) {
	t.Helper()
	parsed := command.Parse(body)
	fast := map[int]bool{}
	for _, c := range parsed.Commands {
		fast[c.Line] = true
		if strings.ContainsFunc(c.Source, func(r rune) bool { return unicode.Is(unicode.Cf, r) }) {
			t.Errorf("line %d is a command with hidden characters: %q", c.Line, c.Source)
		}
	}
	for _, i := range parsed.Ignored {
		switch i.Why {
		case "e-mail quote", "hidden characters", "the comment is nested too deeply to be read":
			fast[i.Line] = false
		case "more than 20 commands":
			fast[i.Line] = true
		}
	}
	var want, got []int
	for _, line := range slowLines(body) {
		if known, ok := fast[line]; known || !ok {
			want = append(want, line)
		}
	}
	for line, is := range fast {
		if is {
			got = append(got, line)
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines of commands (-slow +fast):\n%s\n%q", diff, body)
	}
}

func TestParseAgreesWithASlowReading(t *testing.T) {
	t.Parallel()
	for i, c := range comments {
		compareWithSlow(t, c.text)
		compareWithSlow(t, c.text+"\n"+comments[(i*7+50)%len(comments)].text)
	}
}

// FuzzSlow compares with a slow reading of the CommonMark tree.
func FuzzSlow(f *testing.F) {
	for i, c := range comments {
		f.Add(c.text)
		f.Add(c.text + "\n" + comments[(i*7+50)%len(comments)].text)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) <= 4000 {
			compareWithSlow(t, body)
		}
	})
}
