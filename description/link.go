package description

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/markdown"
)

// foundLink is a link on the page and what its own words say it is about.
type foundLink struct {
	Link
	topic topic
}

// links are all links on the page, in the order of the text; not those in the
// app's sections and in items with a box, which belong to task lists.
func (p page) links() []foundLink {
	var found []foundLink
	add := func(address, words string, at int) {
		number := p.tree.Line(max(at, 0))
		if p.lines[number].kind != ours && isWeb(address) {
			found = append(found, foundLink{Link{address, number}, topicOf(words)})
		}
	}
	_ = ast.Walk(p.tree.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.ListItem:
			if p.hasBox(n) {
				return ast.WalkSkipChildren, nil
			}
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			add(string(n.Destination), textOf(n, p.tree.Source), n.Pos())
			return ast.WalkSkipChildren, nil
		case *ast.AutoLink:
			add(string(n.URL(p.tree.Source)), "", n.Pos())
		case *ast.Text:
			text := string(n.Segment.Value(p.tree.Source))
			for _, place := range bareAddress.FindAllStringIndex(text, -1) {
				add(trimAddress(text[place[0]:place[1]]), "", n.Segment.Start+place[0])
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

func (p page) hasBox(item *ast.ListItem) bool {
	first := item.FirstChild()
	return first != nil && first.Lines().Len() > 0 && markdown.IsBox(p.tree.Source[first.Lines().At(0).Start:])
}

// linksTo are the links of a topic: those in the answer to its question, and
// those whose words say it, wherever they stand. Each address is there once.
func (r *reader) linksTo(t topic) []Link {
	var links []Link
	known, linked := map[string]bool{}, map[int]bool{}
	about := r.topicsOfLines()
	for _, link := range r.links {
		linked[link.Line] = true
		if !known[link.Address] && (link.topic == t || about[link.Line] == t) {
			known[link.Address] = true
			links = append(links, link.Link)
		}
	}
	for _, question := range r.asked {
		if question.topic == t && !undecided(question.Text) && !question.anyLine(linked) {
			r.doubt(question.Answer, NoLink)
		}
	}
	return links
}

// topicsOfLines tells what the lines with answers are about. A labelled line
// inside an answer is about its own.
func (r *reader) topicsOfLines() map[int]topic {
	about := map[int]topic{}
	for _, question := range r.asked {
		for number := question.Line; number <= question.last; number++ {
			about[number] = question.topic
		}
	}
	return about
}

// anyLine reports whether one of the lines of the answer is in a set.
func (q question) anyLine(lines map[int]bool) bool {
	for number := q.Line; number <= q.last; number++ {
		if lines[number] {
			return true
		}
	}
	return false
}

var bareAddress = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]+`)

// trimAddress takes away what follows an address in a sentence.
func trimAddress(address string) string {
	address = strings.TrimRight(address, ".,;:!?'*_~`|]")
	if !strings.Contains(address, "(") {
		address = strings.TrimRight(address, ").,;:!?'*_~")
	}
	return address
}

func isWeb(address string) bool {
	const longest = 2000
	parsed, err := url.Parse(address)
	return err == nil && len(address) <= longest && parsed.Host != "" && (parsed.Scheme == "http" || parsed.Scheme == "https")
}

// textOf is the text inside an inline node.
func textOf(n ast.Node, source []byte) string {
	var words strings.Builder
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			words.Write(text.Segment.Value(source))
			words.WriteByte(' ')
			continue
		}
		words.WriteString(textOf(child, source))
	}
	return words.String()
}
