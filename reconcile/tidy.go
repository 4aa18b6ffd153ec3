package reconcile

import (
	"slices"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// plain fills in the descriptions without fences, where a command asks for them.
func plain(facts *upgrade.RoadmapFacts) {
	tidies := func(c command.Command) bool { return c.Name == command.Tidy }
	if !slices.ContainsFunc(facts.Asked, func(a upgrade.Asked) bool { return slices.ContainsFunc(a.Commands, tidies) }) {
		return
	}
	facts.Plain = plainly(facts.Issue.Body)
	for i, l := range facts.ListIssues {
		facts.ListIssues[i].Plain = plainly(l.Issue.Body)
	}
}

func plainly(body string) upgrade.Plain {
	text := checklist.Tidy(body)
	left := checklist.Fences(text)
	return upgrade.Plain{Text: text, Fences: checklist.Fences(body) - left, Left: left}
}
