package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// told are the deliveries that wait, by event, action and the field that changed.
func (e *Emulator) told(t *testing.T) []string {
	t.Helper()
	var told []string
	for _, d := range e.Pending() {
		name := d.Event
		for _, part := range []string{`"action":"`, `"field_name":"`} {
			if _, rest, ok := strings.Cut(string(d.Payload), part); ok {
				value, _, _ := strings.Cut(rest, `"`)
				name += " " + value
			}
		}
		told = append(told, name)
	}
	return told
}

func TestGraphQLAddItem(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	const document = `mutation($p: ID!, $c: ID!) { addProjectV2ItemById(input: {projectId: $p, contentId: $c, clientMutationId: "x"}) {
		clientMutationId item { id type content { ... on Issue { number } } } } }`
	in := vars{"p": e.findBoard("acme", 1).nodeID, "c": e.idOf(t, "acme/shop#1")}
	first := e.ask(t, appToken, document, in)
	items := e.findBoard("acme", 1).items
	made := items[len(items)-1].nodeID
	wantJSON(t, first, `{"data": {"addProjectV2ItemById": {"clientMutationId": "x", "item": {"id": "`+made+`", "type": "ISSUE", "content": {"number": 1}}}}}`)
	if second := e.ask(t, appToken, document, in); second != first {
		t.Errorf("the second time: %s, the first: %s", second, first)
	}
	if diff := cmp.Diff([]string{"projects_v2_item created"}, e.told(t)); diff != "" {
		t.Errorf("webhooks (-want +got):\n%s", diff)
	}
	written := Write{At: graphTime, Method: "add item", Target: "acme/boards/1: acme/shop#1"}
	changed, repeated := written, written
	changed.Changed = true
	if diff := cmp.Diff([]Write{changed, repeated}, e.Writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestGraphQLAddItemRefused(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	const unresolved = "Could not resolve to a node with the global id of '%s'."
	board, issue := e.findBoard("acme", 1).nodeID, e.idOf(t, "acme/shop#1")
	ours, everybody, hidden := e.findBoard("globex", 7).nodeID, e.findBoard("globex", 8).nodeID, e.idOf(t, "acme/hidden#1")
	tests := []struct{ name, board, content, kind, message string }{
		{"no such board", "PVT_x", issue, "NOT_FOUND", fmt.Sprintf(unresolved, "PVT_x")},
		{"board that is not seen", ours, issue, "NOT_FOUND", fmt.Sprintf(unresolved, ours)},
		{"board that is only read", everybody, issue, "FORBIDDEN", "Resource not accessible by integration"},
		{"issue that is not seen", board, hidden, "NOT_FOUND", fmt.Sprintf(unresolved, hidden)},
		{"no issue", board, board, "UNPROCESSABLE", "contentID must refer to an Issue or a Pull Request."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := e.ask(t, appToken, `mutation($p: ID!, $c: ID!) { addProjectV2ItemById(input: {projectId: $p, contentId: $c}) { item { id } } }`, vars{"p": tt.board, "c": tt.content})
			wantJSON(t, got, refused(tt.kind, "addProjectV2ItemById", tt.message))
		})
	}
}

// cellVars are the ids of shop#2's card.
func (e *Emulator) cellVars() vars {
	b := e.findBoard("acme", 1)
	status := b.field("Status")
	return vars{
		"p": b.nodeID, "i": b.items[0].nodeID, "status": status.nodeID, "notes": b.field("Notes").nodeID, "points": b.field("Points").nodeID,
		"due": b.field("Due").nodeID, "title": b.field("Title").nodeID, "done": status.option("Done").id,
	}
}

// mutate runs mutations of shop#2's card; a document must use all variables it declares.
func (e *Emulator) mutate(t *testing.T, token, mutations string) string {
	t.Helper()
	variables := e.cellVars()
	declared := ""
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		if !strings.Contains(mutations, "$"+name) {
			delete(variables, name)
			continue
		}
		declared += " $" + name + ": " + map[bool]string{true: "String!", false: "ID!"}[name == "done"]
	}
	return e.ask(t, token, "mutation("+declared+") {"+mutations+"}", variables)
}

func TestGraphQLSetFields(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	got := e.mutate(t, appToken, `
		m0: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $status, value: {singleSelectOptionId: $done}}) { projectV2Item { fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name optionId updatedAt } } } }
		m1: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $title, value: {text: "x"}}) { projectV2Item { id } }
		m2: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $status, value: {singleSelectOptionId: "00000000"}}) { projectV2Item { id } }
		m3: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: "PVTF_x", value: {text: "x"}}) { projectV2Item { id } }
		m4: clearProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $notes}) { projectV2Item { fieldValueByName(name: "Notes") { __typename } } }
		m5: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $points, value: {number: 5}}) { projectV2Item { type } }
		m6: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $due, value: {date: "2026-05-01"}}) { projectV2Item { type } }
		m7: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $due, value: {text: "soon"}}) { projectV2Item { type } }`)
	done := e.findBoard("acme", 1).field("Status").option("Done").id
	wantJSON(t, got, `{
		"data": {
			"m0": {"projectV2Item": {"fieldValueByName": {"name": "Done", "optionId": "`+done+`", "updatedAt": "2026-03-01T12:00:00Z"}}},
			"m1": null, "m2": null, "m3": null, "m4": {"projectV2Item": {"fieldValueByName": null}},
			"m5": {"projectV2Item": {"type": "ISSUE"}}, "m6": {"projectV2Item": {"type": "ISSUE"}}, "m7": null},
		"errors": [
			{"type": "UNPROCESSABLE", "path": ["m1"], "message": "The field of type title is currently not supported."},
			{"type": "UNPROCESSABLE", "path": ["m2"], "message": "The single select option Id does not belong to the field"},
			{"type": "NOT_FOUND", "path": ["m3"], "message": "Could not resolve to a node with the global id of 'PVTF_x'."},
			{"type": "UNPROCESSABLE", "path": ["m7"], "message": "Did not receive a valid value for a field of type DATE"}
		]}`)
	card := e.Board("acme", 1).Item(upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2})
	if diff := cmp.Diff(map[string]string{"Status": "Done", "Points": "5", "Due": "2026-05-01"}, card.Values); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
	want := []string{"projects_v2_item edited Status", "projects_v2_item edited Notes", "projects_v2_item edited Points", "projects_v2_item edited Due"}
	if diff := cmp.Diff(want, e.told(t)); diff != "" {
		t.Errorf("webhooks (-want +got):\n%s", diff)
	}
}

func TestGraphQLSetFieldRefused(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, token string
		prepare     func(*Emulator) error
		kind, want  string
	}{
		{"archived card", appToken, func(e *Emulator) error {
			return e.ArchiveCard("olga", BoardRef{Org: "acme", Number: 1}, upgrade.Ref{Owner: "acme", Repo: "shop", Number: 2}, true)
		}, "UNPROCESSABLE", "The item is archived and cannot be updated"},
		{"only read permission", appToken, func(e *Emulator) error {
			e.findOrganization("acme").installation.permissions["organization_projects"] = "read"
			return nil
		}, "FORBIDDEN", "Resource not accessible by integration"},
		{"nobody of the organisation", "user:gus", func(*Emulator) error { return nil }, "NOT_FOUND", "Could not resolve to a node with the global id of"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newGraphWorld(t)
			if err := tt.prepare(e); err != nil {
				t.Fatal(err)
			}
			before := len(e.Pending())
			got := e.mutate(t, tt.token, `m: updateProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $status, value: {singleSelectOptionId: $done}}) { projectV2Item { id } }`)
			if !strings.Contains(got, `"m":null`) || !strings.Contains(got, `{"type":"`+tt.kind+`","path":["m"],"message":"`+tt.want) {
				t.Errorf("answer %s, want m refused with %s %s", got, tt.kind, tt.want)
			}
			if after := len(e.Pending()); after != before {
				t.Errorf("%d webhooks were sent", after-before)
			}
		})
	}
}

// TestGraphQLCardOfAnotherBoard names a card together with a board that it is not on.
func TestGraphQLCardOfAnotherBoard(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	b, other := e.findBoard("acme", 1), e.findBoard("globex", 8).items[0].nodeID
	got := e.ask(t, appToken, `mutation($p: ID!, $i: ID!, $f: ID!) { clearProjectV2ItemFieldValue(input: {projectId: $p, itemId: $i, fieldId: $f}) { projectV2Item { id } } }`,
		vars{"p": b.nodeID, "i": other, "f": b.field("Status").nodeID})
	wantJSON(t, got, refused("NOT_FOUND", "clearProjectV2ItemFieldValue", "Could not resolve to a node with the global id of '"+other+"'."))
}
