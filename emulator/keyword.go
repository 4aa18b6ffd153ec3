package emulator

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
	"github.com/upkeep-app/upkeep/upgrade"
)

// closing is a keyword and one reference, each in all the forms of "Linking a
// pull request to an issue" and "Autolinked references and URLs" in the docs.
var closing = regexp.MustCompile(`(?i)(?:^|[^\w/-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+` +
	`(?:<?https?://(?P<host>[\w.:-]+)/(?P<place>[\w-]+/[\w.-]+)/issues/(?P<at>\d{1,9})|(?P<repo>[\w-]+/[\w.-]+)?#(?P<number>\d{1,9})|GH-(?P<short>\d{1,9}))\b`)

// closedInText lists the issues that a text without Markdown, such as a commit's
// message, says it closes. The home is where "#1" is; host is the site's.
func closedInText(text string, home *repository, host string) []upgrade.Ref {
	var found []upgrade.Ref
	for _, m := range closing.FindAllStringSubmatch(text, -1) {
		part := func(name string) string { return m[closing.SubexpIndex(name)] }
		if part("host") != "" && !sameFold(part("host"), host) {
			continue
		}
		owner, name := home.owner.login, home.name
		if place := part("place") + part("repo"); place != "" {
			owner, name, _ = strings.Cut(place, "/")
		}
		number, err := strconv.Atoi(part("at") + part("number") + part("short"))
		if ref := (upgrade.Ref{Owner: owner, Repo: name, Number: number}); err == nil && !contains(found, ref) {
			found = append(found, ref)
		}
	}
	return found
}

// closedInMarkdown is closedInText for a description: what is in code, quotes
// and HTML does not count.
func closedInMarkdown(body string, home *repository, host string) []upgrade.Ref {
	if !closing.MatchString(body) {
		return nil
	}
	tree := markdown.Parse(body)
	var plain strings.Builder
	// Walk fails only when its function does, which it calls a second time when it leaves a node.
	_ = ast.Walk(tree.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Blockquote, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *ast.RawHTML, *ast.CodeSpan:
			if entering {
				plain.WriteString("\x00") // a keyword before it has nothing to do with what comes after
			}
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			if entering {
				plain.Write(n.URL(tree.Source))
			}
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			writeText(&plain, tree.Source, n, entering)
		default:
			if n.Type() == ast.TypeBlock {
				plain.WriteString("\x00")
			}
		}
		return ast.WalkContinue, nil
	})
	return closedInText(plain.String(), home, host)
}

func writeText(plain *strings.Builder, source []byte, n *ast.Text, entering bool) {
	if !entering {
		return
	}
	plain.Write(n.Segment.Value(source))
	if n.SoftLineBreak() || n.HardLineBreak() {
		plain.WriteByte('\n')
	}
}
