package simulator_test

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

const statusField = "Status"

// rules are those of Status in each policy, the ones that model.column knows.
const rules = `    rules:
      - {status: not_planned, when: closed as not planned}
      - {status: not_planned, when: closed as duplicate}
      - {status: done, when: closed}
      - {status: blocked, when: blocked}
      - {status: in_progress, when: changes requested}
      - {status: approved, when: approved}
      - {status: Review, when: review requested}
      - {status: in_progress, when: pull request open}
      - {status: in_progress, when: assigned}
      - {status: todo}
`

// item is a child's card; the zero Item if it is not on the board.
func (m *model) item(k *kid) emulator.Item {
	return m.w.github.Board("acme", maintenance).Item(m.w.github.Issue(k.home).Ref)
}

// archiveCard archives a card, or restores it. The app leaves an archived one alone.
func (p *people) archiveCard() {
	k := p.onBoard()
	if k == nil {
		return
	}
	archived := !p.w.model.item(k).Archived
	if archived && p.w.chance(50) {
		return
	}
	p.w.note("olga archives %s: %t", k.home, archived)
	p.did(p.w.github.ArchiveCard("olga", board(), k.home, archived))
	p.w.model.uncertain(k)
}

// column is where the reviews of an open pull request put its child.
func (l *pull) column() string {
	switch {
	case l.review == "changes_requested" && !l.wanted:
		return "In Progress"
	case l.review == "approved":
		return "Approved"
	case l.wanted:
		return "Review"
	default:
		return "In Progress"
	}
}

// review asks otto for a review of a pull request, or lets him give one.
func (p *people) review() {
	var open []*pull
	for _, l := range p.pulls {
		if l.closes[0].actor == "olga" && !p.w.github.Issue(l.ref).Closed {
			open = append(open, l)
		}
	}
	if len(open) == 0 {
		return
	}
	l := pick(p.w, open)
	switch n := p.w.random.IntN(10); {
	case n < 4:
		l.wanted = !l.wanted
		p.w.note("olga asks otto to review %s: %t", l.ref, l.wanted)
		p.did(p.w.github.RequestReview("olga", l.ref, "otto", l.wanted))
	default:
		l.wanted, l.review = false, pick(p.w, []string{"approved", "changes_requested"})
		p.w.note("otto reviews %s: %s", l.ref, l.review)
		p.did(p.w.github.Review("otto", l.ref, l.review, "I have looked at it."))
	}
}

// block lets a child wait for another, or not any more: by a command, or as GitHub
// has it.
func (p *people) block() {
	kids := p.w.model.kids
	n := p.w.random.IntN(len(kids) - 1)
	blocked, by := kids[n], kids[n+1+p.w.random.IntN(len(kids)-n-1)] // never in a circle
	if blocked.actor != "olga" || by.actor != "olga" || by.private {
		return
	}
	command := "/upgrade blocked-by " + by.home.String()
	if last := p.w.model.waits[blocked]; last != "" && p.w.chance(70) {
		command = strings.Replace(last, "blocked-by", "unblock", 1)
	}
	p.w.model.waits[blocked] = or(p.w.model.waits[blocked], command)
	if !blocked.pull && !by.pull && p.w.chance(40) {
		p.depend(blocked, by)
		return
	}
	p.w.pass(time.Second)
	p.w.note("olga comments on %s: %q", blocked.home, command)
	_, err := p.w.github.Comment("olga", blocked.home, command)
	p.did(err)
	p.w.model.waits[blocked] = command
}

func (p *people) depend(blocked, by *kid) {
	if waits := p.w.github.Issue(blocked.home).BlockedBy; len(waits) > 0 {
		p.w.note("olga lets %s not wait for %s any more", blocked.home, waits[0])
		p.did(p.w.github.RemoveBlockedBy("olga", blocked.home, waits[0]))
		return
	}
	p.w.note("olga lets %s wait for %s", blocked.home, by.home)
	p.did(p.w.github.AddBlockedBy("olga", blocked.home, by.home))
}

// blocked reports whether a child waits for an open issue: as GitHub says, or by
// the commands that the app goes by.
func (m *model) blocked(k *kid) bool {
	if m.waits[k] == "" {
		return false
	}
	if slices.ContainsFunc(m.w.github.Issue(k.home).BlockedBy, func(by upgrade.Ref) bool { return !m.w.github.Issue(by).Closed }) {
		return true
	}
	all, err := m.w.store.Settings(m.w.ctx, []upgrade.NodeID{k.id})
	m.w.did(err)
	return slices.ContainsFunc(all[k.id].BlockedBy(), func(id upgrade.NodeID) bool {
		return slices.ContainsFunc(m.kids, func(by *kid) bool { return by.id == id && !m.w.github.Issue(by.home).Closed })
	})
}

// workflows are GitHub's automations of a board.
var workflows = []string{"Item added to project", "Item reopened", "Item closed", "Pull request merged", "Auto-close issue"}

// turnWorkflow switches an automation of the board on or off, in one story of three.
func (p *people) turnWorkflow() {
	if p.w.seed%3 != 0 {
		return
	}
	name, on := pick(p.w, workflows), p.w.chance(60)
	p.w.note("olga switches %q on: %t", name, on)
	p.did(p.w.github.SetWorkflow("olga", board(), name, on))
	p.w.model.automates = p.w.model.automates || on
}

// automatic are the values that automations set.
func automatic(value string) bool {
	return slices.Contains([]string{"Todo", "In Progress", "Done"}, value)
}

// mayAutomate adds what automations may have made of a column, and the app of that:
// it overrules each value of theirs once.
func (m *model) mayAutomate(k *kid, c cell, value string) {
	if !m.automates {
		return
	}
	derived := m.candidates(k, statusField)
	for h := range maps.Clone(c) {
		if automatic(value) {
			c[held{h.base, value, h.accepted}] = true
		}
		for _, d := range derived {
			c[held{d, d, h.accepted}] = true
		}
	}
}

// automated are the states at rest of a column that an automation has set once
// more after it was overruled.
func (m *model) automated(name string, c cell, value string) cell {
	if name != statusField || !m.automates || !automatic(value) {
		return nil
	}
	return c.shows(value)
}

// inSync wants the look at the whole board to find what the children's own runs
// have left: nothing.
func (w *world) inSync() {
	p := w.model.inForce()
	if p == nil || len(p.mode) == 0 {
		return
	}
	for _, mode := range p.mode {
		if mode != "active" {
			return
		}
	}
	mends, err := w.app.Drift(w.ctx, "acme", maintenance)
	w.did(err)
	for _, mend := range mends {
		w.fail("at rest, the board is not as it should be: %s", mend.Text)
	}
}
