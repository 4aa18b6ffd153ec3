//go:build services

package emulator

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// documentedOperations are what GitHub says that each route of ours takes.
func documentedOperations(t testing.TB) map[string]described {
	t.Helper()
	text, err := os.ReadFile("../testdata/npm/node_modules/@octokit/openapi/generated/api.github.com.json")
	if err != nil {
		t.Fatalf("%v (run: make npm)", err)
	}
	var whole struct {
		Paths      map[string]map[string]json.RawMessage
		Components map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	ours := map[string]bool{}
	for _, rt := range restRoutes() {
		ours[documentedName(rt)] = true
	}
	all := map[string]described{}
	for path, methods := range whole.Paths {
		for method, raw := range methods {
			name := strings.ToUpper(method) + " " + blank(path)
			var operation any
			if ours[name] && json.Unmarshal(raw, &operation) == nil {
				all[name] = describedBy(resolved(operation, whole.Components, 8))
			}
		}
	}
	return all
}

// describedBy reads an operation whose references are resolved.
func describedBy(operation any) described {
	var made described
	parameters, _ := member(operation, "parameters").([]any)
	for _, each := range parameters {
		if member(each, "in") == "query" {
			name, _ := member(each, "name").(string)
			of, _ := member(each, "schema").(map[string]any)
			made.query = append(made.query, parameter{name, of})
		}
	}
	of, _ := member(operation, "requestBody", "content", "application/json", "schema").(map[string]any)
	made.body = of
	return made
}

// member is what stands in a JSON object below some names; nil for nothing.
func member(of any, names ...string) any {
	for _, name := range names {
		inner, _ := of.(map[string]any)
		of = inner[name]
	}
	return of
}
