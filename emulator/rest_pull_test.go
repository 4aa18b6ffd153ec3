package emulator_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"
)

// sure is for answers that must be good; it is asked as sure(t)(answer of go-github).
func sure(t testing.TB) func(_ any, _ *github.Response, err error) {
	t.Helper()
	return func(_ any, _ *github.Response, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
}

// refused is the status and message of an answer that must be an error.
func refused(t testing.TB) func(_ any, answer *github.Response, err error) string {
	t.Helper()
	return func(_ any, answer *github.Response, err error) string {
		t.Helper()
		failed, is := errors.AsType[*github.ErrorResponse](err)
		if !is {
			t.Fatalf("not refused: %v", err)
		}
		said := http.StatusText(answer.StatusCode) + ": " + failed.Message
		for _, each := range failed.Errors {
			said += "; " + each.Field + " " + each.Code + each.Message
		}
		return said
	}
}

// withBranch has the branch "work" in acme/shop, one file ahead.
func withBranch(t testing.TB) (anna, ben *github.Client) {
	t.Helper()
	clock := newClock()
	e := small(t, clock)
	if err := e.CreateBranch("anna", "acme/shop", "work"); err != nil {
		t.Fatal(err)
	}
	clock.Pass(time.Minute)
	if err := e.PushFileTo("anna", "acme/shop", "work", "docs/work.txt", "one\ntwo\n"); err != nil {
		t.Fatal(err)
	}
	return asPerson(t, e.RoundTripper(), "anna"), asPerson(t, e.RoundTripper(), "ben")
}

func TestPullRequestOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	anna, ben := withBranch(t)
	pulls := anna.PullRequests
	made, _, err := pulls.Create(ctx, "acme", "shop", &github.NewPullRequest{
		Title: new("Work"), Body: new("Closes #2"), Head: new("acme:work"), Base: new("main"), Draft: new(true),
	})
	sure(t)(made, nil, err)
	n := made.GetNumber()
	if !made.GetDraft() || made.GetMergeableState() != "draft" || made.GetAdditions() != 2 || made.GetCommits() != 1 {
		t.Errorf("made %v", made)
	}
	files, _, err := pulls.ListFiles(ctx, "acme", "shop", n, nil)
	sure(t)(nil, nil, err)
	commits, _, err := pulls.ListCommits(ctx, "acme", "shop", n, nil)
	sure(t)(nil, nil, err)
	if len(files) != 1 || files[0].GetFilename() != "docs/work.txt" || len(commits) != 1 || commits[0].GetSHA() != made.GetHead().GetSHA() {
		t.Errorf("files %v, commits %v", files, commits)
	}
	if is, _, err := pulls.IsMerged(ctx, "acme", "shop", n); is || err != nil {
		t.Errorf("merged: %v, %v", is, err)
	}
	sure(t)(pulls.Edit(ctx, "acme", "shop", n, &github.PullRequest{Title: new("Work!"), State: new("closed")}))
	sure(t)(pulls.Edit(ctx, "acme", "shop", n, &github.PullRequest{State: new("open")}))
	for state, want := range map[string]int{"open": 2, "closed": 0, "all": 2} {
		found, _, err := ben.PullRequests.List(ctx, "acme", "shop", &github.PullRequestListOptions{State: state, Base: "main", Sort: "updated"})
		sure(t)(nil, nil, err)
		if len(found) != want {
			t.Errorf("%d are %s, want %d", len(found), state, want)
		}
	}
	if found, _, err := pulls.List(ctx, "acme", "shop", &github.PullRequestListOptions{Head: "acme:work"}); err != nil || len(found) != 1 {
		t.Errorf("from work: %v, %v", found, err)
	}
}

func TestMergeOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, method := range []string{"merge", "squash", "rebase"} {
		anna, _ := withBranch(t)
		made, _, err := anna.PullRequests.Create(ctx, "acme", "shop", &github.NewPullRequest{Title: new("Work"), Head: new("work"), Base: new("main"), Body: new("Closes #2")})
		sure(t)(made, nil, err)
		options := &github.PullRequestOptions{MergeMethod: method, SHA: made.GetHead().GetSHA(), CommitTitle: "Title"}
		merged, _, err := anna.PullRequests.Merge(ctx, "acme", "shop", made.GetNumber(), "", options)
		sure(t)(merged, nil, err)
		if is, _, err := anna.PullRequests.IsMerged(ctx, "acme", "shop", made.GetNumber()); !is || err != nil {
			t.Errorf("%s: merged: %v, %v", method, is, err)
		}
		if _, _, _, err := anna.Repositories.GetContents(ctx, "acme", "shop", "docs/work.txt", nil); err != nil {
			t.Errorf("%s: %v", method, err)
		}
		issue, _, err := anna.Issues.Get(ctx, "acme", "shop", 2)
		sure(t)(nil, nil, err)
		if issue.GetState() != "closed" || issue.GetStateReason() != "completed" {
			t.Errorf("%s: the issue is %s, %s", method, issue.GetState(), issue.GetStateReason())
		}
	}
}

func TestReviewsOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	anna, ben := withBranch(t)
	made, _, err := anna.PullRequests.Create(ctx, "acme", "shop", &github.NewPullRequest{Title: new("Work"), Head: new("work"), Base: new("main")})
	sure(t)(made, nil, err)
	n := made.GetNumber()
	sure(t)(anna.PullRequests.RequestReviewers(ctx, "acme", "shop", n, github.ReviewersRequest{Reviewers: []string{"ben"}, TeamReviewers: []string{"engineering"}}))
	asked, _, err := anna.PullRequests.ListReviewers(ctx, "acme", "shop", n, nil)
	sure(t)(nil, nil, err)
	if len(asked.Users) != 1 || len(asked.Teams) != 1 {
		t.Errorf("asked %v", asked)
	}
	pending, _, err := ben.PullRequests.CreateReview(ctx, "acme", "shop", n, &github.PullRequestReviewRequest{Body: new("Hm")})
	sure(t)(pending, nil, err)
	if seen, _, _ := anna.PullRequests.ListReviews(ctx, "acme", "shop", n, nil); len(seen) != 0 {
		t.Errorf("others see %v", seen)
	}
	sure(t)(ben.PullRequests.UpdateReview(ctx, "acme", "shop", n, pending.GetID(), "Hm, hm"))
	submitted, _, err := ben.PullRequests.SubmitReview(ctx, "acme", "shop", n, pending.GetID(), &github.PullRequestReviewRequest{Event: new("APPROVE")})
	sure(t)(submitted, nil, err)
	if asked, _, _ := anna.PullRequests.ListReviewers(ctx, "acme", "shop", n, nil); len(asked.Users) != 0 || submitted.GetState() != "APPROVED" {
		t.Errorf("asked still %v, submitted %v", asked, submitted)
	}
	sure(t)(anna.PullRequests.DismissReview(ctx, "acme", "shop", n, pending.GetID(), &github.PullRequestReviewDismissalRequest{Message: new("Old")}))
	dropped, _, err := ben.PullRequests.CreateReview(ctx, "acme", "shop", n, &github.PullRequestReviewRequest{})
	sure(t)(dropped, nil, err)
	sure(t)(ben.PullRequests.DeletePendingReview(ctx, "acme", "shop", n, dropped.GetID()))
	if _, err := anna.PullRequests.RemoveReviewers(ctx, "acme", "shop", n, github.ReviewersRequest{TeamReviewers: []string{"engineering"}}); err != nil {
		t.Error(err)
	}
	seen, _, err := anna.PullRequests.ListReviews(ctx, "acme", "shop", n, nil)
	sure(t)(nil, nil, err)
	if len(seen) != 1 || seen[0].GetState() != "DISMISSED" {
		t.Errorf("reviews %v", seen)
	}
}

func TestPullRequestsAreRefusedAsGitHubDoes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	anna, ben := withBranch(t)
	open := func(head, base, title, body string) string {
		asked := &github.NewPullRequest{Title: &title, Head: &head, Base: &base, Body: &body}
		return refused(t)(anna.PullRequests.Create(ctx, "acme", "shop", asked))
	}
	long := string(make([]rune, 65_537))
	draft, _, err := anna.PullRequests.Create(ctx, "acme", "shop", &github.NewPullRequest{Title: new("Work"), Head: new("work"), Base: new("main"), Draft: new(true)})
	sure(t)(draft, nil, err)
	n := draft.GetNumber()
	merge := func(sha string) string {
		return refused(t)(anna.PullRequests.Merge(ctx, "acme", "shop", n, "", &github.PullRequestOptions{SHA: sha}))
	}
	got := map[string]string{
		"no branch":   open("none", "main", "x", ""),
		"no base":     open("work", "none", "x", ""),
		"no title":    open("work", "main", "", ""),
		"long body":   open("work", "main", "x", long),
		"nothing new": open("main", "main", "x", ""),
		"twice":       open("work", "main", "x", ""),
		"draft":       merge(""),
		"edit":        refused(t)(anna.PullRequests.Edit(ctx, "acme", "shop", n, &github.PullRequest{Body: &long})),
		"an issue":    refused(t)(anna.PullRequests.Get(ctx, "acme", "shop", 2)),
		"own review":  refused(t)(anna.PullRequests.CreateReview(ctx, "acme", "shop", n, &github.PullRequestReviewRequest{Event: new("APPROVE")})),
		"odd event":   refused(t)(ben.PullRequests.CreateReview(ctx, "acme", "shop", n, &github.PullRequestReviewRequest{Event: new("SHRUG")})),
		"no review":   refused(t)(ben.PullRequests.GetReview(ctx, "acme", "shop", n, 1)),
	}
	want := map[string]string{
		"no branch":   "Unprocessable Entity: Validation Failed; head invalid",
		"no base":     "Unprocessable Entity: Validation Failed; base invalid",
		"no title":    "Unprocessable Entity: Validation Failed; title missing_field",
		"long body":   "Unprocessable Entity: Validation Failed; body custombody is too long (maximum is 65536 characters)",
		"nothing new": "Unprocessable Entity: Validation Failed;  customNo commits between main and main",
		"twice":       "Unprocessable Entity: Validation Failed;  customA pull request already exists for acme:work.",
		"draft":       "Method Not Allowed: Pull Request is still a draft",
		"edit":        "Unprocessable Entity: Validation Failed; body custombody is too long (maximum is 65536 characters)",
		"an issue":    "Not Found: Not Found",
		"own review":  "Unprocessable Entity: Unprocessable Entity;  Can not approve your own pull request",
		"odd event":   "Unprocessable Entity: Unprocessable Entity;  Event is not one of APPROVE, REQUEST_CHANGES and COMMENT",
		"no review":   "Not Found: Not Found",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMergeWantsTheHeadThatWasSeen(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	anna, _ := withBranch(t)
	made, _, err := anna.PullRequests.Create(ctx, "acme", "shop", &github.NewPullRequest{Title: new("Work"), Head: new("work"), Base: new("main")})
	sure(t)(made, nil, err)
	stale := &github.PullRequestOptions{SHA: made.GetBase().GetSHA()}
	got := refused(t)(anna.PullRequests.Merge(ctx, "acme", "shop", made.GetNumber(), "", stale))
	if want := "Conflict: Head branch was modified. Review and try the merge again."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	sure(t)(anna.PullRequests.Merge(ctx, "acme", "shop", made.GetNumber(), "", nil))
	got = refused(t)(anna.PullRequests.Merge(ctx, "acme", "shop", made.GetNumber(), "", nil))
	if want := "Method Not Allowed: Pull Request is not mergeable"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPullRequestHasAnIDAsAnIssueToo wants the list of issues to have pull
// requests, under the id of the issue that each is.
func TestPullRequestHasAnIDAsAnIssueToo(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	pull := told(t, e, "", "GET "+shop+"/pulls/3", "", 200).object(t)
	for _, o := range told(t, e, "", "GET "+shop+"/issues", "", 200).list(t) {
		if (o["pull_request"] != nil) != (o["number"] == 3.0) {
			t.Errorf("%v has pull_request %v", o["number"], o["pull_request"])
		}
		if o["number"] == 3.0 && (o["id"] == pull["id"] || o["node_id"] != pull["node_id"]) {
			t.Errorf("as an issue %v %v, as a pull request %v %v", o["id"], o["node_id"], pull["id"], pull["node_id"])
		}
	}
}
