package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

func lastAsked(f upgrade.ChildFacts, change func(*upgrade.Asked)) upgrade.ChildFacts {
	change(&f.Asked[len(f.Asked)-1])
	return f
}

func rights(write, owner, orchestration upgrade.Certainty) func(*upgrade.Asked) {
	return func(a *upgrade.Asked) {
		a.Rights = upgrade.Rights{Write: write, Owner: owner, Orchestration: orchestration}
	}
}

func TestOwnerDoes(t *testing.T) {
	t.Parallel()
	service, lib := settledChild(), library(settledChild())
	unclear := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Issue.Repository.Catalog = ""
		f.Bases = sampleBases("Todo", "TBD")
		setValue(f, "FW", "", at(9, 30))
	})
	otherTeam := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Upgrade.OrchestrationTeam = "axim-engineering"
		f.Bases[upgrade.FieldBase("B", "FO")] = "Axim Engineering"
	})
	chosen := with(settledChild(), func(f *upgrade.ChildFacts) {
		setValue(f, "FD", everything, at(9, 55))
		f.Bases = sampleBases("Todo", everything)
	})
	const no, yes, unknown = upgrade.No, upgrade.Yes, upgrade.Unknown
	cases := map[string]upgrade.ChildFacts{
		"by slug":                           ask(lib, "/upgrade owner-does owner-reviews-and-merges"),
		"by name with commas":               ask(service, "/upgrade owner-does Owner reviews, merges, deploys, and monitors"),
		"exact beats beginning":             ask(lib, "/upgrade owner-does owner reviews"),
		"by beginning":                      ask(service, "/upgrade owner-does owner-dep"),
		"beginning that fits twice":         ask(service, "/upgrade owner-does owner-d"),
		"beginning that fits once":          ask(service, "/upgrade owner-does owner-rev"),
		"together with the first fields":    ask(newChild(), "/upgrade owner-does owner-deploys"),
		"alias on a service":                ask(service, "/upgrade owner-does arbi-bom"),
		"alias on a library":                ask(lib, "/upgrade owner-does @openedx/arbi-bom"),
		"alias of another team":             ask(otherTeam, "/upgrade owner-does arbi-bom"),
		"alias, kind not known":             ask(unclear, "/upgrade owner-does arbi-bom"),
		"alias for any, kind not known":     ask(unclear, "/upgrade owner-does diy"),
		"level, kind not known":             ask(unclear, "/upgrade owner-does owner-offers-advice"),
		"other level on a service":          ask(service, "/upgrade owner-does owner-reviews"),
		"service level on a library":        ask(lib, "/upgrade owner-does owner-deploys-and-monitors"),
		"ambiguous":                         ask(lib, "/upgrade owner-does owner"),
		"unknown, one is near":              ask(service, "/upgrade owner-does rewiews-merges-deploys-and-monitors"),
		"unknown":                           ask(service, "/upgrade owner-does @everyone closes #1"),
		"unknown, the shared word left out": ask(lib, "/upgrade owner-does rewiews"),
		"unknown, two are as near": ask(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Board.Fields[4] = selectField("FD", "Owner Does", "TBD", "Hands on", "Hands in")
		}), "/upgrade owner-does hands un"),
		"no level":          ask(service, "/upgrade owner-does"),
		"back to undecided": ask(chosen, "/upgrade owner-does tbd"),
		"already so":        ask(chosen, "/upgrade owner-does owner-does-everything"),
		"level the policy does not describe": ask(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Board.Fields[4].Options = append(f.Board.Fields[4].Options, upgrade.Option{ID: "x", Name: "Hands-off"})
		}), "/upgrade owner-does hands off"),
		"unknown command":                      ask(service, "/upgrade owner-dose owner-reviews"),
		"one of two wrong":                     ask(lib, "/upgrade owner-does owner-reviews", "/upgrade frobnicate"),
		"last wins":                            ask(service, "/upgrade owner-does owner-deploys", "/upgrade owner-does owner-does-everything"),
		"last of two comments":                 ask(ask(service, "/upgrade owner-does owner-deploys"), "/upgrade owner-does owner-does-everything"),
		"no right":                             lastAsked(ask(service, "/upgrade owner-does diy"), rights(no, no, no)),
		"no right, told before":                lastAsked(lastAsked(ask(service, "/upgrade owner-does diy"), rights(no, no, no)), toldBefore),
		"no right, told before, and a mistake": lastAsked(lastAsked(ask(service, "/upgrade owner-does diy", "/upgrade frobnicate"), rights(no, no, no)), toldBefore),
		"no right, twice":                      lastAsked(ask(lastAsked(ask(service, "/upgrade owner-does diy"), rights(no, no, no)), "/upgrade owner-does tbd"), rights(no, no, no)),
		"right of the owner":                   lastAsked(ask(service, "/upgrade owner-does diy"), rights(unknown, yes, no)),
		"rights unknown":                       lastAsked(ask(service, "/upgrade owner-does diy"), rights(no, unknown, no)),
		"rights not needed":                    lastAsked(ask(service, "/upgrade frobnicate"), rights(unknown, unknown, unknown)),
		"unknown holds up":                     ask(lastAsked(ask(service, "/upgrade owner-does diy"), rights(no, unknown, no)), "/upgrade owner-does tbd"),
		"by a bot":                             lastAsked(ask(service, "/upgrade owner-does diy"), func(a *upgrade.Asked) { a.Comment.Author.Bot = true }),
		"edited by another":                    lastAsked(ask(service, "/upgrade owner-does diy"), func(a *upgrade.Asked) { a.Comment.Editor = upgrade.Actor{ID: 6} }),
		"old, edited by author":                lastAsked(ask(service, "/upgrade owner-does diy"), func(a *upgrade.Asked) { a.Comment.Editor = a.Comment.Author; a.Comment.CreatedAt = at(-48, 0) }),
		"too old":                              lastAsked(ask(with(settledChild(), adoptedLongAgo), "/upgrade owner-does diy"), func(a *upgrade.Asked) { a.Comment.CreatedAt = at(-15, 0) }),
		"older than adoption":                  lastAsked(ask(service, "/upgrade owner-does diy"), func(a *upgrade.Asked) { a.Comment.CreatedAt = at(-15, 0) }),
		"already thanked": lastAsked(ask(chosen, "/upgrade owner-does diy"), func(a *upgrade.Asked) {
			a.Comment.OwnReactions = []string{"+1"}
		}),
		"archived card":   ask(with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true }), "/upgrade owner-does diy"),
		"no board at all": ask(with(settledChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }), "/upgrade owner-does diy"),
		"fields planned, comments active": ask(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteFields: upgrade.ModePlan}
		}), "/upgrade owner-does diy"),
		"comments excluded": ask(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteComments: "the conversation is locked"}
		}), "/upgrade owner-does diy"),
		"living comment follows the accepted level": with(said(chosen, "level", everything), func(f *upgrade.ChildFacts) {
			f.Living = upgrade.OwnText{Comment: 77, Text: "old"}
		}),
		"alias for a level not on the board": ask(with(settledChild(), func(f *upgrade.ChildFacts) { dropOption(f, "FD", deploys) }), "/upgrade owner-does arbi-bom"),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "owner-does", name, upgrade.DecideChild(reported(facts)))
		})
	}
}

func toldBefore(a *upgrade.Asked) { a.Told = true }

func adoptedLongAgo(f *upgrade.ChildFacts) {
	f.Parents[0].AdoptedAt = at(-100, 0)
}
