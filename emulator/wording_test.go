package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestRefusalsAreInGitHubsWords wants the messages that clients tell refusals by.
func TestRefusalsAreInGitHubsWords(t *testing.T) {
	t.Parallel()
	const (
		attic    = "/repos/acme/attic"
		archived = "Repository was archived so is read-only."
		tooLong  = "is too long (maximum is 65536 characters)"
	)
	long, title := strings.Repeat("x", 262_145), strings.Repeat("ü", 257)
	text := func(body string) string { return `{"title":"T","body":"` + body + `"}` }
	cases := []struct {
		name, login, what, body string
		status                  int
		message, problem        string // problem is the first of "errors"
	}{
		{"issue in an archived repository", "olga", "POST " + attic + "/issues", text("x"), 403, archived, ""},
		{"change there", "olga", "PATCH " + attic + "/issues/1", `{"state":"closed"}`, 403, archived, ""},
		{"comment there", "olga", "POST " + attic + "/issues/1/comments", text("x"), 403, archived, ""},
		{"label there", "olga", "POST " + attic + "/labels", `{"name":"x"}`, 403, archived, ""},
		{"milestone there", "olga", "POST " + attic + "/milestones", `{"title":"x"}`, 403, archived, ""},
		{"lock there", "olga", "PUT " + attic + "/issues/1/lock", "", 403, archived, ""},
		{"locked", "passer-by", "POST " + shop + "/issues/7/comments", text("x"), 403, "Unable to create comment because issue is locked.", ""},
		{"issues disabled", "olga", "POST /repos/acme/no-issues/issues", text("x"), 410, "Issues are disabled for this repo", ""},
		{"not there", "olga", "GET " + shop + "/issues/99", "", 404, "Not Found", ""},
		{"deleted", "olga", "GET " + shop + "/issues/6", "", 410, "This issue was deleted", ""},
		{"no title", "olga", "POST " + shop + "/issues", `{}`, 422, "Validation Failed", "Issue missing_field title <nil>"},
		{"long title", "olga", "PATCH " + shop + "/issues/1", `{"title":"` + title + `"}`, 422, "Validation Failed", "Issue custom title title is too long (maximum is 256 characters)"},
		{"long issue", "olga", "POST " + shop + "/issues", text(long), 422, "Validation Failed", "Issue custom body body " + tooLong},
		{"long comment", "olga", "POST " + shop + "/issues/1/comments", text(long), 422, "Validation Failed", "IssueComment unprocessable data Body " + tooLong},
		{"comment made long", "olga", "PATCH " + shop + "/issues/comments/1", text(long), 422, "Validation Failed", "IssueComment unprocessable data body " + tooLong},
		{"unknown milestone", "olga", "PATCH " + shop + "/issues/1", `{"milestone":7}`, 422, "Validation Failed", "Issue invalid milestone <nil>"},
		{"no state", "olga", "PATCH " + shop + "/issues/1", `{"state":"done"}`, 422, "Validation Failed", "Issue invalid state <nil>"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock())
			if err := e.DeleteIssue("olga", ref(t, "acme/shop#6")); err != nil {
				t.Fatal(err)
			}
			what := strings.Replace(each.what, "comments/1", fmt.Sprint("comments/", e.Comments(ref(t, "acme/shop#2"))[0].DatabaseID), 1)
			o := told(t, e, each.login, what, each.body, each.status).object(t)
			problem := ""
			if problems, _ := o["errors"].([]any); len(problems) > 0 {
				first := problems[0].(map[string]any)
				problem = fmt.Sprint(first["resource"], " ", first["code"], " ", first["field"], " ", first["message"])
			}
			if o["message"] != each.message || problem != each.problem {
				t.Errorf("says %q and %q, want %q and %q", o["message"], problem, each.message, each.problem)
			}
		})
	}
}

// graphErrors lists the errors of a GraphQL answer, and the answer.
func graphErrors(t testing.TB, e *emulator.Emulator, token, document string) (errors []string, answer string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://github.test/api/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	said, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = said.Body.Close() }()
	text, err := io.ReadAll(said.Body)
	if err != nil || said.StatusCode != http.StatusOK {
		t.Fatalf("%d %s, %v", said.StatusCode, text, err)
	}
	var made struct {
		Errors []struct {
			Type    string
			Path    []any
			Message string
		}
	}
	if err := json.Unmarshal(text, &made); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for _, each := range made.Errors {
		errors = append(errors, fmt.Sprint(each.Type, " ", each.Path, " ", each.Message))
	}
	return errors, string(text)
}

// TestBatchGoesOnAfterAMutationThatFails wants what is before and behind it done,
// null and an error with type and path where it was, and the status of success.
func TestBatchGoesOnAfterAMutationThatFails(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	add := func(alias, issue, body string) string {
		return fmt.Sprintf(`%s: addComment(input: {subjectId: %q, body: %q}) { clientMutationId } `, alias, e.Issue(ref(t, issue)).ID, body)
	}
	document := "mutation {" + add("a", "acme/shop#1", "One") + add("b", "acme/attic#1", "Two") + add("c", "acme/shop#7", "Three") + add("d", "acme/shop#1", "Four") + "}"
	errors, answer := graphErrors(t, e, "user:passer-by", document)
	want(t, "errors", errors, []string{
		"FORBIDDEN [b] Repository was archived so is read-only.", "FORBIDDEN [c] Unable to create comment because issue is locked.",
	})
	if !strings.HasPrefix(answer, `{"data":{"a":{"clientMutationId":null},"b":null,"c":null,"d":{"clientMutationId":null}},"errors":`) {
		t.Errorf("answer %s", answer)
	}
	var bodies []string
	for _, c := range e.Comments(ref(t, "acme/shop#1")) {
		bodies = append(bodies, c.Body)
	}
	want(t, "comments", bodies, []string{"One", "Four"})
}

func TestArchivedRepositoryIsReadOnlyByGraphQL(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	id := e.Issue(ref(t, "acme/attic#1")).ID
	for name, input := range map[string]string{
		"updateIssue": `id: %q, title: "New"`, "closeIssue": `issueId: %q`, "lockLockable": `lockableId: %q`,
	} {
		document := fmt.Sprintf("mutation { %s(input: {"+input+"}) { clientMutationId } }", name, id)
		errors, _ := graphErrors(t, e, "user:olga", document)
		want(t, name, errors, []string{"FORBIDDEN [" + name + "] Repository was archived so is read-only."})
	}
	if got := e.Issue(ref(t, "acme/attic#1")); got.Title != "Forgotten" || got.Closed {
		t.Errorf("it is %+v", got)
	}
}

// TestWritesHaveNoConditions wants a change with an old tag to be made all the
// same: GitHub has no lock against lost updates.
func TestWritesHaveNoConditions(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	issue := ref(t, "acme/shop#2")
	tag := say(t, e, "anna", "GET "+shop+"/issues/2", "").header.Get("ETag")
	if err := e.CloseIssue("ben", issue, upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	got := say(t, e, "anna", "PATCH "+shop+"/issues/2", `{"body":"Mine"}`, "If-Match: "+tag, "If-Unmodified-Since: Mon, 02 Mar 2020 09:00:00 GMT")
	if got.status != 200 || e.Issue(issue).Body != "Mine" {
		t.Errorf("%d %s", got.status, got.body)
	}
}
