package report

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

func plural(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

func quoted(text string) string { return say.Quote(text).Code() }

// changed is what a change does. Longer texts of the app are only named.
func changed(c upgrade.Change) string {
	is, shouldBe := value(c.Is), value(c.ShouldBe)
	switch {
	case strings.HasPrefix(c.What, "card on "):
		return "a new card"
	case c.Is == "" && strings.Contains(c.ShouldBe, "\n"):
		return "a text of " + lines(c.ShouldBe)
	case strings.Contains(c.Is+c.ShouldBe, "\n"):
		return "a text of " + lines(c.ShouldBe) + " in place of one of " + lines(c.Is)
	case c.Is == "":
		return shouldBe
	default:
		return is + " becomes " + shouldBe
	}
}

func value(text string) string {
	if text == "" {
		return "nothing"
	}
	return quoted(text)
}

func lines(text string) string {
	n := strings.Count(strings.TrimRight(text, "\n"), "\n") + 1
	return fmt.Sprintf("%d %s", n, plural(n, "line", "lines"))
}

// printable is people's text on one line, without what a terminal or a page
// would do instead of show: control characters, and those that turn its direction.
func printable(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)), " ")
}

// span is a part of a text, code or not.
type span struct {
	Code bool
	Text string
}

// spans takes apart a text with code in backticks, as say.Quoted writes it.
func spans(text string) []span {
	var all []span
	for text != "" {
		begin := strings.IndexByte(text, '`')
		if begin < 0 {
			return append(all, span{Text: text})
		}
		run := len(text[begin:]) - len(strings.TrimLeft(text[begin:], "`"))
		length := closing(text[begin+run:], run)
		if length < 0 {
			return append(all, span{Text: text})
		}
		if begin > 0 {
			all = append(all, span{Text: text[:begin]})
		}
		code := text[begin+run : begin+run+length]
		if padded := len(code) > 2 && code[0] == ' ' && code[len(code)-1] == ' '; padded {
			code = code[1 : len(code)-1]
		}
		all = append(all, span{Code: true, Text: code})
		text = text[begin+2*run+length:]
	}
	return all
}

// closing is how far it is to a run of just so many backticks; -1 if there is none.
func closing(text string, run int) int {
	for at := 0; at < len(text); {
		next := strings.IndexByte(text[at:], '`')
		if next < 0 {
			return -1
		}
		at += next
		length := len(text[at:]) - len(strings.TrimLeft(text[at:], "`"))
		if length == run {
			return at
		}
		at += length
	}
	return -1
}

// gaps says that there is something that could not be read; empty if there is nothing.
func (r Report) gaps() string {
	if len(r.Unread) == 0 {
		return ""
	}
	var what []string
	for _, u := range r.Unread {
		what = append(what, u.What)
	}
	return "Could not be read with this token: " + strings.Join(what, ", ") + ". What it takes is told below."
}

// who says to whom the report may be shown.
func (r Report) who() string {
	if r.Private {
		return "It shows names from private repositories or boards: show it only to those who may see them."
	}
	return "It shows nothing that is not public on GitHub."
}

// next are the steps that come next.
func (r Report) next() []string {
	file := "Put the proposed upkeep.yml into the repository .github of " + r.Organisation + ", after correcting its guesses; its mode is plan, so nothing is written."
	if r.Own {
		file = "Go on with the upkeep.yml that " + r.Organisation + " has: it is valid."
	}
	return []string{
		"Show this report to those who keep the boards and lists today.",
		file,
		"Start the server with `upkeep serve`: it prints a link that makes the GitHub App and leads to its installation.",
		"Look at what it would write with `upkeep plan`, and switch on one kind of write for one upgrade: `mode` and `writes` of the file.",
	}
}
