package emulator

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	markup "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"github.com/upkeep-app/upkeep/markdown"
)

// written is a text that people wrote, on its way to a page.
type written struct {
	visit *visit
	in    *repository // where "#1" is looked up
	text  string
	boxes bool // boxes are buttons of the form around the text
}

// show renders Markdown. None of the writer's HTML, scripts, styles or images
// gets to the page: HTML stands there as text, an image as a link to it, and
// only links to the web and to mail lead anywhere. A text crowded beyond all
// human use is shown as it is written.
func (w written) show() template.HTML {
	tree := markdown.ParseStyled(w.text)
	var out bytes.Buffer
	if tree.Limited || w.renderer(tree).Render(&out, tree.Source, tree.Root) != nil {
		return template.HTML("<pre>" + template.HTMLEscapeString(w.text) + "</pre>") //nolint:gosec // escaped
	}
	return template.HTML(out.String()) //nolint:gosec // goldmark and the renderers below escape what people wrote
}

func (w written) renderer(tree markdown.Tree) renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(markup.NewRenderer(), 1000),
		util.Prioritized(extension.NewTableHTMLRenderer(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)), 900),
		util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 900),
		util.Prioritized(&textRenderer{written: w, tree: tree, levels: headingLevels(tree.Root)}, 100),
	))
}

// textRenderer renders what pages show otherwise than goldmark does.
type textRenderer struct {
	written
	tree   markdown.Tree
	levels []int // of the text's headings, the highest first
}

// RegisterFuncs is part of renderer.NodeRenderer.
func (t *textRenderer) RegisterFuncs(on renderer.NodeRendererFuncRegisterer) {
	on.Register(ast.KindText, t.words)
	on.Register(ast.KindHeading, t.heading)
	on.Register(ast.KindLink, t.link)
	on.Register(ast.KindImage, t.image)
	on.Register(ast.KindAutoLink, t.autoLink)
	on.Register(ast.KindRawHTML, t.rawHTML)
	on.Register(ast.KindHTMLBlock, t.htmlBlock)
}

// headingLevels are the levels of heading that a text uses.
func headingLevels(root ast.Node) []int {
	var levels []int
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && !slices.Contains(levels, h.Level) {
			levels = append(levels, h.Level)
		}
		return ast.WalkContinue, nil
	})
	slices.Sort(levels)
	return levels
}

// heading puts a text's headings below those of the page, none left out.
func (t *textRenderer) heading(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	const below = 3
	level := min(6, below+slices.Index(t.levels, n.(*ast.Heading).Level))
	if entering {
		_, _ = fmt.Fprintf(w, "<h%d>", level)
	} else {
		_, _ = fmt.Fprintf(w, "</h%d>\n", level)
	}
	return ast.WalkContinue, nil
}

func (t *textRenderer) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	t.anchor(w, string(util.URLEscape(n.(*ast.Link).Destination, true)), entering)
	return ast.WalkContinue, nil
}

// image is a link to the image: nothing is loaded from elsewhere.
func (t *textRenderer) image(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	t.anchor(w, string(util.URLEscape(n.(*ast.Image).Destination, true)), entering)
	return ast.WalkContinue, nil
}

func (t *textRenderer) autoLink(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		a := n.(*ast.AutoLink)
		address := string(a.URL(source))
		if a.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(address, "mailto:") {
			address = "mailto:" + address
		}
		t.anchor(w, address, true)
		_, _ = w.WriteString(template.HTMLEscapeString(string(a.Label(source))))
		t.anchor(w, address, false)
	}
	return ast.WalkContinue, nil
}

// anchor opens or closes a link, or a span where the address is not to be followed.
func (t *textRenderer) anchor(w util.BufWriter, address string, open bool) {
	to, harmless := t.visit.harmless(address)
	switch {
	case harmless && open:
		_, _ = w.WriteString(`<a href="` + template.HTMLEscapeString(to) + `" rel="nofollow noreferrer">`)
	case harmless:
		_, _ = w.WriteString("</a>")
	case open:
		_, _ = w.WriteString("<span>")
	default:
		_, _ = w.WriteString("</span>")
	}
}

// ownPage is the path of the page that an address of this site names; not ok
// for other sites. A text that was written for github.com names repositories by
// addresses there; those that the visitor can see here are meant.
func (v *visit) ownPage(address string) (string, bool) {
	if own, ok := strings.CutPrefix(address, v.options.WebURL+"/"); ok {
		return "/" + strings.TrimLeft(own, "/\\"), true
	}
	own, ok := strings.CutPrefix(address, "https://github.com/")
	owner, rest, _ := strings.Cut(own, "/")
	name, _, _ := strings.Cut(rest, "/")
	r := v.findRepository(owner, name)
	return "/" + own, ok && r != nil && v.sees(r)
}

// harmless is where a person's link leads: to this site by its path, to the
// web, or to mail; not ok for every other scheme.
func (v *visit) harmless(address string) (string, bool) {
	if own, ok := v.ownPage(address); ok {
		return own, true
	}
	before, _, hasScheme := strings.Cut(address, ":")
	if !hasScheme || strings.ContainsAny(before, "/?#") {
		return address, !strings.ContainsAny(address, "\x00\t\r\n")
	}
	scheme := strings.ToLower(before)
	return address, scheme == "http" || scheme == "https" || scheme == "mailto"
}

// rawHTML shows a tag as text; a comment stays hidden, as on GitHub.
func (t *textRenderer) rawHTML(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		writeTags(w, string(n.(*ast.RawHTML).Segments.Value(source)))
	}
	return ast.WalkSkipChildren, nil
}

func (t *textRenderer) htmlBlock(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := n.(*ast.HTMLBlock)
	text := string(block.Lines().Value(source))
	if block.HasClosure() {
		text += string(block.ClosureLine.Value(source))
	}
	writeTags(w, text)
	return ast.WalkContinue, nil
}

func writeTags(w util.BufWriter, text string) {
	for text != "" {
		before, rest, found := strings.Cut(text, "<!--")
		_, _ = w.WriteString(template.HTMLEscapeString(before))
		if _, text, _ = strings.Cut(rest, "-->"); !found {
			return
		}
	}
}
