//go:build services

package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// openEdX are the organisations with the columns of the Open edX board, and with
// people of both teams who may review.
func openEdX() string {
	return strings.NewReplacer(
		"Status: [Todo, In Progress, Done]", "Status: [Todo, In Progress, Author Team Review, Owner Review, Approved, Blocked, Done]",
		"teams: {arbi-bom: read}", "teams: {arbi-bom: write}",
	).Replace(organisations)
}

// pull opens a pull request that closes the child.
func (w *world) pull(login, repo string) upgrade.Ref {
	w.t.Helper()
	ref, err := w.github.OpenPullRequest(login, repo, "The work", "", w.ref(shop))
	w.must(err)
	return ref
}

// then lets an act happen and wants the child to be in a column after it.
func (w *world) then(err error, column string) {
	w.t.Helper()
	w.must(err)
	w.quiet()
	if got := w.card(shop)["Status"]; got != column {
		w.t.Fatalf("Status is %q, want %q", got, column)
	}
}

// Each step of a review is an event that moves the card, within what the level says.
func TestStatusFollowsTheReview(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	w.says("ada", shop, "/upgrade owner-does owner-reviews-merges-deploys-and-monitors")
	work := w.pull("dora", "acme/shop")
	w.then(w.github.DraftPullRequest("dora", work, true), "In Progress")
	w.then(w.github.DraftPullRequest("dora", work, false), "In Progress")
	w.then(w.github.RequestReview("dora", work, "ben", true), "Author Team Review")
	w.then(w.github.Review("ben", work, "approved", "Fine"), "Owner Review") // the owner reviews at this level
	w.then(w.github.RequestReview("dora", work, "ada", true), "Owner Review")
	w.then(w.github.Review("ada", work, "changes_requested", "Not yet"), "In Progress")
	w.then(w.github.RequestReview("dora", work, "ada", true), "Owner Review")
	w.then(w.github.Review("ada", work, "approved", "Fine"), "Owner Review") // and merges
	w.says("ada", shop, "/upgrade owner-does owner-does-everything")
	w.then(nil, "Approved") // by whom it is made
	w.then(w.github.DismissReview("olga", work, "ada", "Look again"), "Author Team Review")
	w.then(w.github.SetLabels("olga", work, "waiting on author"), "In Progress")
	w.then(w.github.SetLabels("olga", work), "Author Team Review")
	w.then(w.github.SetLabels("olga", w.ref(shop), "blocked by other work"), "Blocked")
	w.then(w.github.SetLabels("olga", w.ref(shop)), "Author Team Review")
	w.then(w.github.MergePullRequest("ada", work), "Done") // it closes the child
}

// A pull request is the child's by closing keyword or sidebar. One that merely
// names the child moves nothing, whatever becomes of it.
func TestMentionMovesNothing(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	before := len(w.github.Writes())
	mention, err := w.github.OpenPullRequest("dora", "acme/shop", "Part of acme/shop#1", "See https://github.com/acme/shop/issues/1 and #1.")
	w.then(err, "Todo")
	_, err = w.github.Comment("dora", w.ref(shop), "In work in "+mention.String())
	w.then(err, "Todo")
	w.then(w.github.RequestReview("dora", mention, "ada", true), "Todo")
	w.then(w.github.Review("ada", mention, "approved", "Fine"), "Todo")
	w.then(w.github.MergePullRequest("ada", mention), "Todo")
	if n := len(w.github.Writes()) - before; n > 5 { // the acts above
		t.Errorf("%d writes, five of which are people's: %v", n, w.github.Writes()[before:])
	}
	w.then(w.github.LinkPullRequest("ada", w.pull("dora", "acme/shop"), w.ref(shop), true), "In Progress")
}

// Of several pull requests, wherever they are, all have to be ready; what was
// merged and reverted begins anew.
func TestStatusOfSeveralPullRequests(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	here, there := w.pull("dora", "acme/shop"), w.pull("ben", "acme/lib")
	w.then(w.github.Review("ada", here, "approved", "Fine"), "In Progress")
	w.then(w.github.Review("olga", there, "approved", "Fine"), "Approved")
	w.then(w.github.MergePullRequest("olga", there), "Done")
	w.then(w.github.ReopenIssue("ada", w.ref(shop)), "Approved") // the other one is still open
	w.then(w.github.ClosePullRequest("dora", here), "Todo")
	again := w.pull("dora", "acme/shop")
	w.then(nil, "In Progress")
	w.then(w.github.MergePullRequest("ada", again), "Done")
	w.then(w.github.ReopenIssue("ada", w.ref(shop)), "Todo")
}

// A child that waits for another issue is blocked until that one is closed,
// whether or not the app knows the other one.
func TestStatusOfABlockedChild(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	notOurs := w.ref("acme/shop#2")
	w.says("ada", shop, "/upgrade blocked-by #2 acme/lib#1")
	w.then(nil, "Blocked")
	w.then(w.github.CloseIssue("ada", notOurs, upgrade.ReasonCompleted), "Blocked")
	w.then(w.github.CloseIssue("ben", w.ref("acme/lib#1"), upgrade.ReasonCompleted), "Todo")
	w.then(w.github.ReopenIssue("ada", notOurs), "Blocked")
	w.says("ada", shop, "/upgrade unblock #2")
	w.then(nil, "Todo")
}

// Children that wait for one another come to rest.
func TestChildrenThatWaitForOneAnother(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	w.says("ada", shop, "/upgrade blocked-by acme/lib#1")
	w.says("ben", "acme/lib#1", "/upgrade blocked-by "+shop)
	w.then(nil, "Blocked")
	w.field("acme/lib#1", "Status", "Blocked")
	w.then(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted), "Done")
	w.field("acme/lib#1", "Status", "Todo")
}

// Who is in a team is read only where a review makes it matter, and not again soon.
func TestTeamsAreReadForReviews(t *testing.T) {
	t.Parallel()
	w := started(t, openEdX())
	w.wire.requests()
	work := w.pull("dora", "acme/shop")
	w.quiet()
	reads := func() int {
		n := 0
		for _, line := range w.wire.requests() {
			n += strings.Count(line, "query TeamMembers")
		}
		return n
	}
	if n := reads(); n != 0 {
		t.Errorf("%d reads of teams without a review", n)
	}
	w.then(w.github.RequestReview("dora", work, "ada", true), "Owner Review")
	w.then(w.github.RequestReview("dora", work, "ben", true), "Owner Review")
	if n := reads(); n != 2 {
		t.Errorf("%d reads of the owner's and the orchestration team, want one each", n)
	}
}
