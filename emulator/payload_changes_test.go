package emulator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// payloads are those of the deliveries that wait, of one event and action.
func payloads(t testing.TB, e *emulator.Emulator, event, action string) []map[string]any {
	t.Helper()
	var found []map[string]any
	for _, d := range e.Pending() {
		if d.Event != event || d.Action != action {
			continue
		}
		var made map[string]any
		if err := json.Unmarshal(d.Payload, &made); err != nil {
			t.Fatal(err)
		}
		found = append(found, made)
	}
	return found
}

// onlyPayload is the one that payloads finds.
func onlyPayload(t testing.TB, e *emulator.Emulator, event, action string) map[string]any {
	t.Helper()
	found := payloads(t, e, event, action)
	if len(found) != 1 {
		t.Fatalf("%d deliveries of %s.%s, want one", len(found), event, action)
	}
	return found[0]
}

// inside is a member of a member … of an object.
func inside(o map[string]any, path ...string) any {
	value := any(o)
	for _, name := range path {
		members, _ := value.(map[string]any)
		value = members[name]
	}
	return value
}

func TestChangesHoldWhatWasBefore(t *testing.T) {
	t.Parallel()
	patch := func(path, body string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error {
			if said := say(t, e, "olga", "PATCH "+shop+path, body); said.status != 200 {
				return fmt.Errorf("%d %s", said.status, said.body)
			}
			return nil
		}
	}
	set := func(field, value string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error {
			return e.SetField("anna", maintenance, ref(t, "acme/shop#2"), field, value)
		}
	}
	cases := []struct {
		event, action string
		act           func(*emulator.Emulator) error
		want          string
	}{
		{"issues", "edited", patch("/issues/2", `{"title":"New","body":"Text"}`), "map[body:map[from:] title:map[from:Upgrade the shop]]"},
		{"issues", "edited", patch("/issues/2", `{"body":"Text"}`), "map[body:map[from:]]"},
		{"issue_comment", "edited", func(e *emulator.Emulator) error {
			return e.EditComment("anna", e.Comments(ref(t, "acme/shop#2"))[0].DatabaseID, "Later")
		}, "map[body:map[from:I will do it.]]"},
		{"pull_request", "edited", patch("/issues/3", `{"title":"New"}`), "map[title:map[from:Raise versions]]"},
		{"label", "edited", patch("/labels/bug", `{"new_name":"fault","color":"ff0000","description":"Bad"}`), "map[color:map[from:ededed] description:map[from:] name:map[from:bug]]"},
		{"repository", "renamed", patch("", `{"name":"store"}`), "map[repository:map[name:map[from:shop]]]"},
		{"repository", "edited", patch("", `{"description":"Better"}`), "map[description:map[from:The shop]]"},
		{"projects_v2_item", "edited", set("Notes", "Second"), "Notes text First -> Second"},
		{"projects_v2_item", "edited", set("Notes", ""), "Notes text First -> <nil>"},
		{"projects_v2_item", "edited", set("Effort", "2.5"), "Effort number <nil> -> 2.5"},
		{"projects_v2_item", "edited", set("Due", "2026-05-01"), "Due date <nil> -> 2026-05-01"},
		{"projects_v2_item", "edited", set("Status", "Done"), "Status single_select map[color:GRAY description: name:Todo] -> map[color:GREEN description:Finished name:Done]"},
		{"projects_v2_item", "archived", func(e *emulator.Emulator) error {
			return e.ArchiveCard("anna", maintenance, ref(t, "acme/shop#2"), true)
		}, "map[archived_at:map[from:<nil> to:2026-03-02T05:00:00-04:00]]"},
	}
	for n, each := range cases {
		t.Run(fmt.Sprint(n, " ", each.event), func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock())
			if err := each.act(e); err != nil {
				t.Fatal(err)
			}
			payload := onlyPayload(t, e, each.event, each.action)
			if got := changesText(t, payload["changes"].(map[string]any)); got != each.want {
				t.Errorf("changes %s, want %s", got, each.want)
			}
		})
	}
}

// changesText is the changes of a payload in short; options without their ids.
func changesText(t testing.TB, changes map[string]any) string {
	t.Helper()
	of, is := changes["field_value"].(map[string]any)
	if !is {
		return fmt.Sprint(changes)
	}
	for _, side := range []string{"from", "to"} {
		if option, is := of[side].(map[string]any); is {
			if id, _ := option["id"].(string); len(id) != 8 {
				t.Errorf("option id %q", id)
			}
			delete(option, "id")
		}
	}
	if of["project_number"] != 1.0 || of["field_node_id"] == nil {
		t.Errorf("changed field %v", of)
	}
	return fmt.Sprintf("%s %s %v -> %v", of["field_name"], of["field_type"], of["from"], of["to"])
}

func TestMilestoneTellsWhatItWas(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"5.2","due_on":"2026-04-01T07:00:00Z","description":"All"}`, 201)
	told(t, e, "anna", "PATCH "+shop+"/milestones/1", `{"title":"6","due_on":"2026-05-01T07:00:00Z","description":"More"}`, 200)
	const want = "map[description:map[from:All] due_on:map[from:2026-04-01T07:00:00Z] title:map[from:5.2]]"
	if got := fmt.Sprint(onlyPayload(t, e, "milestone", "edited")["changes"]); got != want {
		t.Errorf("changes %s, want %s", got, want)
	}
}

// TestOpenedShowsAllThatTheIssueWasOpenedWith wants the payload of the opening
// to have labels, assignees and milestone, and one event for each behind it.
func TestOpenedShowsAllThatTheIssueWasOpenedWith(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"5.2"}`, 201)
	told(t, e, "anna", "POST "+shop+"/issues", `{"title":"T","labels":["bug","new"],"assignees":["anna"],"milestone":1}`, 201)
	issue := onlyPayload(t, e, "issues", "opened")["issue"].(map[string]any)
	if len(issue["labels"].([]any)) != 2 || inside(issue, "assignee", "login") != "anna" || inside(issue, "milestone", "open_issues") != 1.0 {
		t.Errorf("opened with %v, %v, %v", issue["labels"], issue["assignee"], issue["milestone"])
	}
	var sent []string
	for _, d := range e.Pending() {
		sent = append(sent, d.Event+"."+d.Action)
	}
	want(t, "events", sent, []string{"milestone.created", "label.created", "issues.opened", "issues.labeled", "issues.labeled", "issues.assigned", "issues.milestoned"})
	want(t, "timeline", told(t, e, "", "GET "+shop+"/issues/8/timeline", "", 200).each(t, "event"), []string{"labeled", "labeled", "assigned", "milestoned"})
}

func TestMilestoneOfAPullRequestIsToldAsOfAnIssueToo(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	number, err := e.CreateMilestone("anna", "acme/shop", "5.2")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.SetMilestone("anna", ref(t, "acme/shop#3"), number); err != nil {
		t.Fatal(err)
	}
	payload := onlyPayload(t, e, "issues", "milestoned")
	if inside(payload, "issue", "pull_request", "url") == nil || inside(payload, "milestone", "title") != "5.2" {
		t.Errorf("issues.milestoned of a pull request: %v", payload["issue"])
	}
	onlyPayload(t, e, "pull_request", "milestoned")
}

func TestTransferTellsBothRepositories(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	before := e.Issue(ref(t, "acme/shop#2"))
	now, err := e.TransferIssue("anna", ref(t, "acme/shop#2"), "acme/cart")
	if err != nil {
		t.Fatal(err)
	}
	after := e.Issue(now)
	if after.ID == before.ID || after.DatabaseID == before.DatabaseID || !slices.Equal(after.Assignees, before.Assignees) || len(e.Comments(now)) != 1 {
		t.Errorf("it went as %+v with %v, was %+v", after, e.Comments(now), before)
	}
	left, arrived := onlyPayload(t, e, "issues", "transferred"), onlyPayload(t, e, "issues", "opened")
	got := map[string]any{
		"left repository": inside(left, "repository", "name"), "left issue": inside(left, "issue", "node_id"),
		"new issue": inside(left, "changes", "new_issue", "node_id"), "new repository": inside(left, "changes", "new_repository", "name"),
		"arrived repository": inside(arrived, "repository", "name"), "arrived issue": inside(arrived, "issue", "node_id"),
		"old issue": inside(arrived, "changes", "old_issue", "node_id"), "old repository": inside(arrived, "changes", "old_repository", "name"),
	}
	wanted := map[string]any{
		"left repository": "shop", "left issue": string(before.ID), "new issue": string(after.ID), "new repository": "cart",
		"arrived repository": "cart", "arrived issue": string(after.ID), "old issue": string(before.ID), "old repository": "shop",
	}
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestCardIsToldWithoutItsIssue wants the payload to have nothing of the issue
// but its node id.
func TestCardIsToldWithoutItsIssue(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	draft, err := e.AddDraft("anna", maintenance, "A thought", "")
	if err != nil {
		t.Fatal(err)
	}
	made, err := e.ConvertDraft("anna", draft, "acme/shop")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.AddToBoard("anna", maintenance, ref(t, "acme/shop#3")); err != nil {
		t.Fatal(err)
	}
	created, converted := payloads(t, e, "projects_v2_item", "created"), onlyPayload(t, e, "projects_v2_item", "converted")
	wanted := []string{"action", "installation", "organization", "projects_v2_item", "sender"}
	var names []string
	for name := range created[0] {
		names = append(names, name)
	}
	slices.Sort(names)
	want(t, "members", names, wanted)
	kinds := func(payload map[string]any) string {
		id := fmt.Sprint(inside(payload, "projects_v2_item", "content_node_id"))
		return fmt.Sprintf("%v %.3s", inside(payload, "projects_v2_item", "content_type"), id)
	}
	want(t, "contents", []string{kinds(created[0]), kinds(converted), kinds(created[1])}, []string{"DraftIssue DI_", "Issue I_k", "PullRequest PR_"})
	if id := inside(converted, "projects_v2_item", "content_node_id"); id != string(e.Issue(made).ID) {
		t.Errorf("the draft became %v", id)
	}
	if got := fmt.Sprint(converted["changes"]); got != "map[content_type:map[from:DraftIssue to:Issue]]" {
		t.Errorf("changes %s", got)
	}
}

// TestSenderIsWhoDidIt wants people to be of type User also where they act
// through the app, and the app and GitHub's automation of type Bot.
func TestSenderIsWhoDidIt(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.SetWorkflow("anna", maintenance, "Item closed", true); err != nil {
		t.Fatal(err)
	}
	told(t, e, "anna", "POST "+shop+"/issues/2/comments", `{"body":"By hand"}`, 201)
	made := ask(t, e, mint(t, e, ""), "POST", shop+"/issues", `{"title":"By the app"}`)
	if inside(made.body, "performed_via_github_app", "slug") != "upkeep" || inside(made.body, "user", "login") != "upkeep[bot]" {
		t.Errorf("the app's issue is %v", made.body)
	}
	if err := e.CloseIssue("anna", ref(t, "acme/shop#2"), upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	for event, want := range map[[2]string]string{
		{"issue_comment", "created"}:   "anna User <nil>",
		{"issues", "opened"}:           "upkeep[bot] Bot upkeep",
		{"projects_v2_item", "edited"}: "github-project-automation[bot] Bot <nil>",
	} {
		payload := onlyPayload(t, e, event[0], event[1])
		via := inside(payload, "comment", "performed_via_github_app", "slug")
		if via == nil {
			via = inside(payload, "issue", "performed_via_github_app", "slug")
		}
		if got := fmt.Sprint(inside(payload, "sender", "login"), " ", inside(payload, "sender", "type"), " ", via); got != want {
			t.Errorf("%s: %s, want %s", event, got, want)
		}
	}
}
