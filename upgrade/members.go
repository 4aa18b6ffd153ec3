package upgrade

import (
	"slices"
	"time"
)

// membersOf are the roadmap issue's children: the links of the lists first, its
// own and those of its list issues, then the sub-issues of both, then what
// commands have added, and last what people have written into the app's own list.
// What commands keep out is none, nor is a list issue. A child that cannot be
// read now keeps its row, so that it is found again when it can.
func membersOf(f RoadmapFacts) []Member {
	before := map[NodeID]Member{}
	byRef := map[Ref]Member{}
	for _, m := range f.Members {
		before[m.Child] = m
		byRef[m.ChildRef.Fold()] = m
	}
	var members []Member
	there := f.Settings.removed()
	there[f.Issue.ID] = true
	for _, id := range f.Settings.ListsAt() {
		there[id] = true
	}
	add := func(m Member) {
		if !there[m.Child] {
			there[m.Child] = true
			members = append(members, m)
		}
	}
	for _, l := range f.lists() {
		for _, item := range l.Items {
			for _, ref := range item.Refs {
				if state, ok := l.child(ref); ok && !item.Own {
					add(member(f, state, OriginList, before[state.ID]))
				} else if old, ok := byRef[ref.Fold()]; ok && !item.Own {
					add(old)
				}
			}
		}
	}
	for _, l := range f.lists() {
		for _, state := range l.Issue.SubIssues {
			if !f.linkedByApp(l, state.ID) {
				add(member(f, state, OriginSubIssue, before[state.ID]))
			}
		}
	}
	hidden, unread := f.hiddenSubIssues() > 0, f.unreadableLists() > 0
	for _, old := range f.Members {
		if old.Origin == OriginSubIssue && (hidden || unread) || old.Origin == OriginList && unread {
			add(old)
		}
	}
	for _, id := range f.Settings.Added() {
		if state, ok := f.Added[id]; ok {
			add(member(f, state, OriginCommand, before[id]))
		} else if old, ok := before[id]; ok {
			add(old)
		}
	}
	for _, m := range f.writtenIn(before, byRef) {
		add(m)
	}
	return members
}

// writtenIn are the children that people have written into the app's own list,
// see SectionChildren. One that the list may not name stays, as its line cannot.
func (f RoadmapFacts) writtenIn(before map[NodeID]Member, byRef map[Ref]Member) []Member {
	var members []Member
	own := f.ownLines()
	for _, item := range f.Items {
		for _, ref := range item.Refs {
			state, readable := f.Children[ref.Fold()]
			old := byRef[ref.Fold()]
			if readable {
				old = before[state.ID]
			}
			switch {
			case !item.Own || own[ref.Fold()]:
			case readable:
				members = append(members, member(f, state, OriginSection, old))
			case old.Child != "":
				old.Origin = OriginSection
				members = append(members, old)
			}
		}
	}
	for _, old := range f.Members {
		if state := f.Added[old.Child]; old.Origin == OriginSection && state.Repository.Private && !f.Issue.Repository.Private {
			members = append(members, member(f, state, OriginSection, old))
		}
	}
	return members
}

// Unlisted are the children, by id, whose state neither a line nor a sub-issue
// is sure to give.
func (f RoadmapFacts) Unlisted() []NodeID {
	ids := f.Settings.Added()
	for _, m := range f.Members {
		if m.Origin == OriginSection && !slices.Contains(ids, m.Child) {
			ids = append(ids, m.Child)
		}
	}
	return ids
}

// member is the row of a child; a zero before means that it is new.
func member(f RoadmapFacts, state IssueState, origin Origin, before Member) Member {
	if origin == OriginList && before.Origin == OriginSection {
		origin = OriginSection // the section's markers may only be damaged
	}
	adopted := before.AdoptedAt
	if before.Child == "" {
		adopted = f.Now
	}
	return Member{
		Child: state.ID, Roadmap: f.Issue.ID,
		Installation: f.Installation, ChildInstallation: f.Installed[state.Repository.ID],
		RoadmapRef: f.Issue.Ref, ChildRef: state.Ref, ChildRepository: state.Repository.ID,
		Origin: origin, AdoptedAt: adopted, SeenAt: latest(before.SeenAt, state.UpdatedAt), SeenState: state.State(),
		ReadAt: f.Now.UTC().Truncate(24 * time.Hour),
	}
}

// wakeChildren wakes the children that came, left or whose row changed, where
// the app is installed.
func wakeChildren(before, now []Member) []Action {
	old := map[NodeID]Member{}
	for _, m := range before {
		old[m.Child] = m
	}
	var actions []Action
	for _, m := range now {
		was, known := old[m.Child]
		delete(old, m.Child)
		// Looking again and again at the same child is no change of its row.
		was.SeenAt, was.SeenState, was.ReadAt = m.SeenAt, m.SeenState, m.ReadAt
		switch {
		case !known:
			actions = append(actions, wakeChild(m, "it is a child of "+m.RoadmapRef.String())...)
		case was != m:
			actions = append(actions, wakeChild(m, "its place in "+m.RoadmapRef.String()+" changed")...)
		}
	}
	for _, m := range before {
		if _, left := old[m.Child]; left {
			actions = append(actions, wakeChild(m, "it is no child of "+m.RoadmapRef.String()+" any more")...)
		}
	}
	return actions
}

func wakeChild(m Member, reason string) []Action {
	if m.ChildInstallation == 0 {
		return nil
	}
	return []Action{Wake{Trigger: Trigger{Key: IssueKey(m.Child), Installation: m.ChildInstallation, Reason: reason}}}
}
