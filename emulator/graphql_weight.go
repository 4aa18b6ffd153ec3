package emulator

import (
	"slices"
	"sync"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// maxNodes is how many nodes a document may ask for.
const maxNodes = 500_000

// weight is what a document asks for, read from its text and variables before
// it runs, as "Rate limits and query limits for the GraphQL API" of GitHub's
// documentation has it. Connections count where they stand: one that is
// selected twice in one place counts twice, which GitHub does not say.
type weight struct {
	demand
	mutation bool
	fields   []string // the response keys of its first level
	creating []string // those of them that make content
	asked    []nodesAsked
}

// nodesAsked is a field "nodes" of the first level. Its resolver is not told
// by which key it is to answer, which the paths of its errors begin with.
type nodesAsked struct {
	key string
	ids []string
}

// keysOf are the response keys that "nodes" has with these ids.
func (w weight) keysOf(ids []string) []string {
	var keys []string
	for _, each := range w.asked {
		if slices.Equal(each.ids, ids) {
			keys = append(keys, each.key)
		}
	}
	return keys
}

// cost is the points that it takes from the hourly budget.
func (w weight) cost() int { return int(max(1, (w.requests+50)/100)) }

// excess is the refusal of a document that asks for too many nodes. GitHub
// names a connection that asks for too many by itself (the wordings are quoted
// in public bug reports).
func (w weight) excess() *problem {
	const kind = "MAX_NODE_LIMIT_EXCEEDED"
	switch {
	case w.most > maxNodes:
		return &problem{kind: kind, message: "By the time this query traverses to the " + w.mostAt + " connection, it is requesting up to " +
			grouped(w.most) + " possible nodes which exceeds the maximum limit of 500,000."}
	case w.nodes > maxNodes:
		return &problem{kind: kind, message: "This query requests up to " + grouped(w.nodes) + " possible nodes which exceeds the maximum limit of 500,000."}
	default:
		return nil
	}
}

// grouped writes a number with commas between the thousands.
func grouped(n int64) string {
	if n < 1000 {
		return decimal(n)
	}
	return grouped(n/1000) + "," + decimal(1000 + n%1000)[1:]
}

// demand is what a part of a document asks for, for each object it is asked of.
type demand struct {
	requests int64 // for its connections
	nodes    int64 // of its connections
	most     int64 // nodes of the connection that asks for the most
	mostAt   string
}

// endless is where counting stops, far above every limit.
const endless = int64(1e12)

func (d demand) plus(other demand) demand {
	sum := demand{min(d.requests+other.requests, endless), min(d.nodes+other.nodes, endless), d.most, d.mostAt}
	if other.most > d.most {
		sum.most, sum.mostAt = other.most, other.mostAt
	}
	return sum
}

func (d demand) times(n int64) demand {
	return demand{min(d.requests*n, endless), min(d.nodes*n, endless), min(d.most*n, endless), d.mostAt}
}

// connected is the demand of a connection whose members each have this one.
func (d demand) connected(name string, size int64) demand {
	members := d.times(size)
	return demand{requests: 1, nodes: size, most: size, mostAt: name}.plus(members)
}

// contentMutations make content, as the REST operations of the same effect do;
// see contentPaths.
var contentMutations = map[string]bool{
	"addBlockedBy": true, "addComment": true, "addPullRequestReview": true, "addPullRequestReviewComment": true,
	"addPullRequestReviewThread": true, "addPullRequestReviewThreadReply": true, "addSubIssue": true, "createIssue": true,
	"createPullRequest": true, "createRelease": true, "mergePullRequest": true, "removeBlockedBy": true, "removeSubIssue": true,
	"requestReviews": true, "submitPullRequestReview": true,
}

const (
	maxTokens        = 50_000 // of a document that is weighed
	keptDocuments    = 256
	longestKept      = 64 << 10
	mostOfConnection = pageLimit // more is refused by the connection itself
)

// scales weigh documents. The parsed documents are kept by their text.
type scales struct {
	schema func() (*ast.Schema, error) // parsed when first needed

	mu   sync.Mutex
	kept map[string]*ast.QueryDocument
}

func newScales(schema func() (*ast.Schema, error)) *scales {
	return &scales{schema: schema, kept: map[string]*ast.QueryDocument{}}
}

// weigh weighs a request's document. One that cannot be read weighs nothing:
// it will not run either.
func (s *scales) weigh(asked graphRequest) weight {
	schema, err := s.schema()
	if err != nil {
		return weight{}
	}
	document := s.parse(asked.Query)
	if document == nil {
		return weight{}
	}
	operation := document.Operations.ForName(asked.OperationName)
	if operation == nil {
		return weight{}
	}
	return weighing{schema, document, variablesOf(operation, asked.Variables), map[string]*demand{}}.operation(operation)
}

// parse is nil for what is not a document.
func (s *scales) parse(text string) *ast.QueryDocument {
	s.mu.Lock()
	kept, known := s.kept[text]
	s.mu.Unlock()
	if known {
		return kept
	}
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, maxTokens)
	if err != nil {
		parsed = nil
	}
	if len(text) <= longestKept {
		s.keep(text, parsed)
	}
	return parsed
}

// keep forgets all when there is too much: clients send few documents, or ever new ones.
func (s *scales) keep(text string, document *ast.QueryDocument) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kept) >= keptDocuments {
		clear(s.kept)
	}
	s.kept[text] = document
}

// variablesOf are the given values and the defaults of the others.
func variablesOf(operation *ast.OperationDefinition, given map[string]any) map[string]any {
	all := make(map[string]any, len(operation.VariableDefinitions))
	for _, each := range operation.VariableDefinitions {
		if value, ok := given[each.Variable]; ok {
			all[each.Variable] = value
		} else if each.DefaultValue != nil {
			all[each.Variable] = literal(each.DefaultValue, nil)
		}
	}
	return all
}
