package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// claims is ask by somebody of whom it is known whether they can be assigned.
func claims(f upgrade.ChildFacts, assignable upgrade.Certainty, lines ...string) upgrade.ChildFacts {
	return lastAsked(ask(f, lines...), func(a *upgrade.Asked) { a.Assignable = assignable })
}

// assigned is the child assigned to people with these account numbers.
func assigned(f upgrade.ChildFacts, ids ...int64) upgrade.ChildFacts {
	f.Issue.AssignedAt = at(9, 5)
	for _, id := range ids {
		f.Issue.Assignees = append(f.Issue.Assignees, upgrade.Actor{Login: "feanil", ID: id})
	}
	f.Bases = sampleBases("In Progress", "TBD")
	setValue(&f, "FS", "In Progress", at(9, 5))
	return f
}

func TestClaim(t *testing.T) {
	t.Parallel()
	const claim, unclaim = "/upgrade claim", "/upgrade unclaim"
	stranger := func(f upgrade.ChildFacts) upgrade.ChildFacts {
		return lastAsked(f, func(a *upgrade.Asked) { a.Rights = noRights() })
	}
	archived := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteComments: "the repository is archived"}
	})
	cases := map[string]upgrade.ChildFacts{
		"claim":                       claims(settledChild(), upgrade.Yes, claim),
		"next to another":             claims(assigned(settledChild(), 8), upgrade.Yes, claim),
		"again":                       claims(assigned(settledChild(), 5), upgrade.Yes, claim),
		"with words":                  claims(settledChild(), upgrade.Yes, claim+" @robrap"),
		"with a reason":               claims(settledChild(), upgrade.Yes, claim+" because I know it"),
		"cannot be assigned":          claims(settledChild(), upgrade.No, claim),
		"ten others":                  claims(assigned(settledChild(), 11, 12, 13, 14, 15, 16, 17, 18, 19, 20), upgrade.Yes, claim),
		"archived":                    claims(archived, upgrade.Yes, claim),
		"no right":                    stranger(claims(settledChild(), upgrade.Yes, claim)),
		"claim and unclaim":           claims(settledChild(), upgrade.Yes, claim, unclaim),
		"unclaim":                     claims(assigned(settledChild(), 8, 5), upgrade.Unknown, unclaim),
		"unclaim the last":            claims(assigned(settledChild(), 5), upgrade.Unknown, unclaim),
		"unclaim without being it":    claims(settledChild(), upgrade.Unknown, unclaim),
		"unclaim without other right": stranger(claims(assigned(settledChild(), 5), upgrade.Unknown, unclaim)),
		"unclaim somebody else":       claims(assigned(settledChild(), 8), upgrade.Unknown, unclaim+" @feanil"),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "claim", name, upgrade.DecideChild(reported(facts)))
		})
	}
}
