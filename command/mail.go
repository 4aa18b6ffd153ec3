package command

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

const whyMail = "e-mail quote"

var (
	// forwarded starts the message that an e-mail answers, as some programs write it.
	forwarded = regexp.MustCompile(`(?i)^-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{2,}$`)
	// attribution is "On Tue, 3 Nov 2026 at 10:15, Sue <sue@example.org> wrote:". It has
	// a date or an address, so that a person's own sentence is not taken for one.
	attribution = regexp.MustCompile(`(?i)^(?:on|am|le|el|il|op|em)\s.*(?:\d.*\d|@).*(?:wrote|schrieb.*|a écrit|escribió|ha scritto|schreef.*|escreveu)\s?:$`)
	sender      = regexp.MustCompile(`(?i)^\**from:\**\s`)
	afterSender = regexp.MustCompile(`(?i)^\**(?:sent|date|subject|to):\**\s`)
)

// markMail marks what an answer by e-mail repeats without quote marks.
func (p places) markMail() {
	for block := p.tree.Root.FirstChild(); block != nil; block = block.NextSibling() {
		if block.Kind() != ast.KindParagraph {
			continue
		}
		if line, all := p.mailStarts(block); line > 0 {
			last := p.tree.Line(block.Lines().At(block.Lines().Len() - 1).Start)
			if all {
				last = p.tree.Lines()
			}
			for ; line <= last; line++ {
				if p.whys[line] == "" {
					p.whys[line] = whyMail
				}
			}
		}
	}
}

// mailStarts is the line below which a paragraph repeats another message, and
// whether all the rest of the comment does; 0 if it does not. Answers below
// a quote are common, so a quote after "... wrote:" ends with itself.
func (p places) mailStarts(paragraph ast.Node) (line int, all bool) {
	lines := paragraph.Lines()
	text := func(i int) string { return trimSpace(string(p.tree.Source[lines.At(i).Start:lines.At(i).Stop])) }
	for i := range lines.Len() {
		line, next := text(i), ""
		if i+1 < lines.Len() {
			next = text(i + 1)
		}
		below := p.tree.Line(lines.At(i).Start) + 1
		switch {
		case strings.HasPrefix(line, "--") && forwarded.MatchString(line), sender.MatchString(line) && afterSender.MatchString(next):
			return below, true
		case strings.HasSuffix(line, ":") && attribution.MatchString(line):
			return below, !quoteFollows(paragraph)
		case strings.HasSuffix(next, ":") && attribution.MatchString(line+" "+next):
			return below + 1, !quoteFollows(paragraph)
		}
	}
	return 0, false
}

func quoteFollows(paragraph ast.Node) bool {
	next := paragraph.NextSibling()
	return next != nil && next.Kind() == ast.KindBlockquote
}
