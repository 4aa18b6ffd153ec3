//go:build services

package reconcile_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A board of 1,000 cards in sync costs at most 12 requests and no write.
func TestThousandCardsInSync(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(many(1000), "mode: active\n", "mode: active\n            budget: {writes_per_hour: 5000}\n", 1))
	w.wire.requests()
	before := len(w.github.Writes())
	w.lookAtBoard()
	sent := w.wire.requests()
	if len(sent) > 12 || len(sent) < 10 {
		t.Errorf("%d requests, want those for ten pages and two more: %v", len(sent), sent)
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes", n)
	}
	w.unheard(func() error { return w.github.CloseIssue("ben", w.ref("acme/roadmap#700"), "") })
	w.lookAtBoard()
	w.field("acme/roadmap#700", "Status", "Done")
	if n := len(w.writes("set field", "acme/roadmap#700")); n > 6 {
		t.Errorf("%d fields are set of the one that differs", n)
	}
}

// Whatever people do, the drift of a board is what the children's own runs then
// write on it, no more and no less.
func TestDriftIsWhatIsWritten(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := started(t, []string{organisations, boardFields()}[seed%2])
			random := rand.New(rand.NewPCG(seed, 2))
			for range 12 {
				for range random.IntN(8) {
					w.clock.Pass(time.Minute)
					w.somebodyActs(random)
					w.deaf()
				}
				told := []string{}
				for _, d := range w.drift() {
					told = append(told, fmt.Sprintf("acme/boards/1: %s: %s = %s", d.Object, d.What, d.ShouldBe))
				}
				before := len(w.github.Writes())
				w.everyChild()
				w.settle()
				written := []string{}
				for _, one := range w.github.Writes()[before:] {
					if one.Method == "set field" && strings.HasPrefix(one.Target, "acme/boards/1") {
						written = append(written, one.Target+": "+one.What)
					}
				}
				slices.Sort(told)
				slices.Sort(written)
				if diff := cmp.Diff(written, told); diff != "" {
					t.Fatalf("(-written +told):\n%s", diff)
				}
				w.deaf()
			}
		})
	}
}

// everyChild asks for the keys of all children.
func (w *world) everyChild() {
	w.t.Helper()
	for _, text := range []string{"acme/shop#1", "acme/lib#1", "partner/tool#1"} {
		w.trigger(text)
	}
}

// somebodyActs does one thing that can be done; what is refused is not done.
func (w *world) somebodyActs(random *rand.Rand) {
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	issue := w.ref(pick("acme/shop#1", "acme/lib#1", "partner/tool#1"))
	pull := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 3 + random.IntN(3)}
	acts := []func() error{
		func() error { return w.github.ArchiveCard("olga", board(), issue, random.IntN(2) == 0) },
		func() error { return w.github.MoveCard("olga", board(), issue, pick("Todo", "In Progress", "Done")) },
		func() error {
			return w.github.SetField("olga", board(), issue, pick("Owner", "Project", "Source", "Owner Does"), pick("data", "Platform", "TBD", "Owner reviews", ""))
		},
		func() error { return w.github.Assign("ben", issue, "ben") },
		func() error { return w.github.Unassign("ben", issue, "ben") },
		func() error {
			return w.github.CloseIssue("ben", issue, upgrade.StateReason(pick("", "not_planned", "duplicate")))
		},
		func() error { return w.github.ReopenIssue("ben", issue) },
		func() error { _, err := w.github.OpenPullRequest("ada", "acme/shop", "More", "", issue); return err },
		func() error { return w.github.LinkPullRequest("ada", pull, issue, random.IntN(3) > 0) },
		func() error { return w.github.DraftPullRequest("ada", pull, random.IntN(2) == 0) },
		func() error {
			return w.github.RequestReview("ada", pull, pick("tim", "acme/arbi-bom", "acme/platform"), random.IntN(3) > 0)
		},
		func() error {
			return w.github.Review(pick("olga", "ada"), pull, pick("approved", "changes_requested"), "So.")
		},
		func() error { return w.github.ClosePullRequest("ada", pull) },
		func() error { return w.github.MergePullRequest("ada", pull) },
		func() error {
			return w.github.PushFile("olga", "acme/shop", "catalog-info.yaml", pick("kind: Component\nspec: {owner: \"group:data\"}\n", ""))
		},
	}
	_ = acts[random.IntN(len(acts))]()
}
