package gate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A rehearsal lists every write, whatever mode and halts say, without a request
// that writes and without a trace of an effect.
func TestRehearsalWithholdsEverything(t *testing.T) {
	t.Parallel()
	for _, mode := range []upgrade.Mode{upgrade.ModeActive, upgrade.ModePlan} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.part.Policy.Mode = mode
			w.must(w.store.SetFlag(t.Context(), store.FlagHalt, "olga: wait"))
			w.gate.Rehearsal, w.gate.Write = true, nil
			actions := append(w.everything(),
				upgrade.Assign{Ref: w.ref("acme/shop#1"), User: upgrade.Actor{ID: 1, Login: "ada"}},
				upgrade.CloseIssue{Ref: w.ref("acme/roadmap#1"), Reason: upgrade.ReasonCompleted, Why: "finished"})
			w.wire.requests()
			w.must(w.apply(actions...))
			if n := w.wire.requests(); n > 0 || len(w.writes()) > 0 {
				t.Errorf("%d requests, writes %v; want none", n, w.writes())
			}
			w.recordsNothing()
			planned, err := w.store.Planned(t.Context())
			w.must(err)
			var objects []string
			for _, p := range planned {
				objects = append(objects, p.Changes[0].Object+": "+p.Changes[0].What)
			}
			if len(objects) > 3 {
				objects[3] = objects[3][:len("acme/roadmap#1: reaction")] // the comment's number follows
			}
			want := []string{
				"acme/shop#1: card on board acme/1", "acme/roadmap#1: line 1", "acme/roadmap#1: comment", "acme/roadmap#1: reaction",
				"acme/.github: issue", "acme/shop#1: assignee", "acme/roadmap#1: state",
			}
			if diff := cmp.Diff(want, objects); diff != "" {
				t.Errorf("planned (-want +got):\n%s", diff)
			}
		})
	}
}

// What would be refused is refused in a rehearsal, too: a private name in a public place.
func TestRehearsalRefusesWhatIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.gate.Rehearsal = true
	text := w.reply("Hello.")
	text.Names = []upgrade.Repository{{Owner: "acme", Name: "vault", Private: true}}
	w.isRefused(w.apply(text), "private")
	w.isRefused(w.apply(w.foreign("second/lib#1")), "second")
	if planned, err := w.store.Planned(t.Context()); err != nil || len(planned) > 0 {
		t.Errorf("planned all the same: %+v, %v", planned, err)
	}
}
