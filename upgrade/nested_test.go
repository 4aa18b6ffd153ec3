package upgrade_test

import (
	"maps"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// grouped are the facts of a list with two groups, one inside the other, whose
// boxes follow what is inside: "All" holds a child and "Libraries", which holds
// a child and a line of a person's. Each sign is that line's box.
func grouped(signs string, closed ...bool) upgrade.RoadmapFacts {
	a, b := openState("Ia", "a", 1), openState("Ib", "b", 2)
	a.Closed, b.Closed = closed[0], closed[1]
	f := roadmap([]upgrade.IssueState{a, b}, "o openedx/a#1", "o openedx/b#2")
	f.Policy.RoadmapIssue.NestedBoxes = true
	f.Nested = []upgrade.NestedBox{
		{Line: 1, Box: 3, Parent: -1, Text: "All", Free: true},
		{Line: 2, Box: 13, Parent: 3, Text: "a"},
		{Line: 3, Box: 23, Parent: 3, Text: "Libraries", Free: true},
		{Line: 4, Box: 33, Parent: 23, Text: "b"},
		{Line: 5, Box: 43, Parent: 23, Text: "Tell everybody", Free: true},
	}
	for i := range f.Nested {
		f.Nested[i].Checked = signs[i] == 'x'
	}
	for i, at := range []int{1, 3} {
		f.Items[i].Line, f.Items[i].Box, f.Items[i].Checked = at+1, f.Nested[at].Box, f.Nested[at].Checked
	}
	return f
}

// afterwards are facts with other states once what was decided before is done.
func afterwards(before, f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	plan, members := upgrade.DecideRoadmap(before)
	f.Members, f.Bases = members, map[string]string{}
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.EditBody:
			for _, b := range a.Boxes {
				f.Bases[upgrade.BoxBase(b.Child)] = upgrade.BoxValue(b.Checked)
			}
		case upgrade.Remember:
			maps.Copy(f.Bases, a.Bases)
		}
	}
	return f
}

func TestNestedBoxes(t *testing.T) {
	t.Parallel()
	moved := func(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
		for i := range f.Nested {
			f.Nested[i].Line += 10
		}
		return f
	}
	left := grouped("ooxxx", true, true)
	left.Policy.RoadmapIssue.NestedBoxes = false
	for name, facts := range map[string]upgrade.RoadmapFacts{
		"seen first, all inside is checked": grouped("oxoxx", true, true),
		"seen first, checked by a person":   grouped("xoxoo", false, false),
		"the policy leaves them":            left,
		"the last inside closes":            afterwards(grouped("oxooo", true, false), grouped("oxoox", true, true)),
		"one reopens":                       afterwards(grouped("xxxxx", true, true), grouped("xxxxx", true, false)),
		"a person opens a line inside":      afterwards(grouped("xxxxx", true, true), moved(grouped("xxxxo", true, true))),
		"opened by a person, stays":         afterwards(grouped("xxxxx", true, true), grouped("oxxxx", true, true)),
		"checked by a person, stays":        afterwards(grouped("ooooo", false, false), grouped("ooxoo", false, false)),
		"nothing moved":                     afterwards(grouped("xxxxx", true, true), grouped("xxxxx", true, true)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "nested", name, withoutLiving(plan))
		})
	}
}
