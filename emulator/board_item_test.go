package emulator

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// titles are the titles of the board's cards, in its order.
func (e *Emulator) titles() []string {
	return list(e.Board("acme", 1).Items, func(it Item) string { return it.Title })
}

func TestItemsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	if _, err := e.AddDraft("anna", boardOne, "A thought", "Perhaps"); err != nil {
		t.Fatal(err)
	}
	const first, second, change, hidden, draft = "First", "Second try", "The change", "", "A thought"
	tests := []struct {
		arguments string
		want      []string
	}{
		{"", []string{first, second, hidden, draft}},
		{"archivedStates: [ARCHIVED]", []string{change}},
		{"archivedStates: [ARCHIVED, NOT_ARCHIVED]", []string{first, second, change, hidden, draft}},
		{"orderBy: {field: POSITION, direction: DESC}", []string{draft, hidden, second, first}},
		{`query: ""`, []string{first, second, hidden, draft}},
		{`query: "try"`, []string{second}},
		{`query: "status:Todo"`, []string{first}},
		{`query: "status:todo,\"In Progress\""`, []string{first, second}},
		{`query: "-status:Todo"`, []string{second, draft}},
		{`query: "no:status"`, []string{draft}},
		{`query: "has:due  effort:3"`, []string{first}},
		{`query: "effort:>3"`, []string{second}},
		{`query: "effort:<=10 effort:3..10"`, []string{first, second}},
		{`query: "due:2026-03-01..*"`, []string{first}},
		{`query: "notes:\"a b\""`, []string{first}},
		{`query: "label:bug assignee:BEN repo:acme/shop"`, []string{first}},
		{`query: "is:draft"`, []string{draft}},
		{`query: "is:issue is:open"`, []string{first, second}},
		{`query: "is:pr", archivedStates: [ARCHIVED]`, []string{change}},
		{`query: "is:closed"`, nil},
		{`query: "shoe:size"`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.arguments, func(t *testing.T) {
			t.Parallel()
			got := e.boardAsk(t, `{ node(id: $board) { ... on ProjectV2 { items(first: 20, `+tt.arguments+`) { nodes { content { ... on Issue { title } ... on PullRequest { title } ... on DraftIssue { title } } } } } } }`)
			nodes := make([]string, 0, len(tt.want))
			for _, title := range tt.want {
				node := `{"content": {"title": "` + title + `"}}`
				if title == "" {
					node = `{"content": null}`
				}
				nodes = append(nodes, node)
			}
			wantJSON(t, got, `{"data": {"node": {"items": {"nodes": [`+strings.Join(nodes, ",")+`]}}}}`)
		})
	}
}

func TestItemsAreMoved(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	items := e.findBoard("acme", 1).items
	got := e.boardAsk(t, `mutation { updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card1, afterId: $card2}) { items(first: 1) { totalCount nodes { id } } } }`)
	wantJSON(t, got, `{"data": {"updateProjectV2ItemPosition": {"items": {"totalCount": 4, "nodes": [{"id": "`+items[1].nodeID+`"}]}}}}`)
	e.boardAsk(t, `mutation { updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card1, afterId: $card2}) { clientMutationId } }`)
	e.boardAsk(t, `mutation { updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card1}) { clientMutationId } }`)
	if diff := cmp.Diff([]string{"First", "Second try", "The change", "Hidden"}, e.titles()); diff != "" {
		t.Errorf("cards (-want +got):\n%s", diff)
	}
	moved := func(from, to any) any {
		return map[string]any{"previous_projects_v2_item_node_id": map[string]any{"from": from, "to": to}}
	}
	want := []any{moved(nil, items[1].nodeID), moved(items[1].nodeID, nil)}
	if diff := cmp.Diff(want, e.changesTold(t, "projects_v2_item", "reordered")); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	wantRefused(t, e, `mutation { updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card1, afterId: $card1}) { clientMutationId } }`, "UNPROCESSABLE", "after itself")
	wantRefused(t, e, `mutation { updateProjectV2ItemPosition(input: {projectId: $board, itemId: $card3}) { clientMutationId } }`, "UNPROCESSABLE", "archived")
}

func TestItemsAreArchivedAndDeleted(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation {
		a: archiveProjectV2Item(input: {projectId: $board, itemId: $card1}) { item { isArchived } }
		b: updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: $Notes, value: {text: "x"}}) { clientMutationId }
		c: addProjectV2ItemById(input: {projectId: $board, contentId: $issue1}) { item { isArchived } }
		d: unarchiveProjectV2Item(input: {projectId: $board, itemId: $card1}) { item { isArchived } }
		e: deleteProjectV2Item(input: {projectId: $board, itemId: $card1}) { deletedItemId }
		f: deleteProjectV2Item(input: {projectId: $board, itemId: $card1}) { deletedItemId } }`)
	for _, want := range []string{
		`"a":{"item":{"isArchived":true}}`, `"b":null`, "The item is archived and cannot be updated", `"c":{"item":{"isArchived":true}}`,
		`"d":{"item":{"isArchived":false}}`, `"e":{"deletedItemId":"PVTI_`, `"f":null`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("answer %s lacks %s", got, want)
		}
	}
	told := []string{"projects_v2_item archived", "projects_v2_item restored", "projects_v2_item deleted"}
	if diff := cmp.Diff(told, e.told(t)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestBoardIsFull(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t, func(o *Options) { o.ItemLimit = 5 })
	add := `mutation { addProjectV2ItemById(input: {projectId: $board, contentId: $issue4}) { item { type } } }`
	wantJSON(t, e.boardAsk(t, add), `{"data": {"addProjectV2ItemById": {"item": {"type": "ISSUE"}}}}`)
	wantJSON(t, e.boardAsk(t, add), `{"data": {"addProjectV2ItemById": {"item": {"type": "ISSUE"}}}}`)
	wantRefused(t, e, `mutation { addProjectV2DraftIssue(input: {projectId: $board, title: "One too many"}) { clientMutationId } }`, "UNPROCESSABLE", "limit of 5")
	if err := e.RemoveCard("anna", boardOne, shop(3)); err != nil {
		t.Fatal(err)
	}
	if _, err := e.AddDraft("anna", boardOne, "Now there is room", ""); err != nil {
		t.Error(err)
	}
}

func TestExactlyOneValueIsSet(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	set := func(field, value string) string {
		return `mutation { updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: ` + field + `, value: {` + value + `}}) { clientMutationId } }`
	}
	wantRefused(t, e, set("$Notes", ""), "UNPROCESSABLE", "Exactly one value")
	wantRefused(t, e, set("$Notes", `text: "x", number: 1`), "UNPROCESSABLE", "Exactly one value")
	wantRefused(t, e, set("$Notes", `number: 1`), "UNPROCESSABLE", "Did not receive a valid value for a field of type TEXT")
	wantRefused(t, e, set("$Assignees", `text: "anna"`), "UNPROCESSABLE", "The field of type assignees is currently not supported.")
	wantRefused(t, e, `mutation { clearProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: $Repository}) { clientMutationId } }`, "UNPROCESSABLE", "The field of type repository")
}

func TestClearingLabelsChangesTheIssue(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation {
		a: clearProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: $Labels}) { clientMutationId }
		b: clearProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: $Assignees}) { clientMutationId } }`)
	wantJSON(t, got, `{"data": {"a": {"clientMutationId": null}, "b": {"clientMutationId": null}}}`)
	if diff := cmp.Diff([]string{"issues unlabeled", "issues unassigned"}, e.told(t)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestValuesOfTheContent(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	i := e.findIssue(shop(1))
	i.milestone = &milestone{id: 1, nodeID: "MI_1", repo: i.repo, number: 4, title: "Spring"}
	if err := e.ArchiveCard("anna", boardOne, shop(3), false); err != nil {
		t.Fatal(err)
	}
	if err := e.Review("ben", shop(3), "approved", ""); err != nil {
		t.Fatal(err)
	}
	const values = `fieldValues(first: 20) { nodes { __typename
		... on ProjectV2ItemFieldMilestoneValue { milestone { number title state dueOn } field { ... on ProjectV2Field { dataType } } }
		... on ProjectV2ItemFieldPullRequestValue { pullRequests(first: 3) { nodes { number } } }
		... on ProjectV2ItemFieldReviewerValue { reviewers(first: 3) { nodes { ... on User { login } } } } } }`
	got := e.boardAsk(t, `{ one: node(id: $card1) { ... on ProjectV2Item { `+values+` } } three: node(id: $card3) { ... on ProjectV2Item { `+values+` } } }`)
	for _, want := range []string{
		`{"__typename":"ProjectV2ItemFieldMilestoneValue","milestone":{"number":4,"title":"Spring","state":"OPEN","dueOn":null},"field":{"dataType":"MILESTONE"}}`,
		`{"__typename":"ProjectV2ItemFieldPullRequestValue","pullRequests":{"nodes":[{"number":3}]}}`,
		`{"__typename":"ProjectV2ItemFieldReviewerValue","reviewers":{"nodes":[{"login":"ben"}]}}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("answer %s lacks %s", got, want)
		}
	}
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	got := e.boardAsk(t, `mutation { addProjectV2DraftIssue(input: {projectId: $board, title: "A thought", body: "Perhaps", assigneeIds: ["`+e.findUser("ben").nodeID+`"]}) { projectItem { type
		content { ... on DraftIssue { title body assignees(first: 3) { nodes { login } } projectsV2(first: 1) { nodes { number } } } }
		fieldValueByName(name: "title") { ... on ProjectV2ItemFieldTextValue { text } } } } }`)
	wantJSON(t, got, `{"data": {"addProjectV2DraftIssue": {"projectItem": {"type": "DRAFT_ISSUE",
		"content": {"title": "A thought", "body": "Perhaps", "assignees": {"nodes": [{"login": "ben"}]}, "projectsV2": {"nodes": [{"number": 1}]}},
		"fieldValueByName": {"text": "A thought"}}}}}`)
	items := e.findBoard("acme", 1).items
	card := items[len(items)-1]
	draft := card.draft.nodeID
	got = e.boardAsk(t, `mutation {
		a: updateProjectV2DraftIssue(input: {draftIssueId: "`+draft+`", title: "A plan", body: "Surely"}) { draftIssue { title body } }
		b: updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: "`+card.nodeID+`", fieldId: $Effort, value: {number: 2}}) { clientMutationId }
		c: convertProjectV2DraftIssueItemToIssue(input: {itemId: "`+card.nodeID+`", repositoryId: $shop}) { item { id type content { ... on Issue { number title body assignees(first: 3) { nodes { login } } } }
			fieldValueByName(name: "Effort") { ... on ProjectV2ItemFieldNumberValue { number } } } } }`)
	wantJSON(t, got, `{"data": {"a": {"draftIssue": {"title": "A plan", "body": "Surely"}}, "b": {"clientMutationId": null}, "c": {"item": {"id": "`+card.nodeID+`", "type": "ISSUE",
		"content": {"number": 5, "title": "A plan", "body": "Surely", "assignees": {"nodes": [{"login": "ben"}]}}, "fieldValueByName": {"number": 2}}}}}`)
	want := []any{
		map[string]any{"field_value": map[string]any{
			"field_node_id": e.findBoard("acme", 1).field("Title").nodeID, "field_type": "title", "field_name": "Title", "project_number": 1.0,
			"from": "A thought", "to": "A plan",
		}},
		map[string]any{"body": map[string]any{"from": "Perhaps", "to": "Surely"}},
	}
	if diff := cmp.Diff(want, e.changesTold(t, "projects_v2_item", "edited")[:2]); diff != "" {
		t.Errorf("edits (-want +got):\n%s", diff)
	}
	converted := []any{map[string]any{"content_type": map[string]any{"from": "DraftIssue", "to": "Issue"}}}
	if diff := cmp.Diff(converted, e.changesTold(t, "projects_v2_item", "converted")); diff != "" {
		t.Errorf("conversions (-want +got):\n%s", diff)
	}
	if e.node(draft) != nil {
		t.Error("the draft is still there")
	}
	wantRefused(t, e, `mutation { convertProjectV2DraftIssueItemToIssue(input: {itemId: $card1, repositoryId: $shop}) { clientMutationId } }`, "UNPROCESSABLE", "not a draft")
	wantRefused(t, e, `mutation { addProjectV2DraftIssue(input: {projectId: $board, title: " "}) { clientMutationId } }`, "UNPROCESSABLE", "can't be blank")
}

func TestDraftNamedByAnAddressIsThatIssue(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	for _, tt := range []struct{ title, want string }{
		{"https://github.com/acme/shop/issues/4", "ISSUE"},
		{"https://github.com/acme/shop/pull/3", "PULL_REQUEST"},
		{"https://github.com/acme/secret/issues/1", "DRAFT_ISSUE"}, // the app does not see it
		{"https://github.com/acme/shop/issues/99", "DRAFT_ISSUE"},
	} {
		got := e.boardAsk(t, `mutation { addProjectV2DraftIssue(input: {projectId: $board, title: "`+tt.title+`"}) { projectItem { type } } }`)
		wantJSON(t, got, `{"data": {"addProjectV2DraftIssue": {"projectItem": {"type": "`+tt.want+`"}}}}`)
	}
}

func TestPeopleWorkWithDrafts(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	id, err := e.AddDraft("anna", boardOne, "A thought", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.EditDraft("anna", id, "A plan", "Surely"); err != nil {
		t.Fatal(err)
	}
	made, err := e.ConvertDraft("anna", id, "acme/shop")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(shop(5), made); diff != "" {
		t.Errorf("issue (-want +got):\n%s", diff)
	}
	if e.EditDraft("anna", id, "Again", "") == nil {
		t.Error("a draft that is an issue by now was changed")
	}
	if err := e.PlaceCard("anna", boardOne, made, upgrade.Ref{}); err != nil {
		t.Error(err)
	}
	if err := e.PlaceCard("anna", boardOne, shop(2), made); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"A plan", "Second try"}, e.titles()[:2]); diff != "" {
		t.Errorf("first cards (-want +got):\n%s", diff)
	}
}
