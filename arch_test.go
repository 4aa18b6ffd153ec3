// Package main_test keeps the rules of the house without a linter: which
// package may import what, no global state, no clock of its own, and that
// everything is documented. docs/architecture.md says why each rule is there.
//
// A rule is one function from the parsed tree to findings. TestRulesCanFail
// shows each of them a deliberately wrong source, so no rule can rot into one
// that finds nothing.
package main_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/upkeep-app/upkeep"

// source is one parsed Go file, whatever its build tags.
type source struct {
	name  string // path from the module's root, with slashes
	lines int
	fset  *token.FileSet
	file  *ast.File
}

func (s source) folder() string { return path.Dir(s.name) }
func (s source) isTest() bool   { return strings.HasSuffix(s.name, "_test.go") }
func (s source) isMain() bool   { return s.file.Name.Name == "main" }

// supportsTests says whether the file serves tests only: its package is imported
// by nothing else, or it is what a package offers to the tests of others.
func (s source) supportsTests() bool {
	return s.isTest() || s.folder() == "contract" || strings.HasSuffix(s.folder(), "test") ||
		strings.HasPrefix(path.Base(s.name), "testing")
}

// finding is one place that breaks a rule, with what to do about it.
type finding struct {
	file string
	line int
	text string
}

func (f finding) String() string { return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.text) }

// at makes a finding at a place in the file.
func (s source) at(place ast.Node, format string, values ...any) finding {
	return finding{s.name, s.fset.Position(place.Pos()).Line, fmt.Sprintf(format, values...)}
}

// rule is one rule of the house.
type rule struct {
	name  string
	check func(tree []source) []finding
}

func rules() []rule {
	return []rule{
		{"pure packages stay pure", eachFile(pureImports)},
		{"GitHub libraries stay behind their packages", eachFile(githubImports)},
		{"only the gate writes to GitHub", eachFile(gateOnly)},
		{"no init functions", eachFile(noInit)},
		{"no mutable package variables", noMutableVariables},
		{"clock and randomness are passed in", eachFile(noGlobalClock)},
		{"files stay below 400 lines", eachFile(shortFiles)},
		{"every package has a package comment", packageComments},
		{"every exported name has a doc comment", eachFile(docComments)},
		{"no test is skipped", eachFile(noSkips)},
	}
}

func eachFile(check func(source) []finding) func([]source) []finding {
	return func(tree []source) []finding {
		var found []finding
		for _, s := range tree {
			found = append(found, check(s)...)
		}
		return found
	}
}

func TestHouse(t *testing.T) {
	t.Parallel()
	tree := readTree(t, ".")
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			for _, f := range sorted(r.check(tree)) {
				t.Error(f)
			}
		})
	}
}

func TestDependenciesAreExplained(t *testing.T) {
	t.Parallel()
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	for _, problem := range unexplained(read("go.mod"), read("docs/dependencies.md")) {
		t.Error(problem)
	}
}

// readTree parses every Go file below a folder.
func readTree(t *testing.T, root string) []source {
	t.Helper()
	var tree []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != root && notOurs(entry.Name()):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(name) != ".go":
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		tree = append(tree, parse(t, filepath.ToSlash(name), string(text)))
		return nil
	})
	if err != nil {
		t.Fatalf("read the tree: %v", err)
	}
	return tree
}

func notOurs(folder string) bool {
	return strings.HasPrefix(folder, ".") || folder == "testdata" || folder == "node_modules" || folder == "bin"
}

func parse(t *testing.T, name, text string) source {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("parse %s: %v", name, err)
	}
	return source{name: name, lines: strings.Count(text, "\n"), fset: fset, file: file}
}

func sorted(found []finding) []finding {
	return slices.SortedFunc(slices.Values(found), func(a, b finding) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line), cmp.Compare(a.text, b.text))
	})
}
