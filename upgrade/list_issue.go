package upgrade

import (
	"cmp"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// ListIssue is an issue that holds a part of an upgrade's lists. It is a
// container: what its lists name, and its sub-issues, are children; it is none.
type ListIssue struct {
	// Issue has only its ID when the list issue cannot be read.
	Issue    Issue
	Readable bool
	// Items are the lines of its description that hold children.
	Items []ListItem
	// Runbook says that some of its lines are, or may be, steps of the runbook.
	Runbook bool
	// Nested are the boxes of its description that are inside one another, in the order of the text.
	Nested []NestedBox
	// Plain is its description without its fences.
	Plain Plain
	// Children are the states behind the items' references, by folded reference as
	// written, as the installation on its own organisation sees them.
	Children map[Ref]IssueState
	// Bases are the values last derived for its boxes.
	Bases map[string]string
	// Kept says that the boxes are kept here: the app may write there, the issue is
	// open, and it is no roadmap issue, whose own key keeps them.
	Kept bool
	// Polled says that its organisation sends no events, as the app is not at work there.
	Polled bool
}

// child finds the state behind a reference of the list; false when it cannot be read.
func (l ListIssue) child(ref Ref) (IssueState, bool) {
	state, ok := l.Children[ref.Fold()]
	return state, ok
}

// ListsAt are the issues whose lists count as the roadmap issue's own, by node id, sorted.
func (s Settings) ListsAt() []NodeID { return s.about(SettingListAt) }

// lists are all descriptions whose lists count and that can be read, the roadmap
// issue's own first. A list issue that a command has named just now is not among
// them: the next run reads it.
func (f RoadmapFacts) lists() []ListIssue {
	all := []ListIssue{f.ownList()}
	for _, l := range f.ListIssues {
		if l.Readable && f.listedAt(l.Issue.ID) {
			all = append(all, l)
		}
	}
	return all
}

// ownList is the roadmap issue as what holds its own lists.
func (f RoadmapFacts) ownList() ListIssue {
	return ListIssue{
		Issue: f.Issue, Readable: true, Items: f.Items, Nested: f.Nested, Plain: f.Plain, Children: f.Children, Bases: f.Bases, Kept: true,
	}
}

// unreadableLists is how many list issues cannot be read.
func (f RoadmapFacts) unreadableLists() int {
	n := 0
	for _, l := range f.ListIssues {
		if !l.Readable && f.listedAt(l.Issue.ID) {
			n++
		}
	}
	return n
}

// listNames are the places of the list issues that can be read and may be named
// on the roadmap issue, and how many more can be read.
func (f RoadmapFacts) listNames() (names []say.Quoted, private int) {
	lists := f.lists()[1:]
	var refs []string
	for _, l := range lists {
		if !f.hides(l) {
			refs = append(refs, l.Issue.Ref.String())
		}
	}
	slices.Sort(refs)
	return say.Quotes(refs), len(lists) - len(refs)
}

// listRepositories are the repositories that listNames names.
func (f RoadmapFacts) listRepositories() []Repository {
	var named []Repository
	for _, l := range f.lists()[1:] {
		if !f.hides(l) {
			named = append(named, l.Issue.Repository)
		}
	}
	return named
}

func (f RoadmapFacts) listedAt(id NodeID) bool {
	return f.Settings.Value(SettingListAt+string(id)) != ""
}

// hides reports whether fewer people can see the list than the roadmap issue:
// what stands in it is counted here, and not named.
func (f RoadmapFacts) hides(l ListIssue) bool {
	return l.Issue.Repository.Private && !f.Issue.Repository.Private
}

// shown are the references that the lists have which everybody sees who sees the
// roadmap issue.
func (f RoadmapFacts) shown() map[Ref]bool {
	if f.surveyed != nil {
		return f.surveyed.shown
	}
	shown := map[Ref]bool{}
	for _, l := range f.lists() {
		if f.hides(l) {
			continue
		}
		for _, item := range l.Items {
			for _, ref := range item.Refs {
				shown[ref.Fold()] = true
			}
		}
	}
	return shown
}

// targets are the states behind an item's references, the roadmap issue itself
// and what is kept out left out, each once and in the order of their node ids;
// false when one of them cannot be read.
func (f RoadmapFacts) targets(l ListIssue, item ListItem) ([]IssueState, bool) {
	var states []IssueState
	out := f.Settings.removed()
	for _, ref := range item.Refs {
		state, ok := l.child(ref)
		if !ok {
			return nil, false
		}
		known := slices.ContainsFunc(states, func(s IssueState) bool { return s.ID == state.ID })
		if !known && state.ID != f.Issue.ID && !out[state.ID] {
			states = append(states, state)
		}
	}
	slices.SortFunc(states, func(a, b IssueState) int { return cmp.Compare(a.ID, b.ID) })
	return states, true
}

// children are what targets stand for: themselves, but for list issues, which
// stand for all that they list. False when one of them cannot be read, or a list
// issue lists nothing.
func (f RoadmapFacts) children(targets []IssueState) ([]IssueState, bool) {
	e := expansion{RoadmapFacts: f, seen: map[NodeID]bool{}}
	whole := e.add(targets)
	return e.children, whole
}

// expansion collects what list issues stand for, which may name each other.
type expansion struct {
	RoadmapFacts
	seen     map[NodeID]bool
	children []IssueState
}

func (e *expansion) add(targets []IssueState) bool {
	for _, state := range targets {
		if e.seen[state.ID] {
			continue
		}
		e.seen[state.ID] = true
		if !e.listedAt(state.ID) {
			e.children = append(e.children, state)
		} else if !e.addList(state.ID) {
			return false
		}
	}
	return true
}

// addList adds what a list issue lists; false when that is nothing, or cannot all be read.
func (e *expansion) addList(id NodeID) bool {
	at := slices.IndexFunc(e.ListIssues, func(l ListIssue) bool { return l.Issue.ID == id })
	if at < 0 || !e.ListIssues[at].Readable || e.ListIssues[at].Issue.HiddenSubIssues > 0 {
		return false
	}
	l, out := e.ListIssues[at], e.Settings.removed()
	held := slices.DeleteFunc(slices.Clone(l.Issue.SubIssues), func(s IssueState) bool { return out[s.ID] })
	for _, item := range l.Items {
		targets, whole := e.targets(l, item)
		if !whole {
			return false
		}
		held = append(held, targets...)
	}
	return len(held) > 0 && e.add(e.unnamed(l, held))
}

// unnamed makes the states of a list that hides them those of private
// repositories, which nothing names: that they are of the upgrade is not for
// everybody to know.
func (f RoadmapFacts) unnamed(l ListIssue, states []IssueState) []IssueState {
	if !f.hides(l) {
		return states
	}
	states = slices.Clone(states)
	for i := range states {
		states[i].Repository.Private = true
	}
	return states
}
