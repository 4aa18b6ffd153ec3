package ghclient_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func maintenance() emulator.BoardRef { return emulator.BoardRef{Org: "acme", Number: 1} }

func (w *world) listing(t *testing.T) ghclient.Listing {
	t.Helper()
	got, err := w.BoardItems(t.Context(), w.inst, w.github.Board("acme", 1).ID)
	must(t, err)
	return got
}

func refsOf(listing ghclient.Listing) []string {
	refs := []string{}
	for _, issue := range listing.Issues {
		refs = append(refs, issue.Ref.String())
	}
	return refs
}

// Archived cards are listed, drafts are not, and of what is hidden there is a count.
func TestBoardItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, text := range []string{"acme/shop#1", "acme/cart#1", "acme/shop#3"} {
		must(t, w.github.AddToBoard("olga", maintenance(), ref(t, text)))
	}
	_, err := w.github.AddDraft("olga", maintenance(), "An idea", "")
	must(t, err)
	must(t, w.github.ArchiveCard("olga", maintenance(), ref(t, "acme/shop#1"), true))
	must(t, w.github.SelectRepository("olga", "acme/cart", false))
	got := w.listing(t)
	if diff := cmp.Diff([]string{"acme/shop#2", "acme/shop#1", "acme/shop#3"}, refsOf(got)); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	if got.Hidden != 1 || !got.Archived || !got.Issues[1].Items[0].Archived || got.Issues[0].Items[0].Archived {
		t.Errorf("hidden %d, archived ones listed %t: %+v", got.Hidden, got.Archived, got.Issues)
	}
	if _, err := w.BoardItems(t.Context(), w.inst, "PVT_nowhere"); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("a board that is not there: %v", err)
	}
}

// An older server lists what is not archived, and the listing says so.
func TestBoardItemsWithoutArchived(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *emulator.Options) { o.Without = []emulator.Feature{emulator.FeatureArchivedStates} })
	must(t, w.github.AddToBoard("olga", maintenance(), ref(t, "acme/shop#1")))
	must(t, w.github.ArchiveCard("olga", maintenance(), ref(t, "acme/shop#1"), true))
	got := w.listing(t)
	if diff := cmp.Diff([]string{"acme/shop#2"}, refsOf(got)); diff != "" || got.Archived {
		t.Errorf("archived ones listed %t (-want +got):\n%s", got.Archived, diff)
	}
}

// asNow is an issue as it is read by itself, as far as a listing of the board has it.
func (w *world) asNow(t *testing.T, id upgrade.NodeID) upgrade.Issue {
	t.Helper()
	issue, err := w.Issue(t.Context(), w.inst, id, w.at, "")
	must(t, err)
	board := w.github.Board("acme", 1).ID
	var items []upgrade.Item
	for _, item := range issue.Items {
		if item.Board == board {
			items = append(items, item)
		}
	}
	issue.Items = items
	return issue
}

// listedApart are the parts of an issue that a listing does not have.
func listedApart() cmp.Option {
	return cmpopts.IgnoreFields(upgrade.Issue{}, "Body", "BodyEditedAt", "Locked", "SubIssues", "HiddenSubIssues", "Comments", "Own")
}

// Whatever people do, an issue in a listing is the issue as it is read by itself.
func TestListedIsAsReadAlone(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			random := rand.New(rand.NewPCG(seed, 1))
			for range 300 {
				w.later()
				w.somebodyActs(random)
			}
			got := w.listing(t)
			for _, listed := range got.Issues {
				alone := w.asNow(t, listed.ID)
				if diff := cmp.Diff(alone, listed, listedApart()); diff != "" && !got.Partial[listed.ID] {
					t.Errorf("%s (-alone +listed):\n%s", listed.Ref, diff)
				}
				if partial := len(alone.PullRequests) > len(listed.PullRequests); partial != got.Partial[listed.ID] {
					t.Errorf("%s has %d pull requests and %d are listed; partial: %t", listed.Ref, len(alone.PullRequests), len(listed.PullRequests), got.Partial[listed.ID])
				}
			}
			if len(got.Issues) < 3 || len(got.Partial) == 0 {
				t.Errorf("only %d cards, %d of them in part", len(got.Issues), len(got.Partial))
			}
		})
	}
}

// somebodyActs does one thing that can be done on the issues of acme; what is refused is not done.
func (w *world) somebodyActs(random *rand.Rand) {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	at := func(number int) upgrade.Ref { return upgrade.Ref{Owner: "acme", Repo: "shop", Number: number} }
	issue, pull := at(1+random.IntN(2)), at([]int{3, 8, 9, 10}[random.IntN(4)])
	person, board := pick("olga", "ben", "anna"), maintenance()
	acts := []func() error{
		func() error { return w.github.AddToBoard("olga", board, at(1+random.IntN(10))) },
		func() error { return w.github.ArchiveCard("olga", board, issue, random.IntN(2) == 0) },
		func() error { return w.github.MoveCard("olga", board, issue, pick("Todo", "In Progress", "Done")) },
		func() error {
			return w.github.SetField("olga", board, issue, pick("Notes", "Effort", "Due"), pick("1", "2026-04-01", ""))
		},
		func() error { return w.github.Assign(person, issue, person) },
		func() error { return w.github.Unassign(person, issue, person) },
		func() error { return w.github.SetLabels("olga", issue, pick("bug", "upgrade")) },
		func() error { return w.github.SetLabels("olga", pull, pick("bug", "upgrade")) },
		func() error { return w.github.CloseIssue("olga", issue, upgrade.ReasonNotPlanned) },
		func() error { return w.github.ReopenIssue("olga", issue) },
		func() error { _, err := w.github.OpenPullRequest(person, "acme/shop", "More", "", issue); return err },
		func() error { return w.github.LinkPullRequest("olga", pull, issue, random.IntN(2) == 0) },
		func() error { return w.github.DraftPullRequest("olga", pull, random.IntN(2) == 0) },
		func() error {
			return w.github.RequestReview("olga", pull, pick("ben", "acme/platform", "cleo"), random.IntN(3) > 0)
		},
		func() error { return w.github.Review("olga", pull, pick("approved", "changes_requested"), "So.") },
		func() error { return w.github.ClosePullRequest("olga", pull) },
		func() error { return w.github.MergePullRequest("olga", pull) },
		func() error { return w.github.EditTitle("olga", issue, pick("One", "Two")) },
		func() error {
			return w.github.PushFile("olga", "acme/shop", "catalog-info.yaml", pick("spec:\n  owner: data\n", ""))
		},
	}
	_ = acts[random.IntN(len(acts))]()
}

// pages are the sizes of the pages that are asked for; some requests fail.
type pages struct {
	next  http.RoundTripper
	fails func(body string) bool
	sizes []string
}

func (p *pages) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/graphql") {
		return p.next.RoundTrip(r)
	}
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	body := string(text)
	r.Body = io.NopCloser(strings.NewReader(body))
	if _, after, ok := strings.Cut(body, `"first":`); ok && strings.Contains(body, "query BoardItems(") {
		size, _, _ := strings.Cut(after, ",")
		p.sizes = append(p.sizes, strings.TrimRight(size, "}"))
		if p.fails(body) {
			return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("<html>")), Request: r}, nil
		}
	}
	return p.next.RoundTrip(r)
}

// A page that GitHub takes too long for is asked for in smaller pieces, and those after it too.
func TestBoardItemsInSmallerPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 60 {
		made, err := w.github.OpenIssue("olga", "acme/shop", "Upgrade", "")
		must(t, err)
		must(t, w.github.AddToBoard("olga", maintenance(), made))
	}
	all := refsOf(w.listing(t))
	tests := map[string]struct {
		largest string
		sizes   []string
		fails   bool
	}{
		"none fails":       {"", []string{"100"}, false},
		"only small ones":  {`"first":25`, []string{"100", "50", "25", "25", "25"}, false},
		"half as large":    {`"first":50`, []string{"100", "50", "50"}, false},
		"always too large": {`"first":1,`, []string{"100", "50", "25"}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &pages{next: w.github.RoundTripper(), fails: func(body string) bool { return !strings.Contains(body, test.largest) }}
			got, err := newClient(t, w.github, p).BoardItems(t.Context(), w.inst, w.github.Board("acme", 1).ID)
			if (err != nil) != test.fails {
				t.Fatalf("error %v, want one: %t", err, test.fails)
			}
			if diff := cmp.Diff(test.sizes, p.sizes); diff != "" {
				t.Errorf("pages (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(all, refsOf(got)); diff != "" && !test.fails {
				t.Errorf("listed (-want +got):\n%s", diff)
			}
		})
	}
}
