package emulator

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorkflows(t *testing.T) {
	t.Parallel()
	closeFirst := func(e *Emulator) error { return e.CloseIssue("anna", shop(1), "") }
	tests := []struct {
		name string
		on   []string
		act  func(*Emulator) error
		card string // whose Status
		want string
		told []string
	}{
		{"closed", []string{"Item closed"}, closeFirst, "First", "Done", []string{"issues closed", "projects_v2_item edited Status"}},
		{"closed, but it is off", nil, closeFirst, "First", "Todo", []string{"issues closed"}},
		{"reopened", []string{"Item reopened"}, func(e *Emulator) error {
			if err := closeFirst(e); err != nil {
				return err
			}
			return e.ReopenIssue("anna", shop(1))
		}, "First", "In Progress", []string{"issues closed", "issues reopened", "projects_v2_item edited Status"}},
		{
			"added",
			[]string{"Item added to project"},
			func(e *Emulator) error { return e.AddToBoard("anna", boardOne, shop(4)) },
			"Not on the board", "Todo",
			[]string{"projects_v2_item created", "projects_v2_item edited Status"},
		},
		{
			"status closes the issue, which is done by then",
			[]string{"Auto-close issue", "Item closed"},
			func(e *Emulator) error { return e.MoveCard("anna", boardOne, shop(1), "Done") },
			"First", "Done",
			[]string{"projects_v2_item edited Status", "issues closed"},
		},
		{"closing, with both", []string{"Auto-close issue", "Item closed"}, closeFirst, "First", "Done", []string{"issues closed", "projects_v2_item edited Status"}},
		{"an archived card", []string{"Item closed"}, func(e *Emulator) error {
			if err := e.ArchiveCard("anna", boardOne, shop(1), true); err != nil {
				return err
			}
			return closeFirst(e)
		}, "First", "Todo", []string{"projects_v2_item archived", "issues closed"}},
		{"a closed board", []string{"Item closed"}, func(e *Emulator) error {
			if err := e.CloseBoard("anna", boardOne, true); err != nil {
				return err
			}
			return closeFirst(e)
		}, "First", "Todo", []string{"projects_v2 closed", "issues closed"}},
		{"no such option", []string{"Item closed"}, func(e *Emulator) error {
			if err := e.SetOptions("anna", boardOne, "Status", "Todo", "In Progress"); err != nil {
				return err
			}
			return closeFirst(e)
		}, "First", "Todo", []string{"issues closed"}},
		{"merged", []string{"Pull request merged"}, func(e *Emulator) error {
			if err := e.ArchiveCard("anna", boardOne, shop(3), false); err != nil {
				return err
			}
			return e.MergePullRequest("olga", shop(3))
		}, "The change", "Done", []string{"projects_v2_item restored", "projects_v2_item edited Status", "issues closed"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := newBoardWorld(t)
			for _, name := range tt.on {
				if err := e.SetWorkflow("anna", boardOne, name, true); err != nil {
					t.Fatal(err)
				}
			}
			if err := tt.act(e); err != nil {
				t.Fatal(err)
			}
			if got := e.values("Status")[tt.card]; got != tt.want {
				t.Errorf("Status is %q, want %q", got, tt.want)
			}
			if diff := cmp.Diff(tt.told, e.told(t)); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWorkflowsActAsGitHubsAutomation(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	if err := e.SetWorkflow("anna", boardOne, "item closed", true); err != nil {
		t.Fatal(err)
	}
	if err := e.CloseIssue("anna", shop(1), ""); err != nil {
		t.Fatal(err)
	}
	pending := e.Pending()
	for n, want := range []string{`"login":"anna"`, `"login":"github-project-automation[bot]"`} {
		if _, sender, _ := strings.Cut(string(pending[n].Payload), `"sender":`); !strings.Contains(sender, want) {
			t.Errorf("delivery %d is sent by %s, want %s", n, sender, want)
		}
	}
	got := e.boardAsk(t, `{ node(id: $card1) { ... on ProjectV2Item { fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name creator { __typename login } } } } } }`)
	if !strings.Contains(got, `"name":"Done"`) {
		t.Errorf("answer %s", got)
	}
	if n := len(e.Writes()); n != 0 {
		t.Errorf("%d writes by the app are logged that it did not do", n)
	}
}

func TestWorkflowsAreReadAndDeleted(t *testing.T) {
	t.Parallel()
	e := newBoardWorld(t)
	if err := e.SetWorkflow("anna", boardOne, "Item closed", true); err != nil {
		t.Fatal(err)
	}
	b := e.findBoard("acme", 1)
	got := e.boardAsk(t, `{ node(id: $board) { ... on ProjectV2 { workflow(number: 3) { name enabled } workflows(first: 10) { nodes { name enabled number } } } } }`)
	wantJSON(t, got, `{"data": {"node": {"workflow": {"name": "Item closed", "enabled": true}, "workflows": {"nodes": [
		{"name": "Auto-close issue", "enabled": false, "number": 5}, {"name": "Item added to project", "enabled": false, "number": 1},
		{"name": "Item closed", "enabled": true, "number": 3}, {"name": "Item reopened", "enabled": false, "number": 2},
		{"name": "Pull request merged", "enabled": false, "number": 4}]}}}}`)
	id := b.workflow("Item closed").nodeID
	e.boardAsk(t, `mutation { deleteProjectV2Workflow(input: {workflowId: "`+id+`"}) { deletedWorkflowId } }`)
	if b.workflow("Item closed") != nil || e.node(id) != nil {
		t.Error("the workflow is still there")
	}
}

func TestWorkflowsOfAFile(t *testing.T) {
	t.Parallel()
	e := New(t, strings.Replace(boardWorld, "title: Maintenance\n", "title: Maintenance\n        workflows: {Item closed: true}\n", 1))
	if err := e.CloseIssue("anna", shop(1), ""); err != nil {
		t.Fatal(err)
	}
	if got := e.values("Status")["First"]; got != "Done" {
		t.Errorf("Status is %q, want Done", got)
	}
	wrong := Create(Options{Now: newGraphWorld(t).options.Now})
	if err := wrong.Load([]byte(strings.Replace(boardWorld, "title: Maintenance\n", "title: Maintenance\n        workflows: {Item eaten: true}\n", 1))); err == nil {
		t.Error("an unknown workflow is loaded")
	}
}
