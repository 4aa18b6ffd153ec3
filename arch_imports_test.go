package main_test

import (
	"go/ast"
	"slices"
	"strconv"
	"strings"
)

var (
	// purePackages decide and say; they see facts and give back data.
	purePackages = []string{"upgrade", "command", "checklist", "description", "runbook", "markdown", "say", "registration", "checkup"}
	// pureLibraries are what they may import beyond the standard library and each other.
	pureLibraries = []string{"github.com/agnivade/levenshtein", "github.com/yuin/goldmark", "go.yaml.in/yaml/v3"}
	// impureStandard is the part of the standard library that reaches out of the program.
	impureStandard = []string{"database", "expvar", "log", "net", "os", "plugin", "runtime", "syscall", "testing"}
	// harmlessStandard is below impureStandard, yet reaches nothing.
	harmlessStandard = []string{"net/netip", "net/url"}
)

func pureImports(s source) []finding {
	if s.isTest() || !slices.Contains(purePackages, s.folder()) {
		return nil
	}
	var found []finding
	for _, spec := range s.file.Imports {
		if target := importPath(spec); !pureImport(target) {
			found = append(found, s.at(spec, "package %s imports %s; it is pure: take what you need from it as a value in the facts", s.folder(), target))
		}
	}
	return found
}

func pureImport(target string) bool {
	if inside, ok := strings.CutPrefix(target, module+"/"); ok {
		return slices.Contains(purePackages, inside)
	}
	if standard := !strings.Contains(firstPart(target), "."); standard {
		return !under(target, impureStandard) || under(target, harmlessStandard)
	}
	return under(target, pureLibraries)
}

var (
	// seesGitHub are the packages that may know GitHub's own types.
	seesGitHub = []string{"ghclient", "handlers", "emulator"}
	// githubLibraries are for those packages alone.
	githubLibraries = []string{"github.com/google/go-github", "github.com/shurcooL", "github.com/bradleyfalzon/ghinstallation"}
	// githubApp holds settings and the handler interface too, which the server and its settings share.
	githubApp = []string{"github.com/palantir/go-githubapp"}
)

func githubImports(s source) []finding {
	if s.isTest() || slices.Contains(seesGitHub, s.folder()) {
		return nil
	}
	var found []finding
	for _, spec := range s.file.Imports {
		target := importPath(spec)
		framework := under(target, githubApp) && s.folder() != "app" && s.folder() != "config"
		if framework || under(target, githubLibraries) {
			found = append(found, s.at(spec, "package %s imports %s; only %s do: say it in words of package upgrade", s.folder(), target, strings.Join(seesGitHub, ", ")))
		}
	}
	return found
}

var (
	// holdsClient are the packages that may import ghclient: app builds the
	// client, gate writes with it, and reconcile, look and rehearsal, which read
	// through interfaces of reconcile's and look's, know its errors.
	holdsClient = []string{"app", "gate", "reconcile", "look", "rehearsal", "emulator"}
	// writeMethods are the methods of ghclient.Client that change something on GitHub for people to see.
	writeMethods = []string{
		"AddItem", "SetFields", "EditBody", "CreateComment", "EditComment", "CreateReaction", "CreateIssue", "EditIssue", "CloseIssue",
		"CreateField", "CreateView", "ReplaceOptions", "SetCardOptions",
	}
)

// gateOnly also refuses calls and interfaces by the writers' names, because an
// interface of its own would get a package around the import. People in the
// emulator write too, so files that import it are left alone.
func gateOnly(s source) []finding {
	writer := slices.Contains([]string{"ghclient", "gate", "emulator"}, s.folder())
	if s.supportsTests() || writer || imports(s, module+"/emulator") {
		return nil
	}
	var found []finding
	for _, spec := range s.file.Imports {
		if importPath(spec) == module+"/ghclient" && !slices.Contains(holdsClient, s.folder()) {
			found = append(found, s.at(spec, "package %s imports ghclient; read through a small interface of your own, write by a plan that the gate carries out", s.folder()))
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		for _, name := range calledOrDeclared(n) {
			if slices.Contains(writeMethods, name.Name) {
				found = append(found, s.at(name, "%s writes to GitHub, and only package gate may; put an action into the plan", name.Name))
			}
		}
		return true
	})
	return found
}

// calledOrDeclared is the method that a call names, or the methods of an interface.
func calledOrDeclared(n ast.Node) []*ast.Ident {
	switch n := n.(type) {
	case *ast.CallExpr:
		if method, ok := n.Fun.(*ast.SelectorExpr); ok {
			return []*ast.Ident{method.Sel}
		}
	case *ast.InterfaceType:
		var names []*ast.Ident
		for _, method := range n.Methods.List {
			names = append(names, method.Names...)
		}
		return names
	}
	return nil
}

func imports(s source, target string) bool {
	return slices.ContainsFunc(s.file.Imports, func(spec *ast.ImportSpec) bool { return importPath(spec) == target })
}

func importPath(spec *ast.ImportSpec) string {
	target, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return target
}

// under says whether an import path is one of the roots or below it.
func under(target string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return target == root || strings.HasPrefix(target, root+"/")
	})
}

func firstPart(target string) string {
	first, _, _ := strings.Cut(target, "/")
	return first
}

// unexplained compares go.mod's direct requirements with the table of dependencies.
func unexplained(gomod, table string) []string {
	var problems []string
	required := map[string]bool{}
	for line := range strings.Lines(gomod) {
		words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "require "))
		if len(words) < 2 || !strings.HasPrefix(words[1], "v") {
			continue
		}
		required[words[0]] = true
		if direct := !strings.Contains(line, "// indirect"); direct && !strings.Contains(table, "| `"+words[0]+"` |") {
			problems = append(problems, "docs/dependencies.md does not say why "+words[0]+" is there; add a line")
		}
	}
	for line := range strings.Lines(table) {
		name, isRow := strings.CutPrefix(line, "| `")
		name, _, _ = strings.Cut(name, "`")
		if isRow && !required[name] {
			problems = append(problems, "docs/dependencies.md explains "+name+", which go.mod does not require; take the line out")
		}
	}
	return problems
}
