//go:build services

package contract_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

func TestDocument(t *testing.T) {
	t.Parallel()
	checker := contract.GraphQL(t)
	tests := []struct{ name, document, want string }{
		{"right", `query($id: ID!) { node(id: $id) { ... on Issue { title comments(first: 10) { nodes { body } } } } }`, ""},
		{"two operations, one without a name", `query { __typename } mutation M($o: [ProjectV2SingleSelectFieldOptionInput!]) { updateProjectV2Field(input: {fieldId: "x", singleSelectOptions: $o}) { clientMutationId } }`, "anonymous operation"},
		{"an addition's field", `mutation { updateProjectV2Field(input: {fieldId: "x", singleSelectOptions: [{id: "1", name: "n", color: RED, description: ""}]}) { clientMutationId } }`, ""},
		{"unknown field", `{ viewer { shoeSize } }`, "shoeSize"},
		{"unknown argument", `{ node(key: "x") { id } }`, "key"},
		{"wrong type of variable", `query($id: String) { node(id: $id) { id } }`, "$id"},
		{"variable not declared", `{ node(id: $id) { id } }`, "$id"},
		{"no selection", `{ viewer }`, "viewer"},
		{"fragment that cannot match", `{ node(id: "x") { ... on ProjectV2FieldValue { text } } }`, "ProjectV2FieldValue"},
		{"no GraphQL", `query {`, "parse"},
		{"connection without a bound", `{ node(id: "x") { ... on Issue { comments { nodes { body } } } } }`, "comments needs first or last"},
		{"connection that is counted", `{ node(id: "x") { ... on Issue { comments { totalCount } } } }`, ""},
		{"the same in a fragment", `{ node(id: "x") { ...f } } fragment f on Issue { labels { pageInfo { endCursor } } }`, "labels needs first or last"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, checker.Document(tt.document), tt.want)
		})
	}
}

func TestSubset(t *testing.T) {
	t.Parallel()
	checker := contract.GraphQL(t)
	tests := []struct{ name, sdl, want string }{
		{"right", `type Query { repository(owner: String!, name: String!, followRenames: Boolean = true): Repository } type Repository { id: ID! }`, ""},
		{"with an addition", `type Query { viewer: User! } type User { id: ID! } input ProjectV2SingleSelectFieldOptionInput { id: String name: String! color: ProjectV2SingleSelectFieldOptionColor! description: String! } enum ProjectV2SingleSelectFieldOptionColor { RED }`, ""},
		{"unknown type", `type Query { viewer: User! } type User { id: ID! } type Shoe { id: ID! }`, "Shoe: GitHub has no such type"},
		{"another kind", `type Query { viewer: User! } type User { id: ID! } type Actor { login: String! }`, "Actor: is OBJECT"},
		{"unknown field", `type Query { viewer: User! } type User { shoe: String }`, "User.shoe: GitHub has no such field"},
		{"other nullability", `type Query { viewer: User } type User { id: ID! }`, "Query.viewer: is User, on GitHub User!"},
		{"unknown argument", `type Query { node(key: ID!): Node } interface Node { id: ID! }`, "Query.node(key): GitHub has no such argument"},
		{"required argument lacking", `type Query { node: Node } interface Node { id: ID! }`, "Query.node(id): GitHub requires it"},
		{"other type of argument", `type Query { node(id: String!): Node } interface Node { id: ID! }`, "Query.node(id): is String!, on GitHub ID!"},
		{"other default", `type Query { repository(owner: String!, name: String!, followRenames: Boolean = false): Repository } type Repository { id: ID! }`, "default is false, on GitHub true"},
		{"unknown enum value", `type Query { viewer: User! } type User { id: ID! } enum IssueState { OPEN AJAR }`, "IssueState.AJAR"},
		{"required input lacking", `type Query { viewer: User! } type User { id: ID! } input AddProjectV2ItemByIdInput { projectId: ID! }`, "AddProjectV2ItemByIdInput.contentId: GitHub requires it"},
		{"interface not implemented there", `type Query { viewer: User! } type User implements Comment { id: ID! } interface Comment { id: ID! }`, "no interface Comment"},
		{"member not in the union", `type Query { viewer: User! } type User { id: ID! } union IssueOrPullRequest = User`, "no member User"},
		{"invalid", `type Query { viewer: User! }`, "load our own schema"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantError(t, checker.Subset(tt.sdl), tt.want)
		})
	}
}

// TestAdditions fails when an addition can be taken out of
// testdata/github/additions.graphql.
func TestAdditions(t *testing.T) {
	t.Parallel()
	if err := contract.GraphQL(t).Arrived(); err != nil {
		t.Errorf("take these out of testdata/github/additions.graphql: %v", err)
	}
}
