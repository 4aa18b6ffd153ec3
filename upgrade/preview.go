package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
)

// awaitsYes reports whether the descriptions are only to be changed once a
// person has said so: their kind of write is only shown, and not because of a pause.
func (f RoadmapFacts) awaitsYes() bool {
	u := f.Upgrade
	u.Paused = false
	return u.Ended == "" && f.Excluded[WriteBoxes] == "" && f.Policy.ModeOf(u, WriteBoxes) != ModeActive
}

// preview tells what would change in the descriptions, while that is only shown.
func (t *telling) preview() say.Part {
	if !t.awaitsYes() {
		return say.Part{}
	}
	activate, _ := command.Find(command.Activate)
	p := say.Preview{WhoConfirms: command.WhoMay(t.Policy.WhoMay(activate, t.Upgrade))}
	for _, action := range t.edits {
		edit, ok := action.(EditBody)
		if !ok {
			continue
		}
		l := t.listOf(edit)
		for _, box := range edit.Boxes {
			p.Set(box.Checked, t.previewed(l, box))
		}
		for _, section := range edit.Sections {
			_, there, _ := description.Find(l.Issue.Body, section.Name) // Put has found it whole
			p.Write(section.Name, there)
		}
	}
	for _, stays := range t.staying() {
		p.Left = append(p.Left, t.told(stays.list, stays.item, stays.box).Stays())
	}
	for _, s := range t.steps {
		if box, verdict := decideStep(t.RoadmapFacts, s); s.disagrees(box, verdict) {
			p.Left = append(p.Left, say.StepStays(s.Line, s.line(), s.Checked, t.found(s)))
		}
	}
	return p.Part()
}

// disagrees reports whether the box of a step stays as people have set it though
// its rule says something else.
func (s step) disagrees(box BoxWrite, verdict Verdict) bool {
	return box.Child != "" && verdict != VerdictWrite && box.Checked != s.Checked
}

// previewed is the line about a box that would be set.
func (t *telling) previewed(l ListIssue, box BoxWrite) string {
	if i := slices.IndexFunc(l.Items, func(item ListItem) bool { return item.Box == box.Offset }); i >= 0 {
		return t.told(l, l.Items[i], box).Previewed()
	}
	if i := slices.IndexFunc(t.steps, func(s step) bool { return s.Box == box.Offset }); i >= 0 && l.Issue.ID == t.Issue.ID {
		s := t.steps[i]
		return say.StepPreviewed(s.Line, s.line(), box.Checked, t.found(s))
	}
	return say.BoxWhy{Line: box.Line, Checked: box.Checked}.Previewed()
}

// told is a box for the comment, which names what the text names.
func (t *telling) told(l ListIssue, item ListItem, box BoxWrite) say.BoxWhy {
	told, names := t.boxWhy(l, item, box)
	for _, one := range names {
		t.naming(one)
	}
	return told
}

// stayingBox is a box that stays as people have set it though its children say
// something else.
type stayingBox struct {
	list ListIssue
	item ListItem
	box  BoxWrite
}

func (f RoadmapFacts) staying() []stayingBox {
	var staying []stayingBox
	for _, l := range f.lists() {
		for _, item := range l.Items {
			box, verdict := decideBox(f, l, item)
			if l.Kept && box.Child != "" && verdict != VerdictWrite && box.Checked != item.Checked {
				staying = append(staying, stayingBox{l, item, box})
			}
		}
	}
	return staying
}

// previewNow is the preview as the facts and the commands so far have it, and
// the repositories that it names.
func (r *roadmap) previewNow() (say.Part, []Repository) {
	if !r.awaitsYes() {
		return say.Part{}, nil
	}
	f := r.RoadmapFacts
	members := membersOf(f)
	steps, _ := f.runbookSteps()
	changes, _ := edits(f, members, steps, r.tidying)
	t := telling{RoadmapFacts: f, members: members, all: f.counted(), steps: steps, edits: changes}
	return t.preview(), t.names
}
