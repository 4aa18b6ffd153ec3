package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// seeing adds what was looked up for the last comment.
func seeing(f upgrade.ChildFacts) upgrade.ChildFacts {
	return lastAsked(f, func(a *upgrade.Asked) {
		a.Objects = upgrade.Objects{
			Organisation: "openedx",
			Teams:        map[string]upgrade.Certainty{"openedx/axim-engineering": upgrade.Yes, "openedx/sre": upgrade.Yes, "openedx/robrap": upgrade.No},
			TeamNames:    []string{"axim-engineering", "sre", "arbi-bom"},
			Users:        map[string]upgrade.Actor{"robrap": {Login: "robrap", ID: 6}, "newcomer": {Login: "newcomer", ID: 7}},
		}
	})
}

func TestOwner(t *testing.T) {
	t.Parallel()
	byUser := with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Repository.Catalog = "spec: {owner: 'user:robrap'}" })
	own := func(words string) upgrade.ChildFacts { return seeing(ask(settledChild(), "/upgrade owner "+words)) }
	cases := map[string]upgrade.ChildFacts{
		"a person":                   own("@robrap"),
		"a person without the at":    own("RobRap"),
		"a team":                     seeing(ask(byUser, "/upgrade owner @OpenEdX/axim-engineering")),
		"the board's name":           seeing(ask(byUser, "/upgrade owner axim ENGINEERING")),
		"as it is":                   own("@openedx/axim-engineering"),
		"last wins":                  seeing(ask(settledChild(), "/upgrade owner @robrap", "/upgrade owner axim-engineering")),
		"not on the board":           own("@openedx/sre"),
		"a person not on the board":  own("@newcomer"),
		"unknown":                    own("@everybody"),
		"unknown, a team is near":    own("arbi-bum"),
		"unknown, an option is near": own("axim-enginering"),
		"of another organisation":    own("@edx/axim-engineering"),
		"two":                        own("@robrap @newcomer"),
		"none":                       own(""),
		"an issue":                   own("#5"),
		"text field": with(own("@openedx/sre"), func(f *upgrade.ChildFacts) {
			f.Board.Fields[3] = upgrade.Field{ID: "FW", Name: "Owner", Type: upgrade.FieldText}
		}),
		"archived card":        with(own("@robrap"), func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true }),
		"no field":             with(own("@robrap"), func(f *upgrade.ChildFacts) { f.Policy.Maintenance.Fields.Owner = "Team" }),
		"holds, not the file":  spoken(said(settledChild(), "owner", "user:robrap")),
		"holds, moved by hand": said(with(settledChild(), func(f *upgrade.ChildFacts) { f.Bases[upgrade.FieldBase("B", "FW")] = "robrap" }), "owner", "user:robrap"),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "owner", name, upgrade.DecideChild(reported(facts)))
		})
	}
}

func TestColumn(t *testing.T) {
	t.Parallel()
	to := func(words string) upgrade.ChildFacts { return ask(settledChild(), "/upgrade column "+words) }
	ended := closed(with(settledChild(), func(f *upgrade.ChildFacts) {
		setValue(f, "FS", "Done", at(9, 31))
		f.Bases = sampleBases("Done", "TBD")
	}), upgrade.ReasonCompleted, at(9, 30))
	cases := map[string]upgrade.ChildFacts{
		"by slug":              to("owner-review"),
		"by name":              to(`"Owner review"`),
		"as the facts have it": to("todo"),
		"moved and facts moved on": with(to("owner-review"), func(f *upgrade.ChildFacts) {
			f.Issue.Assignees, f.Issue.AssignedAt = []upgrade.Actor{{Login: "a"}}, at(9, 40)
		}),
		"on a new card":              ask(newChild(), "/upgrade column owner-review"),
		"there already":              ask(with(settledChild(), func(f *upgrade.ChildFacts) { setValue(f, "FS", "Owner Review", at(9, 45)) }), "/upgrade column owner-review"),
		"last wins":                  ask(settledChild(), "/upgrade column owner-review", "/upgrade column in-progress"),
		"done on an open issue":      to("done"),
		"done on a closed issue":     ask(ended, "/upgrade column done"),
		"back from done":             ask(ended, "/upgrade column todo"),
		"done where not affected":    ask(said(ended, "not-affected", "yes"), "/upgrade column done"),
		"unknown":                    to("@everyone"),
		"unknown, one is near":       to("in-progres"),
		"ambiguous":                  with(to("to do"), func(f *upgrade.ChildFacts) { f.Board.Fields[0] = selectField("FS", "Status", "To-do", "To.do", "Todo") }),
		"none":                       to(""),
		"archived card":              with(to("owner-review"), func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true }),
		"no board":                   with(to("owner-review"), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }),
		"status is no single select": with(to("owner-review"), func(f *upgrade.ChildFacts) { f.Board.Fields[0].Type = upgrade.FieldText }),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "column", name, upgrade.DecideChild(reported(facts)))
		})
	}
}
