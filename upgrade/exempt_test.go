package upgrade_test

import (
	"maps"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// askOwner is ask by somebody of the owning team.
func askOwner(f upgrade.ChildFacts, lines ...string) upgrade.ChildFacts {
	return lastAsked(ask(f, lines...), func(a *upgrade.Asked) { a.Rights = upgrade.Rights{Owner: upgrade.Yes} })
}

// said is the child with a setting that was laid down before.
func said(f upgrade.ChildFacts, name, value string) upgrade.ChildFacts {
	before := f.Settings
	f.Settings = upgrade.Settings{name: laid(name, value)}
	maps.Copy(f.Settings, before)
	return f
}

func laid(name, value string) upgrade.Setting {
	return upgrade.Setting{Name: name, Value: value, Because: "of @everyone", By: upgrade.Actor{Login: "robrap", ID: 6}, At: at(9, 20)}
}

func spoken(f upgrade.ChildFacts) upgrade.ChildFacts {
	f.Living = upgrade.OwnText{Comment: 77, Text: "old"}
	return f
}

func TestExempt(t *testing.T) {
	t.Parallel()
	moved := with(settledChild(), func(f *upgrade.ChildFacts) {
		setValue(f, "FS", "Done", at(9, 31))
		f.Bases = sampleBases("Done", "TBD")
	})
	column := with(settledChild(), func(f *upgrade.ChildFacts) { f.Policy.Maintenance.Statuses.NotPlanned = "Will not do" })
	cases := map[string]upgrade.ChildFacts{
		"until a date":         askOwner(settledChild(), "/upgrade exempt until 31 January 2027 because the vendor, @vendor, freezes #5"),
		"until in weeks":       askOwner(settledChild(), "/upgrade exempt Until in 6 weeks because we are busy."),
		"for good":             askOwner(settledChild(), "/upgrade exempt because it is switched off"),
		"again":                askOwner(spoken(said(settledChild(), "exempt", "2027-01-31")), "/upgrade exempt until 2027-02-28 because it takes longer"),
		"after not affected":   askOwner(said(moved, "not-affected", "yes"), "/upgrade exempt because it is affected after all"),
		"off":                  askOwner(spoken(said(settledChild(), "exempt", "2027-01-31")), "/upgrade exempt off"),
		"off without one":      askOwner(settledChild(), "/upgrade exempt OFF"),
		"tomorrow":             askOwner(settledChild(), "/upgrade exempt until tomorrow because of a holiday"),
		"today":                askOwner(settledChild(), "/upgrade exempt until today because of a holiday"),
		"past":                 askOwner(settledChild(), "/upgrade exempt until 2026-11-01 because of a holiday"),
		"far future":           askOwner(settledChild(), "/upgrade exempt until 2031-11-21 because of a holiday"),
		"no date":              askOwner(settledChild(), "/upgrade exempt until because of a holiday"),
		"unclear date":         askOwner(settledChild(), "/upgrade exempt until 01/02/2027 because of a holiday"),
		"more than a date":     askOwner(settledChild(), "/upgrade exempt perhaps until 2027-01-31 because of a holiday"),
		"a person":             askOwner(settledChild(), "/upgrade exempt @robrap because of a holiday"),
		"no reason":            askOwner(settledChild(), "/upgrade exempt until 2027-01-31"),
		"no reason, no date":   askOwner(settledChild(), "/upgrade exempt"),
		"no right":             lastAsked(ask(settledChild(), "/upgrade exempt because I say so"), func(a *upgrade.Asked) { a.Rights = noRights() }),
		"last wins":            askOwner(settledChild(), "/upgrade exempt because a", "/upgrade not-affected because b", "/upgrade frobnicate"),
		"holds":                spoken(said(settledChild(), "exempt", "2027-01-31")),
		"has ended":            spoken(said(settledChild(), "exempt", "2026-11-20")),
		"holds without a date": spoken(said(settledChild(), "exempt", "always")),
		"no board":             askOwner(with(settledChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }), "/upgrade exempt because it is switched off"),
		"board lost":           spoken(said(with(settledChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }), "exempt", "always")),

		"not affected":                    askOwner(settledChild(), "/upgrade not-affected because nothing imports it"),
		"not affected with a column":      askOwner(column, "/upgrade not-affected because nothing imports it"),
		"not affected after exempt":       askOwner(said(settledChild(), "exempt", "always"), "/upgrade not-affected because nothing imports it"),
		"not affected without a reason":   askOwner(settledChild(), "/upgrade not-affected"),
		"not affected with words":         askOwner(settledChild(), "/upgrade not-affected until tomorrow because nothing imports it"),
		"not affected with an issue":      askOwner(settledChild(), "/upgrade not-affected #5 because nothing imports it"),
		"not affected off":                askOwner(said(moved, "not-affected", "yes"), "/upgrade not-affected off"),
		"not affected holds":              spoken(said(moved, "not-affected", "yes")),
		"not affected, moved by a person": said(with(settledChild(), func(f *upgrade.ChildFacts) { f.Bases = sampleBases("Done", "TBD") }), "not-affected", "yes"),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "exempt", name, upgrade.DecideChild(reported(facts)))
		})
	}
}

func noRights() upgrade.Rights {
	return upgrade.Rights{
		Write: upgrade.No, Owner: upgrade.No, Orchestration: upgrade.No, Author: upgrade.No, Steward: upgrade.No, People: upgrade.No,
	}
}

// What a child's exemption or its being not affected does to its box.
func TestBoxesOfExemptAndNotAffected(t *testing.T) {
	t.Parallel()
	a, b := openState("Ia", "a", 1), openState("Ib", "b", 2)
	doneA := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	skippedA := closedState("Ia", "a", 1, 9, upgrade.ReasonNotPlanned)
	one := func(name, value string) map[upgrade.NodeID]upgrade.Settings {
		return map[upgrade.NodeID]upgrade.Settings{"Ia": {name: laid(name, value)}}
	}
	facts := func(settings map[upgrade.NodeID]upgrade.Settings, line string, states ...upgrade.IssueState) upgrade.RoadmapFacts {
		f := known(roadmap(states, line))
		f.ChildSettings = settings
		return f
	}
	both := facts(one("exempt", "2027-01-31"), "o openedx/a#1", a)
	both.ChildSettings["Ib"] = upgrade.Settings{"exempt": laid("exempt", "2026-12-24")}
	keep := func(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
		f.Policy.KeepNotPlannedBoxes = true
		return f
	}
	cases := map[string]upgrade.RoadmapFacts{
		"exempt":                                    facts(one("exempt", "2027-01-31"), "o openedx/a#1", a),
		"exempt and checked by hand":                facts(one("exempt", "always"), "x openedx/a#1", a),
		"exempt and closed as completed":            facts(one("exempt", "2027-01-31"), "o openedx/a#1", doneA),
		"exempt and closed as not planned":          facts(one("exempt", "2027-01-31"), "o openedx/a#1", skippedA),
		"exemption ended, closed as not planned":    facts(one("exempt", "2026-11-20"), "o openedx/a#1", skippedA),
		"exempt next to one that is done":           facts(one("exempt", "always"), "o openedx/a#1 openedx/b#2", a, closedState("Ib", "b", 2, 9, upgrade.ReasonCompleted)),
		"two exemptions, the first that ends":       both,
		"not affected":                              facts(one("not-affected", "yes"), "o openedx/a#1", a),
		"not affected next to an open one":          facts(one("not-affected", "yes"), "o openedx/a#1 openedx/b#2", a, b),
		"not affected next to a closed one":         facts(one("not-affected", "yes"), "o openedx/a#1 openedx/b#2", a, closedState("Ib", "b", 2, 9, upgrade.ReasonCompleted)),
		"not affected, no base, said after an edit": withRoadmap(facts(one("not-affected", "yes"), "o openedx/a#1", a), func(f *upgrade.RoadmapFacts) { f.Bases = nil }),
		"not affected, policy leaves not planned":   keep(facts(one("not-affected", "yes"), "o openedx/a#1", skippedA)),
	}
	for name, f := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(heard(f, name, "two exemptions, the first that ends", "not affected next to an open one"))
			golden(t, "exempt-boxes", name, plan)
		})
	}
}
