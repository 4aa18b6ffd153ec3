package upgrade

import (
	"cmp"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// mends is the part about what people have to mend.
func (t *telling) mends() say.Part {
	mends, names := mends(t.RoadmapFacts, t.members)
	for _, one := range names {
		t.naming(one)
	}
	links, _ := t.unread(map[Ref]bool{})
	return say.NeedsAPerson(slices.Concat(mends, t.unreadLists(), t.overwritten(), t.own), links)
}

// ownMends are the notes on the upgrade's own card.
func ownMends(notes map[string]string) []say.Mend {
	var all []say.Mend
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		all = append(all, say.Mend{Problem: noteText(name, notes[name], false)})
	}
	return all
}

// trouble is one note with the children that have it.
type trouble struct {
	name, text string
	children   []IssueState
}

// mends are the children's notes, each sort once, and the repositories they
// name. Repositories that fewer people can see than the roadmap issue are
// counted and not named, and neither is what comes from them alone.
func mends(f RoadmapFacts, members []Member) ([]say.Mend, []Repository) {
	var all []say.Mend
	var names []Repository
	for _, t := range troubles(f, members) {
		m := say.Mend{}
		for _, state := range t.children {
			if state.Repository.Private && !f.Issue.Repository.Private {
				m.Private++
				continue
			}
			m.Children = append(m.Children, say.Quote(state.Ref.String()))
			if len(m.Children) <= say.NamesShown && !slices.Contains(names, state.Repository) {
				names = append(names, state.Repository)
			}
		}
		m.Problem = noteText(t.name, t.text, len(m.Children) == 0)
		all = append(all, m)
	}
	return all, names
}

func troubles(f RoadmapFacts, members []Member) []trouble {
	states := statesByID(f)
	var found []trouble
	for _, m := range members {
		state, readable := states[m.Child]
		if !readable {
			continue
		}
		for name, text := range f.Notes[m.Child] {
			i := slices.IndexFunc(found, func(t trouble) bool { return t.name == name && t.text == text })
			if i < 0 {
				found, i = append(found, trouble{name: name, text: text}), len(found)
			}
			found[i].children = append(found[i].children, state)
		}
	}
	slices.SortFunc(found, func(a, b trouble) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.text, b.text)) })
	for _, t := range found {
		slices.SortFunc(t.children, func(a, b IssueState) int { return cmp.Compare(a.Ref.String(), b.Ref.String()) })
	}
	return found
}

// statesByID are the states of the children that can be read. Those that only
// hidden lists name are as if they were in private repositories.
func statesByID(f RoadmapFacts) map[NodeID]IssueState {
	states := map[NodeID]IssueState{}
	lists := f.lists()
	// What a list for all to see holds as well comes later and counts.
	slices.SortStableFunc(lists, func(a, b ListIssue) int { return cmp.Compare(rank(f.hides(b)), rank(f.hides(a))) })
	for _, l := range lists {
		for _, state := range f.unnamed(l, slices.Collect(maps.Values(l.Children))) {
			states[state.ID] = state
		}
		for _, state := range f.unnamed(l, l.Issue.SubIssues) {
			states[state.ID] = state
		}
	}
	for _, state := range f.Added {
		states[state.ID] = state
	}
	return states
}

func rank(hidden bool) int {
	if hidden {
		return 1
	}
	return 0
}

// unreadLists are what is to be mended about the list issues.
func (f RoadmapFacts) unreadLists() []say.Mend {
	var mends []say.Mend
	if n := f.unreadableLists(); n > 0 {
		mends = append(mends, say.Mend{Problem: say.ListsUnreadable(n)})
	}
	if _, unnamed := f.unread(map[Ref]bool{}); unnamed > 0 {
		mends = append(mends, say.Mend{Problem: say.HiddenLinks(unnamed)})
	}
	return mends
}
