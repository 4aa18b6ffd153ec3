package upgrade

import (
	"cmp"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// mending keeps the living comment of a roadmap issue, which says what people
// have to mend and what they have laid down about the upgrade. It is made when
// there is something to say. Lacking are the notes on the upgrade's own card.
func mending(f RoadmapFacts, members []Member, lacking map[string]string) []Action {
	mends, names := mends(f, members)
	for _, name := range slices.Sorted(maps.Keys(lacking)) {
		mends = append(mends, say.Mend{Problem: noteText(name, lacking[name], false)})
	}
	links, facts := unreadable(f), told(f)
	if f.Living.Comment == 0 && len(mends) == 0 && len(links) == 0 && facts == "" {
		return nil
	}
	text := say.Roadmap(mends, links, facts)
	if f.Living.Comment != 0 && f.Living.Same(text) {
		return nil
	}
	return []Action{SaveComment{
		Issue: f.Issue.ID, Ref: f.Issue.Ref, Comment: f.Living.Comment, Purpose: PurposeLiving, Living: true, Text: text, Names: names,
		Once: f.Upgrade.Paused, // and then only written for the command that is answered in this run
	}}
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

func statesByID(f RoadmapFacts) map[NodeID]IssueState {
	states := map[NodeID]IssueState{}
	for _, state := range f.Children {
		states[state.ID] = state
	}
	for _, state := range f.Issue.SubIssues {
		states[state.ID] = state
	}
	for _, state := range f.Added {
		states[state.ID] = state
	}
	return states
}

// unreadable are the links of the lists that stand for nothing that can be
// read, each once, in the order of the list.
func unreadable(f RoadmapFacts) []say.Quoted {
	var links []say.Quoted
	seen := map[Ref]bool{}
	for _, item := range f.Items {
		for _, ref := range item.Refs {
			if _, ok := f.child(ref); !ok && !seen[ref.Fold()] {
				seen[ref.Fold()] = true
				links = append(links, say.Quote(ref.String()))
			}
		}
	}
	return links
}
