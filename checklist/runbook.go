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
	taken map[string]bool // by the step's ID
}

// add counts an item. Two items that are the same step count once: children
// often share a title, steps do not.
func (s *steps) add(item Item) {
	s.items++
	if item.Certainty == runbook.Unknown {
		return
	}
	if s.taken == nil {
		s.taken = map[string]bool{}
	}
	s.taken[item.Step.ID] = true
}

// found reports whether the list is the runbook. Two different steps, known or
// proposed, are enough, because no list of children has them, unless the list
// is so long that two of its titles may sound like steps by chance. One step is
// enough for what is left of a runbook that is split by headings: a list of one or two.
func (s *steps) found() bool {
	const fewest, share = 2, 10
	if s.items <= fewest {
		return len(s.taken) > 0
	}
	return len(s.taken) >= fewest && len(s.taken)*share >= s.items
}
