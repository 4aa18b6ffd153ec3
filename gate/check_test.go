package gate_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// proposed is a check of a new pull request, whose ref it returns.
func (w *world) proposed() (upgrade.Ref, upgrade.SaveCheck) {
	w.t.Helper()
	w.must(w.github.PushFile("olga", "acme/.github", "README.md", "# Us\n"))
	ref, err := w.github.OpenPullRequestFromFork("ada", "acme/.github", "Change the policy", "upkeep.yml", "mode: active\n")
	w.must(err)
	head, err := w.client.PullRequest(w.t.Context(), w.acme, "acme", ".github", ref.Number)
	w.must(err)
	return ref, upgrade.SaveCheck{
		Repository: upgrade.Repository{Owner: "acme", Name: ".github"}, Head: head.Head, Name: "upkeep.yml", ID: "1 a",
		Conclusion: upgrade.ConclusionSuccess, Title: "It is valid", Summary: "It is valid.",
	}
}

// applyOwn applies what no mode withholds.
func (w *world) applyOwn(action upgrade.Action) error {
	w.t.Helper()
	w.part.Own = true
	defer func() { w.part.Own = false }()
	return w.apply(action)
}

func TestCheckIsMadeOnceWhateverIsLost(t *testing.T) {
	t.Parallel()
	for name, f := range faults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ref, check := w.proposed()
			w.part.Own = true
			w.wire.once("POST ", f)
			if err := w.applyFor(upgrade.CausePerson, check); err == nil {
				t.Fatal("no error")
			}
			w.recover(check)
			w.openStore()
			w.recover(check)
			if all := w.github.CheckRuns(ref); len(all) != 1 || all[0].ExternalID != "1 a" {
				t.Errorf("check runs %+v, want one", all)
			}
			check.ID = "1 b"
			w.recover(check)
			if all := w.github.CheckRuns(ref); len(all) != 2 {
				t.Errorf("check runs %+v, want a second one", all)
			}
		})
	}
}

// What is the app's own is written in plan mode, and never while it is halted.
func TestOwnPartsHaveNoModeButAHalt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ref, check := w.proposed()
	w.gate.Halted = true
	if err := w.applyOwn(check); err == nil {
		t.Error("it is written while writes are halted")
	}
	w.gate.Halted = false
	w.part.Policy.Mode = upgrade.ModePlan
	w.must(w.apply(check))
	if all := w.github.CheckRuns(ref); len(all) != 0 {
		t.Errorf("check runs %+v in plan mode", all)
	}
	w.must(w.applyOwn(check))
	if all := w.github.CheckRuns(ref); len(all) != 1 {
		t.Errorf("check runs %+v, want one", all)
	}
}

func TestChecksThatAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, check := w.proposed()
	live, private := check, check
	live.Summary = "Thanks, @ada"
	private.Names = []upgrade.Repository{{Owner: "acme", Name: "secret", Private: true}}
	w.isRefused(w.applyOwn(live), "@ada")
	w.isRefused(w.applyOwn(private), "private")
	if writes := strings.Join(w.writes(), ", "); writes != "" {
		t.Errorf("writes %s", writes)
	}
}
