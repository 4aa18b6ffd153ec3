package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// runbook are the parts of the living comment about the runbook: the counts and
// what is out of the ordinary, what is proposed, and the evidence.
func (t *telling) runbook() []say.Part {
	told := stepTelling{telling: t}
	for _, s := range t.steps {
		told.count(s)
		told.tell(s)
	}
	proposed := make([]string, 0)
	for _, s := range t.proposed() {
		proposed = append(proposed, say.StepProposed(s.line(), stepText(s.Step.Text)))
	}
	return []say.Part{
		say.Runbook(told.sections, told.odd), say.StepsProposed(proposed),
		say.StepsMissing(told.missing), say.StepsOfPeople(told.people), say.StepsSeen(told.seen),
	}
}

// stepTelling collects the lines about the steps.
type stepTelling struct {
	*telling
	sections                   []say.RunbookSection
	odd, seen, missing, people []string
}

// count counts a step in its section, with its box as this decision leaves it:
// as it is, while the boxes are only shown.
func (t *stepTelling) count(s step) {
	name := say.Quote(s.Step.Section)
	i := slices.IndexFunc(t.sections, func(known say.RunbookSection) bool { return known.Name == name })
	if i < 0 {
		t.sections, i = append(t.sections, say.RunbookSection{Name: name}), len(t.sections)
	}
	t.sections[i].Of++
	if checked := t.checked(s); checked && (s.Checked || !t.awaitsYes()) {
		t.sections[i].Done++
	}
}

func (t *stepTelling) checked(s step) bool {
	if box, verdict := decideStep(t.RoadmapFacts, s); verdict == VerdictWrite {
		return box.Checked
	}
	return s.Checked
}

// tell adds the lines about a step. What was seen is told in any case: who has
// opened the box wants to know what the app goes by.
func (t *stepTelling) tell(s step) {
	line, checked := s.line(), t.checked(s)
	switch {
	case s.truth == isHolds && !checked && s.Box >= 0:
		t.odd = append(t.odd, say.StepOpened(line, t.found(s)))
	case s.truth == isHolds:
		t.seen = append(t.seen, say.StepSeen(line, t.found(s), s.since))
	case s.truth == isMisses && checked:
		t.odd = append(t.odd, say.StepTicked(line, t.found(s)))
	case s.truth == isMisses && s.gone:
		t.odd = append(t.odd, say.StepGone(line, t.found(s), s.since))
	case s.truth == isMisses:
		t.missing = append(t.missing, say.StepMisses(line, t.found(s)))
	case s.truth == isUnseen:
		t.missing = append(t.missing, say.StepUnseen(line, t.found(s)))
	case checked: // by people, and nobody else knows
	case s.truth == isBeyond:
		t.people = append(t.people, say.StepBeyond(line, t.found(s)))
	default:
		t.people = append(t.people, line.String())
	}
}

// found is what a step's rule has found; the comment names what it names.
func (t *telling) found(s step) string {
	for _, one := range s.names {
		t.naming(one)
	}
	return s.text
}
