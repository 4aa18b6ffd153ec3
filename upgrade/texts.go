package upgrade

import (
	"cmp"
	"errors"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
)

// texts is what is decided on one description: its boxes and, in the roadmap
// issue's, the app's own sections.
type texts struct {
	RoadmapFacts
	list     ListIssue
	members  []Member
	boxes    []BoxWrite
	sections []SectionWrite
	fences   int // how many become plain lists
	// remember are the bases of what is as wanted already.
	remember map[string]string
	// body is the description without the fences that go, and with the sections so far.
	body string
	// mends are what a person has to mend before a section can be written.
	mends []say.Mend
	// then is set off by the edit.
	then []Trigger
}

// edits are what changes in the descriptions, and what a person has to mend
// before all of it can be written. The runbook and the app's own sections are
// the roadmap issue's.
func edits(f RoadmapFacts, members []Member, steps []step, tidying bool) (actions []Action, damage []say.Mend) {
	for _, l := range f.lists() {
		if !l.Kept {
			continue
		}
		t := &texts{RoadmapFacts: f, list: l, members: members, body: l.Issue.Body, remember: map[string]string{}}
		if tidying {
			t.tidy()
		}
		if l.Issue.ID == f.Issue.ID {
			t.decideBoxes(steps)
			t.tellFacts()
			t.listChildren()
			t.placeRunbook()
		} else {
			t.decideBoxes(nil)
		}
		actions, damage = append(actions, t.actions()...), append(damage, t.mends...)
	}
	return actions, damage
}

// actions are one edit for all that changes, and what is only remembered.
func (t *texts) actions() []Action {
	var actions []Action
	if issue := t.list.Issue; len(t.boxes)+len(t.sections)+t.fences > 0 || issue.Over != "" {
		slices.SortFunc(t.boxes, func(a, b BoxWrite) int { return cmp.Compare(a.Offset, b.Offset) })
		actions = append(actions, EditBody{
			Issue: issue.ID, Ref: issue.Ref, Body: issue.Body, Over: issue.Over, Boxes: t.boxes, Fences: t.fences, Sections: t.sections,
			Then: t.then,
		})
	}
	// A write sets its bases itself; set before it, a failed one would never be tried again.
	for _, box := range t.boxes {
		t.forget(BoxBase(box.Child))
	}
	for _, section := range t.sections {
		for name := range section.Bases {
			t.forget(name)
		}
	}
	if len(t.remember) > 0 {
		actions = append(actions, Remember{Object: t.list.Issue.ID, Bases: maps.Clone(t.remember)})
	}
	return actions
}

func (t *texts) forget(base string) {
	delete(t.remember, base)
	delete(t.remember, SentBase(base))
}

// put has a section written, unless it says its text already. A section that
// cannot be written is noted, and everything else goes on without it.
func (t *texts) put(section SectionWrite) {
	after, err := description.Put(t.body, section.Section, section.Place)
	switch {
	case err != nil:
		t.unwritable(section.Name, err)
	case after != t.body:
		t.body = after
		t.sections = append(t.sections, section)
	default:
		for name, value := range section.Bases {
			t.settle(name, value)
		}
	}
}

// settle remembers the base of what is there as wanted.
func (t *texts) settle(name, value string) {
	if t.Bases[name] != value {
		t.remember[name] = value
	}
	if sending(t.Bases, name) {
		t.remember[SentBase(name)] = ""
	}
}

// unwritable asks people to mend what keeps a section from being written.
func (t *texts) unwritable(section string, err error) {
	problem := say.SectionTooLong
	var lines []int
	if damage, ok := errors.AsType[*description.Damage](err); ok {
		problem, lines = sectionProblems[damage.Kind], damage.Lines
	}
	t.mends = append(t.mends, say.Mend{Problem: say.SectionDamaged(section, problem, lines)})
}

// sectionProblems are what people are told of a damaged section.
var sectionProblems = map[description.Kind]say.SectionProblem{
	description.Unpaired: say.SectionUnpaired, description.Doubled: say.SectionDoubled, description.Reversed: say.SectionReversed,
	description.Nested: say.SectionNested, description.Misplaced: say.SectionMisplaced, description.Hidden: say.SectionHidden,
	description.Unreadable: say.SectionUnreadable,
}
