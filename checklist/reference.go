package checklist

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/upgrade"
)

// short reads "#1" or "owner/repo#1" around a number sign, and tells where to go on.
func (r linkReader) short(source []byte, from, sign, stop int) (link foundLink, end int, ok bool) {
	end, ok = numberEnd(source, sign+1, stop)
	if !ok {
		return link, end, false
	}
	begin := sign
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
			return link, end, false
		}
		owner = string(source[begin:slash])
	}
	if begin > 0 && !startsWord(source[:begin]) {
		return link, end, false
	}
	link.start = begin
	link.Ref, ok = reference(owner, repo, number)
	return link, end, ok
}

// old reads "GH-1", GitHub's oldest form, around its hyphen, and tells where to go on.
func (r linkReader) old(source []byte, from, hyphen, stop int) (link foundLink, end int, ok bool) {
	begin := hyphen - len("GH")
	if begin < from || !strings.EqualFold(string(source[begin:hyphen]), "GH") {
		return link, hyphen + 1, false
	}
	end, ok = numberEnd(source, hyphen+1, stop)
	if !ok || end < stop && source[end] == '-' || !startsWord(source[:begin]) {
		return link, end, false
	}
	link.start = begin
	link.Ref, ok = reference(r.owner, r.repo, string(source[hyphen+1:end]))
	return link, end, ok
}

// numberEnd is the end of the number at an offset, and whether one is there
// that is not part of a word.
func numberEnd(source []byte, at, stop int) (end int, ok bool) {
	const longest = 11
	digits := leadingDigits(string(source[at:min(stop, at+longest)]))
	end = at + digits
	return end, digits > 0 && (end == stop || !isWord(source[end]))
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
