package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// livingID finds the living comment of a roadmap issue.
func (w *world) livingID(text string) int64 {
	w.t.Helper()
	for _, c := range w.github.Comments(w.ref(text)) {
		if c.Author == bot && isLiving(c.Body) {
			return c.DatabaseID
		}
	}
	w.t.Fatalf("%s has no living comment", text)
	return 0
}

// The living comment tells what the children's own runs know, and follows it.
func TestLivingCommentFollows(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wantsLiving(django, "0 of 4 done (0 %)", "4 open. Of the open ones: 3 can start now, 1 of which no more is known.",
		"- `Platform`: 1 of 1 left", "3 open children have not chosen a level yet: `acme/lib#1`, `acme/shop#1`, `partner/tool#1`.",
		"- `acme/shop#1`, `Platform`", "Where the app is not installed, children are only looked at every 15 minutes while the upgrade goes on.\n\n- `away/stone#1`, last change seen 2026-03-02\n", "Last activity: 2026-03-02.",
		"[the board](https://github.com/orgs/acme/projects/1)")

	w.must(w.github.PushFile("ada", "acme/shop", "catalog-info.yaml", "kind: Component\nspec: {type: service, owner: data}"))
	w.says("ada", shop, "/upgrade owner-does owner-deploys\n\n/upgrade blocked-by acme/lib#1")
	w.quiet()
	w.wantsLiving(django, "2 can start now, 1 waiting for other issues", "- `data`: 2 of 2 left", "- `Owner deploys and monitors`: 1 of 1 left",
		"2 open children have not chosen a level yet: `acme/lib#1`, `partner/tool#1`.", "- `acme/shop#1` waits for `acme/lib#1`")

	w.must(w.github.CloseIssue("ben", w.ref("acme/lib#1"), upgrade.ReasonCompleted))
	w.quiet()
	w.wantsLiving(django, "1 of 4 done (25 %)", "1 done, 3 open.", "State: **active**")
	if got := w.living(django); strings.Contains(got, "Waits for") {
		t.Errorf("nothing waits any more, and yet it says %q", got)
	}
}

// What a person has set by hand stays, and is told.
func TestLivingCommentTellsWhatIsSetByHand(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.EditBody("ben", w.ref(django), strings.Replace(w.issue(django).Body, "- [ ] acme/shop#1", "- [x] acme/shop#1", 1)))
	w.quiet()
	w.box(shop, true)
	w.wantsLiving(django, "- `acme/shop#1`: checked by hand, child open")
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	if got := w.living(django); strings.Contains(got, "by hand") {
		t.Errorf("the box is as it should be, and yet it says %q", got)
	}
}

// The living comment is made again when somebody deletes it, and put right when
// somebody writes over it.
func TestLivingCommentComesBack(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(w *world) error{
		"deleted by a maintainer": func(w *world) error { return w.github.DeleteComment("ben", w.livingID(django)) },
		"deleted by an owner":     func(w *world) error { return w.github.DeleteComment("olga", w.livingID(django)) },
		"deleted, nobody is told": func(w *world) error {
			w.quietly(func() error { return w.github.DeleteComment("ben", w.livingID(django)) })
			w.trigger(django)
			return nil
		},
		"written over": func(w *world) error { return w.github.EditComment("ben", w.livingID(django), "### `mine`") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			before := w.living(django)
			w.must(act(w))
			w.quiet()
			if got := w.living(django); got != before {
				t.Errorf("it says %q, want %q", got, before)
			}
		})
	}
}

// Looking again writes nothing, however often; neither does time that passes.
func TestLivingCommentIsOnlyWrittenForNews(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before := len(w.github.Writes())
	for _, each := range []string{shop, "acme/lib#1", "partner/tool#1", django} {
		w.trigger(each)
	}
	w.quiet()
	w.restart()
	w.run(26 * time.Hour)
	if again := w.github.Writes()[before:]; len(again) > 0 {
		t.Errorf("written without news: %+v", again)
	}
}

// In plan mode it is only shown.
func TestLivingCommentInPlanMode(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("plan"))
	if own := w.allOwn(django); len(own) > 0 {
		t.Errorf("the app says %q", own)
	}
	plans, err := w.store.Planned(t.Context())
	w.must(err)
	for _, p := range plans {
		if strings.Contains(p.Text, `the comment "living" on `+django) {
			return
		}
	}
	t.Errorf("it is not among the planned writes: %+v", plans)
}

// Nothing of a private child is told on a public roadmap issue but that it is there.
func TestLivingCommentKeepsPrivateNames(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "      - name: lib\n", "      - name: lib\n        private: true\n", 1))
	w.says("ben", "acme/lib#1", "/upgrade blocked-by acme/shop#1")
	w.says("ada", shop, "/upgrade blocked-by partner/tool#1")
	w.quiet()
	w.wantsLiving(django, "4 open.", "- 1 child that cannot be named here", "- owners of private repositories: 1 of 1 left", "`acme/shop#1` waits for `partner/tool#1`")
	for _, write := range w.writes("comment", "#1") {
		if strings.Contains(write.Target, "roadmap") && strings.Contains(write.What, "lib") {
			t.Errorf("a private name was shown: %q", write.What)
		}
	}
}
