package ghclient_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A linked pull request comes with what decides on Status, and so does one
// that is read as an issue.
func TestReviewsOfAPullRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	pull := ref(t, "acme/shop#3")
	opened := w.at
	w.later()
	must(t, w.github.DraftPullRequest("anna", pull, true))
	ready := w.later()
	must(t, w.github.DraftPullRequest("anna", pull, false))
	must(t, w.github.SetLabels("anna", pull, "bug"))
	reviewed := w.later()
	must(t, w.github.Review("olga", pull, "approved", "Fine"))
	must(t, w.github.Review("ben", pull, "approved", "Fine too"))
	must(t, w.github.Review("tess", pull, "changes_requested", "Who may not write counts for nothing"))
	asked := w.later()
	must(t, w.github.RequestReview("olga", pull, "cleo", true))
	must(t, w.github.RequestReview("olga", pull, "@acme/engineering", true))

	want := upgrade.PullRequest{
		Ref: pull, Address: "https://github.com/acme/shop/pull/3", Author: upgrade.Actor{Login: "anna"}, Open: true, Labels: []string{"bug"}, Decision: upgrade.DecisionApproved,
		Requested: []upgrade.Reviewer{{User: upgrade.Actor{Login: "cleo"}}, {Team: "engineering"}},
		Reviews: []upgrade.Review{
			{By: upgrade.Actor{Login: "olga"}, Approved: true, At: reviewed},
			{By: upgrade.Actor{Login: "ben"}, Approved: true, At: reviewed},
		},
		CreatedAt: opened, ReadyAt: ready, RequestedAt: asked,
	}
	for _, issue := range []string{"acme/shop#2", "acme/shop#3"} {
		got := w.issue(t, issue, time.Time{}).PullRequests
		ids := []cmp.Option{cmpopts.IgnoreFields(upgrade.Actor{}, "ID"), cmpopts.IgnoreFields(upgrade.PullRequest{}, "ID")}
		if diff := cmp.Diff([]upgrade.PullRequest{want}, got, ids...); diff != "" {
			t.Errorf("pull requests of %s (-want +got):\n%s", issue, diff)
		}
		if got[0].ID != w.github.Issue(pull).ID || got[0].Reviews[0].By.ID == 0 || got[0].Requested[0].User.ID == 0 {
			t.Errorf("ids are missing: %+v", got)
		}
	}
	merged := w.later()
	must(t, w.github.DismissReview("olga", pull, "olga", "On second thoughts"))
	must(t, w.github.MergePullRequest("olga", pull))
	got := w.issue(t, "acme/shop#2", time.Time{}).PullRequests[0]
	if got.Open || !got.Merged || !got.MergedAt.Equal(merged) || len(got.Reviews) != 1 {
		t.Errorf("merged after a review was dismissed: %+v", got)
	}
}

// A list of pull requests that is longer than a page is read to its end.
func TestManyPullRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 11 {
		_, err := w.github.OpenPullRequest("anna", "acme/shop", "More", "", ref(t, "acme/shop#2"))
		must(t, err)
	}
	if got := w.issue(t, "acme/shop#2", time.Time{}).PullRequests; len(got) != 12 {
		t.Errorf("read %d pull requests: %+v", len(got), got)
	}
}
