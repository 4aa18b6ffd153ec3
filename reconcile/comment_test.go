package reconcile_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

const level = "/upgrade owner-does owner-deploys"

// held is a world in which answers to commands fail, as if the issue's key
// never got its turn: what is left is what the comment's own key does.
func held(t *testing.T, organisations string) *world {
	t.Helper()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, `"query":"query Issue(`) {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	return w
}

// A command is shown to be seen at once, whatever its issue's key is at.
func TestSeenAtOnce(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, login, issue, says string }{
		{"on a child", "ada", shop, level},
		{"on the roadmap issue", "ben", django, level},
		{"in another organisation", "ben", "partner/tool#1", level},
		{"below words", "ada", shop, "Fine.\r\n\r\n" + level},
		{"of a stranger", "stranger", shop, level},
		{"no such command", "ada", shop, "/upgrade nothing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := held(t, organisations)
			id := w.says(test.login, test.issue, test.says)
			w.settle()
			if !w.seen(test.issue, id) {
				t.Error("not shown to be seen")
			}
			w.wire.set(nil)
			w.quiet()
			if got := w.allReactions(test.issue, id); len(got) != 2 || got[0] != "eyes" {
				t.Errorf("reactions %v, want 👀 and the answer", got)
			}
		})
	}
}

// What gets no answer is not shown to be seen.
func TestNotSeen(t *testing.T) {
	t.Parallel()
	ordinary := func(*world) {}
	tests := []struct {
		name, issue, login, says string
		before                   func(*world)
	}{
		{"by a bot", shop, "helper[bot]", level, ordinary},
		{"a code block", shop, "ada", "```\n" + level + "\n```", ordinary},
		{"another slash", shop, "ada", "/etc/passwd", ordinary},
		{"an issue of nobody", "acme/roadmap#3", "ben", level, ordinary},
		{"plan mode", shop, "ada", level, func(w *world) { w.policy("mode: active", "mode: plan"); w.quiet() }},
		{"half plan mode", shop, "ada", level, func(w *world) { w.policy("mode: active", "mode: active\nwrites: {fields: plan}"); w.quiet() }},
		{"a closed roadmap issue", django, "ben", level, func(w *world) {
			w.must(w.github.CloseIssue("ben", w.ref(django), upgrade.ReasonCompleted))
			w.quiet()
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			test.before(w)
			id := w.says(test.login, test.issue, test.says)
			w.quiet()
			if w.seen(test.issue, id) {
				t.Error("it was shown to be seen")
			}
		})
	}
}

// An issue of nobody costs no request, whatever people write there.
func TestCommentOnAnIssueOfNobody(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.requests()
	w.says("ben", "acme/roadmap#3", level)
	w.settle()
	if sent := w.wire.requests(); len(sent) > 0 {
		t.Errorf("requests %v", sent)
	}
}

// Repeated deliveries, and edits that add nothing, leave one reaction by one write.
func TestSeenOnce(t *testing.T) {
	t.Parallel()
	w := held(t, organisations)
	id := w.says("ada", shop, level)
	w.must(w.github.Duplicate(0))
	w.must(w.github.Duplicate(0))
	w.settle()
	w.must(w.github.EditComment("ada", id, level+"\n\nPlease."))
	w.settle()
	if n := len(w.writes("react", shop)); n != 1 || !w.seen(shop, id) {
		t.Errorf("%d reactions were sent, seen: %t", n, w.seen(shop, id))
	}
}

// An edit by its author that adds a command is seen; one by somebody else is not.
func TestSeenAfterAnEdit(t *testing.T) {
	t.Parallel()
	w := held(t, organisations)
	own, foreign := w.says("ada", shop, "Hello."), w.says("rita", shop, "Hello.")
	w.settle()
	w.must(w.github.EditComment("ada", own, level))
	w.must(w.github.EditComment("ada", foreign, level))
	w.settle()
	if !w.seen(shop, own) || w.seen(shop, foreign) {
		t.Errorf("seen: %t and %t, want only what its author has edited", w.seen(shop, own), w.seen(shop, foreign))
	}
}

// Commands that have their answer are not shown to be seen after it.
func TestNotSeenAfterTheAnswer(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, `"query":"query Comment(`) {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	id := w.says("ada", shop, level)
	w.settle()
	w.wire.set(nil)
	w.quiet()
	if got := w.allReactions(shop, id); len(got) != 1 || got[0] != "+1" {
		t.Errorf("reactions %v, want only the answer", got)
	}
}

// A comment that is gone, or cannot be reacted to, ends its key at once and for good.
func TestCannotBeShown(t *testing.T) {
	t.Parallel()
	refuse := func(w *world, status int) {
		w.wire.set(func(a asked) (*http.Response, error) {
			if strings.HasSuffix(a.line, "/reactions") && strings.Contains(a.body, "eyes") {
				return answer(status, `{"message":"Unable to create reaction because issue is locked."}`), nil
			}
			return a.pass()
		})
	}
	tests := map[string]func(w *world, id int64){
		"deleted":              func(w *world, id int64) { w.must(w.github.DeleteComment("ada", id)) },
		"deleted after a look": func(w *world, _ int64) { refuse(w, http.StatusNotFound) },
		"locked":               func(w *world, _ int64) { refuse(w, http.StatusForbidden) },
	}
	for name, act := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says("ada", shop, level)
			key := w.commentKey(shop, id)
			act(w, id)
			w.run(10 * time.Second)
			if left := w.key(key); left.Key != "" {
				t.Errorf("the key is left as %+v", left)
			}
		})
	}
}

// A read from before the comment was there is looked at again.
func TestSeenBehindALag(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	missed := 0
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, `"query":"query Issue(`) {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		if !strings.Contains(a.body, `"query":"query Comment(`) {
			return a.pass()
		}
		if missed++; missed > 1 {
			return a.pass()
		}
		return answer(http.StatusOK, `{"data":{"comment":null,"issue":null},"errors":[{"type":"NOT_FOUND","path":["comment"],"message":"x"}]}`), nil
	})
	id := w.says("ada", shop, level)
	w.run(5 * time.Second)
	if !w.seen(shop, id) || missed != 2 {
		t.Errorf("seen: %t after %d reads, want the second to show it", w.seen(shop, id), missed)
	}
}

// commentKey is the key of a comment that is there.
func (w *world) commentKey(text string, id int64) upgrade.Key {
	w.t.Helper()
	for _, c := range w.github.Comments(w.ref(text)) {
		if c.DatabaseID == id {
			return upgrade.CommentKey(w.issue(text).ID, c.ID)
		}
	}
	w.t.Fatalf("no comment %d on %s", id, text)
	return ""
}
