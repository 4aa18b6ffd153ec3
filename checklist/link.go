package checklist

import (
	"bytes"
	"strings"
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

func (r linkReader) add(found []foundLink, address string, start int) []foundLink {
	if link, _, ok := r.address(address); ok {
		found = append(found, foundLink{link, start})
	}
	return found
}

// text adds the bare addresses and short references in plain text.
func (r linkReader) text(found []foundLink, source []byte, start, stop int) []foundLink {
	for at := start; at < stop; {
		next := bytes.IndexAny(source[at:stop], ":#-")
		if next < 0 {
			break
		}
		at += next
		var link foundLink
		var ok bool
		switch source[at] {
		case '#':
			link, at, ok = r.short(source, start, at, stop)
		case '-':
			link, at, ok = r.old(source, start, at, stop)
		default:
			link, at, ok = r.bare(source, start, at, stop)
		}
		if ok {
			found = append(found, link)
		}
	}
	return found
}

// bare reads an address around its first colon, and tells where to go on.
func (r linkReader) bare(source []byte, from, colon, stop int) (link foundLink, end int, ok bool) {
	begin := schemeStart(source, from, colon)
	if begin < 0 || !bytes.HasPrefix(source[colon:stop], []byte("://")) {
		return link, colon + 1, false
	}
	end = colon + addressLength(source[colon:stop])
	link.start = begin
	var length int
	if link.Link, length, ok = r.address(string(source[begin:end])); ok {
		// Two addresses can be joined by a comma.
		end = begin + length
	}
	return link, end, ok
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
	if !r.ours(host) {
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

// ours holds for GitHub's own host, and for the one that bots write so that
// GitHub does not take the address for a mention.
func (r linkReader) ours(host string) bool {
	host = strings.ToLower(host)
	return host == r.host || host == "www."+r.host || host == "redirect."+r.host
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
