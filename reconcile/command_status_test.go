package reconcile_test

import (
	"strings"
	"testing"
)

// A status is one reply to whoever asks, and nothing else changes: no living
// comment is made. A private child is counted on a public roadmap issue.
func TestStatusCommand(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "      - name: lib\n", "      - name: lib\n        private: true\n", 1))
	_, err := w.github.OpenPullRequest("ada", "acme/shop", "Support 5.2", "Closes #1.", w.ref(shop))
	w.must(err)
	w.quiet()
	before := w.card(shop)["Status"]
	for _, test := range []struct {
		on    string
		holds []string
	}{
		{shop, []string{"`/upgrade status`: This is a child of the upgrade", "- Column: `In Progress`", "- Assigned: nobody", "- Linked pull requests: 1 open: `acme/shop#"}},
		{django, []string{"- Children: ", "- Left to do, open: ", "`acme/shop#1`", "1 that cannot be named here", "- Written: "}},
	} {
		id := w.says("stranger", test.on, "/upgrade status")
		w.quiet()
		w.wantsReaction(test.on, id, "+1")
		w.wantsOwn(test.on, test.holds...)
		if strings.Contains(w.own(test.on)[0], "acme/lib") {
			t.Errorf("the app says %q on %s, which names a private repository", w.own(test.on)[0], test.on)
		}
	}
	w.field(shop, "Status", before)
}
