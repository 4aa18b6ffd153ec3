package reconcile_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	ownerDoes = "Owner Does"
	shop      = "acme/shop#1"
)

func TestCommandDone(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, login, child, words, level string }{
		{"by its owner's team", "ada", shop, "owner-reviews-merges", "Owner reviews, merges, deploys, and monitors"},
		{"by the orchestration team", "ben", shop, "Owner does everything", "Owner does everything"},
		{"by a child team's member", "dora", shop, "owner-reviews-merges", "Owner reviews, merges, deploys, and monitors"},
		{"an alias on a service", "ada", shop, "arbi-bom", "Owner deploys and monitors"},
		{"an alias on a library", "ben", "acme/lib#1", "arbi-bom", "Owner offers advice"},
		{"in another organisation", "ben", "partner/tool#1", "owner-reviews", "Owner reviews"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says(test.login, test.child, "Fine.\n\n/upgrade owner-does "+test.words)
			w.quiet()
			w.field(test.child, ownerDoes, test.level)
			if diff := cmp.Diff([]string{"+1"}, w.reactions(test.child, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
			own := w.own(test.child)
			if len(own) != 1 || !strings.Contains(own[0], "`"+test.level+"`") || !strings.Contains(own[0], "Merge: ") {
				t.Errorf("the app says %q, want one living comment with the level and who does what", own)
			}
		})
	}
}

func TestCommandRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, login, words, says string }{
		{"a stranger", "stranger", "owner-does owner-deploys", "`platform`"},
		{"who may only read", "rita", "owner-does owner-deploys", "This command is for"},
		{"who may triage", "tim", "owner-does owner-deploys", "This command is for"},
		{"another team", "cleo", "owner-does owner-deploys", "This command is for"},
		{"a level that is not there", "ada", "owner-does owner-dose-everything", "owner-does-everything"},
		{"an ambiguous one", "ada", "owner-does owner-", "more than one"},
		{"a level for libraries", "ada", "owner-does owner-offers-advice", "not services"},
		{"no such command", "ada", "owner-dose owner-deploys", "no such command"},
		{"no level", "ada", "owner-does", "needs a level"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			id := w.says(test.login, shop, "/upgrade "+test.words)
			w.quiet()
			w.field(shop, ownerDoes, "TBD")
			if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
			if own := w.own(shop); len(own) != 1 || !strings.Contains(own[0], test.says) {
				t.Errorf("the app says %q, want one reply with %q", own, test.says)
			}
		})
	}
}

// What is no command of a person is nothing: no answer, no reaction, no reading of rights.
func TestNoCommand(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*world){
		"a bot":           func(w *world) { w.says("helper[bot]", shop, "/upgrade owner-does owner-deploys") },
		"a code block":    func(w *world) { w.says("ada", shop, "```\n/upgrade owner-does owner-deploys\n```") },
		"a quote":         func(w *world) { w.says("ada", shop, "> /upgrade owner-does owner-deploys") },
		"an HTML comment": func(w *world) { w.says("ada", shop, "<!--\n/upgrade owner-does owner-deploys\n-->") },
		"edited by somebody else": func(w *world) {
			id := w.says("rita", shop, "Hello.")
			w.must(w.github.EditComment("ada", id, "/upgrade owner-does owner-deploys"))
		},
		"deleted before it was read": func(w *world) {
			id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
			w.must(w.github.DeleteComment("ada", id))
		},
	}
	for name, act := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			before := len(w.github.Writes())
			act(w)
			w.wire.requests()
			w.quiet()
			if got := w.github.Writes()[before:]; len(got) > 0 {
				t.Errorf("writes %+v", got)
			}
			if slices.ContainsFunc(w.wire.requests(), func(line string) bool { return strings.Contains(line, "permission") }) {
				t.Error("somebody's rights were read")
			}
		})
	}
}

// An edit by its author counts, and only for what was not there before.
func TestEditedByItsAuthor(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.must(w.github.SetField("olga", board(), w.ref(shop), ownerDoes, "Owner does everything"))
	w.must(w.github.EditComment("ada", id, "/upgrade owner-does owner-deploys\n\nAnd so on."))
	w.quiet()
	w.field(shop, ownerDoes, "Owner does everything") // the old command does not run again
	w.must(w.github.EditComment("ada", id, "/upgrade owner-does owner-deploys\n\n/upgrade owner-does owner-reviews-merges"))
	w.quiet()
	w.field(shop, ownerDoes, "Owner reviews, merges, deploys, and monitors")
	if own := w.own(shop); len(own) != 1 {
		t.Errorf("the app says %q, want its one living comment", own)
	}
}

func TestRepeatedAndReorderedDeliveries(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	first := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	second := w.says("ada", shop, "/upgrade owner-does owner-revues")
	for range 3 {
		w.must(w.github.Duplicate(0))
	}
	for n := len(w.github.Pending()); n > 0; n-- {
		w.must(w.github.DeliverOne(t.Context(), n-1))
		w.settleApp()
	}
	w.quiet()
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	if a, b := w.reactions(shop, first), w.reactions(shop, second); len(a) != 1 || len(b) != 1 {
		t.Errorf("reactions %v and %v, want one each", a, b)
	}
	if own := w.own(shop); len(own) != 2 {
		t.Errorf("the app says %q, want the living comment and one reply", own)
	}
	if n := len(w.writes("create comment", shop)); n != 2 {
		t.Errorf("%d comments were made", n)
	}
}

// A living comment that waits for its pace delays neither the field that a
// command sets, nor its answer, nor what happens on the child meanwhile.
func TestFieldsDoNotWaitForTheComment(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ada", shop, "/upgrade owner-does owner-deploys-and-monitors")
	w.settle()
	second := w.says("ada", shop, "/upgrade owner-does owner-does-everything")
	w.settle()
	w.field(shop, ownerDoes, "Owner does everything")
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.settle()
	w.field(shop, "Status", "Done")
	if own := w.own(shop); len(own) != 1 || !strings.Contains(own[0], "`Owner deploys and monitors`:") {
		t.Errorf("the app says %q, want the first level while the comment waits", own)
	}
	if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, second)); diff != "" {
		t.Errorf("reactions before the comment is right (-want +got):\n%s", diff)
	}
	w.quiet()
	if own := w.own(shop); len(own) != 1 || !strings.Contains(own[0], "`Owner does everything`:") {
		t.Errorf("the app says %q, want the second level", own)
	}
}

// Commands older than a day are not run. Those from before the adoption are not
// even answered.
func TestOldCommands(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ada", shop, "Hello.")
	w.quiet()
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	for len(w.github.Pending()) > 0 {
		w.must(w.github.Drop(0))
	}
	w.clock.Pass(25 * time.Hour)
	w.quiet()
	w.field(shop, ownerDoes, "TBD")
	if own := w.own(shop); len(own) != 1 || !strings.Contains(own[0], "more than a day") {
		t.Errorf("the app says %q, want that it was too late", own)
	}
	if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}

	w = newWorld(t, organisations)
	id = w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.clock.Pass(25 * time.Hour)
	w.quiet()
	w.field(shop, ownerDoes, "TBD")
	if own, got := w.own(shop), w.reactions(shop, id); len(own)+len(got) > 0 {
		t.Errorf("the app says %q and reacts with %v to what was before its time", own, got)
	}
}

// In plan mode a command stays open; once the policy is active it is answered.
func TestCommandInPlanMode(t *testing.T) {
	t.Parallel()
	for _, plan := range []string{"mode: plan", "mode: active\nwrites: {fields: plan}", "mode: active\nwrites: {comments: plan}"} {
		t.Run(plan, func(t *testing.T) {
			t.Parallel()
			w := started(t, strings.Replace(organisations, "            mode: active\n", "            "+strings.ReplaceAll(plan, "\n", "\n            ")+"\n", 1))
			id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
			w.quiet()
			w.says("ada", shop, "And?")
			w.quiet()
			if own, got := w.own(shop), w.reactions(shop, id); len(own)+len(got) > 0 {
				t.Fatalf("the app says %q and reacts with %v", own, got)
			}
			w.policy(plan, "mode: active")
			w.quiet()
			w.field(shop, ownerDoes, "Owner deploys and monitors")
			if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
		})
	}
}

// After the loss of the database a reaction stands for the answer.
func TestAnsweredBeforeTheDatabaseWasLost(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.must(w.github.SetField("olga", board(), w.ref(shop), ownerDoes, "Owner does everything"))
	w.quiet()
	w.loseDatabase()
	w.quiet()
	w.field(shop, ownerDoes, "Owner does everything")
	w.must(w.github.EditComment("ada", id, "/upgrade owner-does owner-deploys\n\n/upgrade owner-does owner-reviews-merges"))
	w.quiet()
	w.field(shop, ownerDoes, "Owner reviews, merges, deploys, and monitors")
	if own := w.own(shop); len(own) != 1 {
		t.Errorf("the app says %q, want its one living comment", own)
	}
}

// Rights that cannot be read give nobody a right, and are asked for again.
func TestUnreadableRights(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/permission") {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	id := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.settle()
	if got := w.reactions(shop, id); len(got) > 0 || w.card(shop)[ownerDoes] != "TBD" {
		t.Errorf("reactions %v, %v", got, w.card(shop))
	}
	w.wire.set(nil)
	w.quiet()
	w.field(shop, ownerDoes, "Owner deploys and monitors")
}

// An account that GitHub does not know any more has no rights, and holds nothing up.
func TestVanishedCommenter(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/permission") {
			return answer(http.StatusNotFound, `{"message":"Not Found"}`), nil
		}
		return a.pass()
	})
	w.says("stranger", shop, "/upgrade owner-does owner-deploys")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.field(shop, ownerDoes, "TBD")
}

// On the roadmap issue the command says where it belongs.
func TestCommandOnTheRoadmapIssue(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", django, "/upgrade owner-does owner-deploys")
	w.quiet()
	if own := w.own(django); len(own) != 1 || !strings.Contains(own[0], "belongs on the child") {
		t.Errorf("the app says %q", own)
	}
	if diff := cmp.Diff([]string{"confused"}, w.reactions(django, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
}

// The policy says how commands begin, and the app shows them so.
func TestPrefixOfThePolicy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.policy("mode: active", "mode: active\ncommands: {prefix: [/up, /upgrade-bot]}")
	w.quiet()
	ignored := w.says("ada", shop, "/upgrade owner-does owner-deploys")
	id := w.says("ada", shop, "/UP owner-does owner-deploys")
	wrong := w.says("ada", shop, "/upgrade-bot owner-dose owner-deploys")
	w.quiet()
	if got := w.allReactions(shop, ignored); len(got) > 0 {
		t.Errorf("reactions to what is no command there: %v", got)
	}
	if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, wrong)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	for _, text := range w.own(shop) {
		if strings.Contains(text, "`/upgrade ") || !strings.Contains(text, "`/up owner-does`") {
			t.Errorf("the app shows another prefix: %q", text)
		}
	}
}

// Of a comment twenty commands are run, and the rest is refused once.
func TestThousandsOfCommands(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, strings.Repeat("/upgrade owner-does owner-deploys\n", 1000))
	w.quiet()
	if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	own := w.own(shop)
	if len(own) != 2 || !strings.Contains(own[0]+own[1], "980 further commands were not run") {
		t.Errorf("the app says %q, want its living comment and one reply", own)
	}
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	before := len(w.github.Writes())
	w.trigger(shop)
	w.quiet()
	if got := w.github.Writes()[before:]; len(got) > 0 {
		t.Errorf("writes again: %+v", got)
	}
}
