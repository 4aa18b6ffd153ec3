//go:build services

package contract_test

import (
	"net/http"
	"testing"

	"github.com/upkeep-app/upkeep/contract"
)

func TestRESTAnswer(t *testing.T) {
	t.Parallel()
	checker := contract.REST(t)
	tests := []struct {
		name, method, path string
		status             int
		body               string
		want               string // part of the error; empty when the answer is right
	}{
		{"documented", "GET", "/app/hook/config", 200, hookConfig, ""},
		{"documented and wrong", "GET", "/app/hook/config", 200, `{"url": 7}`, "/url"},
		{"bad credentials anywhere", "GET", "/app/hook/config", 401, notFoundBody, ""},
		{"a limit anywhere", "GET", "/app/hook/config", 429, notFoundBody, ""},
		{"a refusal that is no basic error", "GET", "/app/hook/config", 401, `{"message": 1}`, "/message"},
		{"a refusal without JSON", "GET", "/app/hook/config", 502, "<html>", "decode body"},
		{"what is not emulated", "GET", "/no/such/thing", 404, notFoundBody, ""},
		{"success of what GitHub does not have", "GET", "/no/such/thing", 200, "{}", "path is not documented"},
		{"a status of its own", "GET", "/app/hook/config", 418, notFoundBody, "status is not documented"},
		{"validation where none is documented", "GET", "/app/hook/config", 422, notFoundBody, "status is not documented"},
		{"not modified", "GET", "/app/hook/config", 304, "", ""},
		{"not modified with a body", "GET", "/app/hook/config", 304, "{}", "304 with a body"},
		{"by a repository's id", "GET", "/api/v3/repositories/7/issues/1", 200, "[]", "object"},
		{"a repository by its id", "GET", "/repositories/7", 200, "[]", "object"},
		{"a refusal documented without its body", "GET", "/orgs/o/teams/t/memberships/u", 404, notFoundBody, ""},
		{"success documented without a body", "DELETE", "/repos/o/r/issues/comments/1", 204, notFoundBody, "body is not documented"},
		{"by an organisation's id", "GET", "/api/v3/organizations/7/members", 200, "{}", "array"},
		{"an organisation by its id", "GET", "/organizations/7", 200, "[]", "object"},
		{"by a team's id", "GET", "/organizations/7/team/8/members", 200, "{}", "array"},
		{"a team by its id", "GET", "/organizations/7/team/8", 200, "[]", "object"},
		{"a root folder", "GET", "/repos/acme/shop/contents/", 200, "7", "oneOf"},
		{"a root folder without the slash", "GET", "/repos/acme/shop/contents", 200, "7", "oneOf"},
		{"a card of a draft", "POST", "/orgs/acme/projectsV2/1/drafts", 201, draftCard(""), ""},
		{"a card of neither draft nor issue", "POST", "/orgs/acme/projectsV2/1/drafts", 201, draftCard(`"number": 1,`), "/content"},
		{"HEAD", "HEAD", "/app/hook/config", 200, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{"Content-Type": {jsonType}}
			wantError(t, checker.Answer(tt.method, tt.path, tt.status, header, []byte(tt.body)), tt.want)
		})
	}
}

func TestOnlyTheDescribedVersionIsChecked(t *testing.T) {
	t.Parallel()
	checker := contract.REST(t)
	for version, want := range map[string]string{"2022-11-28": "/url", "2026-03-10": "", "": "/url"} {
		header := http.Header{"Content-Type": {jsonType}}
		header.Set("X-GitHub-Api-Version-Selected", version)
		wantError(t, checker.Answer("GET", "/app/hook/config", 200, header, []byte(`{"url": 7}`)), want)
	}
}

// draftCard is the card of a draft with members that it does not have.
func draftCard(more string) string {
	return `{"id": 1, "content_type": "DraftIssue", "created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T09:00:00Z",
		"archived_at": null, "content": {` + more + `"id": 1, "node_id": "DI_x", "title": "An idea", "user": null,
		"created_at": "2026-03-02T09:00:00Z", "updated_at": "2026-03-02T09:00:00Z"}}`
}

// TestEveryBrokenMemberIsNoticed breaks a right webhook in each of its members:
// a checker that passes one of them does not look at it.
func TestEveryBrokenMemberIsNoticed(t *testing.T) {
	t.Parallel()
	checker := contract.Webhooks(t)
	right := example(t, "issues", "labeled")
	if err := checker.Payload("issues", encode(t, right)); err != nil {
		t.Fatal(err)
	}
	issue, ok := right["issue"].(map[string]any)
	if !ok {
		t.Fatal("the example has no issue")
	}
	broken := 0
	for name, was := range issue {
		issue[name] = []any{map[string]any{"wrong": true}}
		if err := checker.Payload("issues", encode(t, right)); err == nil {
			t.Errorf("issue.%s of a wrong type was accepted", name)
		}
		issue[name] = was
		broken++
	}
	if broken < 25 {
		t.Errorf("only %d members were broken", broken)
	}
}

// fault is a test that only notes what is reported to it.
type fault struct {
	testing.TB
	said []any
}

func (f *fault) Error(args ...any) { f.said = append(f.said, args...) }

// TestWatcherFailsTheTest shows that what a watcher hears of reaches the test.
func TestWatcherFailsTheTest(t *testing.T) {
	t.Parallel()
	quiet := &fault{TB: t}
	w := contract.Watch(quiet)
	json200 := http.Header{"Content-Type": {jsonType}}
	w.Answer("GET", "/app/hook/config", 200, json200, []byte(hookConfig))
	w.Delivery("issues", encode(t, example(t, "issues", "labeled")))
	if len(quiet.said) != 0 {
		t.Errorf("right words were refused: %v", quiet.said)
	}
	w.Answer("GET", "/app/hook/config", 200, json200, []byte(`{"url": 7}`))
	w.Delivery("issues", []byte(`{"action": "closed"}`))
	w.Delivery("no_such_event", []byte(`{}`))
	if len(quiet.said) != 3 {
		t.Errorf("%d of 3 wrong words were refused: %v", len(quiet.said), quiet.said)
	}
	if answers, deliveries := w.Seen(); answers != 2 || deliveries != 3 {
		t.Errorf("saw %d answers and %d deliveries, want 2 and 3", answers, deliveries)
	}
}
