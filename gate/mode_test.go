package gate_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// everything is one action of each sort.
func (w *world) everything() []upgrade.Action {
	w.t.Helper()
	react := w.reaction()
	return []upgrade.Action{
		w.put("", "Todo"), w.box(true), w.reply("Hello."), react, w.problem("Line 1 is wrong."),
		upgrade.Remember{Object: "I_seen", Bases: map[string]string{upgrade.BoxBase("I_child"): "checked", upgrade.FieldBase("B", "F"): "x"}},
		upgrade.Answered{Issue: w.issue("acme/roadmap#1").ID, Comment: "IC_1", Commands: []string{"d"}, Outcome: upgrade.OutcomeDone},
	}
}

func TestActiveModeWrites(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.apply(w.everything()...))
	want := []string{"add item", "set field", "edit body", "create comment", "react", "create issue"}
	if diff := cmp.Diff(want, w.writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	bases, err := w.store.Bases(t.Context(), w.issue("acme/shop#1").ID)
	w.must(err)
	status, _ := w.board.Field("Status")
	if got := bases[upgrade.FieldBase(w.board.ID, status.ID)]; got != "Todo" {
		t.Errorf("base of Status %q, want what was written", got)
	}
	answers, err := w.store.Answers(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if len(answers) != 1 {
		t.Errorf("answers %+v, want the one", answers)
	}
	audits, err := w.store.Audits(t.Context(), 100)
	w.must(err)
	kinds := map[string]int{}
	for _, a := range audits {
		kinds[a.Kind]++
		if a.Outcome != "done" || a.RequestID == "" || a.Installation != w.acme {
			t.Errorf("audit %+v, want a complete row", a)
		}
	}
	if diff := cmp.Diff(map[string]int{"PutItem": 2, "EditBody": 1, "SaveComment": 1, "React": 1, "SaveIssue": 1}, kinds); diff != "" {
		t.Errorf("audit rows (-want +got):\n%s", diff)
	}
}

func TestPlanModeOnlyShows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Policy.Mode = upgrade.ModePlan
	actions := w.everything()
	w.wire.requests()
	w.must(w.apply(actions...))
	if n := w.wire.requests(); n > 0 || len(w.writes()) > 0 {
		t.Errorf("%d requests, writes %v; want none", n, w.writes())
	}
	w.recordsNothing()
	planned, err := w.store.Planned(t.Context())
	w.must(err)
	kinds := []string{}
	for _, p := range planned {
		kinds = append(kinds, p.Kind)
		if p.Text == "" || p.Upgrade != "Django" || p.Installation != w.acme {
			t.Errorf("planned %+v, want a complete row", p)
		}
	}
	if diff := cmp.Diff([]string{"fields", "boxes", "comments", "comments", "issues"}, kinds); diff != "" {
		t.Errorf("planned (-want +got):\n%s", diff)
	}
	w.part.Policy.Mode = upgrade.ModeActive
	w.must(w.apply(actions...))
	if planned, err = w.store.Planned(t.Context()); err != nil || len(planned) > 0 {
		t.Errorf("planned after it was written: %v, %v", planned, err)
	}
}

// recordsNothing wants no trace of an effect in the database.
func (w *world) recordsNothing() {
	w.t.Helper()
	for _, object := range []upgrade.NodeID{w.issue("acme/shop#1").ID, w.issue("acme/roadmap#1").ID, "I_seen"} {
		bases, err := w.store.Bases(w.t.Context(), object)
		w.must(err)
		answers, err := w.store.Answers(w.t.Context(), object)
		w.must(err)
		if len(bases)+len(answers) > 0 {
			w.t.Errorf("%s has bases %v and answers %v, want none", object, bases, answers)
		}
	}
	audits, err := w.store.Audits(w.t.Context(), 10)
	w.must(err)
	if len(audits) > 0 {
		w.t.Errorf("audit rows %+v, want none", audits)
	}
}

// A kind of write has a mode of its own; an answer waits for the comments'.
func TestModeByKind(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Policy.Mode = upgrade.ModePlan
	w.part.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteFields: upgrade.ModeActive}
	w.must(w.apply(w.everything()...))
	if diff := cmp.Diff([]string{"add item", "set field"}, w.writes()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	answers, err := w.store.Answers(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if len(answers) > 0 {
		t.Errorf("answers %+v, want none: nobody was told", answers)
	}
	bases, err := w.store.Bases(t.Context(), "I_seen")
	w.must(err)
	if diff := cmp.Diff(map[string]string{upgrade.FieldBase("B", "F"): "x"}, bases); diff != "" {
		t.Errorf("bases (-want +got):\n%s", diff)
	}
}

func TestHalt(t *testing.T) {
	t.Parallel()
	for _, by := range []string{"flag", "setting"} {
		t.Run(by, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if by == "flag" {
				w.must(w.store.SetFlag(t.Context(), store.FlagHalt, "olga: wait"))
			}
			w.gate.Halted = by == "setting"
			actions := w.everything()
			w.wire.requests()
			for _, action := range actions[:5] {
				if err := w.apply(action); !errors.Is(err, gate.ErrHalted) {
					t.Errorf("%T: error %v, want ErrHalted", action, err)
				}
			}
			if n := w.wire.requests(); n > 0 {
				t.Errorf("%d requests while halted", n)
			}
			w.recordsNothing()
			w.must(w.store.SetFlag(t.Context(), store.FlagHalt, ""))
			w.gate.Halted = false
			w.must(w.apply(actions...))
		})
	}
}
