package simulator_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// act lets somebody do something.
func (p *people) act() {
	p.w.acted = true
	acts := []struct {
		weight int
		do     func()
	}{
		{14, p.close},
		{8, p.reopen},
		{7, p.assign},
		{5, p.unassign},
		{5, p.openPull},
		{4, p.endPull},
		{12, p.command},
		{3, p.editComment},
		{2, p.deleteComment},
		{3, p.chat},
		{10, p.moveCard},
		{1, p.removeCard},
		{1, p.returnCard},
		{2, p.archiveCard},
		{5, p.review},
		{3, p.block},
		{1, p.turnWorkflow},
		{7, p.tick},
		{6, p.editBody},
		{3, p.subIssue},
		{4, p.changePolicy},
		{2, p.renameRepository},
		{2, p.changeOwner},
		{2, p.touchOrdinary},
		{1, p.turnRoadmap},
	}
	total := 0
	for _, a := range acts {
		total += a.weight
	}
	n := p.w.random.IntN(total)
	for _, a := range acts {
		if n -= a.weight; n < 0 {
			a.do()
			break
		}
	}
	p.w.model.changed()
}

// actOn lets somebody do something to what a request is about: a child, or a
// child of a roadmap issue.
func (p *people) actOn(body string) {
	for u, project := range p.w.model.projects {
		if strings.Contains(body, string(project.id)) && p.w.chance(50) {
			p.w.acted = true
			p.edit(u, p.changeText)
			p.w.model.changed()
			return
		}
	}
	var about []*kid
	for _, k := range p.w.model.kids {
		if strings.Contains(body, string(k.id)) {
			about = append(about, k)
		}
	}
	for u, project := range p.w.model.projects {
		for k := range p.w.model.lately[u] {
			if strings.Contains(body, string(project.id)) {
				about = append(about, k)
			}
		}
	}
	if len(about) == 0 || p.w.chance(30) {
		p.act()
		return
	}
	slices.SortFunc(about, func(a, b *kid) int { return strings.Compare(string(a.id), string(b.id)) })
	p.w.acted = true
	k := pick(p.w, about)
	pick(p.w, []func(*kid){p.closeOne, p.closeOne, p.reopenOne, p.reopenOne, p.assignOne, p.unassignOne, p.moveOne})(k)
	p.w.model.changed()
}

func (p *people) close() { p.closeOne(pick(p.w, p.w.model.kids)) }

func (p *people) closeOne(k *kid) {
	if p.w.github.Issue(k.home).Closed {
		return
	}
	reason := pick(p.w, []upgrade.StateReason{"completed", "completed", "completed", "not_planned", "duplicate"})
	if k.pull {
		if p.w.github.Issue(k.home).Merged || p.w.chance(50) {
			return
		}
		p.w.note("%s closes %s without merging", k.actor, k.home)
		p.did(p.w.github.ClosePullRequest(k.actor, k.home))
		return
	}
	p.w.note("%s closes %s as %s", k.actor, k.home, reason)
	p.did(p.w.github.CloseIssue(k.actor, k.home, reason))
}

func (p *people) reopen() { p.reopenOne(pick(p.w, p.w.model.kids)) }

func (p *people) reopenOne(k *kid) {
	if issue := p.w.github.Issue(k.home); !issue.Closed || issue.Merged {
		return
	}
	p.w.note("%s reopens %s", k.actor, k.home)
	p.did(p.w.github.ReopenIssue(k.actor, k.home))
}

func (p *people) assign() { p.assignOne(pick(p.w, p.w.model.kids)) }

func (p *people) assignOne(k *kid) {
	p.w.note("%s assigns %s", k.actor, k.home)
	p.did(p.w.github.Assign(k.actor, k.home, k.actor))
}

func (p *people) unassign() { p.unassignOne(pick(p.w, p.w.model.kids)) }

func (p *people) unassignOne(k *kid) {
	p.w.note("%s unassigns %s", k.actor, k.home)
	p.did(p.w.github.Unassign(k.actor, k.home, k.actor))
}

func (p *people) openPull() {
	if len(p.pulls) > 30 {
		return
	}
	k := pick(p.w, p.w.model.kids)
	if k.pull || k.actor == "emil" || p.hasOpenPull(k) {
		return
	}
	ref, err := p.w.github.OpenPullRequest(k.actor, k.home.Owner+"/"+k.home.Repo, "The work", "", k.home)
	p.did(err)
	p.pulls = append(p.pulls, &pull{ref: ref, closes: []*kid{k}})
	p.w.note("%s opens %s, which closes %s", k.actor, ref, k.home)
}

func (p *people) endPull() {
	for _, i := range p.w.random.Perm(len(p.pulls)) {
		pull := p.pulls[i]
		if p.w.github.Issue(pull.ref).Closed {
			continue
		}
		actor := pull.closes[0].actor
		if p.w.chance(60) {
			p.w.note("%s merges %s", actor, pull.ref)
			p.did(p.w.github.MergePullRequest(actor, pull.ref))
		} else {
			p.w.note("%s closes %s", actor, pull.ref)
			p.did(p.w.github.ClosePullRequest(actor, pull.ref))
		}
		return
	}
	work := p.kid("acme/s3#3")
	if !p.w.github.Issue(work.home).Closed && p.w.chance(30) {
		p.w.note("olga merges %s", work.home)
		p.did(p.w.github.MergePullRequest("olga", work.home))
	}
}

func (p *people) chat() {
	k := pick(p.w, p.w.model.kids)
	p.w.note("%s chats on %s", k.actor, k.home)
	_, err := p.w.github.Comment(k.actor, k.home, "How is it going?\n\n> /upgrade owner-does owner-does-everything\n\n    /upgrade owner-does owner-reviews\n")
	p.did(err)
}

func board() emulator.BoardRef { return emulator.BoardRef{Org: "acme", Number: maintenance} }

func (p *people) moveCard() {
	if k := p.onBoard(); k != nil {
		p.moveOne(k)
	}
}

func (p *people) moveOne(k *kid) {
	if item := p.w.model.item(k); item.ID == "" || item.Archived {
		return
	}
	name := pick(p.w, []string{statusField, statusField, statusField, "Project", "Source", "Owner", ownerDoes})
	value := pick(p.w, options()[name])
	if p.w.chance(10) {
		value = ""
	}
	login := pick(p.w, []string{"olga", "olga", "ari", "wren", "nora"})
	p.w.pass(time.Second) // of two hands in one second nobody can tell which is later
	p.w.note("%s sets %s of %s to %q", login, name, k.home, value)
	by := p.w.model.handOf(login, k, name, value)
	p.did(p.w.github.SetField(login, board(), k.home, name, value))
	p.w.model.fieldSet(by, k, name)
}

func (p *people) onBoard() *kid {
	there := p.w.github.Board("acme", maintenance)
	for range 5 {
		k := pick(p.w, p.w.model.kids)
		if there.Item(p.w.github.Issue(k.home).Ref).ID != "" {
			return k
		}
	}
	return nil
}

// edit changes a description and saves it.
func (p *people) edit(u int, change func(u int, b *body) string) {
	if p.w.github.Issue(p.w.model.projects[u].roadmap).Closed {
		return
	}
	p.sync(u)
	if what := change(u, p.bodies[u]); what != "" {
		p.w.note("olga edits %s: %s", p.w.model.projects[u].roadmap, what)
		p.push(u)
	}
}

// tick is a person's hand on a box.
func (p *people) tick() {
	p.edit(p.w.random.IntN(len(p.bodies)), func(_ int, b *body) string {
		var boxed []*line
		for _, l := range b.lines {
			if l.box != 0 {
				boxed = append(boxed, l)
			}
		}
		l := pick(p.w, boxed)
		l.box = map[byte]byte{' ': 'x', 'x': ' ', 'X': ' '}[l.box]
		return fmt.Sprintf("box of %q to %q", l.after, l.box)
	})
}

func (p *people) editBody() { p.edit(p.w.random.IntN(len(p.bodies)), p.changeText) }

func (p *people) changeText(u int, b *body) string {
	switch p.w.random.IntN(4) {
	case 0:
		return p.addLine(u, b)
	case 1:
		return p.removeLine(b)
	case 2:
		b.lines = slices.Insert(b.lines, 1, &line{before: fmt.Sprintf("More prose, édition %d.", p.next()), end: p.end()})
		if len(b.lines) > 45 {
			b.lines = slices.Delete(b.lines, 2, 4)
		}
		return "prose"
	default:
		return "stale: " + p.stale(b)
	}
}

func (p *people) next() int {
	p.serial++
	return p.serial
}

// addLine adds a line for one child or two that have none yet.
func (p *people) addLine(_ int, b *body) string {
	k, other := pick(p.w, p.w.model.kids), pick(p.w, p.w.model.kids)
	kids := []*kid{k}
	if p.w.chance(20) && other != k {
		kids = append(kids, other)
	}
	l := p.lineFor(kids...)
	at := 0
	for i, there := range b.lines {
		if there.key() == l.key() {
			return ""
		}
		if len(there.kids) > 0 || strings.HasPrefix(there.after, "] acme/s1#99") {
			at = i
		}
	}
	b.lines = slices.Insert(b.lines, at, l)
	return fmt.Sprintf("a line %q", l.after)
}

func (p *people) removeLine(b *body) string {
	var of []int
	for i, l := range b.lines {
		if len(l.kids) > 0 {
			of = append(of, i)
		}
	}
	if len(of) < 3 {
		return ""
	}
	at := pick(p.w, of)
	l := b.lines[at]
	b.lines = slices.Delete(b.lines, at, at+1)
	return fmt.Sprintf("no line %q any more", l.after)
}

// stale saves a text whose boxes are as they were some time ago, as a browser does.
func (p *people) stale(b *body) string {
	var boxes []byte
	for _, l := range b.lines {
		boxes = append(boxes, l.box)
	}
	if len(b.former) == len(boxes) {
		for i, l := range b.lines {
			if l.key() != "" && b.former[i] != 0 {
				l.box = b.former[i]
			}
		}
	}
	b.former = boxes
	b.lines[0].before = fmt.Sprintf("Move everything before support ends, %d.", p.next())
	return "boxes of a former look"
}

// subIssue puts a child under the second upgrade's roadmap issue, or takes it away.
func (p *people) subIssue() {
	const u = 1
	parent, child := p.w.model.projects[u].roadmap, p.kid("acme/l3#2")
	if p.w.github.Issue(parent).Closed {
		return
	}
	if len(p.w.github.Issue(parent).SubIssues) > 0 {
		p.w.note("olga takes sub-issue %s from %s", child.home, parent)
		p.did(p.w.github.RemoveSubIssue("olga", parent, child.home))
		return
	}
	p.w.note("olga puts %s under %s", child.home, parent)
	p.did(p.w.github.AddSubIssue("olga", parent, child.home))
	p.w.model.lately[u][child] = true
}

// valid is a policy that lists upgrades, each with a mode of its own or "".
func (p *people) valid(mode string, listed map[int]string, notPlanned string) *policy {
	v := &policy{mode: map[int]string{}, notPlanned: notPlanned}
	var text strings.Builder
	fmt.Fprintf(&text, "# version %d\nmode: %s\nboards:\n  maintenance:\n    number: %d\n    statuses: {not_planned: %q}\n%s", p.next(), mode, maintenance, notPlanned, rules)
	text.WriteString("aliases:\n  arbi-bom: {team: arbi-bom, service: Owner deploys and monitors, other: Owner offers advice}\nupgrades:\n")
	for u, project := range p.w.model.projects {
		own, ok := listed[u]
		if !ok {
			continue
		}
		fmt.Fprintf(&text, "  - {roadmap: %q, name: %s, orchestration_team: %s", project.roadmap, project.name, project.team)
		v.mode[u] = mode
		if own != "" {
			fmt.Fprintf(&text, ", mode: %s", own)
			v.mode[u] = own
		}
		text.WriteString("}\n")
	}
	v.text = text.String()
	return v
}

func (p *people) pushPolicy(v *policy) {
	m := p.w.model
	m.policies = append(m.policies, v)
	m.valid = true
	for u := range m.frozen {
		m.frozen[u] = false
	}
	p.did(p.w.github.PushFile("olga", "acme/.github", "upkeep.yml", v.text))
}

func (p *people) changePolicy() {
	m := p.w.model
	switch n := p.w.random.IntN(10); {
	case n < 2 && m.valid:
		p.w.note("olga breaks the policy")
		m.valid = false
		p.did(p.w.github.PushFile("olga", "acme/.github", "upkeep.yml", fmt.Sprintf("mode: perhaps\nnonsense: %d\n", p.next())))
	case n < 3:
		p.w.note("olga sets plan mode")
		p.pushPolicy(p.valid("plan", map[int]string{0: "", 1: ""}, "Done"))
	default:
		listed := map[int]string{0: "", 1: ""}
		if p.w.chance(40) {
			listed[2] = ""
		}
		if p.w.chance(15) {
			delete(listed, p.w.random.IntN(2))
		}
		for u := range len(m.projects) {
			if _, ok := listed[u]; ok && p.w.chance(15) {
				listed[u] = "plan"
			}
		}
		v := p.valid("active", listed, pick(p.w, []string{"Done", "Won't Do"}))
		p.w.note("olga pushes a policy: %v, not planned is %s", v.mode, v.notPlanned)
		p.pushPolicy(v)
	}
}

func (p *people) renameRepository() {
	k := pick(p.w, p.w.model.kids)
	first := k.home.Owner + "/" + k.home.Repo
	name := fmt.Sprintf("%s-%d", k.home.Repo, p.next())
	p.w.note("%s renames %s to %s", k.actor, first, name)
	p.did(p.w.github.RenameRepository(k.actor, first, name))
	p.names[first] = name
}

func (p *people) changeOwner() {
	k := pick(p.w, p.w.model.kids)
	if k.home.Owner != "acme" {
		return
	}
	repo, owner := "acme/"+k.home.Repo, pick(p.w, []string{"team-red", "team-blue", "team-lost"})
	p.w.note("olga makes %s the owner of %s", owner, repo)
	p.w.model.owners[repo] = owner
	kind := map[string]string{"service": "service", "library": "library"}[k.kind]
	p.did(p.w.github.PushFile("olga", repo, "catalog-info.yaml", fmt.Sprintf("spec: {type: %s, owner: %q}\n", kind, "group:"+owner)))
}

func ordinary() upgrade.Ref { return upgrade.Ref{Owner: "acme", Repo: "plans", Number: 3} }

func (p *people) touchOrdinary() {
	p.w.note("olga works on %s", ordinary())
	if p.w.chance(50) {
		_, err := p.w.github.Comment("olga", ordinary(), "/upgrade owner-does owner-does-everything")
		p.did(err)
		return
	}
	p.did(p.w.github.EditBody("olga", ordinary(), fmt.Sprintf("- [ ] acme/s1#1\r\n- [x] acme/s2#1\r\n- [ ] Draw it %d\r\n", p.next())))
}

// turnRoadmap closes a roadmap issue, or reopens it.
func (p *people) turnRoadmap() {
	u := p.w.random.IntN(len(p.w.model.projects))
	ref := p.w.model.projects[u].roadmap
	if p.w.github.Issue(ref).Closed {
		p.w.note("olga reopens %s", ref)
		p.did(p.w.github.ReopenIssue("olga", ref))
		p.w.model.frozen[u] = false
		return
	}
	if p.w.chance(30) {
		p.w.note("olga closes %s", ref)
		p.did(p.w.github.CloseIssue("olga", ref, upgrade.ReasonCompleted))
	}
}

// asked is a comment that people meant as a command, or that only looks like one.
type asked struct {
	on       *kid
	id       int64
	author   string
	at       time.Time // of its last edit
	step     int
	command  string // the line itself
	level    string // that it sets if all goes well; empty if it cannot
	perhaps  bool   // whether it goes well depends on which upgrade rules
	edited   bool
	answered bool
	ran      []string // commands it had before, which do not run again
	former   string   // the level that it named before an edit
}

// words are a command and the level it stands for, by the kind of repository.
func (p *people) words(k *kid) (command, level string, perhaps bool) {
	right := map[string][][2]string{
		"service": {
			{"owner-does-everything", "Owner does everything"},
			{"Owner deploys and monitors", "Owner deploys and monitors"},
			{"owner-reviews-merges", "Owner reviews, merges, deploys, and monitors"},
			{"arbi-bom", "Owner deploys and monitors"},
		},
		"library": {
			{"owner-does-everything", "Owner does everything"},
			{"owner-reviews-and-merges", "Owner reviews and merges"},
			{"owner-o", "Owner offers advice"},
			{"Owner reviews", "Owner reviews"},
			{"arbi-bom", "Owner offers advice"},
		},
	}[k.kind]
	wrong := []string{"/upgrade owner-does owner-dose-it", "/upgrade frobnicate now", "/upgrade owner-doos", "/upgrade owner-does"}
	if p.w.chance(30) {
		return pick(p.w, wrong), "", false
	}
	one := pick(p.w, right)
	return "/upgrade owner-does " + one[0], one[1], one[0] == "arbi-bom"
}

// around is a command among other words.
func (p *people) around(command string) string {
	if p.w.chance(20) {
		return "Hello all.\r\n\r\n" + command + "\r\n\r\nThank you."
	}
	return command
}

// speaker is somebody who may choose for a child, or, now and then, nobody.
func (p *people) speaker(k *kid) (login string, may bool) {
	if p.w.chance(15) && !k.private {
		return "sam", false
	}
	return k.actor, true
}

func (p *people) command() {
	k := pick(p.w, p.w.model.kids)
	if k.actor == "emil" {
		return
	}
	p.w.pass(time.Second) // of two comments in one second nobody can tell which is later
	command, level, perhaps := p.words(k)
	login, may := p.speaker(k)
	if !may {
		level = ""
	}
	id, err := p.w.github.Comment(login, k.home, p.around(command))
	p.did(err)
	p.w.note("%s comments on %s: %q (%d)", login, k.home, command, id)
	p.asked = append(p.asked, &asked{
		on: k, id: id, author: login, at: p.w.now, step: p.w.step, command: command, level: level, perhaps: perhaps || p.w.model.mayLack(k),
	})
}

func (p *people) editComment() {
	if len(p.asked) == 0 {
		return
	}
	a := p.asked[len(p.asked)-1-p.w.random.IntN(min(5, len(p.asked)))]
	command, level, perhaps := p.words(a.on)
	if a.author == "sam" {
		level = ""
	}
	p.w.note("%s edits a comment on %s: %q (%d)", a.author, a.on.home, command, a.id)
	p.did(p.w.github.EditComment(a.author, a.id, p.around(command)+fmt.Sprintf("\n\nEdited %d.", p.next())))
	if a.answered {
		a.ran = append(a.ran, a.command)
	}
	a.former = a.level
	a.answered = a.answered && slices.Contains(a.ran, command)
	a.at, a.step, a.command, a.level, a.perhaps, a.edited = p.w.now, p.w.step, command, level, perhaps || p.w.model.mayLack(a.on), true
}

func (p *people) deleteComment() {
	if len(p.asked) == 0 {
		return
	}
	at := len(p.asked) - 1 - p.w.random.IntN(min(5, len(p.asked)))
	a := p.asked[at]
	p.w.note("%s deletes a comment on %s", a.author, a.on.home)
	p.did(p.w.github.DeleteComment(a.author, a.id))
	p.asked = slices.Delete(p.asked, at, at+1)
}
