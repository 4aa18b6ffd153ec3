package upgrade

import (
	"cmp"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// standings are the children as they count, and how far the open ones are.
func (t *telling) standings() say.Part {
	var open say.OpenWork
	for _, c := range t.all {
		if c.Count != CountOpen {
			continue
		}
		switch report, there := t.report(c); {
		case !there:
			open.Unknown++
		case len(report.WaitsFor) > 0:
			open.Waiting++
		case report.Begun:
			open.Begun++
		default:
			open.Ready++
		}
	}
	return say.Standings(t.counts(), open)
}

// shares counts the children of those who have the same name.
type shares struct {
	names []string
	by    map[string]*say.Share
}

func (s *shares) add(name string, c counted) {
	if s.by[name] == nil {
		s.names = append(s.names, name)
		s.by[name] = &say.Share{As: name}
	}
	s.by[name].All++
	if c.BlocksFinish() {
		s.by[name].Left++
	}
}

// inOrder are the shares with the most left first.
func (s *shares) inOrder() []say.Share {
	all := make([]say.Share, 0, len(s.names))
	for _, name := range s.names {
		all = append(all, *s.by[name])
	}
	slices.SortFunc(all, func(a, b say.Share) int { return cmp.Or(cmp.Compare(b.Left, a.Left), cmp.Compare(a.As, b.As)) })
	return all
}

// owners counts the children of each team. People are counted together, and so
// are the owners of private children: their names are told by nothing else here.
func (t *telling) owners() say.Part {
	s := shares{by: map[string]*say.Share{}}
	for _, c := range t.all {
		switch report, there := t.report(c); {
		case !there || report.Kind != ChildRepository && report.Owner == "":
		case report.Owner == "":
			s.add(say.ShareOfNobody, c)
		case report.Person:
			s.add(say.ShareOfPeople, c)
		case !t.nameable(c):
			s.add(say.ShareOfPrivate, c)
		default:
			s.add(say.Quote(report.Owner).Code(), c)
		}
	}
	return say.Owners(s.inOrder())
}

// levels counts the children at each level, and names the open ones for which
// nobody has chosen one.
func (t *telling) levels() say.Part {
	s := shares{by: map[string]*say.Share{}}
	var undecided []say.Quoted
	private := 0
	for _, c := range t.all {
		report, _ := t.report(c)
		if report.Level != "" {
			s.add(say.Quote(report.Level).Code(), c)
		}
		if !report.Undecided || c.Count != CountOpen {
			continue
		}
		if name, may := t.name(c); may {
			undecided = append(undecided, name)
		} else {
			private++
		}
	}
	return say.Levels(s.inOrder(), undecided, private)
}
