package emulator_test

import (
	"fmt"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// several are organisations with the app everywhere, in one repository only,
// suspended, and without it.
const several = `
app: {id: 4711, events: [issues, issue_comment, sub_issues, issue_dependencies, projects_v2_item, repository]}
organizations:
  - {login: all, installed: true, owners: [olga], repositories: [{name: one, issues: [{title: A1}]}, {name: two, issues: [{title: A2}]}],
     boards: [{number: 1, title: Ours, fields: {Status: [Todo]}}]}
  - {login: some, installed: [in], owners: [olga], repositories: [{name: in, issues: [{title: B1}]}, {name: out, issues: [{title: B2}]}]}
  - {login: paused, installed: {suspended: true}, owners: [olga], repositories: [{name: one, issues: [{title: C1}]}]}
  - {login: none, owners: [olga], repositories: [{name: one, issues: [{title: D1}]}, {name: more}]}
`

// heardBy lists what waits to be sent: the event, and where.
func heardBy(t testing.TB, e *emulator.Emulator) []string {
	t.Helper()
	var found []string
	for _, d := range e.Pending() {
		payload := payloads(t, e, d.Event, d.Action)[0]
		at := inside(payload, "repository", "full_name")
		if at == nil {
			at = inside(payload, "organization", "login")
		}
		found = append(found, fmt.Sprint(d.Event, ".", d.Action, " ", at))
	}
	return found
}

func TestEventsAreHeardWhereTheAppIs(t *testing.T) {
	t.Parallel()
	subIssue := func(parent, child string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error { return e.AddSubIssue("olga", ref(t, parent), ref(t, child)) }
	}
	blocked := func(one, by string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error { return e.AddBlockedBy("olga", ref(t, one), ref(t, by)) }
	}
	closed := func(issue string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error { return e.CloseIssue("olga", ref(t, issue), upgrade.ReasonCompleted) }
	}
	moved := func(org string) func(*emulator.Emulator) error {
		return func(e *emulator.Emulator) error { return e.TransferRepository("olga", "none/more", org) }
	}
	cases := []struct {
		name string
		act  func(*emulator.Emulator) error
		want []string
	}{
		{"everywhere", closed("all/two#1"), []string{"issues.closed all/two"}},
		{"selected", closed("some/in#1"), []string{"issues.closed some/in"}},
		{"left out", closed("some/out#1"), nil},
		{"suspended", closed("paused/one#1"), nil},
		{"not installed", closed("none/one#1"), nil},
		{"sub-issue", subIssue("all/one#1", "all/two#1"), []string{"sub_issues.sub_issue_added all/one", "sub_issues.parent_issue_added all/two"}},
		{"sub-issue that is left out", subIssue("some/in#1", "some/out#1"), []string{"sub_issues.sub_issue_added some/in"}},
		{"parent that is left out", subIssue("some/out#1", "some/in#1"), []string{"sub_issues.parent_issue_added some/in"}},
		{"dependency", blocked("all/one#1", "all/two#1"), []string{"issue_dependencies.blocked_by_added all/one", "issue_dependencies.blocking_added all/two"}},
		{"dependency of another organisation", blocked("all/one#1", "some/in#1"), []string{"issue_dependencies.blocked_by_added all/one", "issue_dependencies.blocking_added some/in"}},
		{"blocker without the app", blocked("all/one#1", "none/one#1"), []string{"issue_dependencies.blocked_by_added all/one"}},
		{"blocked by the app's, without it", blocked("paused/one#1", "some/in#1"), []string{"issue_dependencies.blocking_added some/in"}},
		{"card of another organisation's issue", func(e *emulator.Emulator) error {
			return e.AddToBoard("olga", emulator.BoardRef{Org: "all", Number: 1}, ref(t, "none/one#1"))
		}, []string{"projects_v2_item.created all"}},
		{"uninstalled", func(e *emulator.Emulator) error {
			if err := e.Uninstall("olga", "all"); err != nil {
				return err
			}
			return closed("all/one#1")(e)
		}, []string{"installation.deleted <nil>"}},
		{"suspended and let go on", func(e *emulator.Emulator) error {
			for _, suspended := range []bool{true, false} {
				if err := e.Suspend("olga", "all", suspended); err != nil {
					return err
				}
				if err := closed(map[bool]string{true: "all/one#1", false: "all/two#1"}[suspended])(e); err != nil {
					return err
				}
			}
			return nil
		}, []string{"installation.suspend <nil>", "installation.unsuspend <nil>", "issues.closed all/two"}},
		{"transferred to where it is not selected", moved("some"), nil},
		{"transferred to where the app is everywhere", moved("all"), []string{"repository.transferred all/more"}},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			e := emulator.New(t, several)
			if err := each.act(e); err != nil {
				t.Fatal(err)
			}
			want(t, "heard", heardBy(t, e), each.want)
		})
	}
}

// TestPairedEventsTellOfBothIssues wants each half of a pair to have both
// issues, and the other one's repository.
func TestPairedEventsTellOfBothIssues(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, several)
	one, two := ref(t, "all/one#1"), ref(t, "all/two#1")
	if err := e.AddSubIssue("olga", one, two); err != nil {
		t.Fatal(err)
	}
	if err := e.AddBlockedBy("olga", one, two); err != nil {
		t.Fatal(err)
	}
	for _, each := range []struct{ event, action, other, where string }{
		{"sub_issues", "sub_issue_added", "sub_issue_repo", "all/two"},
		{"sub_issues", "parent_issue_added", "parent_issue_repo", "all/one"},
		{"issue_dependencies", "blocked_by_added", "blocking_issue_repo", "all/two"},
		{"issue_dependencies", "blocking_added", "blocked_issue_repo", "all/one"},
	} {
		payload := onlyPayload(t, e, each.event, each.action)
		if got := inside(payload, each.other, "full_name"); got != each.where {
			t.Errorf("%s: %s is %v, want %s", each.action, each.other, got, each.where)
		}
		first, second := "parent_issue", "sub_issue"
		if each.event == "issue_dependencies" {
			first, second = "blocked_issue", "blocking_issue"
		}
		for name, issue := range map[string]upgrade.Ref{first: one, second: two} {
			found := e.Issue(issue)
			if inside(payload, name, "node_id") != string(found.ID) || payload[name+"_id"] != float64(found.DatabaseID) {
				t.Errorf("%s: %s is %v", each.action, name, payload[name+"_id"])
			}
		}
	}
}

// TestInstallationsAreApart wants the token of one organisation to change
// nothing in another, and every payload to name its own installation.
func TestInstallationsAreApart(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, several)
	made := ask(t, e, appJWT(t), "POST", installationPath(t, e, "all")+"/access_tokens", "")
	token, _ := made.body["token"].(string)
	for path, status := range map[string]int{"/repos/all/one": 201, "/repos/some/in": 403, "/repos/paused/one": 403, "/repos/none/one": 403} {
		if got := ask(t, e, token, "POST", path+"/issues/1/comments", `{"body":"x"}`); got.status != status {
			t.Errorf("%s: %d, want %d", path, got.status, status)
		}
	}
	for _, repo := range []string{"all/one", "some/in"} {
		if _, err := e.OpenIssue("olga", repo, "New", ""); err != nil {
			t.Fatal(err)
		}
	}
	for n, payload := range payloads(t, e, "issues", "opened") {
		org := []string{"all", "some"}[n]
		if got, want := inside(payload, "installation", "id"), ask(t, e, appJWT(t), "GET", "/orgs/"+org+"/installation", "").body["id"]; got != want {
			t.Errorf("%s: installation %v, want %v", org, got, want)
		}
	}
}
