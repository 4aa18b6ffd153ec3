package checklist

import (
	"bytes"

	"github.com/upkeep-app/upkeep/markdown"
)

// plainLine is an item on one line, with a box, in which nothing but plain text
// and plain links can be meant.
type plainLine struct {
	begin int // of the line
	start int // of the marker
	text  int // behind the box
	stop  int // behind the text

	marker byte // the bullet, or what follows the number
	one    bool // the number is 1
}

const byteOrderMark = "\xef\xbb\xbf"

// whole is the description but for a byte order mark, which GitHub skips.
func whole(body []byte) *excerpt {
	text := &excerpt{}
	rest := bytes.TrimPrefix(body, []byte(byteOrderMark))
	text.add(rest, len(body)-len(rest), 0)
	return text
}

// shorten leaves out what need not be parsed: of each run of plain lines that
// follow each other, with the same marker and indentation, all but the first
// and the last. If the first turns out to be an item, so is each of the others,
// of the same list: they follow an item like themselves. If it does not, the
// description has to be read whole. The runs have what is left out, by the
// marker of the first line.
func shorten(body []byte) (*excerpt, map[int][]plainLine) {
	text, runs := &excerpt{}, map[int][]plainLine{}
	text.content.Grow(len(body))
	kept := len(body) - len(bytes.TrimPrefix(body, []byte(byteOrderMark)))
	var run []plainLine
	flush := func() {
		if last := len(run) - 1; last > 1 {
			text.add(body[kept:run[1].begin], kept, 0)
			runs[run[0].start], kept = run[1:last], run[last].begin
		}
	}
	for at := kept; at < len(body); at = lineEnd(body, at) {
		line, ok := readPlain(body, at)
		if ok && len(run) > 0 && run[0].goesOn(line) {
			run = append(run, line)
			continue
		}
		flush()
		run = nil
		if ok {
			run = append(run, line)
		}
	}
	flush()
	text.add(body[kept:], kept, 0)
	return text, runs
}

// goesOn reports whether a line that follows, or follows others that do, is
// like this one. A number 1 is not: it alone makes a list of what would be text.
func (l plainLine) goesOn(next plainLine) bool {
	return l.marker == next.marker && l.start-l.begin == next.start-next.begin && !next.one
}

func lineEnd(body []byte, at int) int {
	if length := bytes.IndexByte(body[at:], '\n'); length >= 0 {
		return at + length + 1
	}
	return len(body)
}

// readPlain reads the line at an offset, if it is plain.
func readPlain(body []byte, at int) (l plainLine, ok bool) {
	l.begin = at
	line := body[at:lineEnd(body, at)]
	rest := bytes.TrimLeft(line, " ")
	l.start = at + len(line) - len(rest)
	if rest, ok = l.readMarker(rest); !ok || len(rest) < len(" [ ] ") || rest[0] != ' ' || !markdown.IsBox(rest[1:]) {
		return l, false
	}
	rest = rest[len(" [ ]"):]
	l.text = at + len(line) - len(rest)
	rest = bytes.TrimRight(bytes.TrimSuffix(bytes.TrimSuffix(rest, []byte("\n")), []byte("\r")), " ")
	l.stop = l.text + len(rest)
	return l, len(rest) > 0 && isPlain(rest)
}

// readMarker takes the marker off a line.
func (l *plainLine) readMarker(line []byte) (rest []byte, ok bool) {
	const longest = 9
	digits := min(leadingDigits(string(line[:min(len(line), longest+1)])), longest)
	if digits == len(line) {
		return line, false
	}
	number := line[:digits]
	l.marker = line[digits]
	l.one = len(bytes.TrimLeft(number, "0")) == 1 && number[digits-1] == '1'
	markers := "-*+"
	if digits > 0 {
		markers = ".)"
	}
	return line[digits+1:], bytes.IndexByte([]byte(markers), l.marker) >= 0
}

// isPlain holds for text in which only plain links mean something.
func isPlain(text []byte) bool {
	for {
		special := bytes.IndexAny(text, "[]`<>\\~!\t\v\f\r\x00")
		switch {
		case special < 0:
			return true
		case text[special] == '!':
			text = text[special+1:]
			if len(text) > 0 && text[0] == '[' {
				return false
			}
			continue
		}
		words, address := markdown.PlainLink(text[special:])
		if words == 0 || bytes.ContainsAny(text[special+1:special+1+words], ">~\t\v\f\x00") {
			return false
		}
		text = text[special+words+address+len("[]()"):]
	}
}

// plainItem reads a line that was left out.
func (r *reader) plainItem(l plainLine) Item {
	const box = len(" ]")
	item := Item{Line: r.lines.Line(l.start), Box: l.text - box}
	item.Checked = r.body[item.Box] != ' '
	r.prose.reset()
	r.prose.first(r.body, l.text)
	for at := l.text; at < l.stop; {
		length := bytes.IndexByte(r.body[at:l.stop], '[')
		if length < 0 {
			r.prose.plain(r.body, at, l.stop, r.links)
			break
		}
		r.prose.plain(r.body, at, at+length, r.links)
		at += length
		words, address := markdown.PlainLink(r.body[at:])
		target := at + len("[](") + words
		r.prose.link(string(r.body[target:target+address]), r.body[at+1:at+1+words], at, r.links)
		at = target + address + 1
	}
	r.prose.finish(&item, func(int) int { return item.Line })
	return item
}
