package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// looked is what a rule about children has found: those that are as it wants
// them, those that are not, and how many nobody knows about, or can.
type looked struct {
	met                int
	missing            []counted
	unknown, elsewhere int
}

// open reports whether what is on a child's card and issue still matters.
func (c counted) open() bool {
	return c.Count == CountOpen || c.Count == CountExempt || c.Count == CountUnknown
}

// withoutBoard leaves what is about the children's cards to people where the
// policy has no board for them; the zero sighting where it has.
func (r *rules) withoutBoard() sighting {
	if r.Policy.Maintenance.Number == 0 {
		return beyond(say.NoMaintenanceBoard())
	}
	return sighting{}
}

// childFields looks at the cards of the children that are not done.
func (r *rules) childFields() sighting {
	if missing := r.withoutBoard(); missing.truth != "" {
		return missing
	}
	fields := r.Policy.Maintenance.Fields
	seen := r.lookAt(func(Report) bool { return true }, func(_ counted, report Report) bool {
		return report.OnBoard && !slices.Contains(report.Lacks, fields.Project) && !slices.Contains(report.Lacks, fields.Source)
	})
	return r.finding(seen, say.NeedFields())
}

// childList wants every child in the lists, and every one there on the board; a
// private child is not named in public. What the app's own list is about to get
// is in the lists.
func (r *rules) childList() sighting {
	if missing := r.withoutBoard(); missing.truth != "" {
		return missing
	}
	listed := map[NodeID]bool{}
	for _, l := range r.lists() {
		for _, item := range l.Items {
			for _, ref := range item.Refs {
				if state, ok := l.child(ref); ok {
					listed[state.ID] = true
				}
			}
		}
	}
	kept := r.keepsChildren()
	seen := r.lookAt(func(Report) bool { return true }, func(c counted, report Report) bool {
		return report.OnBoard && (kept || listed[c.member.Child] || !r.nameable(c))
	})
	return r.finding(seen, say.NeedListing())
}

func (r *rules) externalLabels() sighting {
	wanted := []string{r.terms.HelpWanted, r.terms.Label}
	return r.external(say.NeedLabels(say.Quotes(wanted)), func(report Report) bool {
		return !slices.ContainsFunc(wanted, func(label string) bool { return !hasLabel(report.Labels, label) })
	})
}

// externalCards looks at the cards of the children for dependencies of others.
func (r *rules) externalCards(need say.ChildrenNeed, met func(Report) bool) sighting {
	if missing := r.withoutBoard(); missing.truth != "" {
		return missing
	}
	return r.external(need, func(report Report) bool { return report.OnBoard && met(report) })
}

// external looks at the children for dependencies of others.
func (r *rules) external(need say.ChildrenNeed, met func(Report) bool) sighting {
	seen := r.lookAt(func(report Report) bool { return report.Kind == ChildExternal }, func(_ counted, report Report) bool { return met(report) })
	if seen.met+len(seen.missing)+seen.unknown == 0 {
		return beyond(say.NoExternalChildren())
	}
	seen.elsewhere = 0 // whose kind is not known
	return r.finding(seen, need)
}

// lookAt sorts the children that concern a rule by what their reports say.
func (r *rules) lookAt(concerned func(Report) bool, met func(counted, Report) bool) looked {
	seen := looked{unknown: r.unreadableLists()}
	for _, c := range r.children {
		report, known := r.Reports[c.member.Child]
		switch {
		case known && !concerned(report):
		case c.member.ChildInstallation == 0:
			seen.elsewhere++
		case !known || c.Count == CountUnknown:
			seen.unknown++
		case !c.open() || met(c, report):
			seen.met++
		default:
			seen.missing = append(seen.missing, c)
		}
	}
	return seen
}

// finding is what follows. One child that is not as it should be decides, also
// while others are not known.
func (r *rules) finding(seen looked, need say.ChildrenNeed) sighting {
	switch {
	case len(seen.missing) > 0:
		return r.lacking(seen.missing, need)
	case seen.unknown > 0:
		return unseen(say.NotHeardOf(seen.unknown))
	case seen.met > 0:
		return holds(say.ChildrenMeet(seen.met, need))
	case seen.elsewhere > 0:
		return beyond(say.ChildrenElsewhere())
	default:
		return misses(say.NoChildren())
	}
}

// lacking names the children that are not as they should be.
func (r *rules) lacking(children []counted, need say.ChildrenNeed) sighting {
	var found sighting
	var names []say.Quoted
	private := 0
	for _, c := range children {
		if !r.nameable(c) {
			private++
			continue
		}
		names = append(names, say.Quote(c.member.ChildRef.String()))
		if len(names) <= say.NamesShown {
			found.names = append(found.names, c.state.Repository)
		}
	}
	found.truth, found.text, found.names = isMisses, say.ChildrenLack(names, private, need), distinct(found.names)
	return found
}

func (r *rules) childrenDone() sighting {
	links, unnamed := r.neverRead()
	left, unknown := 0, len(links)+unnamed+r.hidden(r.children)+r.unreadableLists()
	for _, c := range r.children {
		switch {
		case c.Count == CountUnknown:
			unknown++
		case c.BlocksFinish():
			left++
		}
	}
	switch {
	case left > 0:
		return misses(say.ChildrenLeft(left))
	case unknown > 0:
		return unseen(say.NotHeardOf(unknown))
	case len(r.children) == 0:
		return misses(say.NoChildren())
	default:
		return holds(say.AllChildrenDone(len(r.children)))
	}
}
