package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const python = "acme/roadmap#3"

func TestStart(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", python, "/upgrade start “Python 3.12” from 3.11 to 3.12 by 1 June 2026")
	w.quiet()
	if diff := cmp.Diff([]string{"+1"}, w.reactions(python, id)); diff != "" || !w.seen(python, id) {
		t.Errorf("seen %t, reactions (-want +got):\n%s", w.seen(python, id), diff)
	}
	w.field("acme/shop#2", "Project", "Python 3.12")
	if own := w.own(python); len(own) > 0 {
		t.Errorf("the app says %q besides", own)
	}
	w.wantsLiving(python, "Python 3.12", "2026-06-01", "from `3.11` to `3.12`")
	again := w.says("ben", python, "/upgrade start Other")
	w.quiet()
	if diff := cmp.Diff([]string{"confused"}, w.reactions(python, again)); diff != "" {
		t.Errorf("started twice, reactions (-want +got):\n%s", diff)
	}
	w.trigger(python)
	w.policy("teams: {platform: Platform}", "teams: {platform: Platform, data: data}")
	w.quiet()
	w.field("acme/shop#2", "Project", "Python 3.12") // it outlives a change of the policy
	if diff := cmp.Diff([]string{"+1"}, w.reactions(python, id)); diff != "" {
		t.Errorf("answered again (-want +got):\n%s", diff)
	}
}

// What stands below a start command is done as soon as the issue is a roadmap issue.
func TestStartAndMore(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", python, "/upgrade start Python\n/upgrade help target\n/upgrade milestone Willow")
	w.quiet()
	if own := strings.Join(w.own(python), "\n"); !strings.Contains(own, "target") {
		t.Errorf("help was not given: %q", own)
	}
	if got := w.reactions(python, id); len(got) == 0 {
		t.Error("no reaction")
	}
}

func TestStartRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, login, words, says string }{
		{"no right", "stranger", `start "Python 3.12"`, "write"},
		{"no name", "ben", "start", "needs a name"},
		{"the name of another", "ben", "start django 5.2", "already"},
		{"name without quotes", "ben", "start Move to Node 24", "in quotes"},
		{"a day that is past", "ben", "start Node by 2020-01-01", "2020-01-01"},
		{"a day that is none", "ben", "start Node by someday", "someday"},
		{"name too long", "ben", "start " + strings.Repeat("x", 101), "100"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says(test.login, python, "/upgrade "+test.words)
			w.quiet()
			if diff := cmp.Diff([]string{"confused"}, w.reactions(python, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
			if own := w.own(python); len(own) != 1 || !strings.Contains(own[0], test.says) {
				t.Errorf("the app says %q, want one reply with %q", own, test.says)
			}
			w.must(w.github.EditComment(test.login, id, "/upgrade help"))
			w.quiet()
			if own := w.own(python); len(own) != 1 {
				t.Errorf("the issue is not ours, and yet: %q", own)
			}
		})
	}
}

// In plan mode nothing is written, and yet the upgrade is known: its plan can be looked at.
func TestStartInPlanMode(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.policy("mode: active", "mode: plan")
	w.quiet()
	before := len(w.github.Writes())
	id := w.says("ben", python, "/upgrade start Python")
	w.quiet()
	if got := w.github.Writes()[before:]; len(got) > 0 {
		t.Errorf("writes in plan mode: %+v", got)
	}
	planned, err := w.store.Planned(w.t.Context())
	w.must(err)
	if !slices.ContainsFunc(planned, func(p store.Planned) bool { return p.Upgrade == "Python" && strings.Contains(p.Text, "acme/shop#2") }) {
		t.Errorf("planned: %+v", planned)
	}
	w.policy("mode: plan", "mode: active")
	w.quiet()
	w.wantsReaction(python, id, "+1")
	w.field("acme/shop#2", "Status", "Todo")
}

// The policy of the issue's own organisation rules, also when an event of
// another one sets the run off.
func TestStartSetOffElsewhere(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id, issue := w.says("ben", python, "/upgrade start Python"), w.issue(python).ID
	marked := false
	for range 20 {
		_, err := w.github.Deliver(t.Context())
		w.must(err)
		_, err = w.app.Pump(t.Context())
		w.must(err)
		settings, err := w.store.Settings(t.Context(), []upgrade.NodeID{issue})
		w.must(err)
		if marked = settings[issue].Value(upgrade.SettingStarting) != ""; marked {
			break
		}
		_, err = w.app.Work(t.Context(), 1)
		w.must(err)
	}
	if !marked {
		t.Fatal("the issue was never marked")
	}
	w.must(w.store.Trigger(t.Context(), upgrade.Trigger{Key: upgrade.IssueKey(issue), Installation: w.installation("partner"), Reason: "test"}))
	w.quiet()
	w.wantsReaction(python, id, "+1")
}

// An issue of nobody stays one, whatever else is said there.
func TestStartElsewhere(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before := len(w.github.Writes())
	w.says("ada", "acme/shop#2", "/upgrade start Python")    // not a roadmap repository
	w.says("ben", python, "/upgrade status\n\n/upgrade why") // no start
	w.says("helper[bot]", python, "/upgrade start Python")   // a bot
	w.says("ben", python, "> /upgrade start Python")         // a quote
	w.quiet()
	if got := w.github.Writes()[before:]; len(got) > 0 {
		t.Errorf("writes %+v", got)
	}
}
