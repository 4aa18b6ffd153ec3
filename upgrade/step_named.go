package upgrade

import (
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// namedStep is the step that a command names; else the answer that says what is wrong.
func (r *roadmap) namedStep(one command.Command) (step, answer) {
	given := r.arguments(one)
	words := strings.Join(given.Words, " ")
	if !onlyWords(given) || say.Quote(words).IsZero() {
		return step{}, misused(one, say.StepMissing())
	}
	found := r.stepsCalled(words)
	switch {
	case len(found) == 0:
		return step{}, answer{outcome: OutcomeFailed, text: say.StepUnknown(stepLines(r.nearSteps(words)))}
	case len(found) > 1:
		return step{}, answer{outcome: OutcomeFailed, text: say.StepsSeveral(stepLines(found))}
	}
	s := step{numberedStep: found[0]}
	switch {
	case s.Struck:
		return step{}, answer{outcome: OutcomeFailed, text: say.StepStruck(s.line())}
	case s.Box < 0:
		return step{}, answer{outcome: OutcomeFailed, text: say.StepWithoutBox(s.line())}
	case !r.isStep(s.ListedStep):
		return step{}, answer{outcome: OutcomeFailed, text: say.StepOnlyProposed(s.line())}
	}
	return s, answer{}
}

// numberedStep is a line of the runbook with its number there, from 1.
type numberedStep struct {
	ListedStep
	number int
}

func (s numberedStep) line() say.StepLine {
	return say.StepLine{Number: s.number, Text: stepText(s.Text)}
}

// stepText is what a step says without the marks of code and of emphasis.
func stepText(markdown string) say.Quoted {
	return say.Quote(strings.NewReplacer("`", "", "**", "", "__", "").Replace(markdown))
}

func stepLines(steps []numberedStep) []say.StepLine {
	lines := make([]say.StepLine, 0, len(steps))
	for _, s := range steps {
		lines = append(lines, s.line())
	}
	return lines
}

// numbered is the step of a number.
func (f RoadmapFacts) numbered(word string) (numberedStep, bool) {
	number, err := strconv.Atoi(strings.TrimRight(word, ",."))
	if err != nil || number < 1 || number > len(f.Steps) {
		return numberedStep{}, false
	}
	return numberedStep{f.Steps[number-1], number}, true
}

// stepsCalled are the steps of a number, an id, a rule, or words, tried in this order.
func (f RoadmapFacts) stepsCalled(words string) []numberedStep {
	if s, ok := f.numbered(words); ok {
		return []numberedStep{s}
	}
	name, said := strings.ToLower(words), runbook.Normal(words)
	for _, called := range []func(ListedStep) bool{
		func(s ListedStep) bool { return s.Step.ID == name },
		func(s ListedStep) bool { return string(s.Step.Rule.Name) == name },
		func(s ListedStep) bool { return said != "" && runbook.Normal(s.Text) == said },
		func(s ListedStep) bool {
			return said != "" && strings.Contains(" "+runbook.Normal(s.Text)+" ", " "+said+" ")
		},
	} {
		if found := f.stepsThat(called); len(found) > 0 {
			return found
		}
	}
	return nil
}

func (f RoadmapFacts) stepsThat(called func(ListedStep) bool) []numberedStep {
	var found []numberedStep
	for i, s := range f.Steps {
		if called(s) {
			found = append(found, numberedStep{s, i + 1})
		}
	}
	return found
}

// nearSteps are the steps that share a word with what somebody wrote, those
// with the most first.
func (f RoadmapFacts) nearSteps(words string) []numberedStep {
	wanted := strings.Fields(runbook.Normal(words))
	shared := func(s ListedStep) int {
		has := strings.Fields(runbook.Normal(s.Text) + " " + strings.ReplaceAll(s.Step.ID, "-", " "))
		n := 0
		for _, word := range wanted {
			if slices.Contains(has, word) {
				n++
			}
		}
		return n
	}
	near := f.stepsThat(func(s ListedStep) bool { return shared(s) > 0 })
	slices.SortStableFunc(near, func(a, b numberedStep) int { return shared(b.ListedStep) - shared(a.ListedStep) })
	return near
}
