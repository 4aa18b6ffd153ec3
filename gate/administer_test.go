package gate_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const resynced upgrade.Key = "installation:resynced"

// administer is the plan of a comment with an administrative command.
func (w *world) administer(effects ...upgrade.Action) upgrade.Administer {
	w.t.Helper()
	react := w.reaction()
	return upgrade.Administer{
		Effects: effects, Reaction: &react, Then: []upgrade.Trigger{{Key: resynced, Installation: w.acme, NotBefore: w.clock.Now().Add(time.Hour)}},
		Answered: upgrade.Answered{Issue: w.issue("acme/roadmap#1").ID, Comment: "IC_9", Commands: []string{"a"}, Outcome: upgrade.OutcomeDone},
	}
}

func (w *world) modes(mode upgrade.Mode, kinds ...upgrade.WriteKind) []upgrade.Action {
	w.t.Helper()
	var effects []upgrade.Action
	for _, kind := range kinds {
		effects = append(effects, upgrade.Set{
			Issue: w.issue("acme/roadmap#1").ID, Setting: upgrade.Setting{Name: upgrade.SettingMode + string(kind), Value: string(mode), At: w.clock.Now()},
		})
	}
	return effects
}

func (w *world) halt(on bool, at time.Time) upgrade.Halt {
	return upgrade.Halt{Installation: w.acme, On: on, By: upgrade.Actor{Login: "olga", ID: 1}, At: at}
}

// isAnswered wants the answer on record, and what it sets off triggered, once.
func (w *world) isAnswered() {
	w.t.Helper()
	answers, err := w.store.Answers(w.t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	keys, err := w.store.Keys(w.t.Context(), "")
	w.must(err)
	triggered := 0
	for _, k := range keys {
		if k.Key == resynced {
			triggered++
		}
	}
	if len(answers) != 1 || triggered != 1 {
		w.t.Errorf("answers %+v and %d triggers, want one of each", answers, triggered)
	}
}

func (w *world) wrote(want ...string) {
	w.t.Helper()
	if diff := cmp.Diff(append([]string{}, want...), w.writes()); diff != "" {
		w.t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// isHaltedHere wants the key to be parked until something triggers it.
func (w *world) isHaltedHere(err error) {
	w.t.Helper()
	var later gate.Later
	if !errors.As(err, &later) || later.Waiting != store.WaitParked || !later.Until.IsZero() || !strings.Contains(later.Reason, "olga") {
		w.t.Errorf("error %v, want to be parked by olga's halt", err)
	}
}

func TestModeCommands(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		before upgrade.Mode
		chosen upgrade.Mode
		kinds  []upgrade.WriteKind
		writes []string
	}{
		"activate":                       {upgrade.ModePlan, upgrade.ModeActive, upgrade.WriteKinds(), []string{"react", "add item", "set field"}},
		"activate fields, comments stay": {upgrade.ModePlan, upgrade.ModeActive, []upgrade.WriteKind{upgrade.WriteFields}, []string{"add item", "set field"}},
		"plan only":                      {upgrade.ModeActive, upgrade.ModePlan, upgrade.WriteKinds(), []string{"react"}},
		"plan only for boxes":            {upgrade.ModeActive, upgrade.ModePlan, []upgrade.WriteKind{upgrade.WriteBoxes}, []string{"react", "add item", "set field"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.part.Policy.Mode = test.before
			w.must(w.apply(w.administer(w.modes(test.chosen, test.kinds...)...), w.put("", "Todo")))
			w.wrote(test.writes...)
			w.isAnswered()
			settings, err := w.store.Settings(t.Context(), []upgrade.NodeID{w.issue("acme/roadmap#1").ID})
			w.must(err)
			if got := settings[w.issue("acme/roadmap#1").ID]; len(got) != len(test.kinds) {
				t.Errorf("settings %+v, want one for each kind", got)
			}
		})
	}
}

// The run that halts still answers; nothing else is written, also by later
// runs, and one that only repeats the command does not halt again.
func TestHaltCommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Installation = w.acme
	halted := w.clock.Now()
	halt := w.administer(w.halt(true, halted))
	w.isHaltedHere(w.apply(halt, w.put("", "Todo")))
	w.wrote("react")
	w.isAnswered()
	w.isHaltedHere(w.apply(w.put("", "Todo")))
	w.isHaltedHere(w.apply(w.reply("Hello.")))
	w.clock.Pass(time.Minute)
	w.must(w.apply(w.administer(w.halt(false, w.clock.Now())), w.put("", "Todo")))
	w.wrote("react", "react", "add item", "set field")
	w.must(w.apply(halt, w.reply("Hello.")))
}

// While it is halted, administrative commands take effect, and only what ends
// the halt lets their answer out.
func TestModeCommandWhileHalted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Installation, w.part.Policy.Mode = w.acme, upgrade.ModePlan
	w.must(w.apply(w.administer(w.halt(true, w.clock.Now()))))
	w.isHaltedHere(w.apply(w.administer(w.modes(upgrade.ModeActive, upgrade.WriteKinds()...)...), w.put("", "Todo")))
	w.wrote()
	w.isAnswered()
}

// A halt stops what the installation's policy rules and what is written for its
// own keys, and nothing else.
func TestHaltIsOfOneInstallation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		ruling func(*world) int64
		halted func(*world) int64
		stops  bool
	}{
		"another one": {func(w *world) int64 { return w.acme }, func(w *world) int64 { return w.acme + 100 }, false},
		"the ruling":  {func(w *world) int64 { return w.acme + 100 }, func(w *world) int64 { return w.acme + 100 }, true},
		"the key's":   {func(w *world) int64 { return w.acme + 100 }, func(w *world) int64 { return w.acme }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.part.Installation = test.ruling(w)
			halt := w.halt(true, w.clock.Now())
			halt.Installation = test.halted(w)
			err := w.apply(w.administer(halt), w.put("", "Todo"))
			if test.stops {
				w.isHaltedHere(err)
				return
			}
			w.must(err)
		})
	}
}

// A halt of everything is no organisation's to lift: nothing happens at all.
func TestHaltOfEverythingIsStronger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.part.Installation = w.acme
	w.must(w.apply(w.administer(w.halt(true, w.clock.Now()))))
	w.gate.Halted = true
	if err := w.apply(w.administer(w.halt(false, w.clock.Now()))); !errors.Is(err, gate.ErrHalted) {
		t.Errorf("error %v, want ErrHalted", err)
	}
	if halt, err := w.store.Halt(t.Context(), w.acme); err != nil || !halt.On {
		t.Errorf("halt %+v, %v: it was lifted", halt, err)
	}
}

// Cut off at the reaction, a command is run again: one effect, one answer.
func TestCutOffAdministrativeCommand(t *testing.T) {
	t.Parallel()
	for name, effects := range map[string]func(*world) []upgrade.Action{
		"activate":      func(w *world) []upgrade.Action { return w.modes(upgrade.ModeActive, upgrade.WriteKinds()...) },
		"resume writes": func(w *world) []upgrade.Action { return []upgrade.Action{w.halt(false, w.clock.Now())} },
		"resync":        func(*world) []upgrade.Action { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.part.Installation = w.acme
			administer := w.administer(effects(w)...)
			w.wire.once("POST /repos", func(func() (*http.Response, error)) (*http.Response, error) { return nil, context.DeadlineExceeded })
			if err := w.apply(administer); err == nil {
				t.Fatal("no error though the reaction was lost")
			}
			if answers, err := w.store.Answers(t.Context(), administer.Answered.Issue); err != nil || len(answers) > 0 {
				t.Errorf("answers %v, %v: on record without the reaction", answers, err)
			}
			w.restart()
			w.must(w.apply(administer))
			w.isAnswered()
			w.wrote("react")
		})
	}
}
