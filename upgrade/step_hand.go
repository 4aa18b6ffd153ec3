package upgrade

import (
	"maps"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// The value of a SettingCheck is a BoxValue and, behind a stroke, what the step's
// rule wanted at that time, which is nothing for a step without rule. It holds as
// long as the rule wants the same, as a box does that is set by hand (D5).
const handOver = "/"

// byHand is what a person has said about a step's box, and the action that takes
// it back once the rule wants something else.
func (f RoadmapFacts) byHand(s step) (string, []Action) {
	said := f.Settings[SettingCheck+s.Step.ID]
	if said.Value == "" {
		return "", nil
	}
	box, before, _ := strings.Cut(said.Value, handOver)
	if now := s.ruled(); now != "" && now != before {
		return "", []Action{Set{Issue: f.Issue.ID, Setting: Setting{Name: said.Name}, Was: said.Value}}
	}
	return box, nil
}

// checkStep sets the box of a step as a person wants it.
func (r *roadmap) checkStep(asked Asked, one command.Command) answer {
	s, wrong := r.namedStep(one)
	if wrong.text != "" {
		return wrong
	}
	if withheld := r.boxesWithheld(); withheld != "" {
		return answer{outcome: OutcomeFailed, text: withheld}
	}
	rules := newRules(r.RoadmapFacts)
	if rule := s.Step.Rule; rule.Name != "" {
		s.sighting, _ = rules.remembered(rule)
	}
	box := BoxValue(one.Name == command.Check)
	r.forgetBox(s)
	given := r.arguments(one)
	return answer{
		outcome: OutcomeDone, text: say.StepSet(), settles: SettingCheck + s.Step.ID,
		set: []Setting{asked.setting(SettingCheck+s.Step.ID, box+handOver+s.ruled(), given.Because)},
	}
}

// forgetBox makes void what the box of a step was: what is wanted next is written
// even if it was written before and changed by hand since.
func (r *roadmap) forgetBox(s step) {
	name := BoxBase(s.base())
	r.Bases = maps.Clone(r.Bases)
	if r.forgotten == nil {
		r.forgotten = map[string]string{}
	}
	for _, base := range []string{name, SentBase(name)} {
		if r.Bases[base] != "" {
			r.forgotten[base] = ""
			delete(r.Bases, base)
		}
	}
}

// boxesWithheld is the answer where boxes are not written though commands are
// answered; empty where they are.
func (r *roadmap) boxesWithheld() string {
	switch {
	case r.Upgrade.Paused:
		return say.Paused()
	case r.Policy.ModeOf(r.Upgrade, WriteComments) == ModeActive && r.Policy.ModeOf(r.Upgrade, WriteBoxes) != ModeActive:
		return say.BoxesWithheld()
	default:
		return ""
	}
}

// acceptStep keeps that lines are the steps that they read like.
func (r *roadmap) acceptStep(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	if !onlyWords(given) || len(given.Words) == 0 {
		return misused(one, say.StepNumbersMissing())
	}
	var accepted []ListedStep
	for _, word := range given.Words {
		if strings.EqualFold(word, "all") && len(given.Words) == 1 {
			for _, s := range r.proposed() {
				accepted = append(accepted, s.ListedStep)
			}
			break
		}
		s, ok := r.numbered(word)
		if !ok || s.Certainty != runbook.Proposed {
			return misused(one, say.NotProposed(say.Quote(word)))
		}
		accepted = append(accepted, s.ListedStep)
	}
	if len(accepted) == 0 {
		return answer{outcome: OutcomeFailed, text: say.NothingProposed()}
	}
	var set []Setting
	for _, s := range accepted {
		set = append(set, asked.setting(acceptance(s), s.Step.ID, given.Because))
	}
	return answer{outcome: OutcomeDone, text: say.StepsAccepted(len(set)), set: set}
}

// acceptance names the setting by which a person says that a line is its step.
func acceptance(s ListedStep) string {
	const longest = 300 // what is so long and begins alike is the same line
	text := []rune(runbook.Normal(s.Text))
	return SettingAccept + string(text[:min(len(text), longest)])
}

// proposed are the lines that only read like steps and wait for a yes.
func (f RoadmapFacts) proposed() []numberedStep {
	return f.stepsThat(func(s ListedStep) bool { return !s.Struck && !f.isStep(s) })
}
