package checklist

import "github.com/upkeep-app/upkeep/runbook"

// matcher is the one that a description is to be read with.
func (c Context) matcher() *runbook.Matcher {
	if c.Steps != nil {
		return c.Steps
	}
	return runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{})
}

// steps collects what a list has of the runbook.
type steps struct {
	items int
	taken map[string]int // how many items are a step, by its ID
}

// add counts an item.
func (s *steps) add(item Item) {
	s.items++
	if item.Certainty == runbook.Unknown {
		return
	}
	if s.taken == nil {
		s.taken = map[string]int{}
	}
	s.taken[item.Step.ID]++
}

// found reports whether the list is the runbook. Two different steps, known or
// proposed, are enough, because no list of children has them, unless the list
// is so long that two of its titles may sound like steps by chance. A step that
// several items are does not count: children often share a title, steps do not.
// One step is enough for what is left of a runbook that is split by headings: a
// list of one or two.
func (s *steps) found() bool {
	const fewest, share = 2, 10
	if s.items <= fewest {
		return len(s.taken) > 0
	}
	single := 0
	for _, items := range s.taken {
		if items == 1 {
			single++
		}
	}
	return single >= fewest && single*share >= s.items
}
