package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

const issuePage = "/acme/shop/issues/2"

func TestCommentIsPostedAsTheChosenPerson(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	got := browse(t, e, "ben").post(issuePage+"/comment", "body", "/upgrade owner-does platform\r\n")
	comments := e.Comments(ref(t, "acme/shop#2"))
	last := comments[len(comments)-1]
	if last.Author != "ben" || last.Body != "/upgrade owner-does platform\r\n" {
		t.Errorf("comment %+v", last)
	}
	if got.notice() != "Comment added." || !strings.HasPrefix(got.path, issuePage) {
		t.Errorf("%q at %s", got.notice(), got.path)
	}
	got.says("I will do it.", "/upgrade owner-does platform")
	pending := e.Pending()
	if len(pending) != 1 || pending[0].Event != "issue_comment" || !strings.Contains(string(pending[0].Payload), `"login":"ben"`) {
		t.Errorf("deliveries %v", pending)
	}
}

func TestFormsOfAnIssueDoWhatTheySay(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "anna")
	id := e.Comments(ref(t, "acme/shop#2"))[0].DatabaseID
	comment := fmt.Sprintf("%s/comments/%d", issuePage, id)
	forms := []struct {
		path  string
		pairs []string
		said  string
		now   string
	}{
		{issuePage + "/edit", []string{"title", "Better", "body", "New"}, "Saved.", "Better"},
		{issuePage + "/state", []string{"to", "not_planned"}, "Closed.", "Closed as not planned"},
		{issuePage + "/state", []string{"to", "open"}, "Reopened.", "reopened this"},
		{issuePage + "/state", []string{"to", "completed"}, "Closed.", "Closed as completed"},
		{issuePage + "/labels", []string{"label", "bug", "label", "upgrade"}, "Labels set.", "added the label upgrade"},
		{issuePage + "/assign", []string{"login", "cleo"}, "Assigned.", "assigned cleo"},
		{issuePage + "/unassign", []string{"login", "anna"}, "Unassigned.", "unassigned anna"},
		{issuePage + "/react", []string{"content", "heart"}, "Reaction left.", "heart 1 anna"},
		{issuePage + "/sub-issues", []string{"reference", "#6"}, "Sub-issue added.", "1 of 1 done"},
		{comment + "/react", []string{"content", "rocket"}, "Reaction left.", "rocket 1 anna"},
		{comment + "/edit", []string{"body", "I did."}, "Comment edited.", "edited by anna"},
	}
	for _, f := range forms {
		got := b.post(f.path, f.pairs...)
		if got.notice() != f.said {
			t.Errorf("%s: %q", f.path, got.notice())
		}
		got.says(f.now)
	}
	is := e.Issue(ref(t, "acme/shop#2"))
	if is.Title != "Better" || is.Body != "New" || is.Reason != upgrade.ReasonCompleted || !cmp.Equal(is.Labels, []string{"bug", "upgrade"}) || !cmp.Equal(is.Assignees, []string{"cleo"}) {
		t.Errorf("issue %+v", is)
	}
	if got := b.post(comment + "/delete"); got.notice() != "Comment deleted." || len(e.Comments(ref(t, "acme/shop#2"))) != 0 {
		t.Errorf("delete: %q", got.notice())
	}
}

// boxes are the buttons on a page that check and uncheck boxes, with what to post.
func boxes(s shown) (offsets, states []string, version string) {
	for _, n := range s.all("button") {
		if attribute(n, "name") == "box" {
			offsets, states = append(offsets, attribute(n, "value")), append(states, attribute(n, "aria-checked"))
		}
	}
	for _, n := range s.all("input") {
		if attribute(n, "name") == "version" {
			version = attribute(n, "value")
		}
	}
	return offsets, states, version
}

func TestBoxChangesOneByte(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "anna")
	was := e.Issue(ref(t, "acme/shop#1")).Body
	offsets, states, version := boxes(b.get("/acme/shop/issues/1"))
	if !cmp.Equal(states, []string{"false", "false", "false"}) {
		t.Fatalf("boxes %v", states)
	}
	got := b.post("/acme/shop/issues/1/box", "box", offsets[1], "version", version)
	want := strings.Replace(was, "[ ] acme/cart#1", "[x] acme/cart#1", 1)
	if diff := cmp.Diff(want, e.Issue(ref(t, "acme/shop#1")).Body); diff != "" || got.notice() != "Box checked." {
		t.Errorf("%q (-want +got):\n%s", got.notice(), diff)
	}
	if _, states, _ := boxes(got); !cmp.Equal(states, []string{"false", "true", "false"}) {
		t.Errorf("boxes %v", states)
	}
	stale := b.post("/acme/shop/issues/1/box", "box", offsets[0], "version", version)
	if !strings.Contains(stale.notice(), "has changed the description") {
		t.Errorf("a box of an older description: %q", stale.notice())
	}
	_, _, version = boxes(stale)
	for _, none := range []string{"0", "-1", "999999", "x"} {
		if got := b.post("/acme/shop/issues/1/box", "box", none, "version", version).notice(); got != "Not done: There is no such box" {
			t.Errorf("box %s: %q", none, got)
		}
	}
	b.post("/acme/shop/issues/1/box", "box", offsets[1], "version", version)
	if e.Issue(ref(t, "acme/shop#1")).Body != was {
		t.Error("unchecking did not bring the description back")
	}
}

func TestSavingAnUnchangedDescriptionKeepsItsLineEnds(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	was := e.Issue(ref(t, "acme/shop#2"))
	if err := e.EditBody("anna", ref(t, "acme/shop#2"), "a\nb\n"); err != nil {
		t.Fatal(err)
	}
	browse(t, e, "anna").post(issuePage+"/edit", "title", was.Title, "body", "a\r\nb\r\n")
	if got := e.Issue(ref(t, "acme/shop#2")).Body; got != "a\nb\n" {
		t.Errorf("body %q", got)
	}
}

func TestRightsHoldOnPages(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.AddSubIssue("olga", ref(t, "acme/shop#1"), ref(t, "acme/cart#1")); err != nil {
		t.Fatal(err)
	}
	stranger := browse(t, e, "passer-by")
	for _, path := range []string{"/acme/cart", "/acme/cart/issues", "/acme/cart/issues/1", "/acme/cart/issues/new", "/acme/.github", "/acme/cart/compare", "/orgs/acme/projects/9"} {
		got := stranger.get(path)
		if got.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, got.status)
		}
	}
	if got := stranger.post("/acme/cart/issues/1/comment", "body", "Hi"); got.status != http.StatusNotFound {
		t.Errorf("comment where nothing can be seen: %d", got.status)
	}
	stranger.get("/acme").saysNot("/acme/cart")
	parent := stranger.get("/acme/shop/issues/1")
	parent.says("1 that you may not see", "added the sub-issue something you may not see")
	parent.saysNot("/acme/cart", "Upgrade the cart")
	refusals := []struct{ path, name, value string }{
		{"/acme/shop/issues/2/edit", "title", "Mine"},
		{"/acme/shop/issues/2/state", "to", "completed"},
		{"/acme/shop/issues/2/labels", "label", "bug"},
		{"/acme/shop/issues/2/assign", "login", "anna"},
		{"/acme/shop/issues/7/comment", "body", "Hi"},
		{"/acme/attic/issues/1/comment", "body", "Hi"},
		{"/acme/shop/issues/2/comment", "body", ""},
		{"/acme/shop/pull/3/merge", "method", "merge"},
		{"/acme/shop/issues/2/comments/" + decimal(e.Comments(ref(t, "acme/shop#2"))[0].DatabaseID) + "/edit", "body", "Hi"},
	}
	before := e.Issues("acme/shop")
	for _, r := range refusals {
		if got := stranger.post(r.path, r.name, r.value); !strings.HasPrefix(got.notice(), "Not done: ") {
			t.Errorf("%s: %q (%d)", r.path, got.notice(), got.status)
		}
	}
	if diff := cmp.Diff(before, e.Issues("acme/shop")); diff != "" {
		t.Errorf("something was done:\n%s", diff)
	}
}

func decimal(n int64) string { return fmt.Sprint(n) }

func TestMovedThingsHaveNewAddresses(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	moved, err := e.TransferIssue("olga", ref(t, "acme/cart#1"), "acme/.github")
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t, e, "olga")
	for from, to := range map[string]string{
		"/acme/shop": "/acme/store", "/acme/shop/issues?state=closed": "/acme/store/issues?state=closed", "/acme/shop/issues/2": "/acme/store/issues/2",
		"/acme/cart/issues/1": "/acme/.github/issues/" + decimal(int64(moved.Number)), "/acme/store/issues/3": "/acme/store/pull/3", "/acme/store/pull/2": "/acme/store/issues/2",
	} {
		if got := b.get(from); got.path != to || got.status != http.StatusOK {
			t.Errorf("%s leads to %s (%d), not %s", from, got.path, got.status, to)
		}
	}
	if got := b.post("/acme/shop/issues/2/comment", "body", "Hi"); got.notice() != "Comment added." {
		t.Errorf("a form from before: %q", got.notice())
	}
}

func TestIssuesCanBeListedAndOpened(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "ben")
	got := b.get("/acme/shop/issues?label=upgrade")
	got.says("1 open", "0 closed", "Upgrade everything")
	got.saysNot("Upgrade the shop")
	for n := range 51 {
		if _, err := e.OpenIssue("anna", "acme/cart", fmt.Sprintf("Wish %d.", n), ""); err != nil {
			t.Fatal(err)
		}
	}
	first := b.get("/acme/cart/issues")
	first.says("52 open", "Page 1 of 2", "Wish 50.")
	first.saysNot("Wish 0.")
	b.get("/acme/cart/issues?page=2").says("Wish 0.", "Upgrade the cart")
	made := b.post("/acme/cart/issues/new", "title", "Another", "body", "Text")
	made.says("Another", "Issue #53 is open.", "opened by ben")
	if got := b.post("/acme/cart/issues/new", "title", " "); !strings.HasPrefix(got.notice(), "Not done: ") || got.path != "/acme/cart/issues/new" {
		t.Errorf("without a title: %q at %s", got.notice(), got.path)
	}
}

func TestPullRequestIsOpenedReviewedAndMergedByAClick(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	anna, olga := browse(t, e, "anna"), browse(t, e, "olga")
	made := anna.post("/acme/shop/compare", "title", "Change it", "body", "", "closes", "#2, acme/shop#1")
	if made.notice() != "Pull request #8 is open." {
		t.Fatalf("%q", made.notice())
	}
	page := made.path
	olga.get("/acme/shop/issues/2").says("Change it")
	steps := []struct {
		by    *browser
		form  string
		pairs []string
		said  string
		now   string
	}{
		{anna, "/review", []string{"review", "approved"}, "Not done: Can not approve your own pull request", "Nobody yet"},
		{anna, "/draft", nil, "It is a draft now.", "Draft"},
		{anna, "/ready", nil, "It is ready for review now.", "Open"},
		{olga, "/review", []string{"review", "changes_requested", "body", "Too *short*"}, "You requested changes.", "Too short"},
		{olga, "/review", []string{"review", "approved"}, "You approved these changes.", "olga approved these changes"},
		{olga, "/merge", []string{"method", "squash"}, "Merged.", "It is merged."},
	}
	for _, s := range steps {
		got := s.by.post(page+s.form, s.pairs...)
		if got.notice() != s.said {
			t.Errorf("%s %v: %q", s.form, s.pairs, got.notice())
		}
		got.says(s.now)
	}
	for _, closed := range []string{"acme/shop#1", "acme/shop#2"} {
		if !e.Issue(ref(t, closed)).Closed {
			t.Errorf("%s is open", closed)
		}
	}
	if got := anna.post("/acme/shop/compare", "title", "x", "closes", "acme/nothing#1"); !strings.HasPrefix(got.notice(), "Not done: There is no issue") {
		t.Errorf("%q", got.notice())
	}
}

func TestDeliveryLogShowsAndRedelivers(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "olga")
	b.post(issuePage+"/comment", "body", "Hello")
	b.get("/emulator/deliveries").says("issue_comment.created", "pending", "1 pending")
	path := b.firstDelivery()
	b.get(path).says(`"action": "created"`, "X-Github-Event", "It has not been sent yet.")
	if got := b.post(path + "/redeliver"); got.notice() != "Not done: It has not been sent yet" {
		t.Errorf("%q", got.notice())
	}
	e.SetWebhook("http://nowhere.test/", "x")
	if err := e.Drop(0); err != nil {
		t.Fatal(err)
	}
	b.get(path).says("502 failed to connect to host")
	if got := b.post(path + "/redeliver"); got.notice() != "Another attempt is on its way." {
		t.Errorf("%q", got.notice())
	}
	pending, sent := e.Pending(), e.Sent()
	if len(pending) != 1 || !pending[0].Redelivery || pending[0].GUID != sent[0].GUID {
		t.Errorf("pending %v", pending)
	}
	b.get("/emulator/deliveries").says("again", "pending")
	if got := b.get("/emulator/deliveries/1").status; got != http.StatusNotFound {
		t.Errorf("an unknown delivery: %d", got)
	}
}
