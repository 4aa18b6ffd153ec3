package emulator

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
	"github.com/upkeep-app/upkeep/upgrade"
)

// referencePattern finds what may name an issue: an address, owner/repo#1, #1
// or GH-1, none of them inside a longer word. Source: docs page "Autolinked
// references and URLs".
var referencePattern = regexp.MustCompile(
	`(?:^|[^\w/#-])(?:https?://([\w.:-]+)/([\w-]+)/([\w.-]+)/(?:issues|pull)/(\d{1,9})|(?:([\w-]+)/([\w.-]+))?#(\d{1,9})|(?i:gh)-(\d{1,9}))\b`)

// maxReferences bounds how many issues one text can name.
const maxReferences = 500

// refer writes a cross-reference into the timeline of every issue that a text
// of i names and did not name before: once per issue and source, and only where
// the actor may look.
func (t *tx) refer(i *issue, before, text string) {
	known := t.references(i.repo, before)
	for _, ref := range t.references(i.repo, text) {
		if slices.Contains(known, ref) {
			continue
		}
		named := t.findIssue(ref)
		if named == nil || named == i || !t.sees(named.repo) || named.referredBy(i) {
			continue
		}
		t.happened(named, "cross-referenced").other = i
	}
}

func (i *issue) referredBy(source *issue) bool {
	for _, ev := range i.events {
		if ev.kind == "cross-referenced" && ev.other == source {
			return true
		}
	}
	return false
}

// references are what a text in a repository names, as far as it is no code.
func (e *Emulator) references(r *repository, body string) []upgrade.Ref {
	if !strings.ContainsAny(body, "#/-") {
		return nil
	}
	_, host, _ := strings.Cut(e.options.WebURL, "://")
	var found []upgrade.Ref
	for _, m := range referencePattern.FindAllStringSubmatch(plainText(body), maxReferences) {
		ref := upgrade.Ref{Owner: r.owner.login, Repo: r.name}
		number := m[8]
		switch {
		case m[4] != "":
			if !sameFold(m[1], host) {
				continue
			}
			ref.Owner, ref.Repo, number = m[2], m[3], m[4]
		case m[7] != "":
			number = m[7]
			if m[5] != "" {
				ref.Owner, ref.Repo = m[5], m[6]
			}
		}
		if n, err := strconv.Atoi(number); err == nil {
			ref.Number = n
			found = append(found, ref)
		}
	}
	return found
}

// plainText is what a body says outside code and HTML, with the addresses of
// its links, separated by spaces.
func plainText(body string) string {
	tree := markdown.Parse(body)
	var words strings.Builder
	end := -1 // of the text before, to put together what brackets have split
	// The visitor never fails.
	_ = ast.Walk(tree.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch node := n.(type) {
		case *ast.CodeSpan, *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			if node.Segment.Start != end {
				words.WriteByte(' ')
			}
			words.Write(node.Segment.Value(tree.Source))
			end = node.Segment.Stop
		case *ast.AutoLink:
			words.WriteByte(' ')
			words.Write(node.URL(tree.Source))
		case *ast.Link:
			words.WriteByte(' ')
			words.Write(node.Destination)
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}
