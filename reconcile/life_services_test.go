//go:build services

package reconcile_test

import (
	"strings"
	"testing"
)

// A pull request goes from its draft to a merge that is taken back, on the Open
// edX board with every automation of GitHub's switched on. What a review leads to
// depends on who does the next step at the level that was chosen on the board.
func TestLifeOfAChildByLevel(t *testing.T) {
	t.Parallel()
	const todo, working, author, owner, approved, done = "Todo", "In Progress", "Author Team Review", "Owner Review", "Approved", "Done"
	for _, life := range []struct {
		level, kind string
		// The columns once the team that makes pull requests has approved, once the
		// owner is asked again after a wish for changes, and once it has approved.
		byTeam, askedAgain, byOwner string
	}{
		{"TBD", "service", approved, owner, approved},
		{"Owner does everything", "service", author, author, approved},
		{"Owner reviews, merges, deploys, and monitors", "service", owner, owner, owner},
		{"Owner deploys and monitors", "service", approved, owner, approved},
		{"Owner reviews and merges", "library", owner, owner, owner},
		{"Owner reviews", "library", owner, owner, approved},
		{"Owner offers advice", "library", approved, owner, approved},
	} {
		t.Run(life.level, func(t *testing.T) {
			t.Parallel()
			w := started(t, automaticBoard(strings.Replace(openEdX(), "{type: service,", "{type: "+life.kind+",", 1)))
			if life.level != "TBD" {
				w.puts("ada", shop, ownerDoes, life.level)
				w.quiet()
			}
			work := w.pull("dora", "acme/shop")
			w.then(w.github.DraftPullRequest("dora", work, true), working)
			w.then(w.github.DraftPullRequest("dora", work, false), working)
			w.then(w.github.RequestReview("dora", work, "ben", true), author)
			w.then(w.github.Review("ben", work, "approved", "Fine"), life.byTeam)
			w.then(w.github.RequestReview("dora", work, "ada", true), life.byTeam)
			w.then(w.github.Review("ada", work, "changes_requested", "Not yet"), working)
			w.then(w.github.RequestReview("dora", work, "ada", true), life.askedAgain)
			w.then(w.github.Review("ada", work, "approved", "Fine"), life.byOwner)
			w.then(w.github.MergePullRequest("ada", work), done) // it closes the child
			w.then(w.github.ReopenIssue("ada", w.ref(shop)), todo)
			w.field(shop, ownerDoes, life.level)
			before := len(w.github.Writes())
			w.trigger(shop)
			w.quiet()
			if again := w.github.Writes()[before:]; len(again) > 0 {
				t.Errorf("a second look writes %+v", again)
			}
		})
	}
}
