package emulator

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNewBoardIsAsGitHubMakesIt(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation { createProjectV2(input: {ownerId: $acme, title: "Roadmap", repositoryId: $shop}) { projectV2 { number title public closed url creator { login }
		fields(first: 20) { nodes { ... on ProjectV2FieldCommon { name } } }
		field(name: "Status") { ... on ProjectV2SingleSelectField { options { name color } } }
		views(first: 5) { nodes { number name layout filter } }
		workflows(first: 9) { nodes { name enabled } } } } }`)
	wantJSON(t, got, `{"data": {"createProjectV2": {"projectV2": {"number": 2, "title": "Roadmap", "public": false, "closed": false, "url": "https://github.com/orgs/acme/projects/2", "creator": {"login": "upkeep"},
		"fields": {"nodes": [{"name": "Title"}, {"name": "Assignees"}, {"name": "Status"}, {"name": "Labels"}, {"name": "Linked pull requests"}, {"name": "Milestone"},
			{"name": "Repository"}, {"name": "Reviewers"}, {"name": "Parent issue"}, {"name": "Sub-issues progress"}]},
		"field": {"options": [{"name": "Todo", "color": "GREEN"}, {"name": "In Progress", "color": "YELLOW"}, {"name": "Done", "color": "PURPLE"}]},
		"views": {"nodes": [{"number": 1, "name": "View 1", "layout": "TABLE_LAYOUT", "filter": null}]},
		"workflows": {"nodes": [{"name": "Auto-close issue", "enabled": false}, {"name": "Item added to project", "enabled": false},
			{"name": "Item closed", "enabled": true}, {"name": "Item reopened", "enabled": false}, {"name": "Pull request merged", "enabled": true}]}}}}}`)
	if diff := cmp.Diff([]string{"projects_v2 created"}, e.told(t)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	linked := e.boardAsk(t, `{ node(id: $shop) { ... on Repository { projectsV2(first: 5) { nodes { number } } } } }`)
	wantJSON(t, linked, `{"data": {"node": {"projectsV2": {"nodes": [{"number": 2}]}}}}`)
}

func TestBoardsAreChanged(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation {
		a: updateProjectV2(input: {projectId: $board, title: "Upkeep", shortDescription: "All of it", readme: "# Read", public: true}) { projectV2 { title shortDescription readme public } }
		b: updateProjectV2(input: {projectId: $board, closed: true}) { projectV2 { closed closedAt viewerCanReopen } }
		c: updateProjectV2(input: {projectId: $board, closed: false, title: "Upkeep"}) { projectV2 { closed closedAt } }
		d: linkProjectV2ToRepository(input: {projectId: $board, repositoryId: $shop}) { repository { projectsV2(first: 1) { totalCount } } }
		e: unlinkProjectV2FromRepository(input: {projectId: $board, repositoryId: $shop}) { repository { projectsV2(first: 1) { totalCount } } } }`)
	wantJSON(t, got, `{"data": {"a": {"projectV2": {"title": "Upkeep", "shortDescription": "All of it", "readme": "# Read", "public": true}},
		"b": {"projectV2": {"closed": true, "closedAt": "2026-03-01T12:00:00Z", "viewerCanReopen": true}}, "c": {"projectV2": {"closed": false, "closedAt": null}},
		"d": {"repository": {"projectsV2": {"totalCount": 1}}}, "e": {"repository": {"projectsV2": {"totalCount": 0}}}}}`)
	want := []any{map[string]any{
		"title":             map[string]any{"from": "Maintenance", "to": "Upkeep"},
		"short_description": map[string]any{"from": nil, "to": "All of it"}, "description": map[string]any{"from": nil, "to": "# Read"},
		"public": map[string]any{"from": false, "to": true},
	}}
	if diff := cmp.Diff(want, e.changesTold(t, "projects_v2", "edited")); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	id, issue := e.findBoard("acme", 1).nodeID, e.findIssue(shop(1))
	e.boardAsk(t, `mutation { deleteProjectV2(input: {projectId: $board}) { projectV2 { title } } }`)
	if diff := cmp.Diff([]string{"projects_v2 edited", "projects_v2 closed", "projects_v2 reopened", "projects_v2 deleted"}, e.told(t)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if e.node(id) != nil || len(issue.items) != 0 {
		t.Error("something of the board is left")
	}
}

func TestBoardsAreRefused(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	wantRefused(t, e, `mutation { createProjectV2(input: {ownerId: $acme, title: " "}) { clientMutationId } }`, "UNPROCESSABLE", "can't be blank")
	wantRefused(t, e, `mutation { createProjectV2(input: {ownerId: $shop, title: "x"}) { clientMutationId } }`, "NOT_FOUND", "Could not resolve")
	e.findOrganization("acme").installation.permissions["organization_projects"] = "read"
	for _, mutation := range []string{
		`createProjectV2(input: {ownerId: $acme, title: "x"})`, `updateProjectV2(input: {projectId: $board, title: "x"})`, `deleteProjectV2(input: {projectId: $board})`,
		`createProjectV2Field(input: {projectId: $board, name: "x", dataType: TEXT})`, `deleteProjectV2Field(input: {fieldId: $Notes})`,
		`updateProjectV2Field(input: {fieldId: $Notes, name: "x"})`, `createProjectV2View(input: {projectId: $board, name: "x", layout: TABLE_LAYOUT})`,
		`addProjectV2DraftIssue(input: {projectId: $board, title: "x"})`, `deleteProjectV2Item(input: {projectId: $board, itemId: $card1})`,
		`archiveProjectV2Item(input: {projectId: $board, itemId: $card1})`, `updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card2})`,
		`linkProjectV2ToRepository(input: {projectId: $board, repositoryId: $shop})`,
	} {
		wantRefused(t, e, "mutation { "+mutation+" { clientMutationId } }", "FORBIDDEN", "Resource not accessible by integration")
	}
}

func TestViews(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation { createProjectV2View(input: {projectId: $board, name: "By status", layout: BOARD_LAYOUT, configuration: {visibleFieldIds: [$Title, $Notes]}}) { projectV2View { id number name layout
		fields(first: 5) { nodes { ... on ProjectV2FieldCommon { name } } } verticalGroupByFields(first: 1) { nodes { ... on ProjectV2FieldCommon { name } } }
		groupByFields(first: 1) { totalCount } sortByFields(first: 1) { totalCount } } } }`)
	made := e.findBoard("acme", 1).view(2)
	wantJSON(t, got, `{"data": {"createProjectV2View": {"projectV2View": {"id": "`+made.nodeID+`", "number": 2, "name": "By status", "layout": "BOARD_LAYOUT",
		"fields": {"nodes": [{"name": "Title"}, {"name": "Notes"}]}, "verticalGroupByFields": {"nodes": [{"name": "Status"}]}, "groupByFields": {"totalCount": 0}, "sortByFields": {"totalCount": 0}}}}}`)
	got = e.boardAsk(t, `mutation {
		a: updateProjectV2View(input: {viewId: "`+made.nodeID+`", filter: "status:Todo", name: "To do", layout: TABLE_LAYOUT}) { projectV2View { name filter layout } }
		b: deleteProjectV2Field(input: {fieldId: $Notes}) { clientMutationId } }`)
	wantJSON(t, got, `{"data": {"a": {"projectV2View": {"name": "To do", "filter": "status:Todo", "layout": "TABLE_LAYOUT"}}, "b": {"clientMutationId": null}}}`)
	got = e.boardAsk(t, `{ node(id: $board) { ... on ProjectV2 { view(number: 2) { fields(first: 5) { nodes { ... on ProjectV2FieldCommon { name } } } } } } }`)
	wantJSON(t, got, `{"data": {"node": {"view": {"fields": {"nodes": [{"name": "Title"}]}}}}}`)
	first := e.findBoard("acme", 1).view(1).nodeID
	got = e.boardAsk(t, `mutation { deleteProjectV2View(input: {viewId: "`+first+`"}) { projectV2View { name } } }`)
	wantJSON(t, got, `{"data": {"deleteProjectV2View": {"projectV2View": {"name": "View 1"}}}}`)
	wantRefused(t, e, `mutation { deleteProjectV2View(input: {viewId: "`+made.nodeID+`"}) { clientMutationId } }`, "UNPROCESSABLE", "last view")
	wantRefused(t, e, `mutation { createProjectV2View(input: {projectId: $board, name: "", layout: TABLE_LAYOUT}) { clientMutationId } }`, "UNPROCESSABLE", "can't be blank")
	wantRefused(t, e, `mutation { createProjectV2View(input: {projectId: $board, name: "x", layout: ROADMAP_LAYOUT, configuration: {visibleFieldIds: [$Title]}}) { clientMutationId } }`, "UNPROCESSABLE", "roadmap")
}

func TestBoardsOfAnIssue(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	for _, title := range []string{"Later", "Earlier"} {
		on, err := e.CreateBoard("anna", "acme", title)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.AddToBoard("anna", on, shop(1)); err != nil {
			t.Fatal(err)
		}
	}
	got := e.boardAsk(t, `{ node(id: $issue1) { ... on Issue { projectV2(number: 2) { title } a: projectsV2(first: 5) { nodes { number } }
		b: projectsV2(first: 5, orderBy: {field: TITLE, direction: ASC}, query: "er is:open") { nodes { title } } none: projectV2(number: 9) { title } } } }`)
	if want := `{"data":{"node":{"projectV2":{"title":"Later"},"a":{"nodes":[{"number":3},{"number":2},{"number":1}]},"b":{"nodes":[{"title":"Earlier"},{"title":"Later"}]},"none":null}}`; !strings.HasPrefix(got, want) {
		t.Errorf("answer %s, want %s", got, want)
	}
}

func TestOptionsThatPeopleChangeKeepTheirCards(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	if err := e.SetOptions("anna", boardOne, "Status", "Blocked", "Todo", "Done"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{"First": "Todo", "Hidden": "Todo"}, e.values("Status")); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func TestTimelineTellsOfTheBoard(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	if err := e.AddToBoard("anna", boardOne, shop(4)); err != nil {
		t.Fatal(err)
	}
	if err := e.MoveCard("anna", boardOne, shop(4), "Done"); err != nil {
		t.Fatal(err)
	}
	if err := e.SetField("anna", boardOne, shop(4), "Status", ""); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, ev := range e.findIssue(shop(4)).events {
		kinds = append(kinds, strings.TrimSpace(ev.kind+" "+ev.from+" "+ev.to))
	}
	want := []string{"added_to_project_v2", "project_v2_item_status_changed  Done", "project_v2_item_status_changed Done"}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
}
