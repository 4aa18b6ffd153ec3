package emulator

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/graph-gophers/graphql-go"
	"github.com/graph-gophers/graphql-go/errors"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed schema/*.graphql
var schemaFiles embed.FS

// schemaText puts the schema together from its files, but for the features that
// are lacking.
func schemaText(lacking ...Feature) (string, error) {
	names, err := fs.Glob(schemaFiles, "schema/*.graphql")
	if err != nil {
		return "", fmt.Errorf("list the GraphQL schema: %w", err)
	}
	var all strings.Builder
	for _, name := range names {
		feature, ok := strings.CutPrefix(strings.TrimSuffix(name, ".graphql"), "schema/feature_")
		if ok && slices.Contains(lacking, Feature(feature)) {
			continue
		}
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return "", fmt.Errorf("read the GraphQL schema: %w", err)
		}
		all.Write(text)
		all.WriteByte('\n')
	}
	schema := all.String()
	for _, feature := range lacking {
		schema = strings.ReplaceAll(schema, featureArguments[feature], "")
	}
	return schema, nil
}

// view is what one request sees and who asks. The emulator's mutex is held for
// as long as it lives, so that a document is answered from one state; the
// library may resolve fields of a query side by side, which only read.
type view struct {
	*Emulator
	actor

	fate *fate // of the document's mutations; nil when nothing happens to them

	reporting sync.Mutex // guards errors
	errors    []graphError
}

// report adds an error that no resolver can return, such as one of a list's
// member. A second error of one path is left out.
func (v *view) report(p *problem, path ...any) {
	v.reporting.Lock()
	defer v.reporting.Unlock()
	if slices.ContainsFunc(v.errors, func(e graphError) bool { return slices.Equal(e.Path, path) }) {
		return
	}
	v.errors = append(v.errors, graphError{Type: p.kind, Path: path, Message: p.message})
}

// change runs one mutation of the document, unless it has to fail.
func (v *view) change(by actor, f func(*tx) error) error {
	if v.fate != nil {
		if err := v.fate.next(); err != nil {
			return err
		}
	}
	return v.Emulator.change(by, f)
}

type viewKey struct{}

func viewOf(ctx context.Context) *view {
	v, _ := ctx.Value(viewKey{}).(*view)
	return v
}

// graphError is an entry of "errors" as GitHub writes it, with a type and no code.
type graphError struct {
	Type      string            `json:"type,omitempty"`
	Path      []any             `json:"path,omitempty"`
	Locations []errors.Location `json:"locations,omitempty"`
	Message   string            `json:"message"`
}

type graphRequest struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
}

// parseSchema binds the schema, without the features that are lacking, to its resolvers.
func parseSchema(lacking []Feature) (*graphql.Schema, error) {
	text, err := schemaText(lacking...)
	if err != nil {
		return nil, err
	}
	schema, err := graphql.ParseSchema(text, &root{}, graphql.UseFieldResolvers())
	if err != nil {
		return nil, fmt.Errorf("bind the GraphQL schema: %w", err)
	}
	return schema, nil
}

// wholeSchema is the schema with every feature. Its resolvers know their
// Emulator from the request, so that all of a process share it: binding it
// takes longer than most of what is asked in a test.
var wholeSchema = sync.OnceValues(func() (*graphql.Schema, error) { return parseSchema(nil) })

// weighedSchema is the schema as documents are weighed by it.
var weighedSchema = sync.OnceValues(func() (*ast.Schema, error) {
	text, err := schemaText()
	if err != nil {
		return nil, err
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: text})
	if err != nil {
		return nil, fmt.Errorf("read the GraphQL schema: %w", err)
	}
	return schema, nil
})

// serveGraphQL answers POST /graphql. Whatever the document asks for, the
// status is 200 and what went wrong is under "errors".
func (e *Emulator) serveGraphQL(w http.ResponseWriter, r *http.Request) {
	answer, err := e.runGraphQL(r)
	if err != nil {
		e.writeProblem(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(answer) //nolint:gosec // JSON by its content type, never shown as a page
}

// runGraphQL runs one document with the mutex held. Its error is a *problem
// of the request as a whole.
func (e *Emulator) runGraphQL(r *http.Request) ([]byte, error) {
	c := chargeOf(r.Context())
	if c.problem != nil {
		return nil, c.problem
	}
	schema, err := e.schema()
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	by, err := e.authenticate(r)
	if err != nil {
		return nil, err
	}
	if by.user == nil {
		return nil, unauthorized("This endpoint requires you to be authenticated.")
	}
	if p := c.weight.excess(); p != nil {
		return answerText(nil, []graphError{{Type: p.kind, Message: p.message}})
	}
	v := &view{}
	v.Emulator, v.actor = e.worldFor(r, by)
	if o := occasionOf(r.Context()); o != nil {
		v.fate = o.fate
	}
	ctx := context.WithValue(r.Context(), viewKey{}, v)
	response := schema.Exec(ctx, c.asked.Query, c.asked.OperationName, c.asked.Variables)
	return answerText(response.Data, v.allErrors(response.Errors))
}

// answerText puts the answer together by hand: encoding/json would check the
// library's data once more, which is the longest part of most answers.
func answerText(data json.RawMessage, problems []graphError) ([]byte, error) {
	text := []byte("{")
	if data != nil {
		text = append(append(text, `"data":`...), data...)
	}
	if len(problems) > 0 {
		encoded, err := json.Marshal(problems)
		if err != nil {
			return nil, fmt.Errorf("encode GraphQL errors: %w", err)
		}
		if data != nil {
			text = append(text, ',')
		}
		text = append(append(text, `"errors":`...), encoded...)
	}
	return append(text, '}'), nil
}

// allErrors are the resolvers' errors and the reported ones, in the order of
// their paths: the library resolves fields side by side and has them in any.
func (v *view) allErrors(of []*errors.QueryError) []graphError {
	all := v.errors
	for _, each := range of {
		made := graphError{Path: each.Path, Locations: each.Locations, Message: each.Message}
		if each.ResolverError != nil {
			p := asProblem(each.ResolverError)
			made.Type, made.Message = p.kind, p.said()
			if v.personal != nil && p.message == messageNoAccess {
				made.Message = messageNoAccessByPerson
			}
		}
		all = append(all, made)
	}
	slices.SortStableFunc(all, func(a, b graphError) int {
		return cmp.Compare(fmt.Sprint(a.Path...), fmt.Sprint(b.Path...))
	})
	return all
}
