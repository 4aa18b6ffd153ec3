package command_test

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"github.com/upkeep-app/upkeep/command"
)

// FuzzParse compares with the page that a reader would see. Each line that is
// told about is marked, the text is rendered by goldmark as it comes, without
// the bounds of package markdown, and the marks are looked up in the page: a
// command stands in plain text, and what is ignored for where it stands does not.
func FuzzParse(f *testing.F) {
	for _, c := range comments {
		f.Add(c.text)
	}
	for i, c := range comments {
		f.Add(comments[(i*7+50)%len(comments)].text + "\n" + c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		parsed := command.Parse(text)
		if again := command.Parse(text); len(again.Commands) != len(parsed.Commands) {
			t.Fatal("read twice, read differently")
		}
		lines := splitLines(text)
		plain := plainMarks(t, marked(lines, parsed))
		for _, c := range parsed.Commands {
			if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(lines[c.Line-1])), command.Prefix) {
				t.Errorf("line %d is a command without the prefix: %q", c.Line, lines[c.Line-1])
			}
			if !slices.Contains(plain, mark(c.Line)) {
				t.Errorf("line %d is a command, yet the page does not show it as plain text:\n%q", c.Line, text)
			}
		}
		byPlace := []string{"code block", "inline code", "quote", "list", "heading", "table", "link", "not plain text"}
		for _, i := range parsed.Ignored {
			if slices.Contains(byPlace, i.Why) && slices.Contains(plain, mark(i.Line)) {
				t.Errorf("line %d is ignored as %s, yet the page shows it as plain text:\n%q", i.Line, i.Why, text)
			}
		}
	})
}

func splitLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Split(text, "\n")
}

func mark(line int) string { return fmt.Sprintf("/upq%dq", line) }

// marked puts a mark in place of the prefix of every line that was told about.
func marked(lines []string, parsed command.Parsed) string {
	lines = slices.Clone(lines)
	replace := func(number int) {
		line := lines[number-1]
		trimmed := strings.TrimSpace(line)
		if len(trimmed) >= len(command.Prefix) && strings.EqualFold(trimmed[:len(command.Prefix)], command.Prefix) {
			at := strings.Index(line, trimmed)
			lines[number-1] = line[:at] + mark(number) + line[at+len(command.Prefix):]
		}
	}
	for _, c := range parsed.Commands {
		replace(c.Line)
	}
	for _, i := range parsed.Ignored {
		replace(i.Line)
	}
	return strings.Join(lines, "\n")
}

// plainMarks are the marks at the start of a line of a paragraph that is in
// nothing else. HTML of the text is left out of the page.
func plainMarks(t *testing.T, text string) []string {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert([]byte(text), &page); err != nil {
		t.Fatal(err)
	}
	document, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	var marks []string
	for n := range document.Descendants() {
		if n.Type != html.ElementNode || n.Data != "p" || n.Parent.Data != "body" {
			continue
		}
		for line := range strings.SplitSeq(plainText(n), "\n") {
			marks = append(marks, markPattern.FindString(strings.TrimSpace(line)))
		}
	}
	return marks
}

var markPattern = regexp.MustCompile(`^/upq\d+q`)

// plainText is the text of an element without code, links and images.
func plainText(n *html.Node) string {
	var text strings.Builder
	for child := range n.ChildNodes() {
		switch {
		case child.Type == html.TextNode:
			text.WriteString(child.Data)
		case child.Data == "code", child.Data == "a", child.Data == "img", child.Type == html.CommentNode:
			text.WriteString("…")
		default:
			text.WriteString(plainText(child))
		}
	}
	return text.String()
}
