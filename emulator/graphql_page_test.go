package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

type commentsAnswer struct {
	Data struct {
		Node struct {
			Comments struct {
				TotalCount int
				Nodes      []struct{ Body string }
				PageInfo   struct {
					StartCursor, EndCursor       string
					HasNextPage, HasPreviousPage bool
				}
			}
		}
	}
}

// pageOfComments asks for a page of shop#2's comments.
func (e *Emulator) pageOfComments(t *testing.T, arguments string, variables vars) (bodies []string, answer commentsAnswer) {
	t.Helper()
	declared := "$id: ID!"
	if variables["cursor"] != nil {
		declared += ", $cursor: String"
	}
	document := `query(` + declared + `) { node(id: $id) { ... on Issue { comments(` + arguments + `) {
		totalCount nodes { body } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } } } }`
	variables["id"] = e.idOf(t, "acme/shop#2")
	text := e.ask(t, appToken, document, variables)
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	for _, node := range answer.Data.Node.Comments.Nodes {
		bodies = append(bodies, node.Body)
	}
	return bodies, answer
}

func TestGraphQLPaging(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, first, next string
		backwards         bool
		want              [][]string
	}{
		{"forwards", "first: 2", "first: 2, after: $cursor", false, [][]string{{"one", "two"}, {"three", "four"}, {"five"}}},
		{"backwards", "last: 2", "last: 2, before: $cursor", true, [][]string{{"four", "five"}, {"two", "three"}, {"one"}}},
		{"whole pages", "first: 5", "first: 5, after: $cursor", false, [][]string{{"one", "two", "three", "four", "five"}}},
		{"newest first", "first: 3, orderBy: {field: UPDATED_AT, direction: DESC}", "first: 3, after: $cursor, orderBy: {field: UPDATED_AT, direction: DESC}", false, [][]string{{"five", "four", "three"}, {"two", "one"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newGraphWorld(t)
			arguments, variables := tt.first, vars{}
			for i, want := range tt.want {
				got, answer := e.pageOfComments(t, arguments, variables)
				page := answer.Data.Node.Comments
				if !slices.Equal(got, want) || page.TotalCount != 5 {
					t.Errorf("page %d is %v of %d, want %v of 5", i, got, page.TotalCount, want)
				}
				more, before, cursor := page.PageInfo.HasNextPage, page.PageInfo.HasPreviousPage, page.PageInfo.EndCursor
				if tt.backwards {
					more, before, cursor = before, more, page.PageInfo.StartCursor
				}
				if more != (i < len(tt.want)-1) || before != (i > 0) {
					t.Errorf("page %d: more %v, before %v", i, more, before)
				}
				arguments, variables = tt.next, vars{"cursor": cursor}
			}
		})
	}
}

// TestGraphQLCursorOfDeleted goes on behind a comment that is gone.
func TestGraphQLCursorOfDeleted(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	_, answer := e.pageOfComments(t, "first: 2", vars{})
	two := e.findRepository("acme", "shop").issue(2).comments[1]
	if err := e.DeleteComment("anna", two.id); err != nil {
		t.Fatal(err)
	}
	got, _ := e.pageOfComments(t, "first: 2, after: $cursor", vars{"cursor": answer.Data.Node.Comments.PageInfo.EndCursor})
	if want := []string{"three", "four"}; !slices.Equal(got, want) {
		t.Errorf("next page is %v, want %v", got, want)
	}
}

func TestGraphQLBounds(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	tests := []struct{ name, connection, kind, message string }{
		{"neither", "comments { nodes { body } }", "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly paginate the `comments` connection."},
		{"neither, only a cursor", "comments { pageInfo { endCursor } }", "MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value to properly paginate the `comments` connection."},
		{"too many", "comments(first: 101) { totalCount }", "EXCESSIVE_PAGINATION", "Requesting 101 records on the `comments` connection exceeds the `first` limit of 100 records."},
		{"too many at the end", "comments(last: 500) { totalCount }", "EXCESSIVE_PAGINATION", "Requesting 500 records on the `comments` connection exceeds the `last` limit of 100 records."},
		{"none", "comments(first: 0) { totalCount }", "INVALID_PAGINATION_BOUNDARIES", "`first` on the `comments` connection cannot be less than one."},
		{"both", "comments(first: 1, last: 1) { totalCount }", "INVALID_PAGINATION_BOUNDARIES", "Passing both `first` and `last` to paginate the `comments` connection is not supported."},
		{"no cursor", `comments(first: 1, after: "x") { totalCount }`, "INVALID_CURSOR_ARGUMENTS", "`x` does not appear to be a valid cursor."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { ... on Issue { number `+tt.connection+` } } }`, vars{"id": e.idOf(t, "acme/shop#2")})
			// The connection is never null, so that the null goes up to the node.
			wantJSON(t, got, fmt.Sprintf(`{"data": {"node": null}, "errors": [{"type": %q, "path": ["node", "comments"], "message": %q}]}`, tt.kind, tt.message))
		})
	}
	got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { ... on Issue { comments { totalCount } } } }`, vars{"id": e.idOf(t, "acme/shop#2")})
	wantJSON(t, got, `{"data": {"node": {"comments": {"totalCount": 5}}}}`)
}
