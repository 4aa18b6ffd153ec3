package simulator_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/upgrade"
)

// people is what people know of their own doing: the texts they wrote, the
// pull requests they opened, the commands they gave.
type people struct {
	w      *world
	bodies []*body
	pulls  []*pull
	asked  []*asked
	serial int
	names  map[string]string // what repositories are called now, by their first name
}

// body is a roadmap issue's description, line by line.
type body struct {
	lines  []*line
	former []byte // the boxes as somebody's browser still shows them
}

// line is one line. Only the box of a line with children is the app's to change.
type line struct {
	before, after, end string
	box                byte // 0 without one
	kids               []*kid
}

// key names the children of a line, in any order; empty without children and box.
func (l *line) key() string {
	if l.box == 0 || len(l.kids) == 0 {
		return ""
	}
	var ids []string
	for _, k := range l.kids {
		ids = append(ids, string(k.id))
	}
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func (b *body) String() string {
	var text strings.Builder
	for _, l := range b.lines {
		text.WriteString(l.before)
		if l.box != 0 {
			text.WriteByte(l.box)
		}
		text.WriteString(l.after + l.end)
	}
	return text.String()
}

type pull struct {
	ref    upgrade.Ref
	closes []*kid
	wanted bool   // a review is asked for
	review string // the last one, if any
}

func newPeople(w *world) *people { return &people{w: w, names: map[string]string{}} }

// begin writes the lists and the policy.
func (p *people) begin() {
	w, m := p.w, p.w.model
	for _, r := range []string{"s1", "s2", "s3", "s4", "s5", "l1", "l2", "l3", "l4"} {
		kind := "service"
		if r[0] == 'l' {
			kind = "library"
		}
		m.kids = append(m.kids,
			&kid{home: upgrade.Ref{Owner: "acme", Repo: r, Number: 1}, kind: kind, actor: "olga", private: r == "l4"},
			&kid{home: upgrade.Ref{Owner: "acme", Repo: r, Number: 2}, kind: kind, actor: "olga", private: r == "l4"})
	}
	m.kids = append(m.kids,
		&kid{home: upgrade.Ref{Owner: "acme", Repo: "s3", Number: 3}, kind: "service", actor: "olga", pull: true},
		&kid{home: upgrade.Ref{Owner: "partner", Repo: "gadget", Number: 1}, kind: "service", actor: "pia"},
		&kid{home: upgrade.Ref{Owner: "partner", Repo: "gadget", Number: 2}, kind: "service", actor: "pia"},
		&kid{home: upgrade.Ref{Owner: "elsewhere", Repo: "far", Number: 1}, actor: "emil"},
		&kid{home: upgrade.Ref{Owner: "elsewhere", Repo: "far", Number: 2}, actor: "emil"})
	for _, k := range m.kids {
		k.id = w.github.Issue(k.home).ID
	}
	maps.Copy(m.owners, map[string]string{
		"acme/s1": "team-red", "acme/s2": "team-red", "acme/s3": "team-blue", "acme/s4": "team-blue", "acme/s5": "team-lost",
		"acme/l1": "team-red", "acme/l2": "team-blue", "acme/l3": "team-red", "acme/l4": "team-blue", "partner/gadget": "team-red",
	})
	for i, name := range projects[:3] {
		u := &project{name: name, team: []string{"arbi-bom", "team-web", "arbi-bom"}[i], roadmap: upgrade.Ref{Owner: "acme", Repo: "plans", Number: []int{1, 2, 4}[i]}}
		u.id = w.github.Issue(u.roadmap).ID
		m.projects = append(m.projects, u)
		m.boxes = append(m.boxes, map[string]cell{})
		m.lately = append(m.lately, map[*kid]bool{})
		m.frozen = append(m.frozen, false)
		m.handed = append(m.handed, map[*kid]bool{})
		p.bodies = append(p.bodies, p.firstBody(i))
	}
	for _, k := range m.kids {
		m.cells[k], m.hands[k] = emptyCells(), map[string]hand{}
	}
	m.policies = []*policy{{}} // before the first is read, none is in force
	for u := range m.projects {
		p.push(u)
	}
	p.pushPolicy(p.valid("active", map[int]string{0: "", 1: ""}, "Done"))
}

// firstBody is a list of children among other text: runbook, fence, prose.
func (p *people) firstBody(u int) *body {
	lists := [][]string{
		{"acme/s1#1", "acme/s2#1", "acme/s3#1", "acme/l1#1", "acme/l4#1", "partner/gadget#1", "elsewhere/far#1", "acme/s4#1"},
		{"acme/s4#1", "acme/s5#1", "acme/l2#1", "acme/l3#1", "acme/s3#3", "elsewhere/far#2", "acme/s1#2"},
		{"acme/s2#2"},
	}
	b := &body{}
	text := func(s string) { b.lines = append(b.lines, &line{before: s, end: p.end()}) }
	for _, s := range []string{
		"Move everything before support ends. See acme/s1#1.", "", "### Runbook", "",
		"- [ ] Create an issue in each repository, see https://github.com/acme/s1/issues/1",
		"- [x] Name the orchestration team", "", "### Children", "",
	} {
		text(s)
	}
	for _, ref := range lists[u] {
		b.lines = append(b.lines, p.lineFor(p.kid(ref)))
	}
	b.lines = append(b.lines, &line{before: "- [", box: ' ', after: "] acme/s1#99 is not there yet", end: p.end()})
	for _, s := range []string{"", "```", "- [ ] acme/s2#1 is an example", "```", "", "*Thank you* all — ünïcode too."} {
		text(s)
	}
	return b
}

// end is a line end, as people's editors make them.
func (p *people) end() string { return pick(p.w, []string{"\r\n", "\r\n", "\r\n", "\n"}) }

// lineFor is a new line for children, in one of the forms that people use.
func (p *people) lineFor(kids ...*kid) *line {
	l := &line{before: pick(p.w, []string{"- [", "* [", "- ["}), box: ' ', kids: kids, end: p.end()}
	var links []string
	for _, k := range kids {
		kind := "issues"
		if k.pull {
			kind = "pull"
		}
		ref := p.now(k.home)
		url := fmt.Sprintf("https://github.com/%s/%s/%s/%d", ref.Owner, ref.Repo, kind, ref.Number)
		links = append(links, pick(p.w, []string{ref.String(), url, "[the work](" + url + ")"}))
	}
	l.after = "] " + strings.Join(links, " and ")
	if p.w.chance(10) {
		l.box = 'x'
	}
	return l
}

// now is what a reference is today, if people keep up with renames; GitHub redirects either.
func (p *people) now(ref upgrade.Ref) upgrade.Ref {
	if name := p.names[ref.Owner+"/"+ref.Repo]; name != "" && p.w.chance(50) {
		ref.Repo = name
	}
	return ref
}

func (p *people) kid(ref string) *kid {
	for _, k := range p.w.model.kids {
		if k.home.String() == ref {
			return k
		}
	}
	panic("no kid " + ref)
}

func (p *people) hasOpenPull(k *kid) bool {
	return p.openPullOf(k) != nil
}

// openPullOf is the open pull request that closes a child; nil if there is none.
func (p *people) openPullOf(k *kid) *pull {
	for _, pull := range p.pulls {
		if slices.Contains(pull.closes, k) && !p.w.github.Issue(pull.ref).Closed {
			return pull
		}
	}
	return nil
}

// description is what people have written, with the app's own list of children
// as it is.
func (p *people) description(u int) string {
	section, there, err := description.Find(p.w.github.Issue(p.w.model.projects[u].roadmap).Body, upgrade.SectionChildren)
	if err != nil {
		p.w.fail("the app's own list is damaged: %v", err)
	}
	if !there {
		return p.bodies[u].String()
	}
	text, err := description.Put(p.bodies[u].String(), section, description.AfterForm)
	if err != nil {
		p.w.fail("the app's own list cannot stand there: %v", err)
	}
	return text
}

// push saves a description as people have it now.
func (p *people) push(u int) {
	p.did(p.w.github.EditBody("olga", p.w.model.projects[u].roadmap, p.description(u)))
	p.w.model.bodySet(u)
}

// did wants an act to have gone well: the story never asks for what GitHub refuses.
func (p *people) did(err error) {
	if err != nil {
		p.w.fail("a person's act went wrong: %v", err)
	}
}

// sync takes up what the app has changed in a description, and wants it to be
// boxes of children, and its own section, and nothing else.
func (p *people) sync(u int) {
	roadmap := p.w.model.projects[u].roadmap
	got, want := p.w.github.Issue(roadmap).Body, p.description(u)
	if got == want {
		return
	}
	if p.w.model.frozen[u] {
		p.w.fail("the description of %s was written to, which is not allowed now", roadmap)
	}
	if len(got) != len(want) {
		p.w.fail("the description of %s has other text than people wrote:\n%q\nwant\n%q", roadmap, got, want)
		return
	}
	at := 0
	for _, l := range p.bodies[u].lines {
		at += len(l.before)
		if l.box != 0 {
			if l.key() != "" && (got[at] == ' ' || got[at] == 'x') {
				l.box = got[at]
			}
			at++
		}
		at += len(l.after) + len(l.end)
	}
	if want := p.description(u); got != want {
		p.w.fail("the description of %s has other text than people wrote:\n%q\nwant\n%q", roadmap, got, want)
	}
}
