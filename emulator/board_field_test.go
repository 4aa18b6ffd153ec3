package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// optionsText is a list of options for updateProjectV2Field; "Todo!" is Todo with its id.
func (e *Emulator) optionsText(names ...string) string {
	status := e.findBoard("acme", 1).field("Status")
	texts := make([]string, 0, len(names))
	for _, name := range names {
		plain, withID := strings.CutSuffix(name, "!")
		id := ""
		if withID {
			id = "id: \"" + status.option(plain).id + "\", "
		}
		texts = append(texts, "{"+id+`name: "`+plain+`", color: RED, description: ""}`)
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func TestOptionsAreReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	all := map[string]string{"First": "Todo", "Second try": "In Progress", "Hidden": "Todo"}
	tests := []struct {
		name, with string
		options    []string // as they are afterwards
		values     map[string]string
		sameIDs    bool
	}{
		{"all with ids", "Todo! In Progress!,Done!", []string{"Todo", "In Progress", "Done"}, all, true},
		{"without ids, the same names", "Todo,In Progress,Done", []string{"Todo", "In Progress", "Done"}, map[string]string{}, false},
		{"one of them without an id", "Todo,In Progress!,Done!", []string{"Todo", "In Progress", "Done"}, map[string]string{"Second try": "In Progress"}, false},
		{"one left out, one new", "Todo!,Blocked", []string{"Todo", "Blocked"}, map[string]string{"First": "Todo", "Hidden": "Todo"}, false},
		{"another order", "Done!,In Progress!,Todo!", []string{"Done", "In Progress", "Todo"}, all, true},
		{"empty", "", []string{"Todo", "In Progress", "Done"}, all, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newBoardWorld(t)
			status := e.findBoard("acme", 1).field("Status")
			before := map[string]string{}
			for _, o := range status.options {
				before[o.name] = o.id
			}
			names := strings.FieldsFunc(strings.ReplaceAll(tt.with, "! ", "!,"), func(r rune) bool { return r == ',' })
			got := e.boardAsk(t, `mutation { updateProjectV2Field(input: {fieldId: $Status, singleSelectOptions: `+e.optionsText(names...)+`}) { projectV2Field { ... on ProjectV2SingleSelectField { name } } } }`)
			wantJSON(t, got, `{"data": {"updateProjectV2Field": {"projectV2Field": {"name": "Status"}}}}`)
			var options []string
			same := true
			for _, o := range status.options {
				options = append(options, o.name)
				same = same && before[o.name] == o.id
			}
			if diff := cmp.Diff(tt.options, options); diff != "" {
				t.Errorf("options (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.values, e.values("Status")); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if same != tt.sameIDs {
				t.Errorf("all ids are as before: %v, want %v", same, tt.sameIDs)
			}
		})
	}
}

// TestOptionsAreFoundByNameInAnyLetters wants as little regard to case as
// GitHub has: of the names of options, and of that of a field.
func TestOptionsAreFoundByNameInAnyLetters(t *testing.T) {
	t.Parallel()
	got := newBoardWorld(t).boardAsk(t, `{ node(id: $board) { ... on ProjectV2 { field(name: "Status") { ... on ProjectV2SingleSelectField {
		options(names: ["TODO", "done", "none"]) { name } all: options { name } } } } }
		card: node(id: $card1) { ... on ProjectV2Item { fieldValueByName(name: "STATUS") { ... on ProjectV2ItemFieldSingleSelectValue { name } } } } }`)
	wantJSON(t, got, `{"data": {"node": {"field": {"options": [{"name": "Todo"}, {"name": "Done"}], "all": [{"name": "Todo"}, {"name": "In Progress"}, {"name": "Done"}]}},
		"card": {"fieldValueByName": {"name": "Todo"}}}}`)
}

func TestFieldsRefused(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	many := make([]string, 51)
	for n := range many {
		many[n] = fmt.Sprint("Option ", n)
	}
	update := func(options string) string {
		return `mutation { updateProjectV2Field(input: {fieldId: $Status, singleSelectOptions: ` + options + `}) { clientMutationId } }`
	}
	create := func(rest string) string {
		return `mutation { createProjectV2Field(input: {projectId: $board, ` + rest + `}) { clientMutationId } }`
	}
	tests := []struct{ document, message string }{
		{update(`[{id: "00000000", name: "Todo", color: RED, description: ""}]`), "The single select option Id does not belong to the field"},
		{update(e.optionsText(many...)), "more than 50 options"},
		{update(e.optionsText("A", "a")), "must be unique"},
		{update(strings.Replace(e.optionsText("Todo!", "Todo!"), `name: "Todo"`, `name: "Other"`, 1)), "does not belong to the field"},
		{update(e.optionsText("")), "can't be blank"},
		{`mutation { updateProjectV2Field(input: {fieldId: $Notes, singleSelectOptions: ` + e.optionsText("A") + `}) { clientMutationId } }`, "only supported for single select"},
		{`mutation { updateProjectV2Field(input: {fieldId: $Title, name: "Name"}) { clientMutationId } }`, "cannot be renamed"},
		{`mutation { deleteProjectV2Field(input: {fieldId: $Labels}) { clientMutationId } }`, "cannot be deleted"},
		{create(`name: "status", dataType: TEXT`), "Name has already been taken"},
		{create(`name: " ", dataType: TEXT`), "can't be blank"},
		{create(`name: "New", dataType: SINGLE_SELECT`), "At least one option"},
		{create(`name: "New", dataType: ITERATION, iterationConfiguration: {startDate: "2026-03-02", duration: 0, iterations: []}`), "Duration"},
	}
	for _, tt := range tests {
		wantRefused(t, e, tt.document, "UNPROCESSABLE", tt.message)
	}
}

func TestBoardHasAtMost50Fields(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	for n := len(e.Board("acme", 1).Fields); n < 50; n++ {
		e.boardAsk(t, fmt.Sprintf(`mutation { createProjectV2Field(input: {projectId: $board, name: "Extra %d", dataType: NUMBER}) { clientMutationId } }`, n))
	}
	if n := len(e.Board("acme", 1).Fields); n != 50 {
		t.Fatalf("%d fields, want 50", n)
	}
	wantRefused(t, e, `mutation { createProjectV2Field(input: {projectId: $board, name: "One more", dataType: TEXT}) { clientMutationId } }`, "UNPROCESSABLE", "more than 50 fields")
	e.boardAsk(t, `mutation { deleteProjectV2Field(input: {fieldId: $Notes}) { clientMutationId } }`)
	if diff := cmp.Diff(map[string]string{}, e.values("Notes")); diff != "" {
		t.Errorf("values of the deleted field (-want +got):\n%s", diff)
	}
}

func TestIterations(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t) // it is 2026-03-01
	const configuration = `iterationConfiguration: {startDate: "2026-02-16", duration: 14, iterations: [
		{title: "Third", startDate: "2026-03-16", duration: 14}, {title: "First <b>", startDate: "2026-02-02", duration: 7}, {title: "Second", startDate: "2026-02-16", duration: 14}]}`
	got := e.boardAsk(t, `mutation { createProjectV2Field(input: {projectId: $board, name: "Sprint", dataType: ITERATION, `+configuration+`}) { projectV2Field { ... on ProjectV2IterationField {
		dataType configuration { startDay duration iterations { title startDate duration } completedIterations { title titleHTML } } } } } }`)
	wantJSON(t, got, `{"data": {"createProjectV2Field": {"projectV2Field": {"dataType": "ITERATION", "configuration": {"startDay": 1, "duration": 14,
		"iterations": [{"title": "Second", "startDate": "2026-02-16", "duration": 14}, {"title": "Third", "startDate": "2026-03-16", "duration": 14}],
		"completedIterations": [{"title": "First <b>", "titleHTML": "First &lt;b&gt;"}]}}}}}`)
	sprint := e.findBoard("acme", 1).field("Sprint")
	second := sprint.iterations[1]
	set := func(id string) string {
		return e.boardAsk(t, `mutation { updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: $card1, fieldId: $Sprint, value: {iterationId: "`+id+`"}}) { projectV2Item {
			fieldValueByName(name: "sprint") { ... on ProjectV2ItemFieldIterationValue { title startDate duration iterationId } } } } }`)
	}
	wantJSON(t, set(second.id), `{"data": {"updateProjectV2ItemFieldValue": {"projectV2Item": {"fieldValueByName": {"title": "Second", "startDate": "2026-02-16", "duration": 14, "iterationId": "`+second.id+`"}}}}}`)
	third := sprint.iterations[2]
	set(third.id)
	told := e.changesTold(t, "projects_v2_item", "edited")
	want := map[string]any{"field_value": map[string]any{
		"field_node_id": sprint.nodeID, "field_type": "iteration", "field_name": "Sprint", "project_number": 1.0,
		"from": map[string]any{"id": second.id, "title": "Second", "title_html": "Second", "duration": 14.0, "start_date": "2026-02-16", "completed": false},
		"to":   map[string]any{"id": third.id, "title": "Third", "title_html": "Third", "duration": 14.0, "start_date": "2026-03-16", "completed": false},
	}}
	if diff := cmp.Diff(want, told[1]); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	e.boardAsk(t, `mutation { updateProjectV2Field(input: {fieldId: $Sprint, `+configuration+`}) { clientMutationId } }`)
	if sprint.iterations[1].id == second.id {
		t.Error("an iteration kept its id although the configuration was replaced")
	}
	if diff := cmp.Diff(map[string]string{}, e.values("Sprint")); diff != "" {
		t.Errorf("values after the replacement (-want +got):\n%s", diff)
	}
	if again := set(second.id); !strings.Contains(again, "The iteration Id does not belong to the field") {
		t.Errorf("an iteration that is gone: %s", again)
	}
}

func TestFeaturesCanLack(t *testing.T) {
	t.Parallel()
	const document = `{
		option: __type(name: "ProjectV2SingleSelectFieldOptionInput") { inputFields { name } }
		view: __type(name: "CreateProjectV2ViewInput") { name } }`
	full := newBoardWorld(t).boardAsk(t, document)
	wantJSON(t, full, `{"data": {"option": {"inputFields": [{"name": "color"}, {"name": "description"}, {"name": "name"}, {"name": "id"}]}, "view": {"name": "CreateProjectV2ViewInput"}}}`)
	e := newBoardWorld(t, func(o *Options) { o.Without = []Feature{FeatureOptionIDs, FeatureViews} })
	wantJSON(t, e.boardAsk(t, document), `{"data": {"option": {"inputFields": [{"name": "color"}, {"name": "description"}, {"name": "name"}]}, "view": null}}`)
	if got := e.boardAsk(t, `mutation { updateProjectV2Field(input: {fieldId: $Status, singleSelectOptions: `+e.optionsText("Todo!")+`}) { clientMutationId } }`); !strings.Contains(got, "errors") {
		t.Errorf("an option with an id is taken: %s", got)
	}
	e.boardAsk(t, `mutation { updateProjectV2Field(input: {fieldId: $Status, singleSelectOptions: `+e.optionsText("Todo", "Done")+`}) { clientMutationId } }`)
	if diff := cmp.Diff(map[string]string{}, e.values("Status")); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if status := e.postView(t); status != http.StatusNotFound {
		t.Errorf("a view is made by REST: %d", status)
	}
	if status := newBoardWorld(t).postView(t); status != http.StatusCreated {
		t.Errorf("a view is not made by REST: %d", status)
	}
}

// An older server lists only cards that are not archived, and can have no REST for boards.
func TestListingCanLack(t *testing.T) {
	t.Parallel()
	const all = `{ node(id: $board) { ... on ProjectV2 { items(first: 5, archivedStates: [ARCHIVED, NOT_ARCHIVED]) { totalCount } } } }`
	const plain = `{ node(id: $board) { ... on ProjectV2 { items(first: 5) { totalCount } } } }`
	e := newBoardWorld(t, func(o *Options) { o.Without = []Feature{FeatureArchivedStates, FeatureProjectREST} })
	if got := e.boardAsk(t, all); !strings.Contains(got, "archivedStates") || !strings.Contains(got, "errors") {
		t.Errorf("archived cards can be asked for: %s", got)
	}
	wantJSON(t, e.boardAsk(t, plain), newBoardWorld(t).boardAsk(t, plain))
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		if status := e.boardREST(t, method, "/fields"); status != http.StatusNotFound {
			t.Errorf("%s of fields by REST: %d", method, status)
		}
	}
	if status := e.boardREST(t, http.MethodGet, ""); status != http.StatusNotFound {
		t.Errorf("the board is there by REST: %d", status)
	}
	if status := newBoardWorld(t).boardREST(t, http.MethodGet, "/fields"); status != http.StatusOK {
		t.Errorf("fields by REST: %d", status)
	}
}

// postView makes a view by REST.
func (e *Emulator) postView(t testing.TB) int {
	t.Helper()
	return e.boardREST(t, http.MethodPost, "/views")
}

// boardREST asks for what is below the board by REST; a POST makes something called New.
func (e *Emulator) boardREST(t testing.TB, method, below string) int {
	t.Helper()
	r, err := http.NewRequest(method, "https://github.test/api/v3/orgs/acme/projectsV2/1"+below, strings.NewReader(`{"name": "New", "layout": "table"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+appToken)
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	return answer.StatusCode
}
