package simulator_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// check is what must hold after every step.
func (w *world) check() {
	fresh := w.github.Writes()[w.writes:]
	w.writes += len(fresh)
	for _, write := range fresh {
		w.note("  > %s %s %q (%t)", write.Method, write.Target, short(write.What), write.Changed)
		w.allowed(write)
	}
	w.model.answers()
	w.model.look()
	for _, write := range fresh {
		if write.Method == "create comment" {
			w.comments(write.Target)
		}
	}
}

func short(s string) string {
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}

// allowed wants a write to be one that the app may make at all.
func (w *world) allowed(write emulator.Write) {
	_, target, onBoard := strings.Cut(write.Target, ": ")
	if !onBoard {
		target = write.Target
	}
	ref, err := upgrade.ParseRef(target)
	if err != nil {
		w.fail("a write to %q", write.Target)
		return
	}
	switch {
	case w.halted:
		w.fail("%s %s was written while halted", write.Method, write.Target)
	case ref.Owner == "elsewhere":
		w.fail("%s %s was written where the app is not installed", write.Method, write.Target)
	case ref.Repo == ".github":
		return // the issue about the policy
	}
	id := w.github.Issue(ref).ID
	for u, project := range w.model.projects {
		if project.id == id {
			if w.model.frozen[u] {
				w.fail("%s %s was written, which is not allowed now", write.Method, write.Target)
			}
			return
		}
	}
	for _, k := range w.model.kids {
		if k.id == id {
			w.allowedOn(k, write)
			return
		}
	}
	w.fail("%s %s was written, which is none of the app's business", write.Method, write.Target)
}

// allowedOn wants one of a child's upgrades to be written for.
func (w *world) allowedOn(k *kid, write emulator.Write) {
	for u := range w.model.projects {
		if w.model.lately[u][k] && w.model.written(u) {
			return
		}
	}
	w.fail("%s %s was written, though none of its upgrades is active", write.Method, write.Target)
}

// written reports whether the policy may be such that the upgrade is written for.
func (m *model) written(u int) bool {
	return slices.ContainsFunc(m.policies, func(p *policy) bool { return p.mode[u] == "active" })
}

// comments wants the app to have said everything once.
func (w *world) comments(target string) {
	ref, err := upgrade.ParseRef(target)
	if err != nil {
		w.fail("read %q: %v", target, err)
		return
	}
	seen := map[string]bool{}
	for _, c := range w.github.Comments(ref) {
		if c.Author != bot {
			continue
		}
		purpose, ok := w.marker().Purpose(w.github.Issue(ref).ID, c.Body)
		if !ok {
			w.fail("a comment on %s without a marker: %q", ref, c.Body)
		}
		if seen[purpose] {
			w.fail("a second %q comment on %s: %q", purpose, ref, c.Body)
		}
		seen[purpose] = true
	}
}

func (w *world) marker() reconcile.Marker {
	m := reconcile.Marker{AppID: appID}
	for _, key := range w.config.MarkerKeys {
		m.Keys = append(m.Keys, []byte(key.Reveal()))
	}
	return m
}

// answers takes note of commands that were answered in this step.
func (m *model) answers() {
	var newest *asked
	comments := map[*kid][]emulator.Comment{}
	for _, a := range m.w.people.asked {
		if a.answered || a.edited {
			continue
		}
		if comments[a.on] == nil {
			comments[a.on] = m.w.github.Comments(a.on.home)
		}
		verdict := verdictOn(comments[a.on], a.id)
		if len(verdict) == 0 {
			continue
		}
		a.answered = true
		if len(verdict) > 1 {
			m.w.fail("two verdicts on comment %d of %s: %v", a.id, a.on.home, verdict)
		}
		old := m.w.now.Sub(a.at) > 24*time.Hour
		if verdict[0] == "+1" && a.level == "" || verdict[0] != "+1" && a.level != "" && !a.perhaps && !old {
			m.w.fail("the verdict on comment %d of %s is %v, though it means level %q", a.id, a.on.home, verdict, a.level)
		}
		if verdict[0] == "+1" {
			newest = a
		}
	}
	if newest == nil || m.w.acted || m.edited(newest.on) {
		return
	}
	if got := m.item(newest.on).Values[ownerDoes]; got != newest.level {
		m.w.fail("%s of %s is %q after the app said it is %q", ownerDoes, newest.on.home, got, newest.level)
	}
}

// edited reports whether a child has a command whose answer does not show,
// because its comment had another one before.
func (m *model) edited(k *kid) bool {
	return slices.ContainsFunc(m.w.people.asked, func(a *asked) bool { return a.on == k && a.edited && !a.answered })
}

// verdictOn are the app's answers by reaction; that it saw a comment is none.
func verdictOn(comments []emulator.Comment, id int64) []string {
	for _, c := range comments {
		if c.DatabaseID != id {
			continue
		}
		var all []string
		for _, r := range c.Reactions {
			if content, ok := strings.CutPrefix(r, bot+" "); ok && content != "eyes" {
				all = append(all, content)
			}
		}
		return all
	}
	return nil
}

// rest lets all come to an end, and checks what must hold then.
func (w *world) rest() {
	w.step++
	w.note("--- rest")
	if w.halted {
		w.turnHalt()
	}
	for range restUpset {
		w.hurry()
	}
	w.drain(5 * time.Minute)
	// What was lost is found by the sweep, what sends no events by the poll.
	w.did(w.store.Trigger(w.ctx, upgrade.Trigger{Key: reconcile.Sweep, Reason: "rest"}))
	w.pass(2 * time.Minute)
	w.drain(16 * time.Minute)
	w.note("--- at rest")
	w.check()
	if len(w.wrong) > 0 {
		return
	}
	w.model.rest()
	w.ended()
	if len(w.wrong) > 0 {
		return
	}
	before := w.writes
	w.did(w.store.Trigger(w.ctx, upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "rest"}))
	w.drain(5 * time.Minute)
	w.check()
	if n := w.writes - before; n > 0 {
		w.fail("a resync wrote %d times, though all was quiet", n)
	}
	w.inSync()
	w.note("--- go on")
}

// ended wants every delivery and every key to have ended visibly.
func (w *world) ended() {
	counts, err := w.store.DeliveryCounts(w.ctx)
	w.did(err)
	for state, n := range counts {
		if n > 0 && state != store.DeliveryDone && state != store.DeliveryIgnored {
			w.fail("%d deliveries are %s", n, state)
		}
	}
	keys, err := w.store.Keys(w.ctx, "")
	w.did(err)
	for _, k := range keys {
		if k.Waiting != "" || k.NotBefore.IsZero() || k.Reason == "" {
			w.fail("key %s is not done: waits %q for %q", k.Key, k.Waiting, k.Reason)
		}
	}
}

// rest compares everything with what the model says it must be.
func (m *model) rest() {
	p := m.inForce()
	if p == nil {
		return
	}
	parents := m.parents(p)
	for _, k := range m.kids {
		m.card(k, p, parents[k])
	}
	for u := range m.projects {
		_, listed := p.mode[u]
		closed := m.w.github.Issue(m.projects[u].roadmap).Closed
		for _, l := range m.w.people.bodies[u].lines {
			if key := l.key(); key != "" && listed && !closed {
				what := fmt.Sprintf("at rest, the box of %q in %s", l.after, m.projects[u].roadmap)
				m.boxes[u][key] = m.fits(m.boxes[u][key].must(m.box(l.kids), p.mode[u] == "active"), string(l.box), what)
			}
		}
		m.frozen[u] = !listed || closed || p.mode[u] != "active"
	}
	m.commands(p, parents)
	m.policies = []*policy{p}
	m.doubts = map[string]cell{}
	m.policyIssue(p)
}

// inForce is the policy in force: the newest valid one, or, if the file is not
// valid now, one of those since the last rest.
func (m *model) inForce() *policy {
	newest := m.policies[len(m.policies)-1]
	if m.valid {
		return newest
	}
	all, err := m.w.store.Policies(m.w.ctx)
	m.w.did(err)
	for _, record := range all {
		for _, p := range m.policies {
			if record.Account == "acme" && record.LastGood == p.text {
				return p
			}
		}
	}
	m.w.fail("the policy in force is none that people have written lately")
	return nil
}

// parents are the upgrades of each child, the one that adopted it first in
// front: that order is the app's own to tell, which upgrades they are is not.
func (m *model) parents(p *policy) map[*kid][]int {
	all := map[*kid][]int{}
	for _, k := range m.kids {
		rows, err := m.w.store.Parents(m.w.ctx, k.id)
		m.w.did(err)
		for _, row := range rows {
			u := slices.IndexFunc(m.projects, func(u *project) bool { return u.id == row.Roadmap })
			if u < 0 {
				m.w.fail("%s is a child of %s", k.home, row.RoadmapRef)
				continue
			}
			if _, listed := p.mode[u]; listed {
				all[k] = append(all[k], u)
			}
		}
	}
	for u, project := range m.projects {
		closed := m.w.github.Issue(project.roadmap).Closed
		_, listed := p.mode[u]
		for _, k := range m.kids {
			is, want := slices.Contains(all[k], u), m.lists(u, k) || m.added(u, k)
			if listed && !closed && is != want {
				m.w.fail("at rest, %s is a child of %s: %t, want %t", k.home, project.roadmap, is, want)
			}
			by := m.hands[k][projectField]
			m.lately[u][k] = want || is || by.may && by.value == m.projects[u].name
		}
	}
	return all
}

// lists reports whether a roadmap issue names the child.
func (m *model) lists(u int, k *kid) bool {
	for _, l := range m.w.people.bodies[u].lines {
		if slices.Contains(l.kids, k) {
			return true
		}
	}
	for _, ref := range m.w.github.Issue(m.projects[u].roadmap).SubIssues {
		if m.w.github.Issue(ref).ID == k.id {
			return true
		}
	}
	return false
}

// card compares a child's card.
func (m *model) card(k *kid, p *policy, parents []int) {
	if len(parents) == 0 || !k.installed() {
		return
	}
	rules := m.rules(k, parents)
	active := p.mode[rules] == "active"
	item := m.item(k)
	if active && item.ID == "" && !m.away[k] && !m.doubtful[k] {
		m.w.fail("at rest, %s is not on the board", k.home)
	}
	if item.ID == "" {
		m.away[k] = m.away[k] || active // the app knew it, or it would be there again
		return
	}
	if item.Archived {
		return
	}
	m.known[k] = m.known[k] || active
	delete(m.doubtful, k)
	m.chosen(k, p, rules, item.Values[projectField])
	blocked := m.blocked(k)
	for name, c := range m.cells[k] {
		what := fmt.Sprintf("at rest, %s of %s", name, k.home)
		if name == ownerDoes || name == ownerField {
			m.cells[k][name] = m.taken(k, name, m.derived(k, name, rules, p, blocked), active)
			m.cells[k][name] = m.goingBy(k, name, m.fits(m.cells[k][name], item.Values[name], what))
			continue
		}
		c = c.must(m.derived(k, name, rules, p, blocked), active).or(m.automated(name, c, item.Values[name]))
		m.cells[k][name] = m.fits(c, item.Values[name], what)
	}
}

// commands wants every command to be answered that was given while the issue
// was a child, once its upgrade is active. One that is a day old by then may
// have been passed over in silence.
func (m *model) commands(p *policy, parents map[*kid][]int) {
	for _, k := range m.kids {
		since, known := m.member[k]
		switch is := len(parents[k]) > 0 && k.installed(); {
		case !is:
			delete(m.member, k)
			continue
		case !known:
			m.member[k] = m.w.step
		}
		if p.mode[m.rules(k, parents[k])] != "active" {
			continue
		}
		for _, a := range m.w.people.asked {
			if a.on != k {
				continue
			}
			expected := known && a.step > since && m.w.now.Sub(a.at) < 23*time.Hour
			if !a.answered && expected && len(verdictOn(m.w.github.Comments(k.home), a.id)) == 0 {
				m.w.fail("at rest, comment %d on %s has no answer", a.id, k.home)
			}
			a.answered = true
		}
		m.w.comments(m.w.github.Issue(k.home).Ref.String())
	}
}

// policyIssue wants the one issue about the policy to be open just while the policy is wrong.
func (m *model) policyIssue(p *policy) {
	open, all := 0, 0
	for _, i := range m.w.github.Issues("acme/.github") {
		all++
		if !i.Closed {
			open++
		}
	}
	if all > 1 {
		m.w.fail("%d issues about the policy", all)
	}
	if m.valid && open > 0 && strings.Contains(p.text, "\nmode: active") {
		m.w.fail("at rest, the issue about the policy is open, though the policy is valid")
	}
	if !m.valid && open == 0 && strings.Contains(p.text, "\nmode: active") {
		m.w.fail("at rest, no issue shows that the policy is wrong")
	}
}
