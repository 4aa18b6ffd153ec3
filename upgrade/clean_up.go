package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/runbook"
)

// toCleanUp are the steps of the runbook's clean-up that are open, in the order
// of the lists. Those that the end of the upgrade itself does are not among
// them, nor is what has no box, as nobody could check it.
func (f RoadmapFacts) toCleanUp() []ListedStep {
	var open []ListedStep
	for _, s := range f.Steps {
		if s.Certainty == runbook.Known && s.Box >= 0 && !s.Checked && !s.Struck && !endsUpgrade(s.Step) && f.Policy.cleansUp(s.Step) {
			open = append(open, s)
		}
	}
	return open
}

// endsUpgrade reports whether a step is what the end of the upgrade does.
func endsUpgrade(s runbook.Step) bool {
	return s.Rule.Name == runbook.RuleDeploymentNotes || s.Rule.Name == runbook.RuleRoadmapClosed
}

// cleansUp reports whether a step is of the clean-up: of a section that is called
// so, or of the one in the organisation's own runbook that has the end of the
// upgrade in it. A runbook of one section alone does not tell its clean-up apart.
func (p Policy) cleansUp(s runbook.Step) bool {
	words := strings.FieldsFunc(strings.ToLower(s.Section), func(r rune) bool { return r < 'a' || r > 'z' })
	if name := strings.Join(words, ""); name == "cleanup" || name == "cleaningup" {
		return true
	}
	own := p.Runbook.Steps
	others := slices.ContainsFunc(own, func(o runbook.Step) bool { return o.Section != s.Section })
	return others && slices.ContainsFunc(own, func(o runbook.Step) bool { return o.Section == s.Section && endsUpgrade(o) })
}
