package simulator_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	ownerField   = "Owner"
	projectField = "Project"
)

// hand is who set a field of a card last, as far as rights go.
type hand struct {
	value string
	// may says that the person may have the right to it, must that the person has.
	may, must bool
}

// handOf judges a person's right to set a field as the commands do.
func (m *model) handOf(login string, k *kid, name, value string) hand {
	h := hand{value: value}
	if there := m.w.github.Board("acme", maintenance).Item(m.w.github.Issue(k.home).Ref).Values[name]; there == value {
		// GitHub tells nothing of a value that is set once more.
		return hand{value: value, may: m.hands[k][name].may && m.hands[k][name].value == value}
	}
	switch name {
	case ownerDoes, ownerField:
		h.must = login == "olga" && k.home.Owner == "acme"
		h.may = h.must || login != "olga" && login != "nora" // nora has no right to any repository
		if name == ownerDoes && !fits(k, value) {
			h.may, h.must = false, false
		}
		if name == ownerField && value == "" {
			h.must = false // an empty owner says nothing
		}
	case projectField:
		u := slices.IndexFunc(m.projects, func(u *project) bool { return u.name == value })
		h.may = u >= 0 && login == map[string]string{"arbi-bom": "ari", "team-web": "wren"}[m.projects[max(u, 0)].team]
		h.must = h.may
		if h.may {
			m.lately[u][k] = true
		}
	}
	return h
}

// fits reports whether a level is one for the kind of repository.
func fits(k *kid, level string) bool {
	switch level {
	case "Owner reviews, merges, deploys, and monitors", "Owner deploys and monitors":
		return k.kind == "service"
	case "Owner reviews and merges", "Owner reviews", "Owner offers advice":
		return k.kind != "service"
	default:
		return true
	}
}

// mayTake adds the states after the app has taken up what is on the board: with
// the right, or because nothing was accepted before.
func (m *model) mayTake(k *kid, name string, c cell) {
	by := m.hands[k][name]
	for h := range c {
		value := h.now
		if name == ownerDoes && value == "" {
			value = "TBD"
		}
		right := by.may && by.value == h.now
		first := h.base == unknown && h.accepted == "" && h.now != ""
		if value != "" && (right || first) {
			c[held{value, h.now, value}] = true
		}
	}
}

// mustTake are the states after the app has had to take up a person's hand.
func (m *model) mustTake(k *kid, name, derived string, c cell) cell {
	by := m.hands[k][name]
	out := cell{}
	for h := range c {
		now, goesBy := h.now, h.accepted
		if name == ownerDoes {
			now, goesBy = or(now, "TBD"), or(goesBy, "TBD")
		} else {
			goesBy = or(goesBy, derived)
		}
		if by.must && by.value == h.now && now != goesBy && now != h.base {
			h = held{now, h.now, now}
		}
		out[h] = true
	}
	return out
}

// taken are the states at rest of a field that people's hands are followed in.
func (m *model) taken(k *kid, name, derived string, active bool) cell {
	c := m.cells[k][name]
	if !active {
		return c
	}
	c = m.mustTake(k, name, derived, c)
	if name == ownerField {
		return c.must(derived, true)
	}
	for h := range c {
		if h.base == unknown && h.now == "" {
			delete(c, h) // it is filled in once
		}
	}
	return c
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// goingBy leaves the states that fit what the app goes by.
func (m *model) goingBy(k *kid, name string, c cell) cell {
	accepted := m.setting(k.id, map[string]string{ownerDoes: upgrade.SettingLevel, ownerField: upgrade.SettingOwner}[name])
	accepted = strings.TrimPrefix(accepted, "group:")
	out := cell{}
	for h := range c {
		if h.accepted == accepted {
			out[h] = true
		}
	}
	if len(out) == 0 {
		m.w.fail("at rest, the app goes by %q as %s of %s, but can only: %s", accepted, name, k.home, c)
	}
	return out
}

// setting is what the app goes by for an issue.
func (m *model) setting(id upgrade.NodeID, name string) string {
	all, err := m.w.store.Settings(m.w.ctx, []upgrade.NodeID{id})
	m.w.did(err)
	return all[id].Value(name)
}

// rules is the upgrade that rules a child: the one that people have chosen on
// the board, else the one that adopted it first.
func (m *model) rules(k *kid, parents []int) int {
	chosen := m.setting(k.id, upgrade.SettingProject)
	for _, u := range parents {
		if m.projects[u].name == chosen {
			return u
		}
	}
	return parents[0]
}

// added reports whether the board has made an issue a child of an upgrade, and
// wants that to be a person's doing who may.
func (m *model) added(u int, k *kid) bool {
	if m.setting(m.projects[u].id, upgrade.SettingAdd+string(k.id)) == "" {
		return false
	}
	if !m.handed[u][k] {
		m.w.fail("%s was added to %s, by nobody who may", k.home, m.projects[u].roadmap)
	}
	return true
}

// chosen wants the upgrade that a person with the right has put on the card.
func (m *model) chosen(k *kid, p *policy, rules int, now string) {
	by := m.hands[k][projectField]
	u := slices.IndexFunc(m.projects, func(u *project) bool { return u.name == by.value })
	if !by.must || by.value != now || u < 0 || u == rules {
		return
	}
	_, listed := p.mode[u]
	for h := range m.cells[k][projectField] {
		if h.base == unknown || h.base == now {
			return
		}
	}
	if listed && m.setting(k.id, upgrade.SettingProject) != now {
		m.w.fail("at rest, the app does not go by the Project %q of %s", now, k.home)
	}
}

// removeCard takes a card off the board: it stays away, if the app knew it.
func (p *people) removeCard() {
	k := p.onBoard()
	if k == nil || p.w.chance(60) {
		return
	}
	p.w.note("olga takes %s off the board", k.home)
	p.did(p.w.github.RemoveCard("olga", board(), k.home))
	m := p.w.model
	if m.away[k] = m.known[k]; !m.known[k] {
		m.doubtful[k] = true
	}
	m.renewed(k)
}

// returnCard puts a card back that somebody has taken off the board.
func (p *people) returnCard() {
	for _, k := range p.w.model.kids {
		if p.w.model.away[k] {
			p.w.pass(time.Second)
			p.w.note("olga puts %s back on the board", k.home)
			p.did(p.w.github.AddToBoard("olga", board(), k.home))
			delete(p.w.model.away, k)
			p.w.model.doubtful[k] = true
			return
		}
	}
}

// renewed is a card without a past: what the app goes by stays. Commands may
// find no card.
func (m *model) renewed(k *kid) {
	for name, c := range m.cells[k] {
		fresh := cell{}
		for h := range c {
			fresh[held{unknown, "", h.accepted}] = true
		}
		m.cells[k][name] = fresh
	}
	m.hands[k] = map[string]hand{}
	m.uncertain(k)
}

// uncertain are the commands of a child whose card is taken away, or put back,
// before they are answered.
func (m *model) uncertain(k *kid) {
	for _, a := range m.w.people.asked {
		a.perhaps = a.perhaps || a.on == k && !a.answered
	}
}

// mayLack reports whether a child may have no card for a command to change.
func (m *model) mayLack(k *kid) bool {
	return m.away[k] || m.doubtful[k] || m.item(k).Archived
}

// stays wants a card that was taken off the board to be there no more.
func (m *model) stays(k *kid, there bool) {
	if m.away[k] && there {
		m.w.fail("%s is on the board again, though it was taken off", k.home)
	}
}

func (h held) String() string {
	return fmt.Sprintf("%q (base %q, accepted %q)", h.now, h.base, h.accepted)
}
