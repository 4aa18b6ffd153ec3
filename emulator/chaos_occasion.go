package emulator

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// occasion is a request as chaos sees it.
type occasion struct {
	// asked is what is asked for. Times in it do not count, so that the same
	// story at another hour meets the same faults.
	asked   string
	write   bool
	graphql bool
	fields  []*ast.Field // at the top of the GraphQL document
	// fate is what becomes of the document's mutations; nil when nothing happens to them.
	fate *fate
}

// fate decides over the mutations of one document in their order.
type fate struct {
	met    int // mutations until now
	refuse func(place int) error
}

// next is the error of the next mutation; nil lets it be done.
func (f *fate) next() error {
	f.met++
	return f.refuse(f.met - 1)
}

type occasionKey struct{}

// occasionOf is nil without chaos.
func occasionOf(ctx context.Context) *occasion {
	o, _ := ctx.Value(occasionKey{}).(*occasion)
	return o
}

var timeStamp = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d(:|%3A)\d\d(:|%3A)\d\d(\.\d+)?(Z|[+-]\d\d(:|%3A)\d\d)`)

// newOccasion finds out what a request is about.
func newOccasion(r *http.Request, body []byte) *occasion {
	if isGraphQL(r) {
		return graphOccasion(body)
	}
	return &occasion{
		asked: timeStamp.ReplaceAllString(r.Method+" "+r.URL.RequestURI(), "(time)"),
		write: r.Method != http.MethodGet && r.Method != http.MethodHead,
	}
}

func isGraphQL(r *http.Request) bool {
	path := strings.TrimSuffix(r.URL.Path, "/")
	return path == "/graphql" || path == "/api/graphql"
}

// graphOccasion reads as much of a document as can be read; GitHub's refusal of the rest is not its business.
func graphOccasion(body []byte) *occasion {
	sum := sha256.Sum256(timeStamp.ReplaceAll(body, []byte("(time)")))
	o := &occasion{graphql: true, asked: "POST /graphql #" + hex.EncodeToString(sum[:4])}
	var sent graphRequest
	if json.Unmarshal(body, &sent) != nil {
		return o
	}
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: sent.Query}, 100_000)
	if err != nil {
		return o
	}
	operation := document.Operations.ForName(sent.OperationName)
	if operation == nil {
		return o
	}
	o.write = operation.Operation == ast.Mutation
	o.asked = strings.TrimSpace(string(operation.Operation)+" "+operation.Name) + o.asked[len("POST /graphql"):]
	for _, selected := range operation.SelectionSet {
		if f, ok := selected.(*ast.Field); ok {
			o.fields = append(o.fields, f)
		}
	}
	return o
}

// kinds are the faults that can happen to the request of an installation, or of somebody else.
func (o *occasion) kinds(installed bool) []chaos.Kind {
	kinds := []chaos.Kind{chaos.Error, chaos.Hang, chaos.Cut, chaos.Truncate, chaos.HTML}
	if installed {
		kinds = append(kinds, chaos.Limit)
	}
	switch {
	case o.graphql && !o.write:
		return append(kinds, chaos.QueryPart)
	case !o.write:
		return kinds
	}
	kinds = append(kinds, chaos.ErrorAfter, chaos.HangAfter, chaos.CutAfter)
	if installed {
		kinds = append(kinds, chaos.Forbid)
	}
	if len(o.fields) > 1 {
		kinds = append(kinds, chaos.BatchFail, chaos.BatchPart)
	}
	return kinds
}
