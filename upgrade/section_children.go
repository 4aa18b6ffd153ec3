package upgrade

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
)

// SectionChildren is the app's own list of children in a description: those
// that people have not listed themselves.
//
// Its lines are boxes like all others. A line that the app has written makes
// nothing a child, else a child could never leave; which those are, the
// section's base tells. A line that a person adds makes a child of its issue
// for as long as it stands there.
const SectionChildren = "children"

// ownLines are the references in the app's list, folded, that the app has put
// there of its own accord, also by a write whose end is not known.
func (f RoadmapFacts) ownLines() map[Ref]bool {
	base := SectionBase(SectionChildren)
	own := map[Ref]bool{}
	for word := range strings.FieldsSeq(f.Bases[base] + " " + f.Bases[SentBase(base)]) {
		if ref, err := ParseRef(word); err == nil {
			own[ref.Fold()] = true
		}
	}
	for _, m := range f.Members {
		if m.Origin == OriginSection {
			delete(own, m.ChildRef.Fold())
		}
	}
	return own
}

// listChildren keeps the app's list of children. Who takes the whole section
// out does not want it; it comes back where somebody puts its markers.
func (t *texts) listChildren() {
	_, there, err := description.Find(t.Issue.Body, SectionChildren)
	if err != nil {
		t.unwritable(SectionChildren, err)
		return
	}
	l := &childList{texts: t, groups: map[string][]say.ListedChild{}}
	l.collect()
	if !there && (t.unwantedChildren() || len(l.links) == 0) {
		return
	}
	place := description.AfterForm
	if t.Policy.RoadmapIssue.ChildrenAtEnd {
		place = description.AtEnd
	}
	l.bases[SectionBase(SectionChildren)] = cmp.Or(strings.Join(l.own, " "), Nothing)
	t.put(SectionWrite{
		Section: description.Section{Name: SectionChildren, Text: t.Policy.shown(say.Children(l.inOrder(), l.unnamed))}, Place: place,
		Why: fmt.Sprintf("children in no other list: %d", len(l.own)+l.unnamed), Links: l.links, Names: distinct(l.names), Bases: l.bases,
	})
}

// keepsChildren reports whether the app's own list takes up the children that
// no other list names.
func (f RoadmapFacts) keepsChildren() bool {
	_, there, err := description.Find(f.Issue.Body, SectionChildren)
	return err == nil && (there || !f.unwantedChildren())
}

// unwantedChildren reports whether the app's list is not to be put where it is not.
func (f RoadmapFacts) unwantedChildren() bool {
	return f.Policy.RoadmapIssue.NoChildren || f.Bases[SectionBase(SectionChildren)] != ""
}

// childList collects what the section says.
type childList struct {
	*texts
	groups map[string][]say.ListedChild
	// unnamed is how many children may not be named here.
	unnamed int
	links   []Ref
	names   []Repository
	// own are the lines that are the app's, by their references.
	own   []string
	bases map[string]string
}

func (l *childList) collect() {
	l.bases = map[string]string{}
	listed, boxes := l.listedElsewhere(), l.ownBoxes()
	for _, c := range l.counted() {
		switch {
		case listed[c.member.Child]:
		case !l.nameable(c):
			l.unnamed++
		default:
			l.add(c, boxes)
		}
	}
	l.keepUnreadable()
}

// listedElsewhere are the children that people's own lists name.
func (l *childList) listedElsewhere() map[NodeID]bool {
	byRef, listed := l.byRef(), map[NodeID]bool{}
	for _, list := range l.lists() {
		for _, item := range list.Items {
			if item.Own {
				continue
			}
			for _, ref := range item.Refs {
				if state, ok := list.child(ref); ok {
					listed[state.ID] = true
				} else {
					listed[byRef[ref.Fold()]] = true
				}
			}
		}
	}
	return listed
}

// byRef are the children by their references.
func (l *childList) byRef() map[Ref]NodeID {
	byRef := map[Ref]NodeID{}
	for _, m := range l.members {
		byRef[m.ChildRef.Fold()] = m.Child
	}
	return byRef
}

// ownBoxes are the states of the boxes in the app's list, once the boxes are
// set, by child.
func (l *childList) ownBoxes() map[NodeID]bool {
	byRef, states := l.byRef(), map[NodeID]bool{}
	set := map[int]bool{} // by offset
	for _, box := range l.boxes {
		set[box.Offset] = box.Checked
	}
	for _, item := range l.Items {
		if !item.Own || item.Box < 0 {
			continue
		}
		checked, written := set[item.Box]
		if !written {
			checked = item.Checked
		}
		for _, ref := range item.Refs {
			id := byRef[ref.Fold()]
			if state, ok := l.list.child(ref); ok {
				id = state.ID
			}
			states[id] = states[id] || checked
		}
	}
	return states
}

// add lists a child with the state of its box; that of a new line follows the child.
func (l *childList) add(c counted, boxes map[NodeID]bool) {
	ref := c.member.ChildRef
	if c.state.ID != "" {
		ref = c.state.Ref
		l.names = append(l.names, c.state.Repository)
	}
	checked, there := boxes[c.member.Child]
	if !there && c.state.ID != "" {
		done, decided := l.derivedBox(l.byCount([]IssueState{c.state}))
		if checked = done && decided; decided {
			l.bases[BoxBase(string(c.member.Child))] = BoxValue(checked)
		}
	}
	l.links, l.own = append(l.links, ref), append(l.own, ref.String())
	report, reported := l.Reports[c.member.Child]
	child := say.ListedChild{Link: say.Refer(l.Host, ref.Owner, ref.Repo, ref.Number), Checked: checked}
	if c.Count == CountOpen || c.Count == CountExempt {
		child.Level, child.Undecided = say.Quote(report.Level), report.Undecided
	}
	child.Owner = say.Quote(report.Owner)
	if report.Person && !l.Issue.Repository.Private {
		child.Owner, child.Person = say.Quoted{}, true
	}
	l.place(c, child, report, reported)
}

// place puts a child into its group, which says what its line then does not.
func (l *childList) place(c counted, child say.ListedChild, report Report, reported bool) {
	group, state := l.wave(c, report, reported)
	if !l.Policy.RoadmapIssue.GroupByOwner {
		child.State = state
		l.groups[group] = append(l.groups[group], child)
		return
	}
	if len(state) == 0 {
		state = []string{strings.ToLower(group)}
	}
	child.State = state
	switch {
	case child.Person:
		group, child.Person = say.ChildrenPeople, false
	case child.Owner.IsZero():
		group = say.ChildrenNoOwner
	default:
		group, child.Owner = say.ChildrenOf(child.Owner), say.Quoted{}
	}
	l.groups[group] = append(l.groups[group], child)
}

// wave is the group of a child by what can start now, and what its line says besides.
func (l *childList) wave(c counted, report Report, reported bool) (group string, state []string) {
	if report.Begun && c.Count == CountOpen {
		state = []string{say.ChildBegun}
	}
	switch c.Count {
	case CountDone:
		return say.ChildrenDone, nil
	case CountNotDone:
		return say.ChildrenDone, []string{say.ChildNotDone}
	case CountNotAffected:
		return say.ChildrenDone, []string{say.ChildUnaffected}
	case CountExempt:
		return say.ChildrenExempt, []string{say.ChildExempt(c.Until)}
	case CountUnknown:
		return say.ChildrenUnknown, nil
	case CountOpen:
		if len(report.WaitsFor) > 0 {
			return say.ChildrenWait, append(state, l.waits(report.WaitsFor))
		}
	}
	if !reported {
		return say.ChildrenOpen, nil
	}
	return say.ChildrenStart, state
}

// waits names the issues that a child waits for, as far as they may be named.
func (l *childList) waits(all []Awaited) string {
	names, others, in := l.awaited(all)
	l.names = append(l.names, in...)
	return say.ChildWaits(names, others)
}

// keepUnreadable keeps the lines of people that name what cannot be read, or
// not yet.
func (l *childList) keepUnreadable() {
	own, known := l.ownLines(), map[Ref]bool{}
	for _, m := range l.members {
		known[m.ChildRef.Fold()] = true
	}
	for _, item := range l.Items {
		for _, ref := range item.Refs {
			if _, readable := l.list.child(ref); !item.Own || readable || own[ref.Fold()] || known[ref.Fold()] {
				continue
			}
			known[ref.Fold()] = true
			l.links = append(l.links, ref)
			line := say.ListedChild{Link: say.Refer(l.Host, ref.Owner, ref.Repo, ref.Number), Checked: item.Checked}
			l.groups[say.ChildrenUnknown] = append(l.groups[say.ChildrenUnknown], line)
		}
	}
}

// inOrder are the groups as they are shown: what can start first, or owners by name.
func (l *childList) inOrder() []say.ChildGroup {
	titles := []string{say.ChildrenStart, say.ChildrenOpen, say.ChildrenWait, say.ChildrenExempt, say.ChildrenDone}
	if l.Policy.RoadmapIssue.GroupByOwner {
		last := []string{say.ChildrenPeople, say.ChildrenNoOwner, say.ChildrenUnknown}
		titles = slices.DeleteFunc(slices.Sorted(maps.Keys(l.groups)), func(title string) bool { return slices.Contains(last, title) })
		titles = append(titles, last[:2]...)
	}
	var groups []say.ChildGroup
	for _, title := range append(titles, say.ChildrenUnknown) {
		groups = append(groups, say.ChildGroup{Title: title, Children: l.groups[title]})
	}
	return groups
}
