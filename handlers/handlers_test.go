package handlers_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/upgrade"
)

// bot is the user id of the app's own bot in these tests.
const bot = 99

func read(t *testing.T, event, payload string) (handlers.Outcome, error) {
	t.Helper()
	h, err := handlers.New(func() int64 { return bot })
	if err != nil {
		t.Fatal(err)
	}
	return h.Read(t.Context(), event, "guid-1", []byte(payload))
}

// from is a payload of installation 7 with an action, by a person.
func from(action, rest string) string {
	return `{"action":"` + action + `","installation":{"id":7},"sender":{"id":1},` + rest + `}`
}

const (
	issueText = `"issue":{"node_id":"I_1","updated_at":"2026-11-02T10:00:00Z"}`
	pullText  = `"pull_request":{"node_id":"PR_1","updated_at":"2026-11-02T10:00:00Z"}`
	repoText  = `"repository":{"node_id":"R_1","name":"credentials","default_branch":"master"}`
	homeText  = `"repository":{"node_id":"R_2","name":".GitHub","default_branch":"main"}`
)

// fromPerson is from, with a sender that GitHub calls a user.
func fromPerson(action, rest string) string {
	return strings.Replace(from(action, rest), `"sender":{"id":1}`, `"sender":{"id":1,"type":"User"}`, 1)
}

// commentText is an issue with a comment of the same second.
func commentText(body string) string {
	return fmt.Sprintf(`%s,"comment":{"node_id":"IC_1","body":%q,"created_at":"2026-11-02T10:00:00Z","updated_at":"2026-11-02T10:00:00Z"}`,
		issueText, body)
}

// urgent is a trigger of somebody who asks for something.
func urgent(t upgrade.Trigger) upgrade.Trigger {
	t.Urgent = true
	return t
}

func byPerson(t upgrade.Trigger) upgrade.Trigger {
	t.Cause = upgrade.CausePerson
	return t
}

func ten() time.Time { return time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC) }

// floored and confirmed are the two usual triggers of installation 7.
func floored(key upgrade.Key, reason string) upgrade.Trigger {
	return upgrade.Trigger{Key: key, Installation: 7, Floor: ten(), Reason: reason}
}

func confirmed(key upgrade.Key, reason string) upgrade.Trigger {
	return upgrade.Trigger{Key: key, Installation: 7, Confirm: true, Reason: reason}
}

func both(key upgrade.Key, reason string) upgrade.Trigger {
	t := floored(key, reason)
	t.Confirm = true
	return t
}

func TestReadTriggers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event, payload string
		want                 []upgrade.Trigger
	}{
		{
			"issue closed", "issues", from("closed", issueText),
			[]upgrade.Trigger{floored("issue:I_1", "issues.closed"), confirmed("blocker:I_1", "issues.closed")},
		},
		{
			"issue without a time", "issues", from("closed", `"issue":{"node_id":"I_1"}`),
			[]upgrade.Trigger{confirmed("issue:I_1", "issues.closed"), confirmed("blocker:I_1", "issues.closed")},
		},
		{
			"time in another zone", "issues", from("edited", `"issue":{"node_id":"I_1","updated_at":"2026-11-02T06:00:00-04:00"}`),
			[]upgrade.Trigger{floored("issue:I_1", "issues.edited")},
		},
		{
			"issue deleted", "issues", from("deleted", issueText),
			[]upgrade.Trigger{confirmed("issue:I_1", "issues.deleted"), confirmed("blocker:I_1", "issues.deleted")},
		},
		{
			"issue transferred", "issues",
			from("transferred", issueText+`,"changes":{"new_issue":{"node_id":"I_2","updated_at":"2026-11-02T10:00:00Z"}}`),
			[]upgrade.Trigger{confirmed("issue:I_1", "issues.transferred"), confirmed("blocker:I_1", "issues.transferred"), floored("issue:I_2", "issues.transferred")},
		},
		{
			"comment made", "issue_comment",
			from("created", issueText+`,"comment":{"created_at":"2026-11-02T10:00:00Z","updated_at":"2026-11-02T10:00:00Z"}`),
			[]upgrade.Trigger{floored("issue:I_1", "issue_comment.created")},
		},
		{
			"comment newer than its issue", "issue_comment",
			from("created", issueText+`,"comment":{"created_at":"2026-11-02T10:00:01Z"}`),
			[]upgrade.Trigger{both("issue:I_1", "issue_comment.created")},
		},
		{
			"comment without a time", "issue_comment", from("created", issueText+`,"comment":{}`),
			[]upgrade.Trigger{both("issue:I_1", "issue_comment.created")},
		},
		{
			"comment edited later than the issue moved", "issue_comment",
			from("edited", issueText+`,"comment":{"created_at":"2026-11-02T09:00:00Z","updated_at":"2026-11-02T11:00:00Z"}`),
			[]upgrade.Trigger{both("issue:I_1", "issue_comment.edited")},
		},
		{
			"comment deleted", "issue_comment",
			from("deleted", issueText+`,"comment":{"created_at":"2026-11-02T09:00:00Z"}`),
			[]upgrade.Trigger{both("issue:I_1", "issue_comment.deleted")},
		},
		{
			"command made", "issue_comment", fromPerson("created", commentText("/upgrade help")),
			[]upgrade.Trigger{urgent(byPerson(floored("issue:I_1", "issue_comment.created"))), byPerson(floored("comment:I_1/IC_1", "issue_comment.created"))},
		},
		{
			"command that may start an upgrade", "issue_comment", fromPerson("created", commentText("/upgrade Start Django")),
			[]upgrade.Trigger{
				urgent(byPerson(floored("issue:I_1", "issue_comment.created"))), byPerson(floored("comment:I_1/IC_1", "issue_comment.created")),
				byPerson(floored("start:I_1/IC_1", "issue_comment.created")),
			},
		},
		{
			"command edited in, below words and spaces", "issue_comment", fromPerson("edited", commentText("Fine.\r\n\r\n\u00a0 /Upgrade help")),
			[]upgrade.Trigger{urgent(byPerson(both("issue:I_1", "issue_comment.edited"))), byPerson(floored("comment:I_1/IC_1", "issue_comment.edited"))},
		},
		{
			"command after an HTML comment", "issue_comment", fromPerson("created", commentText("<!-- x --> /upgrade help")),
			[]upgrade.Trigger{urgent(byPerson(floored("issue:I_1", "issue_comment.created"))), byPerson(floored("comment:I_1/IC_1", "issue_comment.created"))},
		},
		{
			"command deleted", "issue_comment", fromPerson("deleted", commentText("/upgrade help")),
			[]upgrade.Trigger{byPerson(both("issue:I_1", "issue_comment.deleted"))},
		},
		{
			"command by a bot", "issue_comment", from("created", commentText("/upgrade help")),
			[]upgrade.Trigger{floored("issue:I_1", "issue_comment.created")},
		},
		{
			"command by an app in a person's name", "issue_comment",
			fromPerson("created", strings.Replace(commentText("/upgrade help"), `"node_id":"IC_1"`, `"node_id":"IC_1","performed_via_github_app":{"id":5}`, 1)),
			[]upgrade.Trigger{byPerson(floored("issue:I_1", "issue_comment.created"))},
		},
		{
			"words with a slash among them", "issue_comment", fromPerson("created", commentText("> /upgrade help\nand/or https://x/")),
			[]upgrade.Trigger{byPerson(floored("issue:I_1", "issue_comment.created"))},
		},
		{
			"pull request merged", "pull_request", from("closed", pullText),
			[]upgrade.Trigger{
				both("pr:PR_1", "pull_request.closed"), floored("issue:PR_1", "pull_request.closed"), confirmed("blocker:PR_1", "pull_request.closed"),
			},
		},
		{
			"review", "pull_request_review", from("submitted", pullText),
			[]upgrade.Trigger{
				both("pr:PR_1", "pull_request_review.submitted"), both("issue:PR_1", "pull_request_review.submitted"),
			},
		},
		{
			"card of an issue", "projects_v2_item",
			from("edited", `"projects_v2_item":{"content_node_id":"I_1","content_type":"Issue","updated_at":"2026-11-02T10:00:00Z"}`),
			[]upgrade.Trigger{confirmed("issue:I_1", "projects_v2_item.edited")},
		},
		{
			"card of a pull request", "projects_v2_item",
			from("archived", `"projects_v2_item":{"content_node_id":"PR_1","content_type":"PullRequest"}`),
			[]upgrade.Trigger{confirmed("issue:PR_1", "projects_v2_item.archived")},
		},
		{
			"sub-issue", "sub_issues",
			from("sub_issue_added", `"parent_issue":{"node_id":"I_1","updated_at":"2026-11-02T10:00:00Z"},"sub_issue":{"node_id":"I_2"}`),
			[]upgrade.Trigger{both("issue:I_1", "sub_issues.sub_issue_added"), confirmed("issue:I_2", "sub_issues.sub_issue_added")},
		},
		{
			"dependency, told of the one that waits", "issue_dependencies",
			from("blocked_by_added", `"blocked_issue":{"node_id":"I_1","updated_at":"2026-11-02T10:00:00Z"},"blocking_issue":{"node_id":"I_2"}`),
			[]upgrade.Trigger{both("issue:I_1", "issue_dependencies.blocked_by_added")},
		},
		{
			"dependency, told of the one that blocks", "issue_dependencies",
			from("blocking_removed", `"blocked_issue":{"node_id":"I_1"},"blocking_issue":{"node_id":"I_2"}`),
			[]upgrade.Trigger{confirmed("issue:I_1", "issue_dependencies.blocking_removed")},
		},
		{
			"repository renamed", "repository", from("renamed", repoText+`,"changes":{"repository":{"name":{"from":"old"}}}`),
			[]upgrade.Trigger{confirmed("repository:R_1", "repository.renamed")},
		},
		{
			"policy's home archived", "repository", from("archived", homeText),
			[]upgrade.Trigger{confirmed("repository:R_2", "repository.archived"), confirmed("policy:7", "repository.archived")},
		},
		{
			"policy's home renamed away", "repository", from("renamed", repoText+`,"changes":{"repository":{"name":{"from":".github"}}}`),
			[]upgrade.Trigger{confirmed("repository:R_1", "repository.renamed"), confirmed("policy:7", "repository.renamed")},
		},
		{
			"other default branch", "repository", from("edited", repoText+`,"changes":{"default_branch":{"from":"main"}}`),
			[]upgrade.Trigger{confirmed("repository:R_1", "repository.edited")},
		},
		{
			"installed, by whomever", "installation", `{"action":"created","installation":{"id":7},"sender":{"id":99}}`,
			[]upgrade.Trigger{confirmed("installation:7", "installation.created")},
		},
		{
			"suspended", "installation", from("suspend", `"x":1`),
			[]upgrade.Trigger{confirmed("installation:7", "installation.suspend")},
		},
		{
			"repositories added", "installation_repositories", from("added", `"repositories_added":[]`),
			[]upgrade.Trigger{confirmed("installation:7", "installation_repositories.added")},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, test.event, test.payload)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Triggers); diff != "" || got.Ignored != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
			for _, trigger := range got.Triggers {
				if trigger.Floor.Location() != time.UTC {
					t.Errorf("floor %v is not in UTC", trigger.Floor)
				}
			}
		})
	}
}

func TestReadIgnores(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, event, payload, want string }{
		{"unknown event", "ping", `not even JSON`, `event "ping" is not looked at`},
		{"unknown action", "issues", from("exploded", issueText), `action "exploded" is not looked at`},
		{"no installation", "issues", `{"action":"closed","sender":{"id":1},` + issueText + `}`, "no installation"},
		{"null installation", "push", `{"installation":null}`, "no installation"},
		{"own write", "issues", `{"action":"edited","installation":{"id":7},"sender":{"id":99},` + issueText + `}`, "our own write"},
		{"draft", "projects_v2_item", from("created", `"projects_v2_item":{"content_node_id":"DI_1","content_type":"DraftIssue"}`), `a card of content "DraftIssue"`},
		{"order of cards", "projects_v2_item", from("reordered", `"projects_v2_item":{"content_node_id":"I_1","content_type":"Issue"}`), `action "reordered" is not looked at`},
		{"description of a repository", "repository", from("edited", repoText+`,"changes":{"description":{"from":"x"}}`), "no setting that is looked at"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, test.event, test.payload)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(handlers.Outcome{Ignored: test.want}, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, event, payload, want string }{
		{"no JSON", "issues", `{"action":`, "decode the payload"},
		{"nothing", "issues", ``, "decode the payload"},
		{"no action", "issues", `{"installation":{"id":7},` + issueText + `}`, "no action"},
		{"no issue", "issues", from("closed", `"issue":null`), "no issue.node_id"},
		{"number for a text", "issues", from("closed", `"issue":{"node_id":5}`), "issue.node_id"},
		{"no time", "issues", from("closed", `"issue":{"node_id":"I_1","updated_at":"yesterday"}`), "issue.updated_at is not a time"},
		{"nowhere transferred", "issues", from("transferred", issueText), "no changes.new_issue"},
		{"no moved issue", "issues", from("transferred", issueText+`,"changes":{"new_issue":{}}`), "no changes.new_issue.node_id"},
		{"comment's time", "issue_comment", from("created", issueText+`,"comment":{"created_at":"x"}`), "comment.created_at is not a time"},
		{"comment's issue", "issue_comment", from("created", `"comment":{}`), "no issue.node_id"},
		{"no pull request", "pull_request", from("opened", `"x":1`), "no pull_request.node_id"},
		{"no comment", "issue_comment", fromPerson("created", issueText+`,"comment":{"body":"/x"}`), "no comment.node_id"},
		{"no reviewed pull request", "pull_request_review", from("submitted", `"x":1`), "no pull_request.node_id"},
		{"no card", "projects_v2_item", from("created", `"x":1`), "no projects_v2_item.content_type"},
		{"card's time", "projects_v2_item", from("created", `"projects_v2_item":{"content_type":"Issue","content_node_id":"I_1","updated_at":"x"}`), "projects_v2_item.updated_at is not a time"},
		{"no content", "projects_v2_item", from("created", `"projects_v2_item":{"content_type":"Issue"}`), "no projects_v2_item.content_node_id"},
		{"no blocked issue", "issue_dependencies", from("blocked_by_added", `"blocking_issue":{"node_id":"I_1"}`), "no blocked_issue.node_id"},
		{"no parent", "sub_issues", from("sub_issue_added", `"sub_issue":{"node_id":"I_1"}`), "no parent_issue.node_id"},
		{"no sub-issue", "sub_issues", from("sub_issue_added", `"parent_issue":{"node_id":"I_1"}`), "no sub_issue.node_id"},
		{"no repository", "repository", from("renamed", `"x":1`), "no repository.node_id"},
		{"no name", "repository", from("renamed", `"repository":{"node_id":"R_1"}`), "no repository.name"},
		{"no branch", "push", from("", `"ref":"refs/heads/main","repository":{"node_id":"R_1","name":"x"}`), "no repository.default_branch"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, test.event, test.payload)
			if err == nil {
				t.Fatalf("no error, but %+v", got)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "guid-1") {
				t.Errorf("error %q, want it to name %q and the delivery", err, test.want)
			}
		})
	}
}

// An app that does not know its own id yet must not take everybody for itself.
func TestUnknownSelfIsNobody(t *testing.T) {
	t.Parallel()
	h, err := handlers.New(func() int64 { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	got, err := h.Read(t.Context(), "issues", "guid-1", []byte(`{"action":"edited","installation":{"id":7},`+issueText+`}`))
	if err != nil || len(got.Triggers) != 1 {
		t.Errorf("outcome %+v, %v; want one trigger", got, err)
	}
}

func FuzzRead(f *testing.F) {
	events := []string{
		"issues", "issue_comment", "pull_request", "pull_request_review", "projects_v2_item", "sub_issues",
		"issue_dependencies", "push", "repository", "installation", "installation_repositories", "star",
	}
	for i := range events {
		f.Add(i, from("closed", issueText+","+pullText+","+repoText))
		f.Add(i, fromPerson("created", commentText("/upgrade help")))
		f.Add(i, from("created", issueText+`,"comment":{"created_at":"2026-11-02T10:00:00Z"},`+homeText))
	}
	f.Add(7, pushOf("refs/heads/main", homeText, `[{"added":["upkeep.yml"]}]`))
	f.Fuzz(func(t *testing.T, i int, payload string) {
		got, err := read(t, events[max(i, -i, 0)%len(events)], payload)
		if err == nil && (len(got.Triggers) == 0) == (got.Ignored == "") {
			t.Errorf("%+v ends neither in triggers nor as ignored, or in both", got)
		}
		for _, trigger := range got.Triggers {
			if trigger.Key.ID() == "" || trigger.Installation == 0 || trigger.Reason == "" || trigger.Floor.IsZero() && !trigger.Confirm {
				t.Errorf("incomplete trigger %+v", trigger)
			}
		}
	})
}
