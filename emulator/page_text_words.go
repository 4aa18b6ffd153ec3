package emulator

import (
	"fmt"
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/upkeep-app/upkeep/markdown"
)

// words renders plain text, with its boxes and with what it names as links.
// Marks that turned out to mean nothing have split it into nodes; they are
// shown as the one text that they are.
func (t *textRenderer) words(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Text)
	before, isText := n.PreviousSibling().(*ast.Text)
	if !entering || isText && joined(before, n) {
		return ast.WalkContinue, nil
	}
	last := n
	for next, ok := n.NextSibling().(*ast.Text); ok && joined(last, next); next, ok = last.NextSibling().(*ast.Text) {
		last = next
	}
	start, stop := n.Segment.Start, last.Segment.Stop
	if at := boxAt(n, source); at >= 0 {
		t.box(w, at)
		start = at + len(" ]")
	}
	if inLink(n) {
		markup.DefaultWriter.Write(w, source[start:stop])
	} else {
		t.named(w, source[start:stop])
	}
	if last.HardLineBreak() || last.SoftLineBreak() {
		_, _ = w.WriteString("<br>\n")
	}
	return ast.WalkContinue, nil
}

func joined(a, b *ast.Text) bool {
	return a.Segment.Stop == b.Segment.Start && !a.SoftLineBreak() && !a.HardLineBreak()
}

func inLink(n ast.Node) bool {
	for up := n.Parent(); up != nil && up.Type() == ast.TypeInline; up = up.Parent() {
		if up.Kind() == ast.KindLink || up.Kind() == ast.KindImage {
			return true
		}
	}
	return false
}

// boxAt is the offset of the byte in the box that a text begins with; -1 without one.
func boxAt(n *ast.Text, source []byte) int {
	block := n.Parent()
	item := block.Parent()
	if item == nil || item.Kind() != ast.KindListItem || item.FirstChild() != block || block.FirstChild() != ast.Node(n) ||
		!markdown.IsBox(source[n.Segment.Start:]) {
		return -1
	}
	return n.Segment.Start + 1
}

// box is a button that checks or unchecks the box, or only a sign.
func (t *textRenderer) box(w util.BufWriter, at int) {
	sign, checked := "☐", "false"
	if t.text[at] != ' ' {
		sign, checked = "☑", "true"
	}
	if !t.boxes {
		_, _ = fmt.Fprintf(w, `<span class="box" role="img" aria-label="checked: %s">%s</span>`, checked, sign)
		return
	}
	const longest = 80
	label := strings.TrimSpace(t.tree.LineText(t.tree.Line(at)))
	if _, after, found := strings.Cut(label, "] "); found {
		label = after
	}
	runes := []rune(label)
	_, _ = fmt.Fprintf(w, `<button class="box" name="box" value="%d" role="checkbox" aria-checked="%s" aria-label="%s">%s</button>`,
		at, checked, template.HTMLEscapeString(string(runes[:min(len(runes), longest)])), sign)
}

// names finds what a text can name: an address, an issue, a person or team.
var names = regexp.MustCompile(`https?://[^\s<>"]+|(?:[A-Za-z0-9-]+/[A-Za-z0-9._-]+)?#[0-9]{1,9}|@[A-Za-z0-9][A-Za-z0-9-]*(?:/[A-Za-z0-9._-]+)?`)

// named writes text in which what it names is linked, if the visitor can see it.
func (t *textRenderer) named(w util.BufWriter, text []byte) {
	from := 0
	for _, found := range names.FindAllIndex(text, -1) {
		start, stop := found[0], found[1]
		name := strings.TrimRight(string(text[start:stop]), ".,;:!?'*_~)")
		to, ok := t.target(name)
		if !ok || start > 0 && insideWord(text[:start]) {
			continue
		}
		markup.DefaultWriter.Write(w, text[from:start])
		_, _ = fmt.Fprintf(w, `<a href="%s">%s</a>`, template.HTMLEscapeString(to), template.HTMLEscapeString(t.label(name, to)))
		from = start + len(name)
	}
	markup.DefaultWriter.Write(w, text[from:])
}

// label is what a name is shown as: an issue's address, as on GitHub, as its
// reference ("Autolinked references and URLs").
func (t *textRenderer) label(name, path string) string {
	parts := segments(path)
	if !strings.HasPrefix(name, "http") || len(parts) != 4 {
		return name
	}
	r := t.visit.findRepository(parts[0], parts[1])
	number, err := strconv.Atoi(parts[3])
	switch {
	case err != nil || r == nil || r.issue(number) == nil || issuePath(r.issue(number)) != path:
		return name
	case r == t.in:
		return "#" + parts[3]
	default:
		return r.issue(number).ref().String()
	}
}

// insideWord holds where a name after this text would begin in the middle of a word.
func insideWord(before []byte) bool {
	last, _ := utf8.DecodeLastRune(before)
	return unicode.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune("_/#@&-", last)
}

// target is where a name leads.
func (t *textRenderer) target(name string) (string, bool) {
	switch {
	case strings.HasPrefix(name, "http"):
		return t.visit.harmless(name)
	case strings.HasPrefix(name, "@"):
		return t.visit.accountPath(name[1:])
	}
	repo, digits, _ := strings.Cut(name, "#")
	in := t.in
	if repo != "" {
		in = t.visit.repositoryNamed(repo)
	}
	number, err := strconv.Atoi(digits)
	if err != nil || in == nil || in.issue(number) == nil || !t.visit.sees(in.issue(number).repo) {
		return "", false
	}
	return issuePath(in.issue(number)), true
}

// accountPath is the page of a person, or of a team as "org/team".
func (e *Emulator) accountPath(name string) (string, bool) {
	org, slug, isTeam := strings.Cut(name, "/")
	if !isTeam {
		u := e.findUser(name)
		return "/" + name, u != nil || e.findOrganization(name) != nil
	}
	o := e.findOrganization(org)
	if o == nil || o.team(slug) == nil {
		return "", false
	}
	return "/" + o.login + "#team-" + o.team(slug).slug, true
}

// issuePath is the page of an issue or pull request.
func issuePath(i *issue) string {
	kind := "issues"
	if i.pull != nil {
		kind = "pull"
	}
	return fmt.Sprintf("/%s/%s/%d", i.repo.fullName(), kind, i.number)
}
