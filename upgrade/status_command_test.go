package upgrade_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

const askStatus = "/upgrade status"

// linked is a pull request in a repository of the child's organisation.
func linked(repo string, number int, open, draft, merged bool) upgrade.PullRequest {
	return upgrade.PullRequest{
		ID: upgrade.NodeID(fmt.Sprintf("PR%d", number)), Ref: ref(repo, number), Open: open, Draft: draft, Merged: merged, CreatedAt: at(9, 5),
	}
}

// busyChild is a child with all that a status can tell.
func busyChild() upgrade.ChildFacts {
	f := said(said(said(assigned(settledChild(), 8), "exempt", "2027-01-31"), "owner", "user:robrap"), "level", monitors)
	f.Issue.Items = []upgrade.Item{sampleItem("In Progress", monitors)}
	f.Bases = sampleBases("In Progress", "TBD")
	dropOption(&f, "FO", "arbi-bom")
	setValue(&f, "FO", "", at(9, 30))
	f.Bases[upgrade.FieldBase("B", "FO")] = ""
	f.Issue.PullRequests = []upgrade.PullRequest{
		linked("secret-fork", 9, true, false, false), linked("credentials", 20, false, false, true), linked("credentials", 21, false, false, false),
		linked("credentials", 22, true, true, false), linked("Credentials", 23, true, false, false),
	}
	for i := range 3 {
		f.Issue.PullRequests = append(f.Issue.PullRequests, linked("credentials", 30+i, true, false, false))
	}
	return f
}

func TestStatusOfChild(t *testing.T) {
	t.Parallel()
	change := func(f upgrade.ChildFacts, to func(*upgrade.ChildFacts)) upgrade.ChildFacts {
		return ask(with(f, to), askStatus)
	}
	cases := map[string]upgrade.ChildFacts{
		"fresh child": ask(newChild(), askStatus),
		"fresh child, fields only plan": change(newChild(), func(f *upgrade.ChildFacts) {
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteFields: upgrade.ModePlan}
		}),
		"child with everything":       ask(busyChild(), askStatus),
		"child by a stranger":         lastAsked(ask(settledChild(), askStatus), func(a *upgrade.Asked) { a.Rights = noRights() }),
		"child after a command":       ask(settledChild(), "/upgrade owner-does "+upgrade.Slug(monitors), askStatus),
		"child not affected":          ask(said(settledChild(), "not-affected", "yes"), askStatus),
		"child of a paused upgrade":   change(settledChild(), func(f *upgrade.ChildFacts) { f.Upgrade.Paused = true }),
		"child without a board":       change(settledChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }),
		"child with an archived card": change(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true }),
		"child with words":            ask(settledChild(), askStatus+" please"),
		"child with the board withheld": change(newChild(), func(f *upgrade.ChildFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteFields: "the repository is archived"}
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "status", name, upgrade.DecideChild(reported(facts)))
		})
	}
}

func TestStatusOfUpgrade(t *testing.T) {
	t.Parallel()
	done := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted)
	notDone := closedState("Ib", "b", 2, 9, upgrade.ReasonNotPlanned)
	secret := openState("Is", "secret", 3)
	secret.Repository.Private = true
	states := []upgrade.IssueState{done, notDone, secret, openState("Ic", "c", 3)}
	for i := range 12 {
		states = append(states, openState(upgrade.NodeID(fmt.Sprintf("M%02d", i)), fmt.Sprintf("repo%02d", i), i+1))
	}
	asked := lead(askStatus)
	full := withRoadmap(withChildren(laidDown(asked, "target", "2027-04-01", "steward", "robrap", "milestone", "Willow", "docs", "https://example.org/docs"), states...),
		func(f *upgrade.RoadmapFacts) {
			f.Upgrade.SupportEnd = time.Date(2027, 4, 30, 0, 0, 0, 0, time.UTC)
			f.ChildSettings = map[upgrade.NodeID]upgrade.Settings{"Ic": {"exempt": laid("exempt", "2026-12-24")}}
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteIssues: upgrade.ModePlan}
		})
	due := func(date string) upgrade.RoadmapFacts {
		return withChildren(laidDown(asked, "target", date), done)
	}
	cases := map[string]upgrade.RoadmapFacts{
		"roadmap with everything":         full,
		"roadmap with nothing":            askedOnRoadmap(askStatus),
		"roadmap, nothing laid down":      withChildren(asked, openState("Ia", "a", 1)),
		"roadmap, due today":              due("2026-11-20"),
		"roadmap, due tomorrow":           withRoadmap(due("2026-11-21"), func(f *upgrade.RoadmapFacts) { f.Now = at(23, 59).In(time.FixedZone("", 3600)) }),
		"roadmap, overdue":                due("2026-11-08"),
		"roadmap, paused":                 withChildren(laidDown(asked, "target", "2027-04-01", "paused", "yes"), done),
		"roadmap, a private child":        withChildren(asked, secret),
		"roadmap, private, private child": withRoadmap(withChildren(asked, secret), func(f *upgrade.RoadmapFacts) { f.Issue.Repository.Private = true }),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(heard(facts, name))
			golden(t, "status", name, plan)
		})
	}
}
