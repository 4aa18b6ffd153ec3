package say

import (
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

var livePatterns = []*regexp.Regexp{
	// A mention. GitHub looks for it in the rendered text, so a backslash or an entity does not stop it.
	regexp.MustCompile(`(?:^|[^A-Za-z0-9_@/.])(@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9._-]+)?)`),
	// A reference, with the closing keyword before it if there is one.
	regexp.MustCompile(`(?i)((?:\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+)?(?:(?:\b[A-Za-z0-9-]+/[A-Za-z0-9._-]+|\b[A-Za-z0-9-]+)?#|\bGH-)[0-9]+)\b`),
	regexp.MustCompile(`(?i)((?:\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+)?https?://[^\s/<>"]+/[^\s/<>"]+/[^\s/<>"]+/(?:issues|pull|discussions)/[0-9]+)`),
	// A command, of this app or any other.
	regexp.MustCompile(`(?m)^\s*(/[A-Za-z][A-Za-z-]*)`),
}

const (
	// codeStandsHere keeps what is on both sides of code apart; it is neither space nor letter.
	codeStandsHere = "\ufffc"
	// htmlComment stands for the start of a real comment, which text that only shows one is not.
	htmlComment = "\x00<!--"
)

// Live finds what would come alive when GitHub shows a Markdown text: mentions
// and team mentions, references to issues in every form, closing keywords
// before them, commands at the start of a line, and HTML comments, which are
// how markers are faked. Code is not alive. Nil means nothing.
func Live(markdown string) []string {
	source := []byte(markdown)
	document := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
	rendered := renderedText(document, source)
	var found []string
	for _, pattern := range livePatterns {
		for _, match := range pattern.FindAllStringSubmatch(rendered, -1) {
			found = append(found, strings.Join(strings.Fields(match[1]), " "))
		}
	}
	if strings.Contains(rendered, htmlComment) {
		found = append(found, "<!--")
	}
	return found
}

// renderedText is what GitHub searches: the text as shown, blocks on lines of
// their own, code left out, link targets and raw HTML included.
func renderedText(document ast.Node, source []byte) string {
	var out strings.Builder
	// The visitor returns no error of its own.
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() == ast.TypeBlock {
			out.WriteByte('\n')
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock:
			out.WriteString(codeStandsHere)
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			out.WriteString(shown(n.Segment.Value(source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				out.WriteByte('\n')
			}
		case *ast.String:
			out.WriteString(shown(n.Value))
		case *ast.AutoLink:
			out.WriteString(" " + string(n.URL(source)) + " ")
		case *ast.Link:
			out.WriteString(" " + string(n.Destination) + " " + string(n.Title) + " ")
		case *ast.Image:
			out.WriteString(" " + string(n.Destination) + " " + string(n.Title) + " ")
		case *ast.RawHTML:
			writeLines(&out, n.Segments, source)
		case *ast.HTMLBlock:
			writeLines(&out, n.Lines(), source)
			if n.HasClosure() {
				out.Write(n.ClosureLine.Value(source))
			}
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

var escaped = regexp.MustCompile(`\\([!-/:-@\[-` + "`" + `{-~])`)

// shown is text after backslashes and entities have done their work.
func shown(raw []byte) string {
	return html.UnescapeString(escaped.ReplaceAllString(string(raw), "$1"))
}

func writeLines(out *strings.Builder, lines *text.Segments, source []byte) {
	for i := range lines.Len() {
		line := lines.At(i)
		out.WriteString(strings.ReplaceAll(string(line.Value(source)), "<!--", htmlComment))
	}
}
