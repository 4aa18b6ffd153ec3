package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// why explains the roadmap issue. It decides once more with what the commands
// so far have laid down.
func (r *roadmap) why() (string, []Repository) {
	r.look()
	f := r.RoadmapFacts
	f.Asked = nil
	plan, _ := DecideRoadmap(f)
	state, stateWhy := f.state()
	links, unnamed := f.unread(map[Ref]bool{})
	told := say.RoadmapWhy{
		State: say.State(state), StateWhy: stateWhy,
		Explained:  explained(f.Now, f.Policy, f.Upgrade, f.Settings),
		Upgrade:    say.Quote(f.Upgrade.Name),
		Counts:     f.counts(),
		Unreadable: len(links) + unnamed,
		Mending:    f.mendingChildren(),
		Added:      len(f.Settings.Added()), Removed: len(f.Settings.removed()),
	}
	if started := f.Settings[SettingStarted]; started.Value != "" {
		told.StartedBy, told.StartedAt = say.Quote(started.By.Login), started.At
	}
	var names []Repository
	for _, l := range f.lists() {
		for _, item := range l.Items {
			box, verdict := decideBox(f, l, item)
			// A box that nothing was decided on has no child.
			if box.Child == "" || box.Checked == item.Checked || verdict == VerdictWrite {
				continue
			}
			stays, named := f.boxWhy(l, item, box)
			told.Staying, names = append(told.Staying, stays), append(names, named...)
		}
	}
	if card := newCard(f.Board, f.Issue.Items, f.Bases); card.archived {
		told.Card = say.BlockedByArchive()
	} else if card.removed {
		told.Card = say.BlockedByRemoval(say.Quoted{})
	}
	next, named := f.next(plan)
	told.Next = next
	return say.WhyRoadmap(told), distinct(append(names, named...))
}

// next are the writes of a plan in plain words, and the repositories that they name.
func (f RoadmapFacts) next(plan Plan) ([]say.NextWrite, []Repository) {
	var next []say.NextWrite
	var names []Repository
	for _, action := range plan.Actions {
		by := f.Policy.writeMode(f.Upgrade, action.Write())
		switch a := action.(type) {
		case EditBody:
			l := f.listOf(a)
			for _, box := range a.Boxes {
				at := slices.IndexFunc(l.Items, func(item ListItem) bool { return item.Box == box.Offset })
				if at < 0 {
					next = append(next, say.NextWrite{What: say.SetLine(box.Line, box.Checked), By: by})
					continue
				}
				wanted, named := f.boxWhy(l, l.Items[at], box)
				next, names = append(next, say.NextWrite{What: say.SetBox(wanted, f.Now), By: by}), append(names, named...)
			}
			for _, section := range a.Sections {
				next = append(next, say.NextWrite{What: say.BringSectionUpToDate(section.Name), By: by})
			}
		case PutItem:
			next = append(next, say.NextWrite{What: a.tell(), By: by})
		case SaveComment:
			next = append(next, say.NextWrite{What: say.BringCommentUpToDate(), By: by})
		case CloseIssue:
			next = append(next, say.NextWrite{What: say.CloseThisIssue(), By: by})
		}
	}
	return next, names
}

// boxWhy is what was decided on a box, for people, and the repositories that it
// names: private ones only on a private issue.
func (f RoadmapFacts) boxWhy(l ListIssue, item ListItem, box BoxWrite) (say.BoxWhy, []Repository) {
	targets, _ := f.targets(l, item)
	children, _ := f.children(targets)
	told := say.BoxWhy{Line: box.Line, Checked: box.Checked, Since: f.lastChange(children)}
	numbers := map[Count]int{}
	var names []Repository
	switch {
	case l.Issue.ID == f.Issue.ID:
	case f.hides(l):
		told.Elsewhere = true
	default:
		told.Elsewhere, told.In = true, say.Quote(l.Issue.Ref.String())
		names = append(names, l.Issue.Repository)
	}
	for _, state := range f.unnamed(l, children) {
		numbers[f.standing(state).Count]++
		if state.Repository.Private && !f.Issue.Repository.Private {
			told.Private++
			continue
		}
		told.Children = append(told.Children, say.Quote(state.Ref.String()))
		if len(told.Children) <= say.NamesShown {
			names = append(names, state.Repository)
		}
	}
	told.Counts = inOrder(numbers)
	return told, names
}

// listOf is the description that an action edits.
func (f RoadmapFacts) listOf(a EditBody) ListIssue {
	lists := f.lists()
	return lists[slices.IndexFunc(lists, func(l ListIssue) bool { return l.Issue.ID == a.Issue })]
}

// mendingChildren is how many children have notes of what people have to mend.
func (f RoadmapFacts) mendingChildren() int {
	n := 0
	for _, c := range f.counted() {
		if len(f.Notes[c.member.Child]) > 0 {
			n++
		}
	}
	return n
}

func distinct(all []Repository) []Repository {
	var once []Repository
	there := make(map[Repository]bool, len(all))
	for _, r := range all {
		if !there[r] {
			there[r] = true
			once = append(once, r)
		}
	}
	return once
}
