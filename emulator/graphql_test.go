package emulator

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// graphWorld has two organisations. The app is in acme, in the repositories
// shop and cart but not in hidden, and not in globex.
const graphWorld = `
organizations:
  - login: acme
    installed: [shop, cart]
    owners: [{login: olga, name: Olga}]
    members: [anna, ben]
    repositories:
      - name: shop
        labels: [bug, django]
        files: {catalog-info.yaml: "kind: Component\n"}
        issues:
          - {number: 1, title: Upgrade, author: anna, body: "- [ ] #2", sub_issues: ["#2", "hidden#1"], opened: 2026-01-31T09:00:00Z}
          - number: 2
            title: Move to 5.2
            author: anna
            labels: [bug, django]
            assignees: [ben]
            opened: 2026-01-31T10:00:00Z
            comments:
              - {author: ben, body: one, at: 2026-02-01T09:00:00Z}
              - {author: anna, body: two, at: 2026-02-02T09:00:00Z}
              - {author: ben, body: three, at: 2026-02-03T09:00:00Z}
              - {author: ben, body: four, at: 2026-02-04T09:00:00Z}
              - {author: ben, body: five, at: 2026-02-05T09:00:00Z}
          - {number: 3, title: The change, author: ben, pull: {closes: ["#2"]}}
          - {number: 4, title: Same again, author: ben, closed: duplicate}
      - {name: cart, private: true, issues: [{title: Private but included}]}
      - {name: hidden, private: true, issues: [{title: Nobody knows, sub_issues: ["shop#4"]}]}
    boards:
      - number: 1
        title: Maintenance
        fields: {Status: [Todo, Done], Notes: text, Points: number, Due: date}
        items:
          - {issue: "shop#2", Status: Todo, Notes: First, Points: "3", Due: 2026-04-01}
          - {issue: "hidden#1", Status: Done}
          - {issue: "shop#4", archived: true}
  - login: globex
    owners: [gus]
    repositories:
      - {name: open, issues: [{title: For all to see}]}
      - {name: closed, private: true, issues: [{title: For us}]}
    boards:
      - {number: 7, title: Ours, fields: {Status: [Todo]}, items: [{issue: "open#1"}]}
      - {number: 8, title: Everybody's, public: true, fields: {Status: [Todo]}, items: [{issue: "open#1"}, {issue: "closed#1"}]}
`

const appToken = "ghs_of_acme"

// graphTime is the content clock of these tests.
var graphTime = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

func newGraphWorld(t testing.TB) *Emulator {
	t.Helper()
	now := func() time.Time { return graphTime }
	e := Create(Options{Seed: 1, Now: now, AuthNow: now})
	if err := e.Load([]byte(graphWorld)); err != nil {
		t.Fatal(err)
	}
	e.tokens[appToken] = &token{text: appToken, installation: e.findOrganization("acme").installation, expiresAt: now().Add(time.Hour)}
	return e
}

func (e *Emulator) idOf(t testing.TB, ref string) string {
	t.Helper()
	parsed, err := upgrade.ParseRef(ref)
	if err != nil {
		t.Fatal(err)
	}
	return e.findIssue(parsed).nodeID
}

// post sends a GraphQL request as a client does, without a socket.
func (e *Emulator) post(t testing.TB, token, body string) (status int, text string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "https://github.test/api/graphql", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	all, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(all)
}

type vars map[string]any

// ask runs a document and wants status 200.
func (e *Emulator) ask(t testing.TB, token, document string, variables vars) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	status, text := e.post(t, token, string(body))
	if status != http.StatusOK {
		t.Fatalf("status %d: %s", status, text)
	}
	return text
}

// wantJSON compares two JSON texts by what they mean.
func wantJSON(t testing.TB, got, want string) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal([]byte(got), &g); err != nil {
		t.Fatalf("answer %q: %v", got, err)
	}
	if err := json.Unmarshal([]byte(want), &w); err != nil {
		t.Fatalf("wanted %q: %v", want, err)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

func TestGraphQLRequest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token, body string
		status            int
		want              string
	}{
		{"no token", "", `{"query": "{viewer{login}}"}`, 401, "authenticated"},
		{"unknown token", "ghs_x", `{"query": "{viewer{login}}"}`, 401, "Bad credentials"},
		{"no JSON", appToken, `{viewer{login}}`, 400, "Problems parsing JSON"},
		{"no query", appToken, `{}`, 400, "query"},
		{"the app", appToken, `{"query": "{viewer{login}}"}`, 200, `{"data":{"viewer":{"login":"upkeep[bot]"}}}`},
		{"a person", "user:anna", `{"query": "{viewer{login}}"}`, 200, `{"data":{"viewer":{"login":"anna"}}}`},
		{"operation by name", appToken, `{"query": "query A{viewer{login}} query B{rateLimit{limit}}", "operationName": "B"}`, 200, `{"data":{"rateLimit":{"limit":5000}}}`},
		{"invalid document", appToken, `{"query": "{viewer{shoeSize}}"}`, 200, "shoeSize"},
		{"introspection", appToken, `{"query": "{__type(name: \"ProjectV2SingleSelectFieldOptionInput\"){inputFields{name}}}"}`, 200, `"inputFields":[{"name":`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			status, text := newGraphWorld(t).post(t, tt.token, tt.body)
			if status != tt.status || !strings.Contains(text, tt.want) {
				t.Errorf("status %d: %s; want %d with %q", status, text, tt.status, tt.want)
			}
		})
	}
}

func TestGraphQLSuspended(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	if err := e.Suspend("olga", "acme", true); err != nil {
		t.Fatal(err)
	}
	if status, text := e.post(t, appToken, `{"query": "{viewer{login}}"}`); status != 403 || !strings.Contains(text, "suspended") {
		t.Errorf("status %d: %s; want 403", status, text)
	}
}

// TestGraphQLDocuments holds our schema to all that the client sends.
func TestGraphQLDocuments(t *testing.T) {
	t.Parallel()
	text, err := schemaText()
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema", Input: text})
	if err != nil {
		t.Fatal(err)
	}
	for name, document := range ghclient.Documents() {
		if _, problems := gqlparser.LoadQueryWithRules(schema, document, rules.NewDefaultRules()); len(problems) > 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

func TestGraphQLIssue(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	const document = `query($id: ID!, $archived: Boolean = true) {
		node(id: $id) {
			__typename
			... on Issue {
				...state
				author { __typename login ... on User { databaseId name } ... on Bot { databaseId } }
				editor { login }
				assignees(first: 10) { nodes { login } }
				labels(first: 10) { totalCount nodes { name } }
				parent { number }
				comments(last: 1, orderBy: {field: UPDATED_AT, direction: ASC}) { nodes { body author { login } reactionGroups { content viewerHasReacted } } }
				linked: closedByPullRequestsReferences(first: 5, includeClosedPrs: true) { nodes { number isDraft merged state } }
				projectItems(first: 5, includeArchived: $archived) { nodes { isArchived type project { number }
					fieldValues(first: 20) { nodes {
						__typename
						... on ProjectV2ItemFieldValueCommon { field { ... on ProjectV2FieldCommon { name dataType } } }
						... on ProjectV2ItemFieldSingleSelectValue { name }
						... on ProjectV2ItemFieldTextValue { text }
						... on ProjectV2ItemFieldNumberValue { number }
						... on ProjectV2ItemFieldDateValue { date }
					} }
					status: fieldValueByName(name: "status") { ... on ProjectV2ItemFieldSingleSelectValue { name } }
					none: fieldValueByName(name: "Nothing") { __typename }
				} }
			}
		}
	}
	fragment state on Issue { number title state stateReason createdAt closedAt locked repository { nameWithOwner owner { login } visibility isArchived } }`
	got := e.ask(t, appToken, document, vars{"id": e.idOf(t, "acme/shop#2")})
	var reactions strings.Builder
	for i, content := range []string{"THUMBS_UP", "THUMBS_DOWN", "LAUGH", "CONFUSED", "HEART", "HOORAY", "ROCKET", "EYES"} {
		if i > 0 {
			reactions.WriteString(",")
		}
		reactions.WriteString(`{"content":"` + content + `","viewerHasReacted":false}`)
	}
	databaseID := decimal(e.findUser("anna").id)
	wantJSON(t, got, `{"data": {"node": {
		"__typename": "Issue", "number": 2, "title": "Move to 5.2", "state": "OPEN", "stateReason": null,
		"createdAt": "2026-01-31T10:00:00Z", "closedAt": null, "locked": false,
		"repository": {"nameWithOwner": "acme/shop", "owner": {"login": "acme"}, "visibility": "PUBLIC", "isArchived": false},
		"author": {"__typename": "User", "login": "anna", "databaseId": `+databaseID+`, "name": null}, "editor": null,
		"assignees": {"nodes": [{"login": "ben"}]},
		"labels": {"totalCount": 2, "nodes": [{"name": "bug"}, {"name": "django"}]},
		"parent": {"number": 1},
		"comments": {"nodes": [{"body": "five", "author": {"login": "ben"}, "reactionGroups": [`+reactions.String()+`]}]},
		"linked": {"nodes": [{"number": 3, "isDraft": false, "merged": false, "state": "OPEN"}]},
		"projectItems": {"nodes": [{"isArchived": false, "type": "ISSUE", "project": {"number": 1},
			"fieldValues": {"nodes": [
				{"__typename": "ProjectV2ItemFieldTextValue", "field": {"name": "Title", "dataType": "TITLE"}, "text": "Move to 5.2"},
				{"__typename": "ProjectV2ItemFieldUserValue"},
				{"__typename": "ProjectV2ItemFieldLabelValue"},
				{"__typename": "ProjectV2ItemFieldRepositoryValue"},
				{"__typename": "ProjectV2ItemFieldSingleSelectValue", "field": {"name": "Status", "dataType": "SINGLE_SELECT"}, "name": "Todo"},
				{"__typename": "ProjectV2ItemFieldTextValue", "field": {"name": "Notes", "dataType": "TEXT"}, "text": "First"},
				{"__typename": "ProjectV2ItemFieldNumberValue", "field": {"name": "Points", "dataType": "NUMBER"}, "number": 3},
				{"__typename": "ProjectV2ItemFieldDateValue", "field": {"name": "Due", "dataType": "DATE"}, "date": "2026-04-01"},
				{"__typename": "ProjectV2ItemFieldPullRequestValue"}
			]},
			"status": {"name": "Todo"}, "none": null}]}
	}}}`)
}

func TestGraphQLPeople(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(e.EditBody("olga", ref, "- [x] #2"))
	must(e.Assign("anna", ref, "ben"))
	must(e.Unassign("anna", ref, "ben"))
	must(e.CloseIssue("anna", ref, upgrade.ReasonNotPlanned))
	must(e.ReopenIssue("anna", ref))
	got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { ... on Issue {
		state stateReason lastEditedAt editor { login }
		changed: timelineItems(last: 1, itemTypes: [CLOSED_EVENT, REOPENED_EVENT]) { totalCount nodes { __typename ... on ReopenedEvent { createdAt actor { login } } } }
		all: timelineItems(first: 10) { nodes { __typename ... on AssignedEvent { assignee { ... on User { login } } } ... on ClosedEvent { stateReason } } }
	} } }`, vars{"id": e.idOf(t, "acme/shop#1")})
	wantJSON(t, got, `{"data": {"node": {
		"state": "OPEN", "stateReason": "REOPENED", "lastEditedAt": "2026-03-01T12:00:00Z", "editor": {"login": "olga"},
		"changed": {"totalCount": 2, "nodes": [{"__typename": "ReopenedEvent", "createdAt": "2026-03-01T12:00:00Z", "actor": {"login": "anna"}}]},
		"all": {"nodes": [
			{"__typename": "AssignedEvent", "assignee": {"login": "ben"}}, {"__typename": "UnassignedEvent"},
			{"__typename": "ClosedEvent", "stateReason": "NOT_PLANNED"}, {"__typename": "ReopenedEvent"}
		]}
	}}}`)
}

func TestGraphQLBot(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	e.mu.Lock()
	i := e.findIssue(upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2})
	i.comments[0].author = e.app.bot
	i.comments[0].reactions = []*reaction{{user: e.app.bot, content: "+1", at: graphTime}}
	e.mu.Unlock()
	got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { ... on Issue { comments(first: 1) { nodes {
		author { __typename login } viewerDidAuthor reactionGroups { viewerHasReacted reactors(first: 1) { totalCount } } } } } } }`, vars{"id": i.nodeID})
	if want := `"author":{"__typename":"Bot","login":"upkeep"},"viewerDidAuthor":true,"reactionGroups":[{"viewerHasReacted":true,"reactors":{"totalCount":1}},{"viewerHasReacted":false`; !strings.Contains(got, want) {
		t.Errorf("answer %s, want %s", got, want)
	}
}

// TestGraphQLLargeIDs reads ids that have no room in GraphQL's Int.
func TestGraphQLLargeIDs(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	i := e.findIssue(upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2})
	i.id, i.comments[0].id = beyondDoubles+1, 4711
	got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { ... on Issue { databaseId fullDatabaseId comments(first: 1) { nodes { databaseId fullDatabaseId } } } } }`, vars{"id": i.nodeID})
	wantJSON(t, got, `{"data": {"node": {"databaseId": null, "fullDatabaseId": "9007199254740993", "comments": {"nodes": [{"databaseId": 4711, "fullDatabaseId": "4711"}]}}}}`)
}

func TestGraphQLMerged(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	if err := e.MergePullRequest("olga", upgrade.Ref{Owner: "acme", Repo: "shop", Number: 3}); err != nil {
		t.Fatal(err)
	}
	got := e.ask(t, appToken, `{ repository(owner: "acme", name: "shop") {
		issue(number: 2) { state stateReason
			open: closedByPullRequestsReferences(first: 5) { totalCount }
			all: closedByPullRequestsReferences(first: 5, includeClosedPrs: true) { nodes { number state merged mergedBy { login } } } }
		pullRequest(number: 3) { state closed timelineItems(first: 5, itemTypes: [MERGED_EVENT]) { nodes { ... on MergedEvent { actor { login } } } } }
	} }`, nil)
	wantJSON(t, got, `{"data": {"repository": {
		"issue": {"state": "CLOSED", "stateReason": "COMPLETED", "open": {"totalCount": 0}, "all": {"nodes": [{"number": 3, "state": "MERGED", "merged": true, "mergedBy": {"login": "olga"}}]}},
		"pullRequest": {"state": "MERGED", "closed": true, "timelineItems": {"nodes": [{"actor": {"login": "olga"}}]}}
	}}}`)
}

// TestGraphQLErrorOrder wants the same order every time, though fields are resolved side by side.
func TestGraphQLErrorOrder(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	document := "{"
	for c := 'z'; c >= 'a'; c-- {
		document += string(c) + `: repository(owner: "acme", name: "none") { id } `
	}
	var got struct{ Errors []struct{ Path []string } }
	if err := json.Unmarshal([]byte(e.ask(t, appToken, document+"}", nil)), &got); err != nil {
		t.Fatal(err)
	}
	order := ""
	for _, each := range got.Errors {
		order += each.Path[0]
	}
	if order != "abcdefghijklmnopqrstuvwxyz" {
		t.Errorf("errors are in the order %s", order)
	}
}
