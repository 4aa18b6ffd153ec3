package checklist

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/upkeep-app/upkeep/upgrade"
)

// linkReader finds issues and pull requests in an item's text.
type linkReader struct {
	owner, repo, host string
}

func newLinkReader(in Context) linkReader {
	host := in.Host
	if host == "" {
		host = "github.com"
	}
	return linkReader{in.Owner, in.Repo, strings.ToLower(host)}
}

type foundLink struct {
	Link
	start int
}

// read adds the links of a paragraph to found, and its text to words as a reader sees it.
func (r linkReader) read(source []byte, paragraph ast.Node, found []foundLink, words []byte) ([]foundLink, []byte) {
	for n := paragraph.FirstChild(); n != nil; n = n.NextSibling() {
		switch node := n.(type) {
		case *ast.Text:
			n = lastOfRun(node)
			start, stop := node.Segment.Start, n.(*ast.Text).Segment.Stop
			found = append(found, r.text(source, start, stop)...)
			words = append(append(words, ' '), source[start:stop]...)
		case *ast.AutoLink:
			found = r.add(found, string(node.URL(source)), n.Pos())
		case *ast.Link:
			found = r.add(found, string(node.Destination), n.Pos())
			words = appendText(append(words, ' '), source, n)
		case *ast.CodeSpan:
			words = appendText(append(words, ' '), source, n)
		}
	}
	return found, words
}

// lastOfRun is the end of a text that brackets, which turned out to be no
// link, have split.
func lastOfRun(text *ast.Text) ast.Node {
	for {
		next, ok := text.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != text.Segment.Stop {
			return text
		}
		text = next
	}
}

// appendText adds the text inside an inline node.
func appendText(words, source []byte, n ast.Node) []byte {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if text, ok := child.(*ast.Text); ok {
			words = append(words, text.Segment.Value(source)...)
			if text.SoftLineBreak() || text.HardLineBreak() {
				words = append(words, ' ')
			}
			continue
		}
		words = appendText(words, source, child)
	}
	return words
}

func (r linkReader) add(found []foundLink, address string, start int) []foundLink {
	if link, _, ok := r.address(address); ok {
		found = append(found, foundLink{link, start})
	}
	return found
}

// text finds bare addresses and short references in plain text.
func (r linkReader) text(source []byte, start, stop int) []foundLink {
	var found []foundLink
	for at := start; at < stop; {
		next := bytes.IndexAny(source[at:stop], ":#")
		if next < 0 {
			break
		}
		at += next
		if source[at] == '#' {
			var link Link
			var begin int
			var ok bool
			if link, begin, at, ok = r.short(source, start, at, stop); ok {
				found = append(found, foundLink{link, begin})
			}
			continue
		}
		begin := schemeStart(source, start, at)
		if begin < 0 || !bytes.HasPrefix(source[at:stop], []byte("://")) {
			at++
			continue
		}
		end := at + addressLength(source[at:stop])
		link, length, ok := r.address(string(source[begin:end]))
		if ok {
			found = append(found, foundLink{link, begin})
			// Two addresses can be joined by a comma.
			end = begin + length
		}
		at = end
	}
	return found
}

// schemeStart is where the word before "://" begins; -1 if there is none.
func schemeStart(source []byte, from, colon int) int {
	begin := colon
	for begin > from && isLetter(source[begin-1]) {
		begin--
	}
	if begin == colon {
		return -1
	}
	return begin
}

func addressLength(text []byte) int {
	const longest = 2000
	text = text[:min(len(text), longest)]
	if end := bytes.IndexAny(text, " \t\r\n<>\""); end >= 0 {
		return end
	}
	return len(text)
}

// address reads the address of an issue or pull request on the host, and tells
// how much of it that is: what follows can be punctuation of the sentence.
func (r linkReader) address(text string) (link Link, length int, ok bool) {
	scheme, rest, _ := strings.Cut(text, "://")
	if !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return Link{}, 0, false
	}
	host, path, _ := strings.Cut(rest, "/")
	if host = strings.ToLower(host); host != r.host && host != "www."+r.host {
		return Link{}, 0, false
	}
	owner, path, _ := strings.Cut(path, "/")
	repo, path, _ := strings.Cut(path, "/")
	kind, number, _ := strings.Cut(path, "/")
	if kind != "issues" && kind != "pull" {
		return Link{}, 0, false
	}
	link.PullRequest = kind == "pull"
	digits := leadingDigits(number)
	after, ok := afterNumber(number[digits:], link.PullRequest)
	if !ok {
		return Link{}, 0, false
	}
	link.Ref, ok = reference(owner, repo, number[:digits])
	return link, len(text) - len(number) + digits + after, ok
}

// afterNumber is how much of what follows the number belongs to the address;
// not ok when the address is of something else.
func afterNumber(rest string, pullRequest bool) (length int, ok bool) {
	if rest == "" {
		return 0, true
	}
	switch c := rest[0]; {
	case c == '#' || c == '?':
		return len(rest), true
	case c == '/':
		page, _, _ := strings.Cut(rest[1:], "/")
		page = page[:leadingName(page)]
		tab := page == "files" || page == "commits" || page == "checks" || page == "changes"
		return len(rest), page == "" || pullRequest && tab
	case isWord(c) || c == '-' || c == '%':
		return 0, false
	}
	return 0, true
}

// short reads "#1" or "owner/repo#1" around a number sign, and tells where to go on.
func (r linkReader) short(source []byte, from, sign, stop int) (link Link, begin, end int, ok bool) {
	digits := leadingDigits(string(source[sign+1 : min(stop, sign+12)]))
	end = sign + 1 + digits
	if digits == 0 || end < stop && isWord(source[end]) {
		return Link{}, 0, end, false
	}
	begin = sign
	for begin > from && isName(source[begin-1]) {
		begin--
	}
	owner, repo, number := r.owner, r.repo, string(source[sign+1:end])
	if begin < sign {
		repo = string(source[begin:sign])
		slash := begin - 1
		begin = slash
		for begin > from && isName(source[begin-1]) {
			begin--
		}
		if slash < from || source[slash] != '/' || begin == slash {
			return Link{}, 0, end, false
		}
		owner = string(source[begin:slash])
	}
	if begin > 0 && !startsWord(source[:begin]) {
		return Link{}, 0, end, false
	}
	link.Ref, ok = reference(owner, repo, number)
	return link, begin, end, ok
}

// reference checks the parts of a reference as upgrade.ParseRef does.
func reference(owner, repo, number string) (upgrade.Ref, bool) {
	named := leadingName(owner) == len(owner) && !strings.ContainsAny(owner, "._") && leadingName(repo) == len(repo)
	if !named || owner == "" || owner[0] == '-' || repo == "" || number == "" || number[0] == '0' || len(number) > 10 {
		return upgrade.Ref{}, false
	}
	n, err := strconv.Atoi(number)
	return upgrade.Ref{Owner: owner, Repo: repo, Number: n}, err == nil
}

// startsWord holds where the text before a reference does not belong to it.
func startsWord(before []byte) bool {
	last, _ := utf8.DecodeLastRune(before)
	return !unicode.IsLetter(last) && !unicode.IsDigit(last) && !strings.ContainsRune(`_-./#&@\%=+`, last)
}

func leadingDigits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

func leadingName(text string) int {
	n := 0
	for n < len(text) && isName(text[n]) {
		n++
	}
	return n
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isWord(c byte) bool { return isLetter(c) || c >= '0' && c <= '9' || c == '_' }

func isName(c byte) bool { return isWord(c) || c == '-' || c == '.' }
