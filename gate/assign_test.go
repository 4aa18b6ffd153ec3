package gate_test

import (
	"errors"
	"net/http"
	"slices"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// assign is ada's taking on of an issue.
func (w *world) assign(remove bool) upgrade.Assign {
	w.t.Helper()
	ada, err := w.client.User(w.t.Context(), w.acme, "ada")
	w.must(err)
	return upgrade.Assign{Ref: w.ref("acme/roadmap#1"), User: ada, Remove: remove}
}

func (w *world) wantsAssignees(want ...string) {
	w.t.Helper()
	if got := w.issue("acme/roadmap#1").Assignees; !slices.Equal(got, want) {
		w.t.Errorf("assigned to %q, want %q", got, want)
	}
}

// Assigning twice is assigning once, also when the first answer was lost.
func TestAssign(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("POST ", func(pass func() (*http.Response, error)) (*http.Response, error) {
		_, err := pass()
		return nil, errors.Join(err, errors.New("connection reset by peer"))
	})
	if err := w.applyFor(upgrade.CausePerson, w.assign(false)); err == nil {
		t.Fatal("no error though the answer was lost")
	}
	w.must(w.applyFor(upgrade.CausePerson, w.assign(false)))
	w.wantsAssignees("ada")
	audits, err := w.store.Audits(t.Context(), 1)
	w.must(err)
	if a := audits[0]; a.Kind != "Assign" || a.After != "ada" || a.Before != "" {
		t.Errorf("audit %+v", a)
	}
	w.must(w.applyFor(upgrade.CausePerson, w.assign(true)))
	w.must(w.applyFor(upgrade.CausePerson, w.assign(true)))
	w.wantsAssignees()
}

// An answer of GitHub's that leaves the person out is a failure, and no
// reaction says that all is well.
func TestAssignLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	assign := w.assign(false)
	stranger, err := w.client.User(t.Context(), w.acme, "stranger")
	w.must(err)
	assign.User = stranger
	react := w.reaction()
	if err := w.applyFor(upgrade.CausePerson, assign, react); err == nil {
		t.Error("no error")
	}
	w.wantsAssignees()
	if got := w.commentOf(react).Reactions; len(got) > 0 {
		t.Errorf("reactions %v", got)
	}
}

// Plan mode for comments and reactions withholds it.
func TestAssignPlanned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteComments: upgrade.ModePlan}
	w.must(w.apply(w.assign(false)))
	w.wantsAssignees()
}
