package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// left is what keeps the upgrade from being finished, and the repositories
// that are named in it.
func (f RoadmapFacts) left() ([]say.Left, []Repository) {
	var left []say.Left
	var names []Repository
	all := f.counted()
	for _, count := range []Count{CountOpen, CountNotDone, CountUnknown} {
		group := say.Left{Count: say.Count(count)}
		for _, c := range all {
			if c.Count != count || !c.BlocksFinish() {
				continue
			}
			if !f.nameable(c) {
				group.Private++
				continue
			}
			group.Children = append(group.Children, say.Quote(c.member.ChildRef.String()))
			if len(group.Children) <= say.NamesShown && c.state.ID != "" && !slices.Contains(names, c.state.Repository) {
				names = append(names, c.state.Repository)
			}
		}
		if count == CountUnknown {
			links, unnamed := f.neverRead()
			group.Children = append(group.Children, links...)
			group.Private += unnamed + f.hidden(all)
		}
		if len(group.Children)+group.Private > 0 {
			left = append(left, group)
		}
	}
	return left, names
}

// nameable reports whether a child may be named on the roadmap issue. Whether
// one that cannot be read is private is not known; those in lists for all to see
// are named there already.
func (f RoadmapFacts) nameable(c counted) bool {
	switch {
	case f.Issue.Repository.Private:
		return true
	case c.state.ID == "":
		return c.member.Origin.written() && f.shown()[c.member.ChildRef.Fold()]
	default:
		return !c.state.Repository.Private
	}
}

// awaited are the issues that a child waits for as far as they may be named on the
// roadmap issue, how many others there are, and the repositories that are named.
// A private one may only be named as a child: not everybody who sees the roadmap
// issue need see another private repository.
func (f RoadmapFacts) awaited(all []Awaited) (names []say.Quoted, others int, in []Repository) {
	children := f.byPlace()
	for _, a := range all {
		child, is := children[a.Ref.Fold()]
		if is && !f.nameable(child) || !is && a.Private {
			others++
			continue
		}
		names = append(names, say.Quote(a.Ref.String()))
		if is && child.state.ID != "" {
			in = append(in, child.state.Repository)
		}
	}
	return names, others, in
}
