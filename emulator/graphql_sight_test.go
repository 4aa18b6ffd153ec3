package emulator

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// refused is the answer to a query of one field that is null, with its error.
func refused(kind, path, message string) string {
	root, _, _ := strings.Cut(path, `"`)
	return fmt.Sprintf(`{"data": {%q: null}, "errors": [{"type": %q, "path": [%q], "message": %q}]}`, root, kind, root, message)
}

func TestGraphQLSight(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	const nobody = "Could not resolve to a node with the global id of '%s'."
	hidden, globex, ours := e.idOf(t, "acme/hidden#1"), e.idOf(t, "globex/closed#1"), e.findBoard("globex", 7).nodeID
	const title = `query($id: ID!) { node(id: $id) { ... on Issue { title } ... on ProjectV2 { title } } }`
	tests := []struct{ name, token, document, id, want string }{
		{"included private repository", appToken, title, e.idOf(t, "acme/cart#1"), `{"data": {"node": {"title": "Private but included"}}}`},
		{"private repository left out", appToken, title, hidden, refused("NOT_FOUND", "node", fmt.Sprintf(nobody, hidden))},
		{"public repository elsewhere", appToken, title, e.idOf(t, "globex/open#1"), `{"data": {"node": {"title": "For all to see"}}}`},
		{"private repository elsewhere", appToken, title, globex, refused("NOT_FOUND", "node", fmt.Sprintf(nobody, globex))},
		{"its owner sees it", "user:gus", title, globex, `{"data": {"node": {"title": "For us"}}}`},
		{"no such id", appToken, title, "I_x", refused("NOT_FOUND", "node", fmt.Sprintf(nobody, "I_x"))},
		{"private board elsewhere", appToken, title, ours, refused("NOT_FOUND", "node", fmt.Sprintf(nobody, ours))},
		{"private board by number", appToken, `{ organization(login: "globex") { login projectV2(number: 7) { id } } }`, "", `{"data": {"organization": {"login": "globex", "projectV2": null}},
			"errors": [{"type": "NOT_FOUND", "path": ["organization", "projectV2"], "message": "Could not resolve to a ProjectV2 with the number 7."}]}`},
		{"boards that are seen", appToken, `{ organization(login: "globex") { projectsV2(first: 5) { nodes { number } } } }`, "", `{"data": {"organization": {"projectsV2": {"nodes": [{"number": 8}]}}}}`},
		{
			"public board with a redacted card", appToken, `{ organization(login: "GLOBEX") { projectV2(number: 8) { items(first: 5) { nodes { type content { ... on Issue { title } } } } } } }`, "",
			`{"data": {"organization": {"projectV2": {"items": {"nodes": [{"type": "ISSUE", "content": {"title": "For all to see"}}, {"type": "REDACTED", "content": null}]}}}}}`,
		},
		{
			"redacted card's values", appToken, `{ organization(login: "acme") { projectV2(number: 1) { items(first: 5) { totalCount nodes { type fieldValues(first: 9) { nodes { ... on ProjectV2ItemFieldSingleSelectValue { name } ... on ProjectV2ItemFieldTextValue { text } } }
			title: fieldValueByName(name: "Title") { __typename } } } } } }`, "",
			`{"data": {"organization": {"projectV2": {"items": {"totalCount": 2, "nodes": [
				{"type": "ISSUE", "title": {"__typename": "ProjectV2ItemFieldTextValue"}, "fieldValues": {"nodes": [{"text": "Move to 5.2"}, {}, {}, {}, {"name": "Todo"}, {"text": "First"}, {}, {}, {}]}},
				{"type": "REDACTED", "title": null, "fieldValues": {"nodes": [{"name": "Done"}]}}]}}}}}`,
		},
		{
			"issue on a board that is not seen", appToken, `query($id: ID!) { node(id: $id) { ... on Issue { projectItems(first: 5) { nodes { project { number } } } } } }`, e.idOf(t, "globex/open#1"),
			`{"data": {"node": {"projectItems": {"nodes": [{"project": {"number": 8}}]}}}}`,
		},
		{
			"sub-issues that are seen", appToken, `query($id: ID!) { node(id: $id) { ... on Issue { subIssues(first: 5) { nodes { number } } subIssuesSummary { total } } } }`, e.idOf(t, "acme/shop#1"),
			`{"data": {"node": {"subIssues": {"nodes": [{"number": 2}]}, "subIssuesSummary": {"total": 2}}}}`,
		},
		{"parent that is not seen", appToken, `query($id: ID!) { node(id: $id) { ... on Issue { parent { title } } } }`, e.idOf(t, "acme/shop#4"), `{"data": {"node": {"parent": null}}}`},
		{"parent that its members see", "user:olga", `query($id: ID!) { node(id: $id) { ... on Issue { parent { title } } } }`, e.idOf(t, "acme/shop#4"), `{"data": {"node": {"parent": {"title": "Nobody knows"}}}}`},
		{"no such organisation", appToken, `{ organization(login: "nobody") { id } }`, "", refused("NOT_FOUND", "organization", "Could not resolve to an Organization with the login of 'nobody'.")},
		{"repository that is not seen", appToken, `{ repository(owner: "globex", name: "closed") { id } }`, "", refused("NOT_FOUND", "repository", "Could not resolve to a Repository with the name 'globex/closed'.")},
		{
			"several at once, one hidden", appToken, `query($id: ID!) { nodes(ids: [$id, "I_x", $id]) { ... on Issue { number } } }`, e.idOf(t, "acme/shop#2"),
			`{"data": {"nodes": [{"number": 2}, null, {"number": 2}]}, "errors": [{"type": "NOT_FOUND", "path": ["nodes", 1], "message": "Could not resolve to a node with the global id of 'I_x'."}]}`,
		},
		{
			"nothing private in an error", appToken, `{ a: repository(owner: "acme", name: "shop") { issue(number: 3) { id } } b: repository(owner: "acme", name: "shop") { issueOrPullRequest(number: 3) { ... on PullRequest { number } } } }`, "",
			`{"data": {"a": {"issue": null}, "b": {"issueOrPullRequest": {"number": 3}}}, "errors": [{"type": "NOT_FOUND", "path": ["a", "issue"], "message": "Could not resolve to an Issue with the number of 3."}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			variables := vars{}
			if tt.id != "" {
				variables["id"] = tt.id
			}
			wantJSON(t, e.ask(t, tt.token, tt.document, variables), tt.want)
		})
	}
}

// TestGraphQLNodeTypes asks for every sort of object by its id.
func TestGraphQLNodeTypes(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	shop, b := e.findRepository("acme", "shop"), e.findBoard("acme", 1)
	for want, id := range map[string]string{
		"Issue": shop.issue(2).nodeID, "PullRequest": shop.issue(3).nodeID, "IssueComment": shop.issue(2).comments[0].nodeID,
		"Repository": shop.nodeID, "Organization": shop.owner.nodeID, "User": e.findUser("anna").nodeID, "Bot": e.app.bot.nodeID,
		"ProjectV2": b.nodeID, "ProjectV2Item": b.items[0].nodeID, "ProjectV2SingleSelectField": b.field("Status").nodeID, "ProjectV2Field": b.field("Notes").nodeID,
	} {
		got := e.ask(t, appToken, `query($id: ID!) { node(id: $id) { __typename id } }`, vars{"id": id})
		wantJSON(t, got, fmt.Sprintf(`{"data": {"node": {"__typename": %q, "id": %q}}}`, want, id))
	}
}

func TestGraphQLRepository(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.TransferIssue("olga", upgrade.Ref{Owner: "acme", Repo: "store", Number: 2}, "acme/cart"); err != nil {
		t.Fatal(err)
	}
	head := e.findRepository("acme", "store").head().sha
	tests := []struct{ name, document, want string }{
		{"former name", `{ repository(owner: "ACME", name: "Shop") { name isPrivate } }`, `{"data": {"repository": {"name": "store", "isPrivate": false}}}`},
		{"former name, not followed", `{ repository(owner: "acme", name: "shop", followRenames: false) { name } }`, refused("NOT_FOUND", "repository", "Could not resolve to a Repository with the name 'acme/shop'.")},
		{"name in other letters, not followed", `{ repository(owner: "acme", name: "STORE", followRenames: false) { name } }`, `{"data": {"repository": {"name": "store"}}}`},
		{"files", `{ repository(owner: "acme", name: "store") {
			defaultBranchRef { name prefix target { oid } }
			there: object(expression: "HEAD:catalog-info.yaml") { __typename ... on Blob { text byteSize isTruncated isBinary } }
			branch: object(expression: "main:catalog-info.yaml") { ... on Blob { byteSize } }
			missing: object(expression: "HEAD:nothing") { __typename }
			commit: object(expression: "HEAD") { __typename oid }
		} }`, `{"data": {"repository": {
			"defaultBranchRef": {"name": "main", "prefix": "refs/heads/", "target": {"oid": "` + head + `"}},
			"there": {"__typename": "Blob", "text": "kind: Component\n", "byteSize": 16, "isTruncated": false, "isBinary": false},
			"branch": {"byteSize": 16}, "missing": null, "commit": {"__typename": "Commit", "oid": "` + head + `"}}}}`},
		{
			"issue that was transferred", `{ repository(owner: "acme", name: "store") { issueOrPullRequest(number: 2) { __typename } } }`,
			`{"data": {"repository": {"issueOrPullRequest": null}}, "errors": [{"type": "NOT_FOUND", "path": ["repository", "issueOrPullRequest"], "message": "Could not resolve to an issue or pull request with the number of 2."}]}`,
		},
		{
			"duplicate, asked for", `{ repository(owner: "acme", name: "store") { issue(number: 4) { a: stateReason b: stateReason(enableDuplicate: true) closed } } }`,
			`{"data": {"repository": {"issue": {"a": "NOT_PLANNED", "b": "DUPLICATE", "closed": true}}}}`,
		},
		{
			"pull request", `{ repository(owner: "acme", name: "store") { pullRequest(number: 3) { state merged mergedAt closingIssuesReferences(first: 5) { nodes { number repository { name } } } } } }`,
			`{"data": {"repository": {"pullRequest": {"state": "OPEN", "merged": false, "mergedAt": null, "closingIssuesReferences": {"nodes": [{"number": 2, "repository": {"name": "cart"}}]}}}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			wantJSON(t, e.ask(t, appToken, tt.document, nil), tt.want)
		})
	}
}
