package reconcile_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

const offersDeploy = "Owner deploys and monitors"

// automated is organisations with an automation that may write to the board.
func automated() string {
	return strings.Replace(organisations, "tim, rita]", `tim, rita, "helper[bot]"]`, 1)
}

// setting is what the app goes by for an issue.
func (w *world) setting(text, name string) string {
	w.t.Helper()
	id := w.issue(text).ID
	all, err := w.store.Settings(w.t.Context(), []upgrade.NodeID{id})
	w.must(err)
	return all[id].Value(name)
}

// takenUp are the audited changes that the app has taken up from boards.
func (w *world) takenUp() []string {
	w.t.Helper()
	audits, err := w.store.Audits(w.t.Context(), 100)
	w.must(err)
	taken := []string{}
	for _, a := range audits {
		if a.Kind == "TakeUp" {
			taken = append(taken, a.Why+": "+a.Before+" > "+a.After)
		}
	}
	return taken
}

// puts is a hand on a card.
func (w *world) puts(login, text, field, value string) {
	w.t.Helper()
	w.must(w.github.SetField(login, board(), w.ref(text), field, value))
}

// What a person puts on the board is followed as a command of that person is.
func TestLevelFromTheBoard(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		login, level  string
		lost          bool
		taken, stands string
		note          string
	}{
		"may write":                 {"ada", offersDeploy, false, offersDeploy, offersDeploy, ""},
		"of the orchestration team": {"ben", offersDeploy, false, offersDeploy, offersDeploy, ""},
		"without the right":         {"rita", offersDeploy, false, "", offersDeploy, "by somebody who may not"},
		"the webhook is lost":       {"ada", offersDeploy, true, "", offersDeploy, ""},
		"not for a service":         {"ada", "Owner reviews", false, "", "Owner reviews", "does not fit the repository"},
		"an automation":             {"helper[bot]", offersDeploy, false, "", "TBD", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, automated())
			w.puts(test.login, shop, ownerDoes, test.level)
			if test.lost {
				w.lose(func(int) bool { return true })
				w.trigger(shop)
			}
			w.quiet()
			w.field(shop, ownerDoes, test.stands)
			if got := w.setting(shop, upgrade.SettingLevel); got != test.taken {
				t.Errorf("the app goes by %q, want %q", got, test.taken)
			}
			want := []string{}
			if test.taken != "" {
				want = []string{ownerDoes + " of " + shop + " was set on the board by " + test.login + ": TBD > " + test.level}
			}
			if diff := cmp.Diff(want, w.takenUp()); diff != "" {
				t.Errorf("audited (-want +got):\n%s", diff)
			}
			if own := w.living(django); test.note == "" && strings.Contains(own, "Needs a person") || !strings.Contains(own, test.note) {
				t.Errorf("the roadmap issue says %q, want %q", own, test.note)
			}
			before := len(w.github.Writes())
			w.trigger(shop)
			w.quiet()
			if again := w.github.Writes()[before:]; len(again) > 0 {
				t.Errorf("a second look writes %+v", again)
			}
		})
	}
}

// What is refused is mended by somebody who may: the note goes.
func TestRefusalFromTheBoardIsMended(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.puts("rita", shop, ownerDoes, offersDeploy)
	w.quiet()
	w.puts("ada", shop, ownerDoes, "Owner does everything")
	w.quiet()
	if own := w.living(django); strings.Contains(own, "may not") {
		t.Errorf("the roadmap issue still says %q", own)
	}
	if got := w.setting(shop, upgrade.SettingLevel); got != "Owner does everything" {
		t.Errorf("the app goes by %q", got)
	}
}

// Nobody gets a right by a failure: while GitHub does not tell it, nothing is
// taken up and the key is tried again.
func TestRightsForTheBoardAreTriedAgain(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/permission") {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	w.puts("ada", shop, ownerDoes, offersDeploy)
	w.settle()
	if got := w.setting(shop, upgrade.SettingLevel); got != "" {
		t.Errorf("the app goes by %q", got)
	}
	w.wire.set(nil)
	w.quiet()
	if got := w.setting(shop, upgrade.SettingLevel); got != offersDeploy {
		t.Errorf("the app goes by %q, once the right is known", got)
	}
}

// Deliveries that come twice and in another order end in the same.
func TestHandsInAnyOrder(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.puts("rita", shop, ownerDoes, "Owner does everything")
	w.clock.Pass(5_000_000_000)
	w.puts("ada", shop, ownerDoes, offersDeploy)
	pending := w.github.Pending()
	for n := range pending {
		w.must(w.github.Duplicate(n * 2))
	}
	for range w.github.Pending() {
		w.must(w.github.DeliverOne(t.Context(), len(w.github.Pending())-1))
		w.settleApp()
	}
	w.quiet()
	if got := w.setting(shop, upgrade.SettingLevel); got != offersDeploy {
		t.Errorf("the app goes by %q", got)
	}
}

// The owner whom a person puts on the board is the owner, as after the command.
func TestOwnerFromTheBoard(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.puts("ada", shop, "Owner", "data")
	w.quiet()
	level := w.says("cleo", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.wantsReaction(shop, level, "+1")
	w.field(shop, "Owner", "data")
	w.puts("ada", shop, "Owner", "")
	w.quiet()
	w.field(shop, "Owner", "")
	if got := w.setting(shop, upgrade.SettingOwner); got != "group:data" {
		t.Errorf("the owner is %q", got)
	}
}

// A value that was there when the issue was adopted is accepted, whoever set it.
func TestFirstAdoptionAcceptsWhatIsThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	w.must(w.github.AddToBoard("rita", board(), w.ref(shop)))
	w.puts("rita", shop, ownerDoes, offersDeploy)
	w.puts("rita", shop, "Owner", "data")
	w.lose(func(int) bool { return true })
	w.quiet()
	for name, want := range map[string]string{upgrade.SettingLevel: offersDeploy, upgrade.SettingOwner: "group:data"} {
		if got := w.setting(shop, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	w.field(shop, ownerDoes, offersDeploy)
	w.field(shop, "Owner", "data")
}

// A card that a person has taken away stays away, and comes back by hand.
func TestRemovedCardIsLeftAlone(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.says("ada", shop, "/upgrade owner-does owner-deploys")
	w.quiet()
	w.must(w.github.RemoveCard("rita", board(), w.ref(shop)))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.restart()
	w.quiet()
	if card := w.github.Board("acme", 1).Item(w.ref(shop)); card.ID != "" {
		t.Fatalf("the card is back: %+v", card)
	}
	w.says("ada", shop, "/upgrade why")
	w.quiet()
	if own := strings.Join(w.own(shop), "\n"); !strings.Contains(own, "`rita` has taken the issue off the board") {
		t.Errorf("why says %q", own)
	}
	w.must(w.github.AddToBoard("rita", board(), w.ref(shop)))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.field(shop, ownerDoes, offersDeploy)
}

// An automation is overruled once, and then left: nobody goes round in circles.
func TestAutomationIsOverruledOnce(t *testing.T) {
	t.Parallel()
	w := started(t, automated())
	w.puts("helper[bot]", shop, "Status", "Done")
	w.quiet()
	w.field(shop, "Status", "Todo")
	w.puts("helper[bot]", shop, "Status", "Done")
	w.quiet()
	w.field(shop, "Status", "Done")
	w.says("ada", shop, "/upgrade why")
	w.quiet()
	w.wantsOwn(shop, "It stays: the automation `helper[bot]` put it there")
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	w.quiet()
	w.field(shop, "Status", "In Progress")
}
