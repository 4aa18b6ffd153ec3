package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// canStart names the open children that wait for nothing and that nobody has begun.
func (t *telling) canStart() say.Part {
	var children []say.OwnedChild
	private := 0
	for _, c := range t.all {
		report, there := t.report(c)
		if !there || c.Count != CountOpen || report.Begun || len(report.WaitsFor) > 0 {
			continue
		}
		name, may := t.name(c)
		if !may {
			private++
			continue
		}
		child := say.OwnedChild{Child: name}
		if !report.Person {
			child.Team = say.Quote(report.Owner)
		}
		children = append(children, child)
	}
	return say.CanStart(children, private)
}

// waits names the open children that wait, and for what.
func (t *telling) waits() say.Part {
	var children []say.WaitingChild
	private := 0
	for _, c := range t.all {
		report, _ := t.report(c)
		if c.Count != CountOpen || len(report.WaitsFor) == 0 {
			continue
		}
		name, may := t.name(c)
		if !may {
			private++
			continue
		}
		child := say.WaitingChild{Child: name}
		var named []Repository
		child.For, child.Others, named = t.awaited(report.WaitsFor)
		t.names = append(t.names, named...)
		children = append(children, child)
	}
	return say.Waits(children, private)
}

// byHand tells the boxes that people have set to something else than what is
// derived, each once.
func (t *telling) byHand() say.Part {
	var lines []string
	for _, stays := range t.staying() {
		if line := t.setByHand(stays.list, stays.item); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return say.SetByHand(lines)
}

func (t *telling) setByHand(l ListIssue, item ListItem) string {
	targets, _ := t.targets(l, item)
	children, _ := t.children(targets)
	told := say.ByHand{Checked: item.Checked}
	for _, state := range t.unnamed(l, children) {
		if t.standing(state).Count == CountOpen {
			told.Open++
		}
		if state.Repository.Private && !t.Issue.Repository.Private {
			told.Private++
			continue
		}
		t.naming(state.Repository)
		told.Children = append(told.Children, say.Quote(state.Ref.String()))
	}
	return told.String()
}

// afar tells the children that send no events, and those that cannot be read.
func (t *telling) afar() say.Part {
	var polled, unread []say.SeenChild
	private := 0
	for _, c := range t.all {
		read := c.state.ID != ""
		if read && c.member.ChildInstallation != 0 {
			continue
		}
		name, may := t.name(c)
		switch {
		case !may:
			private++
		case read:
			polled = append(polled, say.SeenChild{Child: name, At: c.state.UpdatedAt})
		default:
			unread = append(unread, say.SeenChild{Child: name, At: c.member.ReadAt})
		}
	}
	return say.Afar(polled, unread, private)
}
