package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// SectionRunbook is the runbook that the app has put into a description. From
// then on it is like one that people have pasted: only its boxes are kept.
const SectionRunbook = "runbook"

// placeRunbook puts the runbook once, where a command has started the upgrade or
// somebody has put the markers, and no list has a runbook yet.
func (t *texts) placeRunbook() {
	section, there, err := description.Find(t.Issue.Body, SectionRunbook)
	base := SectionBase(SectionRunbook)
	switch {
	case err != nil:
		t.unwritable(SectionRunbook, err)
		return
	case there && section.Text != "":
		t.settle(base, sectionPut)
		return
	case t.Bases[base] != "", !there && !t.startedByCommand(), t.mayHaveRunbook():
		return
	}
	text := t.Policy.runbookText()
	if live := say.Live(text); len(live) > 0 {
		t.mends = append(t.mends, say.Mend{Problem: say.RunbookLive(say.Quotes(live))})
		return
	}
	t.put(SectionWrite{
		Section: description.Section{Name: SectionRunbook, Text: text}, Place: description.AtEnd,
		Why: "no list has a runbook", Bases: map[string]string{base: sectionPut},
	})
	// Its steps are looked at once they stand there.
	t.then = append(t.then, Trigger{Key: IssueKey(t.Issue.ID), Installation: t.Installation, Reason: "the runbook was put there"})
}

// mayHaveRunbook reports whether one of the lists is a runbook, as far as they can be read.
func (f RoadmapFacts) mayHaveRunbook() bool {
	lists := f.lists()
	return len(f.Steps) > 0 || len(lists)-1 < len(f.Settings.ListsAt()) ||
		slices.ContainsFunc(lists, func(l ListIssue) bool { return l.Runbook })
}

// runbookText is the runbook as it is put into a description: the
// organisation's own, else the default one in its terms.
func (p Policy) runbookText() string {
	own := p.Runbook
	if len(own.Steps) == 0 {
		own = runbook.Default(p.RunbookTerms())
	}
	return strings.TrimRight(own.Markdown(), "\n")
}
