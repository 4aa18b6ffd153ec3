package checklist_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/checklist"
)

// bodies are the descriptions of the golden tests.
func bodies(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../testdata/bodies/*.md")
	if err != nil || len(files) < 40 {
		t.Fatalf("found %d bodies (%v)", len(files), err)
	}
	var all []string
	for _, file := range files {
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(body))
	}
	return all
}

// boxes are the offsets of all boxes, in the order of the text.
func boxes(document checklist.Document) []int {
	var all []int
	for _, list := range document.Lists {
		for _, item := range list.Items {
			if item.Box >= 0 {
				all = append(all, item.Box)
			}
		}
	}
	slices.Sort(all)
	return all
}

// states are the boxes and whether they are checked.
func states(document checklist.Document) map[int]bool {
	all := map[int]bool{}
	for _, list := range document.Lists {
		for _, item := range list.Items {
			if item.Box >= 0 {
				all[item.Box] = item.Checked
			}
		}
	}
	return all
}

// taskListStates are the boxes that goldmark's own extension finds, but for
// those that GitHub does not show: in headings, without white space behind, with
// a tab inside. A byte order mark is skipped, as GitHub does.
func taskListStates(t rapid.TB, body string) map[int]bool {
	t.Helper()
	rest := strings.TrimPrefix(body, "\ufeff")
	source := []byte(strings.NewReplacer("\r\n", " \n", "\r", "\n").Replace(rest))
	root := goldmark.New(goldmark.WithExtensions(extension.Table, extension.TaskList)).Parser().Parse(text.NewReader(source))
	all := map[int]bool{}
	err := ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Kind() == ast.KindBlockquote {
			return ast.WalkSkipChildren, nil
		}
		box, ok := n.(*extast.TaskCheckBox)
		if ok && entering && (n.Parent().Kind() == ast.KindTextBlock || n.Parent().Kind() == ast.KindParagraph) {
			at := n.Pos()
			if at+3 < len(source) && strings.ContainsRune(" xX", rune(source[at+1])) && strings.ContainsRune(" \t\r\n", rune(source[at+3])) {
				all[len(body)-len(rest)+at+1] = box.IsChecked
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func differs(t rapid.TB, body string) {
	t.Helper()
	document := checklist.Parse(body, roadmap())
	if document.Limited || strings.Contains(body, "[tasklist]") || strings.ContainsRune(body, 0) {
		return
	}
	if diff := cmp.Diff(taskListStates(t, body), states(document)); diff != "" {
		t.Errorf("boxes of %q, and whether they are checked (-extension +got):\n%s", body, diff)
	}
}

func TestBoxesAreThoseOfTheTaskListExtension(t *testing.T) {
	t.Parallel()
	for _, body := range bodies(t) {
		differs(t, body)
	}
}

// What people never wrote yet is read as the extension reads it, too: any lines
// below each other, at any indentation.
func TestBoxesOfAnyListAreThoseOfTheTaskListExtension(t *testing.T) {
	t.Parallel()
	indents := []string{"", "", "", " ", "  ", "  ", "   ", "    ", "      ", "\t"}
	markers := []string{"- ", "- ", "* ", "+ ", "1. ", "2) ", "-  ", "> - ", "", ""}
	boxes := []string{"[ ] ", "[ ] ", "[x] ", "[X] ", "", "[] ", "[ ]", "[y] ", `\[ ] `}
	words := []string{"#1", "o/r#2", "[app](https://github.com/o/r/issues/3)", "`code", "words", "~~#4~~", "", "<!-- ", "-->", "---", "```", "# "}
	rapid.Check(t, func(t *rapid.T) {
		var body strings.Builder
		for range rapid.IntRange(1, 12).Draw(t, "lines") {
			for _, part := range [][]string{indents, markers, boxes, words, {"\n", "\n", "\n", "\r\n", "\n\n"}} {
				body.WriteString(rapid.SampledFrom(part).Draw(t, "part"))
			}
		}
		differs(t, body.String())
	})
}

// FuzzParse also edits: only bytes of boxes change, and editing twice is editing once.
func FuzzParse(f *testing.F) {
	all := bodies(f)
	for i, body := range all {
		f.Add(body)
		f.Add(all[(i+11)%len(all)] + "\n" + body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 4000 {
			return
		}
		document := checklist.Parse(body, roadmap())
		differs(t, body)
		wanted := map[int]bool{}
		for i, box := range boxes(document) {
			if body[box-1] != '[' || body[box+1] != ']' || !strings.ContainsRune(" xX", rune(body[box])) {
				t.Fatalf("%d is not between brackets in %q", box, body)
			}
			wanted[box] = i%2 == 0
		}
		edited := checklist.SetBoxes(body, wanted)
		if len(edited) != len(body) {
			t.Fatalf("%d bytes became %d", len(body), len(edited))
		}
		for i := range body {
			if _, box := wanted[i]; body[i] != edited[i] && !box {
				t.Fatalf("byte %d changed outside of the boxes", i)
			}
		}
		if twice := checklist.SetBoxes(edited, wanted); twice != edited {
			t.Fatal("editing twice is not editing once")
		}
		if diff := cmp.Diff(unchecked(document), unchecked(checklist.Parse(edited, roadmap()))); diff != "" {
			t.Fatalf("an edit changes how %q is read:\n%s", body, diff)
		}
		lines := strings.Count(strings.ReplaceAll(body, "\r\n", "\n"), "\n") + strings.Count(body, "\r") + 1
		for _, item := range document.Children() {
			for _, link := range item.Links {
				if link.Ref.Number < 1 || link.Line < item.Line || link.Line > lines {
					t.Fatalf("item of line %d has %v on line %d in %q", item.Line, link.Ref, link.Line, body)
				}
			}
		}
	})
}

func unchecked(document checklist.Document) checklist.Document {
	for _, list := range document.Lists {
		for i := range list.Items {
			list.Items[i].Checked = false
		}
	}
	return document
}
