package upgrade

import (
	"maps"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// rules looks at the facts once for all rules of a decision.
type rules struct {
	RoadmapFacts
	terms    runbook.Terms
	children []counted
	// found is what the rules looked at so far have found: many steps can have the same.
	found map[runbook.RuleName]sighting
}

func newRules(f RoadmapFacts) *rules {
	r := &rules{RoadmapFacts: f, terms: f.Policy.RunbookTerms().Filled(), children: f.counted(), found: map[runbook.RuleName]sighting{}}
	r.Settings = maps.Clone(f.Settings)
	if r.Settings == nil {
		r.Settings = Settings{}
	}
	return r
}

// seen is what is remembered of a rule.
func (r *rules) seen(name runbook.RuleName) Setting { return r.Settings[SettingSeen+string(name)] }

// remembered is what a rule finds in view of what it found before, and what is
// to be remembered from here on, if that is something else.
func (r *rules) remembered(rule runbook.Rule) (found sighting, change Setting) {
	found, again := r.found[rule.Name]
	if !again {
		found = r.verify(rule.Name)
		r.found[rule.Name] = found
	}
	before := r.seen(rule.Name)
	value := ""
	switch {
	case rule.Lasting == runbook.Once && before.Value == seenThere:
		return sighting{truth: isHolds, text: r.past(rule.Name, found)}, Setting{}
	case found.truth == isHolds && before.Value != seenThere:
		value = seenThere
	case found.truth == isMisses && before.Value == seenThere:
		value = seenGone
	default:
		return found, Setting{}
	}
	change = Setting{Name: SettingSeen + string(rule.Name), Value: value, At: r.Now}
	r.Settings[change.Name] = change
	return found, change
}

// past is what a rule that once held has seen, also when that is gone.
func (r *rules) past(name runbook.RuleName, found sighting) string {
	switch {
	case found.truth == isHolds:
		return found.text
	case name == runbook.RuleView:
		return say.ViewThere(say.Quote(r.Upgrade.Name))
	case name == runbook.RuleViewRemoved:
		return say.ViewGone(say.Quote(r.Upgrade.Name))
	default:
		return say.SeenBefore()
	}
}

// verify finds out what a rule verifies; runbook.Rules says what that is.
func (r *rules) verify(name runbook.RuleName) sighting {
	switch name {
	case runbook.RuleRoadmapIssue:
		return holds(say.AnchorsUpgrade(say.Quote(r.Upgrade.Name)))
	case runbook.RuleRunbook:
		return holds(say.RunbookThere(len(r.Steps)))
	case runbook.RuleLabel:
		return r.label()
	case runbook.RuleRoadmapBoard:
		return r.onRoadmapBoard()
	case runbook.RuleRoadmapFields:
		return r.roadmapFields()
	case runbook.RuleMilestone:
		return r.milestone()
	case runbook.RuleTargetDate:
		return r.targetDate()
	case runbook.RuleTeam:
		return r.team()
	case runbook.RuleImpact, runbook.RuleChildIssues:
		return beyond(say.NoScan())
	case runbook.RuleProjectOption:
		return r.projectOption()
	case runbook.RuleView:
		return r.view()
	case runbook.RuleViewRemoved:
		return r.viewRemoved()
	case runbook.RuleChildFields:
		return r.childFields()
	case runbook.RuleChildList:
		return r.childList()
	case runbook.RuleDocumentation:
		return link(r.Upgrade.Docs)
	case runbook.RuleInstructions:
		return link(r.Upgrade.Instructions)
	case runbook.RuleExternalLabels:
		return r.externalLabels()
	case runbook.RuleExternalBoard:
		return r.externalCards(say.NeedBoard(), func(Report) bool { return true })
	case runbook.RuleExternalFields:
		return r.externalCards(say.NeedAllFields(), func(report Report) bool { return len(report.Lacks) == 0 })
	case runbook.RuleChildrenDone:
		return r.childrenDone()
	case runbook.RuleDeploymentNotes:
		return r.notes()
	case runbook.RuleRoadmapClosed:
		return r.closed()
	default:
		return sighting{}
	}
}
