package markdown_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/upkeep-app/upkeep/markdown"
)

// FuzzParse compares blocks, links and code with what goldmark reads by itself.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(files) == 0 {
		f.Fatalf("found %d bodies (%v)", len(files), err)
	}
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(body))
	}
	for _, link := range []string{
		"[a](b)", "[a [b](c) d](e)", "![a [b](c)](d)", "[a](b c)", "[a](b 'c')", "[a]()", "[](b)", "[a](b(c))", "[a](<b>)",
		"[a`b](c)`", "[a<b](c)>", "[a\\](b)", "[ ](b)", "[x] [a](b)", "[a\nb](c)", "[a](b\n)", "[[a](b)][c]\n\n[c]: d",
		"`a` ``b` c``", "- [ ] [a](b)\n- [x](c)\n", "[a] (b)", "\\[a](b)", "[*a](b)*", "[a](b)(c)[d](e)",
	} {
		f.Add(link)
	}
	plain := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	f.Fuzz(func(t *testing.T, body string) {
		tree := markdown.Parse(body)
		if tree.Limited || len(body) > 4000 {
			return
		}
		want := outline(plain.Parse(text.NewReader(tree.Source)))
		if diff := cmp.Diff(want, outline(tree.Root)); diff != "" {
			t.Errorf("%q (-goldmark +got):\n%s", body, diff)
		}
	})
}

func outline(root ast.Node) []string {
	var all []string
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Link:
			all = append(all, fmt.Sprintf("link at %d to %q entering %t", n.Pos(), n.Destination, entering))
		case *ast.Image, *ast.AutoLink, *ast.CodeSpan, *ast.RawHTML:
			all = append(all, fmt.Sprintf("%s at %d", n.Kind(), n.Pos()))
		case *ast.Text, *ast.Emphasis, *ast.String:
		default:
			all = append(all, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	return all
}
