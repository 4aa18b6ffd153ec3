package simulator_test

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

const maintenance = 5

// statuses and levels are the options of the sample's board.
var (
	projects  = []string{"Django 5.2", "Node 24", "Python 3.14", "Old"}
	sources   = []string{"arbi-bom", "team-web", "somebody"}
	ownerOpts = []string{"team-red", "team-blue", "team-green"}
	columns   = []string{"Todo", "In Progress", "Blocked", "Review", "Approved", "Won't Do", "Done"}
	levels    = []string{
		"TBD", "Owner does everything", "Owner reviews, merges, deploys, and monitors", "Owner reviews and merges",
		"Owner deploys and monitors", "Owner reviews", "Owner offers advice",
	}
)

// options are what a person can choose in each field.
func options() map[string][]string {
	return map[string][]string{"Status": columns, "Project": projects, "Source": sources, "Owner": ownerOpts, "Owner Does": levels}
}

const ownerDoes = "Owner Does"

// project is an upgrade as its people know it.
type project struct {
	name, team string
	roadmap    upgrade.Ref
	id         upgrade.NodeID
}

// kid is an issue or pull request that is, was or may become a child.
type kid struct {
	id      upgrade.NodeID
	home    upgrade.Ref // its first reference; GitHub redirects from it for ever
	kind    string      // "service" or "library"
	actor   string      // who acts on it
	pull    bool
	private bool
}

func (k *kid) installed() bool { return k.home.Owner != "elsewhere" }

// policy is one valid version of the policy file.
type policy struct {
	text       string
	mode       map[int]string // of the upgrades it lists
	notPlanned string
}

// held is what the app may remember of one value, and what is there: the base
// of the three-way merge (D5), the current value, and what it goes by because a
// person has put it there.
type held struct{ base, now, accepted string }

const unknown = "?" // no base

// cell is one value that people and the app both set, with every state that
// some sequence of observations by the app can have led to.
type cell map[held]bool

// observed is what becomes of a state when the app looks at the facts.
func (h held) observed(derived string, active bool) []held {
	if h.accepted != "" {
		derived = h.accepted
	}
	done := held{derived, derived, h.accepted}
	switch {
	case derived == "" || h.base == derived || !active:
		return []held{h}
	case h.now == derived:
		return []held{done}
	case h.base == unknown && h.now != "":
		// The later of the value and the fact counts.
		return []held{done, {derived, h.now, h.accepted}}
	default:
		return []held{done}
	}
}

// may adds what the app may have done by now.
func (c cell) may(derived []string) {
	for range derived {
		for _, d := range derived {
			for h := range maps.Clone(c) {
				for _, next := range h.observed(d, true) {
					c[next] = true
				}
			}
		}
	}
}

// must is what the app has to have done when all is quiet.
func (c cell) must(derived string, active bool) cell {
	out := cell{}
	for h := range c {
		for _, next := range h.observed(derived, active) {
			out[next] = true
		}
	}
	return out
}

// set is a person's act.
func (c cell) set(value string) cell {
	out := cell{}
	for h := range c {
		out[held{h.base, value, h.accepted}] = true
	}
	return out
}

// shows leaves the states that fit what is there.
func (c cell) shows(value string) cell {
	out := cell{}
	for h := range c {
		if h.now == value {
			out[h] = true
		}
	}
	return out
}

// or is either.
func (c cell) or(other cell) cell {
	maps.Copy(c, other)
	return c
}

func (c cell) String() string {
	var all []string
	for h := range c {
		all = append(all, h.String())
	}
	sort.Strings(all)
	return strings.Join(all, ", ")
}

// model is what has to come of people's acts, written from the table of a
// child's states and from the rules of the merge.
type model struct {
	w        *world
	projects []*project
	kids     []*kid
	owners   map[string]string // the catalog's owner, by "owner/repo" as it was first called

	cells map[*kid]map[string]cell
	boxes []map[string]cell // by upgrade, then by the children of the line
	// lately are the children that an upgrade had at any time since all was quiet.
	lately []map[*kid]bool
	// policies are the versions that may be in force; the last is the newest valid.
	policies []*policy
	valid    bool // the file as it is
	// frozen upgrades must not be written for; set when all is quiet.
	frozen []bool
	member map[*kid]int // the step since which it is known to be a child; absent when not
	// doubts are the states of a value before the app wrote it just when
	// something went wrong. Changed by hand before the app looks again, it may
	// look like never written, or like one without a base.
	doubts map[string]cell
	former map[string]string // what each value was after the step before

	// hands are who set the fields last, handed who was put into an upgrade on the
	// board by a person who may, by upgrade.
	hands  map[*kid]map[string]hand
	handed []map[*kid]bool
	// known are the cards that the app knows, away those that were taken off the
	// board after that, doubtful those that may be there again.
	known, away, doubtful map[*kid]bool
	// automates says that automations of the board were switched on in this story.
	automates bool
	waits     map[*kid]string // the last command about what a child waits for
}

func newModel(w *world) *model {
	return &model{
		w: w, cells: map[*kid]map[string]cell{}, owners: map[string]string{}, member: map[*kid]int{}, doubts: map[string]cell{}, former: map[string]string{},
		hands: map[*kid]map[string]hand{}, known: map[*kid]bool{}, away: map[*kid]bool{}, waits: map[*kid]string{}, doubtful: map[*kid]bool{},
	}
}

func (m *model) begin() {
	for _, k := range m.kids {
		m.cells[k] = emptyCells()
	}
	m.changed()
}

func emptyCells() map[string]cell {
	cells := map[string]cell{}
	for name := range options() {
		cells[name] = cell{{unknown, "", ""}: true}
	}
	return cells
}

// derived is one field's value by the facts, if the upgrade rules and the policy is in force.
func (m *model) derived(k *kid, name string, rules int, p *policy, blocked bool) string {
	if _, listed := p.mode[rules]; !listed || !k.installed() {
		return ""
	}
	value := ""
	switch name {
	case "Status":
		value = m.column(k, p, blocked)
	case "Project":
		value = m.projects[rules].name
	case "Source":
		value = m.projects[rules].team
	case "Owner":
		value = m.owners[k.home.Owner+"/"+k.home.Repo]
	}
	if !slices.Contains(options()[name], value) {
		return ""
	}
	return value
}

// column is the table of a child's states; blocked says that it waits for an
// open issue.
func (m *model) column(k *kid, p *policy, blocked bool) string {
	issue := m.w.github.Issue(k.home)
	switch {
	case issue.Closed && (issue.Reason == "not_planned" || issue.Reason == "duplicate" || k.pull && !issue.Merged):
		return p.notPlanned
	case issue.Closed:
		return "Done"
	case blocked && !issue.Closed:
		return "Blocked"
	case m.w.people.hasOpenPull(k):
		return m.w.people.openPullOf(k).column()
	case k.pull || len(issue.Assignees) > 0:
		return "In Progress"
	default:
		return "Todo"
	}
}

func (m *model) box(kids []*kid) string {
	for _, k := range kids {
		if !m.w.github.Issue(k.home).Closed {
			return " "
		}
	}
	return "x"
}

// changed adds what the app may do, now that the facts are what they are.
func (m *model) changed() {
	for _, k := range m.kids {
		for name, c := range m.cells[k] {
			if name == ownerDoes {
				m.mayCommand(k, c)
			} else {
				c.may(m.candidates(k, name))
			}
			if name == ownerDoes || name == ownerField {
				m.mayTake(k, name, c)
			}
		}
	}
	for u, boxes := range m.boxes {
		for _, l := range m.w.people.bodies[u].lines {
			if c := boxes[l.key()]; c != nil {
				c.may([]string{m.box(l.kids)})
			}
		}
	}
}

// candidates are the values that the app may derive for a field, as old as its
// knowledge of policy and lists may be.
func (m *model) candidates(k *kid, name string) []string {
	var all []string
	for u := range m.projects {
		if !m.lately[u][k] {
			continue
		}
		for _, p := range m.policies {
			for _, blocked := range []bool{false, m.waits[k] != ""} {
				if d := m.derived(k, name, u, p, blocked); d != "" && !slices.Contains(all, d) {
					all = append(all, d)
				}
			}
		}
	}
	return all
}

// mayCommand is Owner Does: what was never set is undecided, and a command sets it.
func (m *model) mayCommand(k *kid, c cell) {
	isChild := false
	for u := range m.projects {
		isChild = isChild || m.lately[u][k]
	}
	if !isChild || !k.installed() {
		return
	}
	for h := range maps.Clone(c) {
		if h.base == unknown && h.now == "" {
			level := or(h.accepted, "TBD")
			c[held{level, level, h.accepted}] = true
		}
	}
	for _, a := range m.w.people.asked {
		for _, level := range []string{a.level, a.former} {
			if a.on == k && !a.answered && level != "" {
				c[held{level, level, level}] = true
			}
		}
	}
}

// fieldSet is a person's hand on a card.
func (m *model) fieldSet(by hand, k *kid, name string) {
	value := by.value
	m.hands[k][name] = by
	if u := slices.IndexFunc(m.projects, func(u *project) bool { return u.name == value }); name == projectField && m.hands[k][name].may {
		m.handed[u][k] = true
	}
	m.cells[k][name] = m.cells[k][name].set(value).or(m.doubted(string(k.id)+name, value))
	m.changed()
}

// bodySet is a person's hand on a roadmap issue: every box is now as the text has it.
func (m *model) bodySet(u int) {
	there := map[string]bool{}
	for _, l := range m.w.people.bodies[u].lines {
		key := l.key()
		if key == "" {
			continue
		}
		there[key] = true
		c := m.boxes[u][key]
		if c == nil {
			c = cell{{unknown, "", ""}: true}
		}
		m.boxes[u][key] = c.set(string(l.box)).or(m.doubted(boxName(u, key), string(l.box)))
		for _, k := range l.kids {
			m.lately[u][k] = true
		}
	}
	for key, c := range m.boxes[u] {
		if !there[key] {
			m.boxes[u][key] = c.set("") // what was remembered stays remembered
		}
	}
	m.changed()
}

// look compares what is there after a step with what can have come of it.
func (m *model) look() {
	board := m.w.github.Board("acme", maintenance)
	items := map[upgrade.Ref]emulator.Item{}
	for _, item := range board.Items {
		items[item.Ref.Fold()] = item
	}
	for _, k := range m.kids {
		item := items[m.w.github.Issue(k.home).Ref.Fold()]
		m.stays(k, item.ID != "")
		for name, c := range m.cells[k] {
			if name == statusField {
				m.mayAutomate(k, c, item.Values[name])
			}
			m.doubt(string(k.id)+name, c, item.Values[name])
			m.cells[k][name] = m.fits(c, item.Values[name], fmt.Sprintf("%s of %s", name, k.home))
		}
	}
	for u := range m.projects {
		m.w.people.sync(u)
		for _, l := range m.w.people.bodies[u].lines {
			if key := l.key(); key != "" {
				m.doubt(boxName(u, key), m.boxes[u][key], string(l.box))
				m.boxes[u][key] = m.fits(m.boxes[u][key], string(l.box), fmt.Sprintf("the box of %q in %s", l.after, m.projects[u].roadmap))
			}
		}
	}
	m.changed()
}

func boxName(u int, key string) string { return fmt.Sprintf("%d %s", u, key) }

// doubt keeps the states that a value had before the app wrote it, if
// something went wrong in the step.
func (m *model) doubt(name string, before cell, value string) {
	if !m.w.wire.struck {
		return
	}
	for h := range before {
		if h.now == value {
			continue
		}
		if m.doubts[name] == nil {
			m.doubts[name] = cell{}
		}
		m.doubts[name][h] = true
	}
}

// doubted are the further states after a person's hand on a value in doubt.
func (m *model) doubted(name, value string) cell {
	before := m.doubts[name]
	if len(before) == 0 {
		return nil
	}
	out := before.shows(value)
	for h := range before {
		out[held{unknown, value, h.accepted}] = true
	}
	return out
}

func (m *model) fits(c cell, value, what string) cell {
	left := c.shows(value)
	if was, ok := m.former[what]; ok && was == value && m.w.wire.struck && len(left) > 0 && len(left) < len(c) {
		// The app may have been about to write, and not know that it has not.
		for h := range maps.Clone(left) {
			left[held{unknown, value, h.accepted}] = true
		}
	}
	m.former[what] = value
	if len(left) == 0 {
		m.w.fail("%s is %q, but can only be: %s", what, value, c)
	}
	return left
}
