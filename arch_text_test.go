package main_test

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

const longestFile = 400

func shortFiles(s source) []finding {
	if s.isTest() || s.lines <= longestFile || ast.IsGenerated(s.file) {
		return nil
	}
	return []finding{{s.name, s.lines, "the file is over 400 lines; split it by noun"}}
}

// packageComments wants one file of each package to say what the package is.
func packageComments(tree []source) []finding {
	first := map[string]source{}
	documented := map[string]bool{}
	for _, s := range tree {
		if s.isTest() {
			continue
		}
		if known, ok := first[s.folder()]; !ok || s.name < known.name {
			first[s.folder()] = s
		}
		opening := "Package " + s.file.Name.Name + " "
		if s.isMain() {
			opening = ""
		}
		if doc := s.file.Doc.Text(); doc != "" && strings.HasPrefix(doc, opening) {
			documented[s.folder()] = true
		}
	}
	var found []finding
	for folder, s := range first {
		if !documented[folder] {
			found = append(found, s.at(s.file.Name, "package %s has no comment that begins %q; say what it does, what not, who calls it", s.file.Name.Name, "Package "+s.file.Name.Name))
		}
	}
	return found
}

func docComments(s source) []finding {
	if s.isTest() || s.isMain() {
		return nil
	}
	var found []finding
	for _, decl := range s.file.Decls {
		for _, name := range undocumented(decl) {
			found = append(found, s.at(name, "exported %s has no doc comment; state its contract", name.Name))
		}
	}
	return found
}

func undocumented(decl ast.Decl) []*ast.Ident {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Doc == nil && decl.Name.IsExported() && (decl.Recv == nil || explainable(decl)) {
			return []*ast.Ident{decl.Name}
		}
	case *ast.GenDecl:
		return undocumentedSpecs(decl)
	}
	return nil
}

// undocumentedSpecs lets one comment on a group of constants or variables stand for all of them.
func undocumentedSpecs(decl *ast.GenDecl) []*ast.Ident {
	var bare []*ast.Ident
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && spec.Doc == nil && (decl.Doc == nil || decl.Lparen != token.NoPos) {
				bare = append(bare, spec.Name)
			}
		case *ast.ValueSpec:
			if decl.Doc == nil && spec.Doc == nil && spec.Comment == nil {
				bare = append(bare, slices.DeleteFunc(slices.Clone(spec.Names), func(n *ast.Ident) bool { return !n.IsExported() })...)
			}
		}
	}
	return bare
}

// explainable says whether a method can tell its caller anything: those of
// unexported types and those that well-known interfaces ask for cannot.
func explainable(method *ast.FuncDecl) bool {
	wellKnown := []string{"Error", "Is", "MarshalJSON", "Read", "RoundTrip", "ServeHTTP", "String", "UnmarshalJSON", "Unwrap", "Write"}
	return receiver(method).IsExported() && !slices.Contains(wellKnown, method.Name.Name)
}

// receiver is the name of the type that a method belongs to.
func receiver(method *ast.FuncDecl) *ast.Ident {
	place := method.Recv.List[0].Type
	for {
		switch inner := place.(type) {
		case *ast.StarExpr:
			place = inner.X
		case *ast.IndexExpr:
			place = inner.X
		case *ast.IndexListExpr:
			place = inner.X
		case *ast.Ident:
			return inner
		default:
			return ast.NewIdent("_")
		}
	}
}

// noSkips knows a test's own variable by its usual names.
func noSkips(s source) []finding {
	var found []finding
	ast.Inspect(s.file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || !slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, method.Sel.Name) {
			return true
		}
		if on, ok := method.X.(*ast.Ident); ok && slices.Contains([]string{"t", "b", "f", "tb", "rt"}, on.Name) {
			found = append(found, s.at(call, "%s hides a test; let `make test` install what it needs, and fail without it", method.Sel.Name))
		}
		return true
	})
	return found
}
