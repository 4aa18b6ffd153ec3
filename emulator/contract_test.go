//go:build services

package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/contract"
	"github.com/upkeep-app/upkeep/emulator"
)

// checked holds every answer to GitHub's description.
type checked struct {
	t       *testing.T
	checker *contract.RESTChecker
	next    http.RoundTripper
	count   map[string]int
}

func (c *checked) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := c.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	if documented(r, answer.StatusCode) {
		c.count[r.Method+" "+http.StatusText(answer.StatusCode)]++
		if err := c.checker.Response(r.Method, r.URL.Path, answer.StatusCode, answer.Header, body); err != nil {
			c.t.Error(err)
		}
	}
	return answer, nil
}

// documented leaves out what GitHub answers without saying so in its
// description: bad credentials, errors of operations that list none, and the
// body of a 404 for a team's membership.
func documented(r *http.Request, status int) bool {
	switch {
	case status == http.StatusUnauthorized || status == http.StatusTemporaryRedirect:
		return false
	case strings.Contains(r.URL.Path, "/memberships/") || strings.HasPrefix(r.URL.Path, "/api/v3/repositories/"):
		return status < 300 && !strings.HasPrefix(r.URL.Path, "/api/v3/repositories/")
	default:
		return true
	}
}

func TestAnswersAreAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	clock := newClock()
	e := small(t, clock)
	check := &checked{t: t, checker: contract.REST(t), next: e.RoundTripper(), count: map[string]int{}}
	ctx := context.Background()
	gh, apps := asInstallation(t, check), asApp(t, check)
	must := func(_ any, _ *github.Response, err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	text := new("text")
	must(gh.Repositories.Get(ctx, "acme", "shop"))
	must(gh.Issues.ListByRepo(ctx, "acme", "shop", &github.IssueListByRepoOptions{State: "all"}))
	for _, number := range []int{1, 2, 3, 6, 7} {
		must(gh.Issues.Get(ctx, "acme", "shop", number))
	}
	made, _, err := gh.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{Title: text, Labels: &[]string{"bug", "new"}, Assignees: &[]string{"anna"}})
	must(nil, nil, err)
	must(gh.Issues.Edit(ctx, "acme", "shop", made.GetNumber(), &github.IssueRequest{State: new("closed"), StateReason: new("not_planned")}))
	must(gh.Issues.Edit(ctx, "acme", "shop", made.GetNumber(), &github.IssueRequest{State: new("open")}))
	comment, _, err := gh.Issues.CreateComment(ctx, "acme", "shop", 2, &github.IssueComment{Body: text})
	must(nil, nil, err)
	must(gh.Issues.GetComment(ctx, "acme", "shop", comment.GetID()))
	must(gh.Issues.EditComment(ctx, "acme", "shop", comment.GetID(), &github.IssueComment{Body: new("other")}))
	must(gh.Issues.ListComments(ctx, "acme", "shop", 2, nil))
	must(gh.Reactions.CreateIssueCommentReaction(ctx, "acme", "shop", comment.GetID(), "confused"))
	must(gh.Reactions.CreateIssueCommentReaction(ctx, "acme", "shop", comment.GetID(), "confused"))
	must(gh.Reactions.ListIssueCommentReactions(ctx, "acme", "shop", comment.GetID(), nil))
	must(gh.Users.Get(ctx, "anna"))
	must(gh.Users.Get(ctx, "acme"))
	must(gh.Users.Get(ctx, "upkeep[bot]"))
	must(gh.Repositories.GetPermissionLevel(ctx, "acme", "shop", "ben"))
	must(gh.Teams.GetTeamMembershipBySlug(ctx, "acme", "engineering", "ben"))
	must(gh.Apps.ListRepos(ctx, nil))
	must(gh.RateLimit.Get(ctx))
	for _, path := range []string{"README.md", "docs/how.md", "docs"} {
		_, _, _, err := gh.Repositories.GetContents(ctx, "acme", "shop", path, nil)
		must(nil, nil, err)
	}
	must(apps.Apps.Get(ctx, ""))
	must(apps.Apps.FindOrganizationInstallation(ctx, "acme"))
	must(apps.Apps.FindRepositoryInstallation(ctx, "acme", "shop"))
	must(apps.Apps.FindUserInstallation(ctx, "acme"))

	// The server is not there, so these are deliveries that failed.
	e.SetWebhook("http://127.0.0.1:1/hook", "")
	if _, err := e.Deliver(ctx); err != nil {
		t.Fatal(err)
	}
	hooks := contract.Webhooks(t)
	for _, d := range e.Sent() {
		if err := hooks.Payload(d.Event, d.Payload); err != nil {
			t.Error(err)
		}
	}
	log, _, err := apps.Apps.ListHookDeliveries(ctx, nil)
	must(nil, nil, err)
	for _, d := range log {
		must(apps.Apps.GetHookDelivery(ctx, d.GetID()))
	}
	_, _, _ = apps.Apps.RedeliverHookDelivery(ctx, log[0].GetID())
	refusals(t, e, gh)
	if check.count["GET OK"] < 20 || check.count["POST Created"] < 4 || check.count["GET Moved Permanently"] == 0 {
		t.Errorf("not everything was asked for: %v", check.count)
	}
}

// refusals asks for what is refused, so that the errors are checked.
func refusals(t *testing.T, e *emulator.Emulator, gh *github.Client) {
	t.Helper()
	ctx := context.Background()
	empty := &github.IssueComment{Body: new("")}
	_, _, _ = gh.Issues.Get(ctx, "acme", "shop", 99)
	_, _, _ = gh.Issues.CreateComment(ctx, "acme", "shop", 2, empty)
	_, _, _ = gh.Issues.CreateComment(ctx, "acme", "attic", 1, &github.IssueComment{Body: new("x")})
	_, _, _ = gh.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{})
	_, _, _ = gh.Issues.Create(ctx, "acme", "no-issues", &github.IssueRequest{Title: new("x")})
	_, _, _ = gh.Issues.GetComment(ctx, "acme", "shop", 1)
	_, _, _, _ = gh.Repositories.GetContents(ctx, "acme", "shop", "none", nil)
	_, _, _ = gh.Repositories.Get(ctx, "elsewhere", "hidden")
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	_, _, _ = gh.Issues.Get(ctx, "acme", "shop", 1)
	_, _, _ = gh.Repositories.Get(ctx, "acme", "shop")
}

func TestWebhooksAreAsGitHubDescribesThem(t *testing.T) {
	t.Parallel()
	clock := newClock()
	e := small(t, clock)
	everyAct(t, e, clock)
	check := contract.Webhooks(t)
	seen := map[string]bool{}
	for _, d := range e.Pending() {
		seen[strings.TrimSuffix(d.Event+"."+d.Action, ".")] = true
		if err := check.Payload(d.Event, d.Payload); err != nil {
			t.Error(err)
		}
	}
	for _, event := range []string{
		"issues.opened", "issues.edited", "issues.closed", "issues.reopened", "issues.assigned", "issues.unassigned", "issues.labeled",
		"issues.unlabeled", "issues.transferred", "issues.milestoned", "issues.demilestoned", "issues.locked", "issues.unlocked",
		"issues.deleted", "label.created", "label.edited", "label.deleted", "milestone.created", "milestone.edited", "milestone.closed",
		"milestone.opened", "milestone.deleted", "issue_dependencies.blocked_by_added", "issue_dependencies.blocked_by_removed",
		"issue_dependencies.blocking_added", "issue_dependencies.blocking_removed", "issue_comment.created", "issue_comment.edited", "issue_comment.deleted",
		"pull_request.opened", "pull_request.closed", "pull_request.reopened", "pull_request.edited", "pull_request.assigned",
		"pull_request.labeled", "pull_request.unlabeled", "pull_request.unassigned", "pull_request.synchronize", "pull_request.milestoned", "pull_request.demilestoned",
		"pull_request.review_requested", "pull_request.review_request_removed", "pull_request.converted_to_draft",
		"pull_request.ready_for_review", "pull_request_review.submitted", "pull_request_review.edited", "pull_request_review.dismissed", "projects_v2_item.created", "projects_v2_item.edited",
		"projects_v2_item.archived", "projects_v2_item.restored", "projects_v2_item.deleted", "projects_v2_item.reordered",
		"projects_v2_item.converted", "sub_issues.sub_issue_added",
		"sub_issues.sub_issue_removed", "sub_issues.parent_issue_added", "sub_issues.parent_issue_removed", "push",
		"repository.renamed", "repository.archived", "repository.unarchived", "repository.created", "repository.edited",
		"repository.privatized", "repository.publicized", "repository.deleted", "installation.created", "installation.deleted",
		"installation.suspend", "installation.new_permissions_accepted", "github_app_authorization.revoked", "installation.unsuspend", "installation_repositories.added", "installation_repositories.removed",
	} {
		if !seen[event] {
			t.Errorf("no %s was sent", event)
		}
	}
}

func TestWrongAnswerIsFound(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	everyAct(t, e, newClock())
	check := contract.Webhooks(t)
	var payload map[string]any
	first := e.Pending()[0]
	if err := json.Unmarshal(first.Payload, &payload); err != nil {
		t.Fatal(err)
	}
	delete(payload, "sender")
	text, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	if check.Payload(first.Event, text) == nil {
		t.Error("a payload without a sender passes")
	}
}
