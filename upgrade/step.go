package upgrade

import (
	"cmp"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/runbook"
)

// truth is what a rule of the runbook finds about the facts.
type truth string

// The truths.
const (
	isHolds  truth = "holds"
	isMisses truth = "misses"
	// isUnseen is for facts that cannot be read at present: nothing follows from it.
	isUnseen truth = "unseen"
	// isBeyond is for facts that the app cannot have here: the step is a person's.
	isBeyond truth = "beyond"
)

// sighting is what a rule has seen, in one of say's sentences, or what it misses.
type sighting struct {
	truth truth
	text  string
	// names are the repositories that text names.
	names []Repository
}

func holds(text string) sighting  { return sighting{truth: isHolds, text: text} }
func misses(text string) sighting { return sighting{truth: isMisses, text: text} }
func unseen(text string) sighting { return sighting{truth: isUnseen, text: text} }
func beyond(text string) sighting { return sighting{truth: isBeyond, text: text} }

// SettingSeen keeps since when a rule, whose name follows, holds, or since when
// it holds no more, on the roadmap issue. The app is its author.
const SettingSeen = "step:"

// The values of SettingSeen.
const (
	seenThere = "there"
	seenGone  = "gone"
)

// step is a line of the runbook with what its rule finds; a step without rule
// has the zero sighting.
type step struct {
	numberedStep
	sighting
	// since is when the rule was first seen to hold, and with gone, since when
	// it does not any more; zero when it never held.
	since time.Time
	gone  bool
	// hand is what a person has said about the box by a command; empty for nothing.
	hand string
}

// base names the base of the step's box, as BoxBase takes it.
func (s step) base() string { return SettingSeen + s.Step.ID }

// derived is what the box is to be; empty when nobody and nothing has a say.
func (s step) derived() string { return cmp.Or(s.hand, s.ruled()) }

// ruled is what the rule wants the box to be; empty when it has no say.
func (s step) ruled() string {
	switch s.truth {
	case isHolds:
		return BoxValue(true)
	case isMisses:
		return BoxValue(false)
	case isUnseen, isBeyond:
	}
	return ""
}

// runbookSteps are the lines that are steps for certain, with what their rules
// find, and the settings by which the app remembers that.
func (f RoadmapFacts) runbookSteps() ([]step, []Action) {
	rules := newRules(f)
	var steps []step
	var remember []Action
	look := func(rule runbook.Rule) sighting {
		found, change := rules.remembered(rule)
		if change.Value != "" {
			remember = append(remember, Set{Issue: f.Issue.ID, Setting: change})
		}
		return found
	}
	for i, listed := range f.Steps {
		if listed.Struck || !f.isStep(listed) {
			continue
		}
		s := step{numberedStep: numberedStep{listed, i + 1}}
		if rule := listed.Step.Rule; rule.Name != "" {
			if rule.Name == runbook.RuleViewRemoved {
				look(runbook.Rule{Name: runbook.RuleView, Lasting: runbook.Once}) // which has to be seen before
			}
			s.sighting = look(rule)
			seen := rules.seen(rule.Name)
			s.since, s.gone = seen.At, seen.Value == seenGone
		}
		var void []Action
		s.hand, void = f.byHand(s)
		steps, remember = append(steps, s), append(remember, void...)
	}
	return steps, remember
}

// isStep reports whether a line is a step for certain: by its wording, or
// because a person has said so.
func (f RoadmapFacts) isStep(s ListedStep) bool {
	return s.Certainty == runbook.Known || f.Settings.Value(acceptance(s)) == s.Step.ID
}

// why is why the box is to be so, for the plan.
func (s step) why() string {
	if s.hand != "" {
		return "by command"
	}
	return s.text
}

// decideStep decides the box of a step. An open box says nothing against what is
// seen: whoever pastes a runbook leaves all boxes open. So a rule that holds
// decides when it is seen, and one that does not has no time. What a person
// has said by a command goes before what is there.
func decideStep(f RoadmapFacts, s step) (BoxWrite, Verdict) {
	derived := s.derived()
	if s.Box < 0 || derived == "" {
		return BoxWrite{}, VerdictLeave
	}
	checked := derived == BoxValue(true)
	box := BoxWrite{Offset: s.Box, Line: s.Line, Checked: checked, Child: s.base(), Why: s.why()}
	l := f.ownList()
	return box, l.merge(box, s.Checked, l.seenNow(checked || s.hand != "", f.Now))
}

// lackOnBoard reports whether something is missing on the Maintenance board as it
// was read. Of a view, whose removal is awaited, so is its presence.
func lackOnBoard(steps []step) bool {
	return slices.ContainsFunc(steps, func(s step) bool {
		return s.truth == isMisses && BoardSteps([]ListedStep{s.ListedStep})
	})
}

// BoardSteps reports whether the rules of the steps look at the Maintenance board.
func BoardSteps(steps []ListedStep) bool {
	return slices.ContainsFunc(steps, func(s ListedStep) bool {
		return slices.Contains([]runbook.RuleName{runbook.RuleProjectOption, runbook.RuleView, runbook.RuleViewRemoved}, s.Step.Rule.Name)
	})
}
