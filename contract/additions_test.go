package contract

import (
	"strings"
	"testing"
)

func TestArrived(t *testing.T) {
	t.Parallel()
	const published = `
		type Query { name: String items(first: Int): String }
		input Option { name: String id: String }
		enum State { OPEN }
		type Old { id: ID }`
	tests := []struct{ name, additions, want string }{
		{"nothing", `extend type Query { age: Int } enum New { A } extend enum State { AJAR }`, ""},
		{"a field", `extend type Query { name: String }`, "Query.name has arrived"},
		{"an input field", `extend input Option { id: String }`, "Option.id has arrived"},
		{"a new argument", `extend type Query { items(query: String): String }`, ""},
		{"an argument", `extend type Query { items(query: String, first: Int): String }`, "Query.items(first) has arrived"},
		{"a type", `enum State { OPEN AJAR }`, "State has arrived"},
		{"a value", `extend enum State { OPEN }`, "State.OPEN has arrived"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checker, err := newGraphQLChecker(published, tt.additions)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := checker.Arrived(); err != nil {
				got = err.Error()
			}
			if tt.want == "" && got != "" || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// TestNewArgument says that an argument which only the additions have can be used.
func TestNewArgument(t *testing.T) {
	t.Parallel()
	checker, err := newGraphQLChecker(`type Query { items(first: Int): String }`, `extend type Query { items(query: String): String }`)
	if err != nil {
		t.Fatal(err)
	}
	if err := checker.Document(`{ items(first: 1, query: "x") }`); err != nil {
		t.Error(err)
	}
	if err := checker.Subset(`type Query { items(query: String): String }`); err != nil {
		t.Error(err)
	}
	if checker.Document(`{ items(other: 1) }`) == nil {
		t.Error("an argument that is in neither passes")
	}
}
