package command_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
)

// comments are texts and what is read in them: "3 name |arg|arg" is a known
// command on line 3, "3? name" an unknown one, "3! why" an ignored line.
var comments = []struct {
	name, text string
	want       []string
}{
	// The line itself.
	{"one word", "/upgrade owner-does arbi-bom", []string{"1 owner-does |arbi-bom"}},
	{"bare prefix", "/upgrade", []string{"1? "}},
	{"bare prefix with space", "/upgrade   \n", []string{"1? "}},
	{"unknown name", "/upgrade frobnicate now", []string{"1? frobnicate |now"}},
	{"prefix in capitals", "/UPGRADE owner-does TBD", []string{"1 owner-does |TBD"}},
	{"name in capitals, argument keeps its case", "/upgrade Owner-Does Arbi-BOM", []string{"1 owner-does |Arbi-BOM"}},
	{"several words", "/upgrade owner-does owner reviews, merges", []string{"1 owner-does |owner|reviews,|merges"}},
	{"quoted words", `/upgrade owner-does "Owner reviews and merges"`, []string{"1 owner-does |Owner reviews and merges"}},
	{"comma in quotes", `/upgrade owner-does "Owner reviews, merges, deploys, and monitors"`, []string{"1 owner-does |Owner reviews, merges, deploys, and monitors"}},
	{"smart quotes", "/upgrade owner-does “Owner reviews”", []string{"1 owner-does |Owner reviews"}},
	{"low smart quotes", "/upgrade owner-does „Owner reviews“", []string{"1 owner-does |Owner reviews"}},
	{"mixed quotes", "/upgrade owner-does \"Owner reviews”", []string{"1 owner-does |Owner reviews"}},
	{"single quotes", "/upgrade owner-does 'Owner reviews'", []string{"1 owner-does |Owner reviews"}},
	{"apostrophes", "/upgrade x it's the teams' 'tis John's", []string{"1? x |it's|the|teams'|'tis|John's"}},
	{"inches", `/upgrade x 5" disk`, []string{`1? x |5"|disk`}},
	{"unclosed quote", `/upgrade owner-does "Owner reviews`, []string{`1 owner-does |"Owner|reviews`}},
	{"quote after an unclosed one", `/upgrade x "a b" "c d`, []string{`1? x |a b|"c|d`}},
	{"empty quotes", `/upgrade x "" y`, []string{`1? x ||y`}},
	{"key and value", "/upgrade x level=TBD", []string{"1? x |level=TBD"}},
	{"key and quoted value", `/upgrade x level="Owner reviews" y`, []string{"1? x |level=Owner reviews|y"}},
	{"full stop", "/upgrade owner-does arbi-bom.", []string{"1 owner-does |arbi-bom"}},
	{"full stop after quotes", `/upgrade owner-does "Owner reviews".`, []string{"1 owner-does |Owner reviews"}},
	{"full stop after the prefix", "/upgrade.", []string{"1? "}},
	{"dots are no full stop", "/upgrade x wait...", []string{"1? x |wait..."}},
	{"version keeps its dots", "/upgrade x 5.2", []string{"1? x |5.2"}},
	{"space without break", "/upgrade\u00a0owner-does\u00a0arbi-bom\u00a0", []string{"1 owner-does |arbi-bom"}},
	{"space without break in front", "\u00a0/upgrade owner-does arbi-bom", []string{"1 owner-does |arbi-bom"}},
	{"tab", "/upgrade\towner-does\tarbi-bom", []string{"1 owner-does |arbi-bom"}},
	{"wide spaces", "/upgrade\u3000owner-does\u2003TBD", []string{"1 owner-does |TBD"}},
	{"CRLF", "Hi\r\n/upgrade owner-does TBD\r\nthanks\r\n", []string{"2 owner-does |TBD"}},
	{"carriage returns alone", "Hi\r/upgrade owner-does TBD\rthanks", []string{"2 owner-does |TBD"}},
	{"three spaces in front", "   /upgrade owner-does TBD", []string{"1 owner-does |TBD"}},
	{"hard break by backslash", "/upgrade owner-does TBD\\\nthanks", []string{"1 owner-does |TBD"}},
	{"hard break by spaces", "/upgrade owner-does TBD  \nthanks", []string{"1 owner-does |TBD"}},
	{"backslash at the end", "/upgrade owner-does TBD\\", []string{"1 owner-does |TBD"}},
	{"two backslashes stay", "/upgrade x a\\\\", []string{"1? x |a\\\\"}},
	{"references and mentions", "/upgrade x openedx/a#1 @openedx/team https://github.com/o/r/issues/1", []string{"1? x |openedx/a#1|@openedx/team|https://github.com/o/r/issues/1"}},
	{"HTML comment in the line", "/upgrade owner-does <!-- \"everything\" --> TBD", []string{"1 owner-does |TBD"}},
	{"HTML comment that goes on", "/upgrade owner-does TBD <!-- not\n/upgrade x\n--> y", []string{"1 owner-does |TBD", "2! HTML comment"}},
	{"accents", "/upgrade owner-does Équipe-α", []string{"1 owner-does |Équipe-α"}},
	{"emoji with a selector", "/upgrade x ⚠️", []string{"1? x |⚠️"}},

	// More than one line.
	{"after text", "Thanks!\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},
	{"before text", "/upgrade owner-does TBD\nThanks!", []string{"1 owner-does |TBD"}},
	{"two in a paragraph", "/upgrade owner-does TBD\n/upgrade help", []string{"1 owner-does |TBD", "2 help"}},
	{"two paragraphs", "/upgrade owner-does TBD\n\n/upgrade help", []string{"1 owner-does |TBD", "3 help"}},
	{"below a quote and a blank line", "> please\n\n/upgrade owner-does TBD", []string{"3 owner-does |TBD"}},
	{"between lists", "- a\n\n/upgrade owner-does TBD\n\n- b", []string{"3 owner-does |TBD"}},
	{"below a heading", "# Hi\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},
	{"below a closed fence", "```\nx\n```\n/upgrade owner-does TBD", []string{"4 owner-does |TBD"}},
	{"below a closed HTML comment", "<!-- x -->\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},
	{"below a rule", "x\n\n---\n/upgrade owner-does TBD", []string{"4 owner-does |TBD"}},
	{"emphasis around lines", "*so\n/upgrade owner-does TBD\nthere*", []string{"2 owner-does |TBD"}},
	{"in details, as a paragraph", "<details>\n<summary>s</summary>\n\n/upgrade owner-does TBD\n\n</details>", []string{"4 owner-does |TBD"}},

	// Not at the start of a line, or not the prefix.
	{"in a sentence", "Please run /upgrade owner-does TBD", nil},
	{"longer word", "/upgrades x\n/upgrade-all x\n/upgraded\n/upgrade_x\n/upgrade/x", nil},
	{"file name", "/upgrade.yml is the file", nil},
	{"other command", "/assign @me", nil},
	{"colon", "/upgrade: owner-does TBD", []string{"1! no space after /upgrade"}},
	{"bold", "**/upgrade owner-does TBD**", []string{"1! not at the start of the line"}},
	{"escaped", `\/upgrade owner-does TBD`, []string{"1! escaped"}},
	{"empty", "", nil},
	{"only space", " \n\t\n", nil},

	// Code.
	{"fence", "```\n/upgrade owner-does TBD\n```", []string{"2! code block"}},
	{"fence of tildes", "~~~\n/upgrade owner-does TBD\n~~~", []string{"2! code block"}},
	{"fence never closed", "```sh\n/upgrade owner-does TBD\n\n/upgrade x", []string{"2! code block", "4! code block"}},
	{"fence closed by too few", "````\n/upgrade x\n```\n/upgrade y\n````", []string{"2! code block", "4! code block"}},
	{"fence of tildes not closed by backticks", "~~~\n```\n/upgrade x", []string{"3! code block"}},
	{"indented code", "Hi\n\n    /upgrade owner-does TBD", []string{"3! code block"}},
	{"indented by tab", "\t/upgrade owner-does TBD", []string{"1! code block"}},
	{"indented below text", "Try\n    /upgrade owner-does TBD", []string{"2! indented like code"}},
	{"inline code", "`/upgrade owner-does TBD`", []string{"1! inline code"}},
	{"inline code over lines", "so `a\n/upgrade owner-does TBD\nb` there", []string{"2! inline code"}},
	{"backtick that closes nothing", "so `a\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},
	{"backticks of other length", "so ``a\n/upgrade owner-does TBD\nb` there", []string{"2 owner-does |TBD"}},
	{"HTML code over lines", "so <code>\n/upgrade x\n</code> there\n/upgrade y", []string{"2! HTML", "4? y"}},

	// Quotes.
	{"quote", "> /upgrade owner-does TBD", []string{"1! quote"}},
	{"quote goes on lazily", "> please\n/upgrade owner-does TBD", []string{"2! quote"}},
	{"quote in quote", "> > /upgrade owner-does TBD\nlazy\n/upgrade x", []string{"1! quote", "3! quote"}},
	{"fence in a quote ends with it", "> ```\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},
	{"HTML quote", "<blockquote>\n\n/upgrade x\n\n</blockquote>\n\n/upgrade y", []string{"3! HTML", "7? y"}},
	{"mail with quote marks", "/upgrade owner-does TBD\n\nOn Tue, 3 Nov 2026 at 10:15, Sue <sue@example.org> wrote:\n> /upgrade x", []string{"1 owner-does |TBD", "4! quote"}},
	{"answer below the quoted mail", "On Tue, 3 Nov 2026, Sue wrote:\n\n> x\n\n/upgrade owner-does TBD", []string{"5 owner-does |TBD"}},
	{"mail without quote marks", "Yes.\n\nOn Tue, 3 Nov 2026, Sue wrote:\n/upgrade x\n\n/upgrade y", []string{"4! e-mail quote", "6! e-mail quote"}},
	{"attribution over two lines", "On Tue, 3 Nov 2026, Sue <sue@example.org>\nwrote:\n/upgrade x", []string{"3! e-mail quote"}},
	{"original message", "Yes.\n\n-----Original Message-----\nFrom: Sue\n\n/upgrade x", []string{"6! e-mail quote"}},
	{"mail heading", "Yes.\n\nFrom: Sue <sue@example.org>\nSent: Tuesday\n\n/upgrade x", []string{"6! e-mail quote"}},
	{"a sentence that ends in wrote", "On the call Sue wrote:\n/upgrade owner-does TBD", []string{"2 owner-does |TBD"}},

	// Lists, headings, tables.
	{"list", "- /upgrade owner-does TBD", []string{"1! list"}},
	{"numbered list", "1. /upgrade owner-does TBD\n2) /upgrade x", []string{"1! list", "2! list"}},
	{"task list", "- [ ] /upgrade owner-does TBD\n* [x] /upgrade x", []string{"1! list", "2! list"}},
	{"list goes on lazily", "- a\n/upgrade owner-does TBD", []string{"2! list"}},
	{"second paragraph of an item", "- a\n\n  /upgrade owner-does TBD", []string{"3! list"}},
	{"fence in a list", "- a\n  ```\n  /upgrade x\n  ```", []string{"3! code block"}},
	{"heading", "# /upgrade owner-does TBD", []string{"1! heading"}},
	{"underlined heading", "/upgrade owner-does TBD\n===", []string{"1! heading"}},
	{"underlined by a signature", "/upgrade owner-does TBD\n--\nSue", []string{"1! heading"}},
	{"table heading", "/upgrade x | y\n--- | ---", []string{"1! table"}},
	{"paragraph above a table", "/upgrade x\na | b\n--- | ---", []string{"1? x"}},
	{"table row", "| a |\n|---|\n| /upgrade x |\n/upgrade y", []string{"3! table", "4! table"}},

	// HTML and links.
	{"HTML block", "<div>\n/upgrade owner-does TBD\n</div>", []string{"2! HTML"}},
	{"HTML block on the line", "<p>/upgrade owner-does TBD</p>", []string{"1! HTML"}},
	{"pre", "<pre>\n\n/upgrade x\n\n</pre>", []string{"3! HTML"}},
	{"HTML comment", "<!--\n/upgrade owner-does TBD\n-->", []string{"2! HTML comment"}},
	{"HTML comment with a gap", "<!--\n\n/upgrade owner-does TBD\n", []string{"3! HTML comment"}},
	{"HTML comment within text", "so <!--\n/upgrade owner-does TBD\n--> there", []string{"2! HTML comment"}},
	{"inside a tag", "so <b title='\n/upgrade x\n'>there", []string{"2! HTML"}},
	{"link text over lines", "[so\n/upgrade x\nthere](https://example.org)", []string{"2! link"}},
	{"link title over lines", "[so](https://example.org '\n/upgrade x\n')", []string{"2! link"}},
	{"image over lines", "![so\n/upgrade x\nthere](https://example.org)", []string{"2! link"}},
	{"reference link over lines", "[so\n/upgrade x\nthere][r]\n\n[r]: https://example.org", []string{"2! link"}},
	{"brackets that are no link", "[so\n/upgrade owner-does TBD\nthere]", []string{"2 owner-does |TBD"}},
	{"link definition", "[r]:\n/upgrade\n", []string{"2! link"}},
	{"link on the line", "[/upgrade x](https://example.org)", []string{"1! link"}},

	// Hidden characters.
	{"zero width in the prefix", "/up\u200bgrade owner-does TBD", []string{"1! hidden characters"}},
	{"zero width before", "\u200b/upgrade owner-does TBD", []string{"1! hidden characters"}},
	{"byte order mark", "\ufeff/upgrade owner-does TBD", []string{"1! hidden characters"}},
	{"bidi in an argument", "/upgrade owner-does \u202eDBT", []string{"1! hidden characters"}},
	{"isolates", "/upgrade owner-does \u2066TBD\u2069", []string{"1! hidden characters"}},
	{"soft hyphen", "/upgrade owner\u00ad-does TBD", []string{"1! hidden characters"}},
	{"word joiner", "/upgrade\u2060 owner-does TBD", []string{"1! hidden characters"}},
	{"zero byte", "/upgrade owner-does\x00 TBD", []string{"1! hidden characters"}},
	{"line separator", "/upgrade owner-does TBD\u2028/upgrade x", []string{"1! hidden characters"}},
	{"broken UTF-8", "/upgrade owner-does \xff", []string{"1! hidden characters"}},
	{"other letters that look alike", "/upgrаde owner-does TBD", nil},
	{"wide slash", "／upgrade owner-does TBD", nil},
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, c := range comments {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, summary(command.Parse(c.text))); diff != "" {
				t.Errorf("%q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

// summary lists commands and ignored lines in the order of their lines.
func summary(parsed command.Parsed) []string {
	var all []string
	ignored := parsed.Ignored
	for _, c := range parsed.Commands {
		for len(ignored) > 0 && ignored[0].Line < c.Line {
			all, ignored = append(all, fmt.Sprintf("%d! %s", ignored[0].Line, ignored[0].Why)), ignored[1:]
		}
		mark := "?"
		if c.Known {
			mark = ""
		}
		line := fmt.Sprintf("%d%s %s", c.Line, mark, c.Name)
		if len(c.Args) > 0 {
			line += " |" + strings.Join(c.Args, "|")
		}
		all = append(all, line)
	}
	for _, i := range ignored {
		all = append(all, fmt.Sprintf("%d! %s", i.Line, i.Why))
	}
	return all
}

func TestParseKeepsTwentyCommands(t *testing.T) {
	t.Parallel()
	parsed := command.Parse(strings.Repeat("/upgrade owner-does TBD\n", 10_000))
	if len(parsed.Commands) != command.Most || len(parsed.Ignored) != 10_000-command.Most || parsed.More != 10_000-command.Most {
		t.Fatalf("got %d commands and %d ignored lines", len(parsed.Commands), len(parsed.Ignored))
	}
	first := parsed.Ignored[0]
	if diff := cmp.Diff(command.Ignored{Line: command.Most + 1, Why: "more than 20 commands"}, first); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefusesWhatIsNestedTooDeeply(t *testing.T) {
	t.Parallel()
	parsed := command.Parse(strings.Repeat(">", 1000) + "\n\n/upgrade owner-does TBD")
	if diff := cmp.Diff([]string{"3! the comment is nested too deeply to be read"}, summary(parsed)); diff != "" {
		t.Error(diff)
	}
}

func TestSourceIsTheLineAsWritten(t *testing.T) {
	t.Parallel()
	parsed := command.Parse("Hi\r\n  /Upgrade owner-does  “Owner reviews”. \r\n")
	if diff := cmp.Diff("/Upgrade owner-does  “Owner reviews”.", parsed.Commands[0].Source); diff != "" {
		t.Error(diff)
	}
}
