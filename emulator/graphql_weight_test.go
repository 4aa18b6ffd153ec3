package emulator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/upkeep-app/upkeep/ghclient"
)

// documentedSchema has the fields of the examples in GitHub's documentation.
const documentedSchema = `
type Query { viewer: User  nodes(ids: [ID!]!): [User] }
type Mutation { createIssue: User  addComment: User  updateIssue: User }
type User {
  login: String  id: ID
  repositories(first: Int, last: Int): RepositoryConnection
  followers(first: Int, last: Int): UserConnection
}
type UserConnection { totalCount: Int  nodes: [User]  edges: [UserEdge] }
type UserEdge { node: User }
type RepositoryConnection { totalCount: Int  nodes: [Repository]  edges: [RepositoryEdge] }
type RepositoryEdge { node: Repository }
type Repository {
  name: String  id: ID
  issues(first: Int, last: Int): IssueConnection
  pullRequests(first: Int, last: Int): IssueConnection
}
type IssueConnection { totalCount: Int  nodes: [Issue]  edges: [IssueEdge] }
type IssueEdge { node: Issue }
type Issue {
  id: ID  title: String  bodyHTML: String
  labels(first: Int, last: Int): LabelConnection
  comments(first: Int, last: Int): LabelConnection
}
type LabelConnection { totalCount: Int  nodes: [Label]  edges: [LabelEdge] }
type LabelEdge { node: Label }
type Label { id: ID  name: String  bodyHTML: String }`

func documentedScales() *scales {
	return newScales(func() (*ast.Schema, error) {
		return gqlparser.LoadSchema(&ast.Source{Name: "documented", Input: documentedSchema})
	})
}

func TestWeight(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, document string
		variables      vars
		requests       int64
		cost           int
		nodes          int64
	}{
		{
			"GitHub's example of a cost", `query { viewer { login repositories(first: 100) { edges { node { id
				issues(first: 50) { edges { node { id labels(first: 60) { edges { node { id name } } } } } } } } } } }`,
			nil, 5101, 51, 100 + 5000 + 300_000,
		},
		{
			"GitHub's simple example of nodes", `query { viewer { repositories(first: 50) { edges { repository: node { name
				issues(first: 10) { totalCount edges { node { title bodyHTML } } } } } } } }`,
			nil, 51, 1, 550,
		},
		{
			"GitHub's complex example of nodes", `query { viewer {
				repositories(first: 50) { edges { repository: node { name
					pullRequests(first: 20) { edges { pullRequest: node { title comments(first: 10) { edges { comment: node { bodyHTML } } } } } }
					issues(first: 20) { totalCount edges { issue: node { title bodyHTML comments(first: 10) { edges { comment: node { bodyHTML } } } } } }
				} } }
				followers(first: 10) { edges { follower: node { login } } } } }`,
			nil, 1 + 50 + 1000 + 50 + 1000 + 1, 21, 22_060,
		},
		{"rounded up", `{ viewer {
			a: repositories(first: 100) { nodes { issues(first: 1) { totalCount } } }
			b: repositories(first: 50) { nodes { issues(first: 1) { totalCount } } } } }`, nil, 152, 2, 300},
		{"no connection", `{ viewer { login } }`, nil, 0, 1, 0},
		{"a connection that is counted", `{ viewer { followers { totalCount } } }`, nil, 1, 1, 0},
		{"last", `{ viewer { followers(last: 7) { nodes { id } } } }`, nil, 1, 1, 7},
		{"a variable", `query($n: Int) { viewer { followers(first: $n) { nodes { id } } } }`, vars{"n": 30.0}, 1, 1, 30},
		{"a default", `query($n: Int = 20) { viewer { followers(first: $n) { nodes { id } } } }`, nil, 1, 1, 20},
		{"more than a page", `{ viewer { followers(first: 5000) { nodes { id } } } }`, nil, 1, 1, 100},
		{"no number", `{ viewer { followers(first: 99999999999999999999) { nodes { id } } } }`, nil, 1, 1, 100},
		{"aliases", `{ viewer { a: followers(first: 2) { nodes { id } } b: followers(first: 3) { nodes { id } } } }`, nil, 2, 1, 5},
		{"left out", `query($on: Boolean!) { viewer { followers(first: 2) @include(if: $on) { nodes { id } } repositories(first: 3) @skip(if: true) { nodes { id } } } }`, vars{"on": false}, 0, 1, 0},
		{"ids", `query($ids: [ID!]!) { nodes(ids: $ids) { followers(first: 10) { nodes { id } } } }`, vars{"ids": []any{"a", "b", "c"}}, 3, 1, 30},
		{"fragments", `{ viewer { ...F ... on User { followers(first: 4) { nodes { ...F } } } } } fragment F on User { followers(first: 5) { nodes { id } } }`, nil, 1 + 1 + 4, 1, 5 + 4 + 20},
		{"fragments in a circle", `{ viewer { ...F } } fragment F on User { followers(first: 5) { nodes { ...F } } }`, nil, 1, 1, 5},
		{"not in the schema", `{ viewer { shoes(first: 5) { nodes { id } } } }`, nil, 0, 1, 0},
		{"not a document", `{`, nil, 0, 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			scales := documentedScales()
			for range 2 { // the second time from what is kept
				got := scales.weigh(graphRequest{Query: tt.document, Variables: tt.variables})
				if got.requests != tt.requests || got.cost() != tt.cost || got.nodes != tt.nodes {
					t.Errorf("%d requests, cost %d, %d nodes; want %d, %d, %d", got.requests, got.cost(), got.nodes, tt.requests, tt.cost, tt.nodes)
				}
			}
		})
	}
}

func TestWeightOfMutations(t *testing.T) {
	t.Parallel()
	got := documentedScales().weigh(graphRequest{
		Query: `query A { viewer { id } } mutation B($no: Boolean = false) {
			a: createIssue { id } b: addComment { id } c: updateIssue { id } ...F d: createIssue @include(if: $no) { id } }
			fragment F on Mutation { e: addComment { id } }`,
		OperationName: "B",
	})
	if !got.mutation || fmt.Sprint(got.creating) != "[a b e]" || fmt.Sprint(got.fields) != "[a b c e]" {
		t.Errorf("got %+v; want a mutation that creates with a, b and e", got)
	}
}

func TestTooManyNodes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, document, want string }{
		{"at the limit", `{ viewer { repositories(first: 50) { nodes { issues(first: 99) { nodes { labels(first: 100) { nodes { id } } } } } } } }`, ""},
		{
			"in all", `{ viewer { repositories(first: 50) { nodes { issues(first: 100) { nodes { labels(first: 100) { nodes { id } } } } } } } }`,
			"This query requests up to 505,050 possible nodes which exceeds the maximum limit of 500,000.",
		},
		{
			"in one connection", `{ viewer { repositories(first: 100) { nodes { issues(first: 100) { nodes { labels(first: 100) { nodes { id } } } } } } } }`,
			"By the time this query traverses to the labels connection, it is requesting up to 1,000,000 possible nodes which exceeds the maximum limit of 500,000.",
		},
		{"without end", "{ viewer {" + strings.Repeat(" followers(first: 100) { nodes {", 40) + " id" + strings.Repeat("}}", 41), "By the time this query traverses to the followers connection, it is requesting up to 1,000,000,000,000 possible nodes which exceeds the maximum limit of 500,000."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := documentedScales().weigh(graphRequest{Query: tt.document}).excess()
			switch {
			case p == nil && tt.want != "" || p != nil && p.message != tt.want:
				t.Errorf("refused with %v, want %q", p, tt.want)
			case p != nil && p.kind != "MAX_NODE_LIMIT_EXCEEDED":
				t.Errorf("type %s", p.kind)
			}
		})
	}
}

// TestWeighingIsQuickForHostileDocuments spreads fragments 2^60 times.
func TestWeighingIsQuickForHostileDocuments(t *testing.T) {
	t.Parallel()
	document := "{ viewer { ...F0 } }"
	for n := range 60 {
		document += fmt.Sprintf(" fragment F%d on User { ...F%d ...F%[2]d }", n, n+1)
	}
	got := documentedScales().weigh(graphRequest{Query: document + " fragment F60 on User { followers(first: 1) { nodes { id } } }"})
	if got.nodes != endless {
		t.Errorf("%d nodes, want %d", got.nodes, endless)
	}
}

func TestDocumentsAreForgotten(t *testing.T) {
	t.Parallel()
	scales := documentedScales()
	for n := range 3 * keptDocuments {
		scales.weigh(graphRequest{Query: fmt.Sprintf("{ viewer { a%d: login } }", n)})
	}
	scales.weigh(graphRequest{Query: "{ viewer { login } } #" + strings.Repeat("x", longestKept)})
	if n := len(scales.kept); n > keptDocuments {
		t.Errorf("%d documents are kept", n)
	}
}

// TestDocumentsOfTheAppAreLight keeps what the app sends far below the limits.
func TestDocumentsOfTheAppAreLight(t *testing.T) {
	t.Parallel()
	scales := newScales(weighedSchema)
	for name, document := range ghclient.Documents() {
		got := scales.weigh(graphRequest{Query: document, Variables: vars{"items": true, "pullRequests": true, "subIssues": true, "comments": true}})
		if got.cost() > 10 || got.excess() != nil {
			t.Errorf("%s costs %d points and asks for %d nodes", name, got.cost(), got.nodes)
		}
	}
}

func BenchmarkWeigh(b *testing.B) {
	scales := newScales(weighedSchema)
	asked := graphRequest{Query: ghclient.Documents()["Issue"], Variables: vars{"items": true, "pullRequests": true, "subIssues": true, "comments": true}}
	for b.Loop() {
		scales.weigh(asked)
	}
	b.ReportMetric(float64(scales.weigh(asked).cost()), "points")
}
