package main_test

import (
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
)

func noInit(s source) []finding {
	var found []finding
	for _, decl := range s.file.Decls {
		if function, ok := decl.(*ast.FuncDecl); ok && function.Recv == nil && function.Name.Name == "init" {
			found = append(found, s.at(function, "func init runs unseen; call a constructor from main or app"))
		}
	}
	return found
}

// noMutableVariables lets package variables be what never changes: errors,
// compiled expressions, embedded files, what is computed once, and unexported tables that no code of
// their package assigns to.
func noMutableVariables(tree []source) []finding {
	var found []finding
	tables := map[string][]string{} // by folder
	for _, s := range tree {
		if s.supportsTests() {
			continue
		}
		for _, spec := range packageVariables(s) {
			for i, name := range spec.Names {
				switch {
				case name.Name == "_" || len(spec.Values) == len(spec.Names) && neverChanges(spec.Values[i]):
				case !name.IsExported() && len(spec.Values) == len(spec.Names) && isTable(spec.Values[i]):
					tables[s.folder()] = append(tables[s.folder()], name.Name)
				default:
					found = append(found, s.at(name, "package variable %s can change; make it a constant, a function, or a field of what needs it", name.Name))
				}
			}
		}
	}
	for _, s := range tree {
		found = append(found, changesOf(s, tables[s.folder()])...)
	}
	return found
}

// packageVariables are the variables of a file, but for those that the
// compiler fills from embedded files.
func packageVariables(s source) []*ast.ValueSpec {
	var specs []*ast.ValueSpec
	for _, decl := range s.file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok || general.Tok != token.VAR {
			continue
		}
		for _, spec := range general.Specs {
			variable := spec.(*ast.ValueSpec)
			if !isEmbed(general.Doc) && !isEmbed(variable.Doc) {
				specs = append(specs, variable)
			}
		}
	}
	return specs
}

func isEmbed(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(line *ast.Comment) bool {
		return len(line.Text) > len("//go:embed ") && line.Text[:len("//go:embed ")] == "//go:embed "
	})
}

func neverChanges(value ast.Expr) bool {
	call, ok := value.(*ast.CallExpr)
	if !ok {
		return false
	}
	maker, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	from, ok := maker.X.(*ast.Ident)
	return ok && slices.Contains([]string{
		"errors.New", "fmt.Errorf", "regexp.MustCompile", "strings.NewReplacer", "template.Must",
		"sync.OnceValue", "sync.OnceValues",
	}, from.Name+"."+maker.Sel.Name)
}

func isTable(value ast.Expr) bool {
	literal, ok := value.(*ast.CompositeLit)
	if !ok {
		return false
	}
	switch literal.Type.(type) {
	case *ast.ArrayType, *ast.MapType:
		return true
	}
	return false
}

// changesOf finds assignments to tables of the package, into them, and deletions from them.
func changesOf(s source, tables []string) []finding {
	var found []finding
	for _, decl := range s.file.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		own := localNames(function)
		ast.Inspect(function.Body, func(n ast.Node) bool {
			for _, target := range changed(n) {
				name := rootOf(target)
				if name != nil && slices.Contains(tables, name.Name) && !own[name.Name] {
					found = append(found, s.at(name, "%s changes a table of the package; copy it first", name.Name))
				}
			}
			return true
		})
	}
	return found
}

func changed(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.CallExpr:
		if name, ok := n.Fun.(*ast.Ident); ok && slices.Contains([]string{"delete", "clear", "copy"}, name.Name) {
			return n.Args[:1]
		}
	}
	return nil
}

// rootOf is the variable at the bottom of x, x[i], x.f, *x and mixtures of them.
func rootOf(place ast.Expr) *ast.Ident {
	switch place := place.(type) {
	case *ast.Ident:
		return place
	case *ast.IndexExpr:
		return rootOf(place.X)
	case *ast.SelectorExpr:
		return rootOf(place.X)
	case *ast.StarExpr:
		return rootOf(place.X)
	case *ast.ParenExpr:
		return rootOf(place.X)
	}
	return nil
}

// localNames are the names that a function gives to anything of its own.
func localNames(function *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	ast.Inspect(function, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			addNames(own, n.Names)
		case *ast.ValueSpec:
			addNames(own, n.Names)
		case *ast.RangeStmt:
			addExpressions(own, n.Tok, n.Key, n.Value)
		case *ast.AssignStmt:
			addExpressions(own, n.Tok, n.Lhs...)
		}
		return true
	})
	return own
}

func addNames(own map[string]bool, names []*ast.Ident) {
	for _, name := range names {
		own[name.Name] = true
	}
}

func addExpressions(own map[string]bool, tok token.Token, places ...ast.Expr) {
	for _, place := range places {
		if name, ok := place.(*ast.Ident); ok && tok == token.DEFINE {
			own[name.Name] = true
		}
	}
}

// noGlobalClock keeps a simulator able to drive everything in virtual time.
func noGlobalClock(s source) []finding {
	if s.supportsTests() || s.isMain() {
		return nil
	}
	var found []finding
	ast.Inspect(s.file, func(n ast.Node) bool {
		use, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		from, ok := use.X.(*ast.Ident)
		if !ok {
			return true
		}
		if mend := clockMend(s.imported(from.Name), use.Sel.Name); mend != "" {
			found = append(found, s.at(use, "%s.%s is used outside main and tests; %s", from.Name, use.Sel.Name, mend))
		}
		return true
	})
	return found
}

// clockMend says what to do about a name of a package that is the machine's
// clock or a shared source of random numbers; empty for every other name.
func clockMend(target, name string) string {
	switch target {
	case "time":
		if slices.Contains([]string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick"}, name) {
			return "take now func() time.Time, or a wait function, from whoever builds this"
		}
	case "math/rand", "math/rand/v2":
		own := []string{"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf"}
		if !slices.Contains(own, name) {
			return "take a *rand.Rand from whoever builds this"
		}
	case "crypto/rand":
		return "take an io.Reader from whoever builds this"
	case "github.com/google/uuid":
		if strings.HasPrefix(name, "New") {
			return "make it from the ids or the random source that this was given"
		}
	}
	return ""
}

// imported is the path of the package that a name in the file stands for; empty if it is none.
func (s source) imported(name string) string {
	for _, spec := range s.file.Imports {
		target := importPath(spec)
		known := path.Base(majorVersion.ReplaceAllString(target, ""))
		if spec.Name != nil {
			known = spec.Name.Name
		}
		if known == name {
			return target
		}
	}
	return ""
}

var majorVersion = regexp.MustCompile(`/v[0-9]+$`)
