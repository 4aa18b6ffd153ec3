package gate_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Who copies the app's comment with its marker does not get it edited, and does
// not keep the app from making its own.
func TestCopiedMarkers(t *testing.T) {
	t.Parallel()
	for _, by := range []string{"ada", "copycat[bot]"} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ref := w.ref("acme/roadmap#1")
			w.must(w.apply(w.reply("Hello.")))
			original := w.own("acme/roadmap#1")[0]
			_, err := w.github.Comment(by, ref, original.Body)
			w.must(err)
			w.must(w.github.DeleteComment("ada", original.DatabaseID))
			w.openStore()
			w.must(w.apply(w.reply("Hello again.")))
			w.one(creations()["comment"], "Hello again.")
			if comments := w.github.Comments(ref); len(comments) != 2 || comments[0].Body != original.Body {
				t.Errorf("comments %+v, want the copy as it was, and one more", comments)
			}
		})
	}
}

// The app's own comment counts only with a marker for this issue and purpose.
func TestMarkersThatMeanSomethingElse(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*world, *upgrade.SaveComment){
		"of another issue":   func(w *world, a *upgrade.SaveComment) { a.Issue = w.issue("acme/shop#1").ID },
		"of another purpose": func(_ *world, a *upgrade.SaveComment) { a.Purpose = "reply:2" },
		"signed with another key": func(w *world, _ *upgrade.SaveComment) {
			w.gate.Marker = reconcile.Marker{Keys: [][]byte{[]byte("another key")}, AppID: appID}
		},
		"of another app": func(w *world, _ *upgrade.SaveComment) {
			w.gate.Marker = reconcile.Marker{Keys: [][]byte{[]byte("a marker key")}, AppID: appID + 1}
		},
	}
	for name, other := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			first := w.reply("Something else.")
			other(w, &first)
			w.must(w.apply(first))
			w.openStore()
			w.must(w.apply(w.reply("Hello.")))
			if own := w.own("acme/roadmap#1"); len(own) != 2 || !strings.HasPrefix(own[0].Body, "Something else.") {
				t.Errorf("comments %+v, want a second one", own)
			}
		})
	}
}

func TestCopiedIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.apply(w.problem("Line 1.")))
	original := w.github.Issues("acme/.github")[0]
	copied, err := w.github.OpenIssue("ada", "acme/.github", original.Title, original.Body)
	w.must(err)
	w.openStore()
	w.must(w.apply(w.problem("Line 2.")))
	if all := w.github.Issues("acme/.github"); len(all) != 2 || !strings.HasPrefix(all[0].Body, "Line 2.") || w.github.Issue(copied).Body != original.Body {
		t.Errorf("issues %+v, want the app's own to be edited", all)
	}
}

// As long as the app does not know its own account, it cannot tell its texts from copies.
func TestUnknownSelfMakesNothing(t *testing.T) {
	t.Parallel()
	for kind, m := range creations() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.gate.Login = func() string { return "" }
			if err := w.apply(m.action(w, "Hello.")); err == nil || isRefusal(err) {
				t.Errorf("error %v, want one that is tried again", err)
			}
			w.restart()
			w.recover(m.action(w, "Hello."))
			w.one(m, "Hello.")
		})
	}
}

// 👍 says that all is well, so it waits until it is; so does the answer's record.
func TestNoThumbsUpAfterAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	react := w.reaction()
	answered := upgrade.Answered{Issue: w.issue("acme/roadmap#1").ID, Comment: "IC_1", Commands: []string{"d"}, Outcome: upgrade.OutcomeDone}
	actions := []upgrade.Action{w.put("", "Todo"), w.reply("Hello."), react, answered}
	w.wire.once("POST /graphql", func(func() (*http.Response, error)) (*http.Response, error) {
		return answer(http.StatusBadGateway, `{}`), nil
	})
	if err := w.applyFor(upgrade.CausePerson, actions...); err == nil {
		t.Fatal("no error")
	}
	if got := strings.Join(w.writes(), ", "); got != "create comment" {
		t.Errorf("writes %s, want what does not hang on the card", got)
	}
	answers, err := w.store.Answers(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if len(answers) > 0 {
		t.Errorf("answers %+v", answers)
	}
	w.must(w.applyFor(upgrade.CausePerson, actions...))
	if got := strings.Join(w.writes(), ", "); !strings.HasSuffix(got, "react") {
		t.Errorf("writes %s, want the reaction at last", got)
	}
}

// The second part of a run has nothing to do with a failure of the first.
func TestPartsFailApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, other := w.part, w.part
	one.Plan.Actions = []upgrade.Action{w.reply("Hello @ada")}
	other.Plan.Actions = []upgrade.Action{w.reaction()}
	w.isRefused(w.gate.Apply(t.Context(), w.claim("acme/roadmap#1", upgrade.CausePerson), one, other), "@ada")
	if got := strings.Join(w.writes(), ", "); got != "react" {
		t.Errorf("writes %s, want the reaction", got)
	}
}

// Fields that were written before another one was refused have no base yet: the
// next run finds them as wanted.
func TestPartlySetFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.put("", "Todo")
	project, _ := w.board.Field("Project")
	a.Values = append(a.Values, upgrade.FieldWrite{Field: project, Option: upgrade.Option{ID: "gone", Name: "Rails"}, Text: "Rails"})
	if err := w.apply(a); !errors.Is(err, ghclient.ErrInvalid) || !strings.Contains(err.Error(), "Project") {
		t.Errorf("error %v, want it to name the field", err)
	}
	if got := w.github.Board("acme", 1).Item(w.ref("acme/shop#1")).Values["Status"]; got != "Todo" {
		t.Errorf("Status %q", got)
	}
	w.noBases(a.Content)
	audits, err := w.store.Audits(t.Context(), 1)
	w.must(err)
	if !strings.Contains(audits[0].Outcome, "Project") {
		t.Errorf("outcome %q", audits[0].Outcome)
	}
}

// A rate limit ends the run: everything after it would meet the same wall.
func TestRateLimitEndsTheRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("PATCH", func(func() (*http.Response, error)) (*http.Response, error) {
		limited := answer(http.StatusForbidden, `{"message":"You have exceeded a secondary rate limit."}`)
		limited.Header.Set("Retry-After", "60")
		return limited, nil
	})
	var limited ghclient.RateLimited
	if err := w.apply(w.box(true), w.put("", "Todo")); !errors.As(err, &limited) {
		t.Errorf("error %v, want RateLimited", err)
	}
	audits, err := w.store.Audits(t.Context(), 10)
	w.must(err)
	if len(w.writes()) > 0 || len(audits) != 1 {
		t.Errorf("writes %v, audit rows %+v; want the one that met the limit", w.writes(), audits)
	}
}
