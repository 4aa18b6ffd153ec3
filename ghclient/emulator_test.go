package ghclient_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// world is an emulated GitHub with the client of the app on it.
type world struct {
	*ghclient.Client
	github *emulator.Emulator
	inst   int64
	at     time.Time
}

func newWorld(t *testing.T, change ...func(*emulator.Options)) *world {
	t.Helper()
	w := &world{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	now := func() time.Time { return w.at }
	text, err := os.ReadFile("../testdata/orgs/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w.github = emulator.New(t, string(text), append([]func(*emulator.Options){func(o *emulator.Options) { o.Now = now }}, change...)...)
	w.Client = newClient(t, w.github, w.github.RoundTripper())
	installations, err := w.Installations(t.Context())
	if err != nil || len(installations) != 1 {
		t.Fatalf("installations %+v, %v", installations, err)
	}
	w.inst = installations[0].ID
	return w
}

// newClient is a client that remembers nothing.
func newClient(t *testing.T, of *emulator.Emulator, transport http.RoundTripper) *ghclient.Client {
	t.Helper()
	key, err := of.AppKey()
	if err != nil {
		t.Fatal(err)
	}
	c, err := ghclient.New(ghclient.Config{
		V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql",
		AppID: 4711, PrivateKey: key, Transport: transport, Now: time.Now, UserAgent: "upkeep-test",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ref(t *testing.T, text string) upgrade.Ref {
	t.Helper()
	r, err := upgrade.ParseRef(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// later moves the content clock on by a minute.
func (w *world) later() time.Time {
	w.at = w.at.Add(time.Minute)
	return w.at
}

func (w *world) issue(t *testing.T, text string, since time.Time) upgrade.Issue {
	t.Helper()
	issue, err := w.Issue(t.Context(), w.inst, w.github.Issue(ref(t, text)).ID, since, "")
	if err != nil {
		t.Fatal(err)
	}
	return issue
}

// must fails the test when an act is refused.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	app, err := w.App(t.Context())
	must(t, err)
	if app.ID != 4711 || app.Login() != "upkeep[bot]" || app.BotUserID == 0 {
		t.Errorf("app %+v", app)
	}
	installations, err := w.Installations(t.Context())
	must(t, err)
	got := installations[0]
	if got.Account != "acme" || got.AccountID == 0 || got.Suspended || got.Permissions["issues"] != "write" {
		t.Errorf("installation %+v", got)
	}
	must(t, w.github.Suspend("olga", "acme", true))
	if installations, err = w.Installations(t.Context()); err != nil || !installations[0].Suspended {
		t.Errorf("suspended: %+v, %v", installations, err)
	}
	if app, err := w.App(t.Context()); err != nil || app.BotUserID != 0 {
		t.Errorf("an app that is suspended everywhere: %+v, %v", app, err)
	}
	if _, err := w.Board(t.Context(), w.inst, "acme", 1); !errors.Is(err, ghclient.ErrSuspended) {
		t.Errorf("read with a suspended installation: %v", err)
	}
}

func TestIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	got := w.issue(t, "acme/shop#2", time.Time{})
	seen := w.github.Issue(ref(t, "acme/shop#2"))
	want := upgrade.Issue{
		IssueState: upgrade.IssueState{
			ID: seen.ID, DatabaseID: seen.DatabaseID, Ref: seen.Ref, Title: "Upgrade the shop", CreatedAt: w.at, UpdatedAt: w.at, ChangedAt: w.at,
			Repository: upgrade.Repository{Owner: "acme", Name: "shop", Catalog: "spec:\n  type: service\n  owner: platform\n"},
		},
		Author: upgrade.Actor{Login: "ben"}, BodyEditedAt: w.at,
		Assignees: []upgrade.Actor{{Login: "anna"}}, AssignedAt: w.at,
		PullRequests: []upgrade.PullRequest{{Ref: ref(t, "acme/shop#3"), Address: "https://github.com/acme/shop/pull/3", Author: upgrade.Actor{Login: "anna"}, Open: true, CreatedAt: w.at, ReadyAt: w.at}},
		Items:        []upgrade.Item{{Values: []upgrade.FieldValue{{Text: "Upgrade the shop"}, {Text: "Todo"}, {Text: "First"}}}},
		Comments:     []upgrade.Comment{{Author: upgrade.Actor{Login: "anna"}, Body: "I will do it.", CreatedAt: w.at, UpdatedAt: w.at}},
	}
	ids := []cmp.Option{
		cmpopts.IgnoreFields(upgrade.Actor{}, "ID"), cmpopts.IgnoreFields(upgrade.PullRequest{}, "ID"),
		cmpopts.IgnoreFields(upgrade.Repository{}, "ID"), cmpopts.IgnoreFields(upgrade.Item{}, "ID", "Board"),
		cmpopts.IgnoreFields(upgrade.Comment{}, "ID", "DatabaseID"), cmpopts.IgnoreFields(upgrade.FieldValue{}, "Field", "UpdatedAt"),
		cmpopts.SortSlices(func(a, b upgrade.FieldValue) bool { return a.Text < b.Text }),
	}
	if diff := cmp.Diff(want, got, ids...); diff != "" {
		t.Errorf("issue (-want +got):\n%s", diff)
	}
	if got.Author.ID == 0 || got.Repository.ID == "" || got.Items[0].Board == "" || got.Comments[0].DatabaseID == 0 {
		t.Errorf("ids are missing: %+v", got)
	}
}

func TestIssueOverTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	child := ref(t, "acme/shop#2")
	closed := w.later()
	must(t, w.github.CloseIssue("ben", child, upgrade.ReasonDuplicate))
	if got := w.issue(t, "acme/shop#2", closed); !got.Closed || got.Reason != upgrade.ReasonDuplicate || !got.ChangedAt.Equal(closed) {
		t.Errorf("closed as duplicate: %+v", got.IssueState)
	}
	reopened := w.later()
	must(t, w.github.ReopenIssue("ben", child))
	edited := w.later()
	must(t, w.github.EditBody("ben", child, "new\r\ntext"))
	commented := w.later()
	id, err := w.github.Comment("cleo", child, "/upgrade")
	must(t, err)
	w.later()
	_, err = w.CreateReaction(t.Context(), w.inst, child, id, "+1")
	must(t, err)
	got := w.issue(t, "acme/shop#2", commented)
	if got.Closed || got.Reason != upgrade.ReasonReopened || !got.ChangedAt.Equal(reopened) || !got.BodyEditedAt.Equal(edited) || got.Body != "new\r\ntext" {
		t.Errorf("reopened and edited: %+v", got)
	}
	if len(got.Comments) != 1 || got.Comments[0].DatabaseID != id || !cmp.Equal(got.Comments[0].OwnReactions, []string{"+1"}) {
		t.Errorf("comments since %s: %+v", commented, got.Comments)
	}
	one, state, err := w.Comment(t.Context(), w.inst, got.ID, got.Comments[0].ID)
	must(t, err)
	if diff := cmp.Diff(got.Comments[0], one); diff != "" || state.Ref != child {
		t.Errorf("the comment alone, on %s (-want +got):\n%s", state.Ref, diff)
	}
	for range 2 { // the second time there is none
		_, err = w.RemoveReaction(t.Context(), w.inst, one.ID, "+1")
		must(t, err)
	}
	if one, _, err = w.Comment(t.Context(), w.inst, got.ID, one.ID); err != nil || len(one.OwnReactions) > 0 {
		t.Errorf("reactions %v, %v", one.OwnReactions, err)
	}
	if _, _, err := w.Comment(t.Context(), w.inst, got.ID, got.ID); !errors.Is(err, ghclient.ErrInvalid) {
		t.Errorf("an issue taken for a comment: %v", err)
	}
	if _, _, err := w.Comment(t.Context(), w.inst, got.ID, "IC_nowhere"); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("a comment that is not there: %v", err)
	}
	w.later()
	must(t, w.github.EditComment("cleo", id, "/upgrade more"))
	got = w.issue(t, "acme/shop#2", w.at)
	if len(got.Comments) != 1 || got.Comments[0].Editor.Login != "cleo" || !got.Comments[0].UpdatedAt.Equal(w.at) {
		t.Errorf("edited comment: %+v", got.Comments)
	}
}

func TestPullRequestAsIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pr := ref(t, "acme/shop#3")
	if got := w.issue(t, "acme/shop#3", time.Time{}); !got.IsPullRequest || got.Closed || got.Repository.Catalog == "" {
		t.Errorf("open pull request: %+v", got)
	}
	closes, err := w.ClosedBy(t.Context(), w.inst, w.github.Issue(pr).ID)
	must(t, err)
	if want := []upgrade.NodeID{w.github.Issue(ref(t, "acme/shop#2")).ID}; !cmp.Equal(closes, want) {
		t.Errorf("closes %v, want %v", closes, want)
	}
	w.later()
	must(t, w.github.MergePullRequest("olga", pr))
	if got := w.issue(t, "acme/shop#3", time.Time{}); !got.Closed || got.Reason != upgrade.ReasonCompleted || !got.ChangedAt.Equal(w.at) {
		t.Errorf("merged: %+v", got.IssueState)
	}
	other, err := w.github.OpenPullRequest("anna", "acme/shop", "Other", "")
	must(t, err)
	must(t, w.github.ClosePullRequest("anna", other))
	if got := w.issue(t, other.String(), time.Time{}); !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
		t.Errorf("closed unmerged: %+v", got.IssueState)
	}
}

func TestLongLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	roadmap := ref(t, "acme/shop#1")
	for i := range 120 {
		w.later()
		_, err := w.github.Comment("anna", roadmap, fmt.Sprint("comment ", i))
		must(t, err)
	}
	for i := range 105 {
		pr, err := w.github.OpenPullRequest("anna", "acme/shop", fmt.Sprint("pull ", i), "", roadmap)
		must(t, err)
		if i%2 == 0 {
			must(t, w.github.ClosePullRequest("anna", pr))
		}
	}
	got := w.issue(t, "acme/shop#1", time.Time{})
	if len(got.Comments) != 120 || len(got.PullRequests) != 105 || len(got.SubIssues) != 1 || len(got.Labels) != 1 {
		t.Errorf("%d comments, %d pull requests, %d sub-issues, %d labels", len(got.Comments), len(got.PullRequests), len(got.SubIssues), len(got.Labels))
	}
	for i, comment := range got.Comments {
		if want := fmt.Sprint("comment ", i); comment.Body != want {
			t.Fatalf("comment %d is %q", i, comment.Body)
		}
	}
	all, err := w.Comments(t.Context(), w.inst, roadmap)
	must(t, err)
	if len(all) != 120 || all[119].Body != "comment 119" || all[0].ID != got.Comments[0].ID {
		t.Errorf("listed %d comments", len(all))
	}
}

func TestUnreadableIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hidden := w.github.Issue(ref(t, "elsewhere/hidden#1")).ID
	for _, id := range []upgrade.NodeID{hidden, "I_nonsense"} {
		if _, err := w.Issue(t.Context(), w.inst, id, time.Time{}, ""); !errors.Is(err, ghclient.ErrNotFound) {
			t.Errorf("issue %s: %v", id, err)
		}
	}
}

func TestStatesAndResolve(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shop, library, hidden := ref(t, "acme/shop#2"), ref(t, "elsewhere/library#1"), ref(t, "elsewhere/hidden#1")
	id := func(r upgrade.Ref) upgrade.NodeID { return w.github.Issue(r).ID }
	states, err := w.States(t.Context(), w.inst, []upgrade.NodeID{id(shop), id(hidden), "I_nonsense", id(library), id(shop)})
	must(t, err)
	if len(states) != 2 || states[id(shop)].Ref != shop || states[id(library)].Title != "Upgrade the library" {
		t.Errorf("states %+v", states)
	}
	moved, err := w.github.TransferIssue("olga", ref(t, "acme/shop#7"), "acme/cart")
	must(t, err)
	must(t, w.github.RenameRepository("olga", "acme/shop", "store"))
	asked := []upgrade.Ref{
		shop,
		{Owner: "ACME", Repo: "Shop", Number: 2},
		ref(t, "acme/store#2"), library, hidden, ref(t, "acme/shop#3"),
		ref(t, "acme/shop#7"), ref(t, "acme/shop#99"), ref(t, "nobody/nothing#1"), ref(t, "acme/shop#9999999999"),
	}
	found, err := w.Resolve(t.Context(), w.inst, asked)
	must(t, err)
	got := map[upgrade.Ref]upgrade.Ref{}
	for r, state := range found {
		got[r] = state.Ref
	}
	want := map[upgrade.Ref]upgrade.Ref{
		asked[0]: ref(t, "acme/store#2"), asked[1]: ref(t, "acme/store#2"), asked[2]: ref(t, "acme/store#2"),
		library: library, asked[5]: ref(t, "acme/store#3"), asked[6]: moved,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
	if !found[asked[5]].IsPullRequest {
		t.Error("a pull request is taken for an issue")
	}
	if _, _, err := w.Body(t.Context(), w.inst, shop); !errors.Is(err, ghclient.ErrMoved) {
		t.Errorf("read before a write, of a renamed repository: %v", err)
	}
	if _, _, err := w.EditBody(t.Context(), w.inst, shop, "x"); !errors.Is(err, ghclient.ErrMoved) {
		t.Errorf("write to a renamed repository: %v", err)
	}
}

func TestTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	roadmap := ref(t, "acme/shop#1")
	body, _, err := w.Body(t.Context(), w.inst, roadmap)
	must(t, err)
	if want := w.github.Issue(roadmap).Body; body != want {
		t.Errorf("body %q, want %q", body, want)
	}
	now, requestID, err := w.EditBody(t.Context(), w.inst, roadmap, body+"\r\n<b>&")
	must(t, err)
	if now != body+"\r\n<b>&" || w.github.Issue(roadmap).Body != now || requestID == "" {
		t.Errorf("body is %q, request %q", now, requestID)
	}
	id, node, _, err := w.CreateComment(t.Context(), w.inst, roadmap, "hello")
	must(t, err)
	_, err = w.EditComment(t.Context(), w.inst, roadmap, id, "hello again")
	must(t, err)
	comments, err := w.Comments(t.Context(), w.inst, roadmap)
	must(t, err)
	if len(comments) != 1 || comments[0].DatabaseID != id || comments[0].Body != "hello again" || comments[0].ByApp != 4711 || !comments[0].Author.Bot {
		t.Errorf("comments %+v", comments)
	}
	if got := w.issue(t, "acme/shop#1", time.Time{}).Comments; len(got) != 1 || got[0].Author != comments[0].Author {
		t.Errorf("comments by GraphQL %+v", got)
	}
	if comments[0].ID != node {
		t.Errorf("made %s, listed %s", node, comments[0].ID)
	}
	w.later()
	with := func() upgrade.Issue {
		issue, err := w.Issue(t.Context(), w.inst, w.github.Issue(roadmap).ID, w.at, node)
		must(t, err)
		return issue
	}
	if got := with(); got.Own.DatabaseID != id || got.Own.Body != "hello again" || len(got.Comments) != 0 {
		t.Errorf("with its own comment: %+v, and %+v", got.Own, got.Comments)
	}
	must(t, w.github.DeleteComment("olga", id))
	if got := with(); got.Own.ID != "" {
		t.Errorf("with a deleted comment: %+v", got.Own)
	}
	if _, err := w.EditComment(t.Context(), w.inst, roadmap, 999, "x"); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("edit a comment that is not there: %v", err)
	}
}
