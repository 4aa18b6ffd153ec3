package upgrade

import (
	"cmp"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// counted is a child with its standing. State is zero when it cannot be read.
type counted struct {
	Standing
	member Member
	state  IssueState
	place  string // of the member, as text
}

// counted are the children as they stand, by their places. Nobody changes the slice.
func (f RoadmapFacts) counted() []counted {
	if f.surveyed != nil {
		return f.surveyed.children
	}
	return f.count(membersOf(f))
}

// byPlace are the children by their folded references.
func (f RoadmapFacts) byPlace() map[Ref]counted {
	if f.surveyed != nil {
		return f.surveyed.byPlace
	}
	return byPlace(f.counted())
}

func byPlace(all []counted) map[Ref]counted {
	children := make(map[Ref]counted, len(all))
	for _, c := range all {
		children[c.member.ChildRef.Fold()] = c
	}
	return children
}

func (f RoadmapFacts) count(members []Member) []counted {
	states := statesByID(f)
	all := make([]counted, 0, len(members))
	for _, m := range members {
		state, readable := states[m.Child]
		all = append(all, counted{standing(state, f.ChildSettings[m.Child], f.Now, readable), m, state, m.ChildRef.String()})
	}
	slices.SortFunc(all, func(a, b counted) int {
		return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.member.Child, b.member.Child))
	})
	return all
}

// counts are how many children count how; what is listed and was never read
// is unknown too.
func (f RoadmapFacts) counts() []say.Counted {
	all := f.counted()
	links, unnamed := f.neverRead()
	numbers := map[Count]int{CountUnknown: len(links) + unnamed + f.hidden(all)}
	for _, c := range all {
		numbers[c.Count]++
	}
	return inOrder(numbers)
}

// inOrder are the numbers of children that count alike, in the order in which
// they are told.
func inOrder(numbers map[Count]int) []say.Counted {
	var counts []say.Counted
	for _, count := range []Count{CountDone, CountOpen, CountNotDone, CountExempt, CountNotAffected, CountUnknown} {
		if n := numbers[count]; n > 0 {
			counts = append(counts, say.Counted{As: say.Count(count), Number: n})
		}
	}
	return counts
}

// neverRead are the links of the lists that no row is known of and that
// nobody has taken off; those that may not be named here are only counted.
func (f RoadmapFacts) neverRead() (links []say.Quoted, unnamed int) {
	known := map[Ref]bool{}
	for id := range f.Settings.removed() {
		if ref, err := ParseRef(f.Settings.Value(SettingRemove + string(id))); err == nil {
			known[ref.Fold()] = true
		}
	}
	for _, m := range f.Members {
		known[m.ChildRef.Fold()] = true
	}
	return f.unread(known)
}

// unread are the links of the lists that stand for nothing that can be read, each
// once and in the order of the lists, but for known ones and the lines that the
// app itself has put into its own list; and how many more stand only where fewer
// people see them than the roadmap issue.
func (f RoadmapFacts) unread(known map[Ref]bool) (links []say.Quoted, unnamed int) {
	shown, own := f.shown(), f.ownLines()
	for _, l := range f.lists() {
		for _, item := range l.Items {
			for _, ref := range item.Refs {
				if _, readable := l.child(ref); readable || known[ref.Fold()] || item.Own && own[ref.Fold()] {
					continue
				}
				known[ref.Fold()] = true
				if shown[ref.Fold()] {
					links = append(links, say.Quote(ref.String()))
				} else {
					unnamed++
				}
			}
		}
	}
	return links, unnamed
}

// hiddenSubIssues is how many sub-issues of the roadmap issue and of its list
// issues cannot be seen.
func (f RoadmapFacts) hiddenSubIssues() int {
	n := 0
	for _, l := range f.lists() {
		n += l.Issue.HiddenSubIssues
	}
	return n
}

// hidden is how many sub-issues cannot be seen and are not among the children.
func (f RoadmapFacts) hidden(all []counted) int {
	hidden := f.hiddenSubIssues()
	for _, c := range all {
		if c.Count == CountUnknown && (c.member.Origin == OriginSubIssue || f.ownLink(c.member.Child).made()) {
			hidden--
		}
	}
	return max(hidden, 0)
}
