package emulator_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestAppReadsAndWritesThroughREST(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	ctx := context.Background()
	gh := asInstallation(t, e.RoundTripper())

	issue, _, err := gh.Issues.Get(ctx, "acme", "shop", 1)
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Replace(issue.GetBody(), "[ ] #2", "[x] #2", 1)
	if !strings.Contains(issue.GetBody(), "these:\r\n\r\n- [ ] #2\r\n") {
		t.Errorf("the body lost its line ends: %q", issue.GetBody())
	}
	edited, _, err := gh.Issues.Edit(ctx, "acme", "shop", 1, &github.IssueRequest{Body: &body})
	if err != nil || edited.GetBody() != body {
		t.Errorf("edit body: %q, %v", edited.GetBody(), err)
	}
	made, _, err := gh.Issues.CreateComment(ctx, "acme", "shop", 2, &github.IssueComment{Body: new("Hello")})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := gh.Issues.EditComment(ctx, "acme", "shop", made.GetID(), &github.IssueComment{Body: new("Hello again")}); err != nil {
		t.Error(err)
	}
	for _, want := range []int{http.StatusCreated, http.StatusOK} {
		_, answer, err := gh.Reactions.CreateIssueCommentReaction(ctx, "acme", "shop", made.GetID(), "+1")
		if err != nil || answer.StatusCode != want {
			t.Errorf("react: %v, %v, want %d", answer.StatusCode, err, want)
		}
	}
	comments, _, err := gh.Issues.ListComments(ctx, "acme", "shop", 2, nil)
	if err != nil || len(comments) != 2 || comments[1].GetBody() != "Hello again" || comments[1].GetReactions().GetPlusOne() != 1 {
		t.Errorf("list comments: %v, %v", comments, err)
	}
	var methods []string
	for _, w := range e.Writes() {
		text := w.Method + " " + w.Target
		if !w.Changed {
			text += " again"
		}
		methods = append(methods, text)
	}
	want := []string{"edit body acme/shop#1", "create comment acme/shop#2", "edit comment acme/shop#2", "react acme/shop#2", "react acme/shop#2 again"}
	if diff := cmp.Diff(want, methods); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestRightsOverREST(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	ctx := context.Background()
	app, nobody := asInstallation(t, e.RoundTripper()), over(t, e.RoundTripper())
	passerBy := asPerson(t, e.RoundTripper(), "passer-by")
	comment := &github.IssueComment{Body: new("Hi")}
	cases := []struct {
		name string
		do   func() (*github.Response, error)
		want int
	}{
		{"app comments where it is", func() (*github.Response, error) {
			_, a, err := app.Issues.CreateComment(ctx, "acme", "cart", 1, comment)
			return a, err
		}, 201},
		{"app reads elsewhere what is public", func() (*github.Response, error) {
			_, a, err := app.Issues.Get(ctx, "elsewhere", "library", 1)
			return a, err
		}, 200},
		{"app does not write elsewhere", func() (*github.Response, error) {
			_, a, err := app.Issues.CreateComment(ctx, "elsewhere", "library", 1, comment)
			return a, err
		}, 403},
		{"app does not see what is private elsewhere", func() (*github.Response, error) {
			_, a, err := app.Issues.Get(ctx, "elsewhere", "hidden", 1)
			return a, err
		}, 404},
		{"archived", func() (*github.Response, error) {
			_, a, err := app.Issues.CreateComment(ctx, "acme", "attic", 1, comment)
			return a, err
		}, 403},
		{"issues disabled", func() (*github.Response, error) {
			_, a, err := app.Issues.Create(ctx, "acme", "no-issues", &github.IssueRequest{Title: new("x")})
			return a, err
		}, 410},
		{"locked for passers-by", func() (*github.Response, error) {
			_, a, err := passerBy.Issues.CreateComment(ctx, "acme", "shop", 7, comment)
			return a, err
		}, 403},
		{"locked for the app", func() (*github.Response, error) {
			_, a, err := app.Issues.CreateComment(ctx, "acme", "shop", 7, comment)
			return a, err
		}, 201},
		{"nobody writes", func() (*github.Response, error) {
			_, a, err := nobody.Issues.CreateComment(ctx, "acme", "shop", 1, comment)
			return a, err
		}, 401},
		{"nobody reads the app", func() (*github.Response, error) {
			_, a, err := nobody.Apps.Get(ctx, "")
			return a, err
		}, 401},
		{"wrong token", func() (*github.Response, error) {
			_, a, err := nobody.WithAuthToken("ghs_4711_made.up").Issues.Get(ctx, "acme", "shop", 1)
			return a, err
		}, 401},
		{"not emulated", func() (*github.Response, error) {
			_, a, err := app.Repositories.ListForks(ctx, "acme", "shop", nil)
			return a, err
		}, 404},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			answer, err := each.do()
			if answer == nil || answer.StatusCode != each.want {
				t.Fatalf("got %v, %v, want %d", answer, err, each.want)
			}
			var refused *github.ErrorResponse
			if each.want >= 400 && (!errors.As(err, &refused) || refused.Message == "" || refused.DocumentationURL == "") {
				t.Errorf("the error has no message or documentation_url: %#v", err)
			}
			if answer.Header.Get("X-GitHub-Request-Id") == "" || answer.Rate.Limit == 0 {
				t.Errorf("missing headers: %v", answer.Header)
			}
		})
	}
}

func TestPermissionsAndTeams(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	gh := asInstallation(t, small(t, newClock()).RoundTripper())
	for login, want := range map[string]string{"olga": "admin admin", "anna": "write write", "ben": "write write", "cleo": "read read", "passer-by": "read read"} {
		level, _, err := gh.Repositories.GetPermissionLevel(ctx, "acme", "shop", login)
		if err != nil || level.GetPermission()+" "+level.GetUser().GetRoleName() != want || level.GetUser().GetLogin() != login {
			t.Errorf("permission of %s: %v, %v, want %s", login, level, err, want)
		}
	}
	for login, want := range map[string]int{"anna": 200, "ben": 200, "cleo": 404, "nobody-at-all": 404} {
		_, answer, _ := gh.Teams.GetTeamMembershipBySlug(ctx, "acme", "engineering", login)
		if answer.StatusCode != want {
			t.Errorf("membership of %s by a child team: %d, want %d", login, answer.StatusCode, want)
		}
	}
}

func TestTokensAreCheckedByTheirOwnClock(t *testing.T) {
	t.Parallel()
	content, auth := newClock(), testclock.At(time.Now())
	e := small(t, content, func(o *emulator.Options) { o.AuthNow = auth.Now })
	ctx := context.Background()
	apps := asApp(t, e.RoundTripper())
	found, _, err := apps.Apps.ListInstallations(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	made, _, err := apps.Apps.CreateInstallationToken(ctx, found[0].GetID(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(made.GetToken(), "ghs_4711_") || len(made.GetToken()) < 200 {
		t.Errorf("token %q is not of the long form", made.GetToken())
	}
	gh := over(t, e.RoundTripper()).WithAuthToken(made.GetToken())
	content.Pass(48 * time.Hour)
	if _, _, err := gh.Issues.Get(ctx, "acme", "cart", 1); err != nil {
		t.Errorf("content clock ended the token: %v", err)
	}
	auth.Pass(61 * time.Minute)
	if _, answer, _ := gh.Issues.Get(ctx, "acme", "cart", 1); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("token still works after an hour: %d", answer.StatusCode)
	}
	if _, answer, _ := apps.Apps.Get(ctx, ""); answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("a JWT from an hour ago still works: %d", answer.StatusCode)
	}
}

func TestSuspendedInstallationIsRefused(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	ctx := context.Background()
	apps := asApp(t, e.RoundTripper())
	found, _, err := apps.Apps.ListInstallations(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Suspend("olga", "acme", true); err != nil {
		t.Fatal(err)
	}
	before := len(e.Pending())
	if _, err := e.Comment("anna", ref(t, "acme/shop#1"), "Anybody?"); err != nil {
		t.Fatal(err)
	}
	if got := len(e.Pending()); got != before {
		t.Errorf("%d webhooks while suspended", got-before)
	}
	_, answer, err := apps.Apps.CreateInstallationToken(ctx, found[0].GetID(), nil)
	if answer.StatusCode != http.StatusForbidden || !strings.Contains(err.Error(), "This installation has been suspended") {
		t.Errorf("token while suspended: %v", err)
	}
}

func TestBodyLimits(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	ctx := context.Background()
	gh := asInstallation(t, e.RoundTripper())
	long, longest := strings.Repeat("x", 262_145), strings.Repeat("x", 262_144)
	before := e.Issue(ref(t, "acme/shop#2"))
	if now, _, err := gh.Issues.Edit(ctx, "acme", "shop", 2, &github.IssueRequest{Body: &long}); err != nil || now.GetBody() != before.Body {
		t.Errorf("edit over the limit: %d bytes, %v; want the old body without an error", len(now.GetBody()), err)
	}
	if now, _, err := gh.Issues.Edit(ctx, "acme", "shop", 2, &github.IssueRequest{Body: &longest}); err != nil || now.GetBody() != longest {
		t.Errorf("edit at the limit: %d bytes, %v", len(now.GetBody()), err)
	}
	if _, answer, err := gh.Issues.CreateComment(ctx, "acme", "shop", 2, &github.IssueComment{Body: &long}); answer.StatusCode != 422 || !strings.Contains(err.Error(), "65536") {
		t.Errorf("comment over the limit: %v", err)
	}
	if _, answer, _ := gh.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{Title: new("t"), Body: &long}); answer.StatusCode != 422 {
		t.Errorf("issue over the limit: %d", answer.StatusCode)
	}
}

func TestRenamesAndTransfersRedirect(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	ctx := context.Background()
	gh := asInstallation(t, e.RoundTripper())
	if to, err := e.TransferIssue("anna", ref(t, "acme/cart#1"), "acme/shop"); err == nil {
		t.Errorf("a private issue became public as %s", to)
	}
	moved, err := e.TransferIssue("anna", ref(t, "acme/shop#7"), "acme/cart")
	if err != nil {
		t.Fatal(err)
	}
	if issue, _, err := gh.Issues.Get(ctx, "acme", "shop", 7); err != nil || issue.GetNumber() != moved.Number {
		t.Errorf("read by the former number: %v, %v", issue, err)
	}
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	issue, _, err := gh.Issues.Get(ctx, "acme", "shop", 2)
	if err != nil || !strings.Contains(issue.GetURL(), "/acme/store/issues/2") {
		t.Errorf("read by the former name: %v, %v", issue.GetURL(), err)
	}
	if _, _, err := gh.Issues.CreateComment(ctx, "acme", "shop", 2, &github.IssueComment{Body: new("Still here")}); err != nil {
		t.Errorf("write by the former name: %v", err)
	}
	if got := e.Issue(ref(t, "acme/shop#2")).Ref; got != ref(t, "acme/store#2") {
		t.Errorf("found at %s", got)
	}
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	ctx := context.Background()
	gh := asInstallation(t, e.RoundTripper())
	for range 45 {
		if _, err := e.Comment("anna", ref(t, "acme/shop#1"), "Again"); err != nil {
			t.Fatal(err)
		}
		c.Pass(time.Minute)
	}
	options := &github.IssueListCommentsOptions{ListOptions: github.ListOptions{PerPage: 20}}
	var sizes []int
	for {
		some, answer, err := gh.Issues.ListComments(ctx, "acme", "shop", 1, options)
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(some))
		if answer.NextPage == 0 {
			break
		}
		options.Page = answer.NextPage
	}
	if diff := cmp.Diff([]int{20, 20, 5}, sizes); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	since := newClock().Now().Add(40 * time.Minute)
	late, _, err := gh.Issues.ListComments(ctx, "acme", "shop", 1, &github.IssueListCommentsOptions{Since: &since})
	if err != nil || len(late) != 5 {
		t.Errorf("comments since: %d, %v", len(late), err)
	}
	mine, _, err := gh.Issues.ListByRepo(ctx, "acme", "shop", &github.IssueListByRepoOptions{Creator: "ben", State: "all"})
	if err != nil || len(mine) != 3 || mine[0].GetNumber() != 7 {
		t.Errorf("issues by creator: %v, %v", mine, err)
	}
	open, _, err := gh.Issues.ListByRepo(ctx, "acme", "shop", nil)
	if err != nil || len(open) != 4 || !open[1].IsPullRequest() {
		t.Errorf("open issues: %v, %v", open, err)
	}
}

func TestConditionalRequests(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	get := func(tag string) (int, string) {
		r, err := http.NewRequest(http.MethodGet, "https://github.test/api/v3/repos/acme/shop/issues/1", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("If-None-Match", tag)
		answer, err := e.RoundTripper().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
		return answer.StatusCode, answer.Header.Get("ETag")
	}
	_, tag := get("")
	if got, _ := get(tag); got != http.StatusNotModified {
		t.Errorf("unchanged: %d", got)
	}
	if err := e.CloseIssue("anna", ref(t, "acme/shop#1"), upgrade.ReasonCompleted); err != nil {
		t.Fatal(err)
	}
	if got, _ := get(tag); got != http.StatusOK {
		t.Errorf("changed: %d", got)
	}
}

func TestContents(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	ctx := context.Background()
	gh := asInstallation(t, e.RoundTripper())
	long := strings.Repeat("level: x\n", 40)
	if err := e.PushFile("anna", "acme/shop", "docs/deep/long.yml", long); err != nil {
		t.Fatal(err)
	}
	file, _, _, err := gh.Repositories.GetContents(ctx, "acme", "shop", "docs/deep/long.yml", nil)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := file.GetContent(); err != nil || text != long {
		t.Errorf("file: %q, %v", text, err)
	}
	_, folder, _, err := gh.Repositories.GetContents(ctx, "acme", "shop", "docs", nil)
	if err != nil || len(folder) != 2 || folder[0].GetType() != "dir" || folder[1].GetName() != "how.md" {
		t.Errorf("folder: %v, %v", folder, err)
	}
	if _, _, answer, _ := gh.Repositories.GetContents(ctx, "acme", "shop", "none.yml", nil); answer.StatusCode != 404 {
		t.Errorf("absent file: %d", answer.StatusCode)
	}
	repos, _, err := gh.Apps.ListRepos(ctx, nil)
	if err != nil || repos.GetTotalCount() != 5 {
		t.Errorf("repositories of the installation: %v, %v", repos, err)
	}
}
