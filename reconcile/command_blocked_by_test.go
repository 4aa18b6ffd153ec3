package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

func (w *world) wantsBlockedBy(text string, want ...string) {
	w.t.Helper()
	got := []string{}
	for _, ref := range w.issue(text).BlockedBy {
		got = append(got, ref.String())
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("%s is blocked by %q, want %q", text, got, want)
	}
}

// What blocks a child is a dependency on GitHub and stands in the living
// comment; saying it twice changes nothing, and it can be taken back.
func TestBlockedBy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	for range 2 {
		id := w.says("ada", shop, "/upgrade blocked-by acme/lib#1 #2 because both pin it")
		w.quiet()
		w.wantsReaction(shop, id, "+1")
		w.wantsOwn(shop, "Blocked by `acme/lib#1`, set by `ada` because `both pin it`", "Blocked by `acme/shop#2`")
	}
	w.wantsBlockedBy(shop, "acme/lib#1", "acme/shop#2")
	id := w.says("ada", shop, "/upgrade unblock #2")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	w.wantsBlockedBy(shop, "acme/lib#1")
	if own := w.own(shop); strings.Contains(own[0], "acme/shop#2") {
		t.Errorf("the app says %q though it was taken back", own)
	}
}

// Comments at once that name many issues are all done, each in its turn.
func TestBlockedByManyAtOnce(t *testing.T) {
	t.Parallel()
	const ten = "#2 #3 #4 #5 #6 #7 #8 #9 #10 #11"
	extra := strings.Repeat("          - {title: Other, author: ben, body: x}\n", 9)
	many := strings.Replace(organisations, "          - {title: Not ours, author: ben, body: x}\n", "          - {title: Not ours, author: ben, body: x}\n"+extra, 1)
	w := started(t, many)
	var all []int64
	for _, words := range []string{"blocked-by " + ten, "unblock " + ten, "claim", "blocked-by " + ten, "unblock #2 #3 #4 #5 #6 #7 #8 #9"} {
		all = append(all, w.says("ada", shop, "/upgrade "+words))
	}
	w.quiet()
	for _, id := range all {
		w.wantsReaction(shop, id, "+1")
	}
	w.wantsBlockedBy(shop, "acme/shop#10", "acme/shop#11")
}

// On a server without dependencies the living comment still tells.
func TestBlockedByWithoutDependencies(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/dependencies/") {
			return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{"Content-Type": {"application/json"}}, Body: http.NoBody}, nil
		}
		return a.pass()
	})
	id := w.says("ada", shop, "/upgrade blocked-by #2")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	w.wantsOwn(shop, "Blocked by `acme/shop#2`, set by `ada`")
	w.wantsBlockedBy(shop)
}

func TestBlockedByRefused(t *testing.T) {
	t.Parallel()
	private := strings.Replace(organisations, "      - name: lib\n", "      - name: vault\n        private: true\n        people: {ada: write}\n        issues:\n          - {title: Hidden, author: ada, body: x}\n      - name: lib\n", 1)
	for _, test := range []struct{ name, login, child, words, says string }{
		{"nothing named", "ada", shop, "blocked-by", "needs issues"},
		{"itself", "ada", shop, "blocked-by #1", "issue itself"},
		{"not there", "ada", shop, "blocked-by acme/nowhere#1", "cannot be found"},
		{"private", "ada", shop, "blocked-by acme/vault#1", "cannot be found"},
		{"private, not seen", "ben", shop, "blocked-by acme/vault#1", "cannot be found"},
		{"unblock what is not there", "ada", shop, "unblock acme/nowhere#1", "cannot be found"},
		{"by a stranger", "stranger", shop, "blocked-by #2", "`platform`"},
		{"on the roadmap issue", "ben", django, "blocked-by acme/shop#2", "belongs on the child"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, private)
			id := w.says(test.login, test.child, "/upgrade "+test.words)
			w.quiet()
			w.wantsReaction(test.child, id, "confused")
			w.wantsOwn(test.child, test.says)
			w.wantsBlockedBy(test.child)
		})
	}
}
