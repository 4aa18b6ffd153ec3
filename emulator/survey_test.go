package emulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// survey walks the whole state and notes what does not fit together: a pointer
// whose other end does not agree, a wrong count, an object that is in no list.
type survey struct {
	*Emulator
	reached map[string]any // by node id
	wrong   []string
}

// faults are what is wrong with the state. The mutex must be held.
func (e *Emulator) faults() []string {
	s := &survey{Emulator: e, reached: map[string]any{}}
	for _, login := range slices.Sorted(maps.Keys(e.users)) {
		u := e.users[login]
		s.want(login == strings.ToLower(u.login), "user %s is filed as %s", u.login, login)
		s.reach(u.nodeID, u)
	}
	for _, o := range e.organizations() {
		s.organization(o)
	}
	s.index()
	return s.wrong
}

func (s *survey) want(right bool, format string, a ...any) {
	if !right {
		s.wrong = append(s.wrong, fmt.Sprintf(format, a...))
	}
}

func (s *survey) reach(id string, one any) {
	s.want(s.reached[id] == nil, "%s is two objects: %T", id, one)
	s.want(s.nodes[id] == one, "%T %s is not among the nodes", one, id)
	s.reached[id] = one
}

// index compares what is found by id with what was reached from above.
func (s *survey) index() {
	for _, id := range slices.Sorted(maps.Keys(s.nodes)) {
		s.want(s.reached[id] != nil, "node %s, a %T, is nowhere", id, s.nodes[id])
	}
	for _, id := range slices.Sorted(maps.Keys(s.issuesByID)) {
		i := s.issuesByID[id]
		s.want(i.id == id && s.reached[i.nodeID] == i, "issue %d, of %s, is nowhere", id, i.ref())
	}
	for _, id := range slices.Sorted(maps.Keys(s.comments)) {
		c := s.comments[id]
		s.want(c.id == id && s.reached[c.nodeID] == c, "comment %d is nowhere", id)
	}
	for _, name := range slices.Sorted(maps.Keys(s.repos)) {
		r := s.repos[name]
		s.want(s.reached[r.nodeID] == r, "repository %s is nowhere", name)
	}
	for _, held := range s.tokens {
		s.want(held.installation.org.installation == held.installation, "a token of an installation that is gone")
	}
	for text, held := range s.signIns.access {
		s.want(held.text == text && s.signIns.refresh[held.refresh] == held, "a user token of %s cannot be renewed", held.user.login)
	}
}

func (s *survey) organization(o *organization) {
	s.reach(o.nodeID, o)
	if in := o.installation; in != nil {
		s.want(in.org == o, "the installation of %s is of %s", o.login, in.org.login)
		for _, r := range in.selected {
			s.want(r.owner == o && contains(o.repos, r), "the installation of %s includes %s", o.login, r.fullName())
		}
	}
	for _, t := range o.teams {
		s.reach(t.nodeID, t)
		s.want(t.org == o && o.team(t.slug) == t, "team %s", t.slug)
		s.want(t.parent == nil || contains(t.parent.children, t), "team %s is no child of its parent", t.slug)
		for _, child := range t.children {
			s.want(child.parent == t && contains(o.teams, child), "team %s is no parent of its child", t.slug)
		}
	}
	for _, r := range o.repos {
		s.want(r.owner == o && s.repos[strings.ToLower(r.fullName())] == r, "repository %s of %s is filed elsewhere", r.fullName(), o.login)
		s.repository(r)
	}
	numbers := map[int]bool{}
	for _, b := range o.boards {
		s.want(b.org == o && !numbers[b.number], "board %d of %s", b.number, o.login)
		numbers[b.number] = true
		s.board(b)
	}
}

func (s *survey) repository(r *repository) {
	s.reach(r.nodeID, r)
	for _, l := range r.labels {
		s.reach(l.nodeID, l)
		s.want(r.label(l.name) == l, "two labels %s in %s", l.name, r.fullName())
	}
	for _, m := range r.milestones {
		s.reach(m.nodeID, m)
		s.want(m.repo == r && r.milestone(m.number) == m && m.number <= r.lastMilestone, "milestone %d of %s", m.number, r.fullName())
		s.want(m.closed == !m.closedAt.IsZero(), "milestone %d of %s is closed: %t", m.number, r.fullName(), m.closed)
		for _, i := range m.issues {
			s.want(i.milestone == m && s.issuesByID[i.id] == i, "%s is in milestone %s and does not know it", i.ref(), m.title)
		}
	}
	open := 0
	for n, i := range r.issues {
		if i == nil {
			s.want(r.moved[n+1] != nil || r.deleted[n+1] || n == 0 || r.issue(n+1) == nil, "%s#%d", r.fullName(), n+1)
			continue
		}
		s.want(i.repo == r && i.number == n+1 && s.issuesByID[i.id] == i, "%s#%d says it is %s", r.fullName(), n+1, i.ref())
		s.issue(i)
		if !i.closed {
			open++
		}
	}
	s.want(r.openIssues == open, "%s counts %d open issues of %d", r.fullName(), r.openIssues, open)
	names := map[string]bool{}
	for _, b := range r.branches {
		s.want(!names[b.name] && contains(r.commits, b.head), "branch %s of %s", b.name, r.fullName())
		names[b.name] = true
	}
}

// issue checks an issue and what belongs to it alone.
func (s *survey) issue(i *issue) {
	s.reach(i.nodeID, i)
	s.want(i.title != "" && i.author != nil, "%s has no title or author", i.ref())
	s.want(i.closed == !i.closedAt.IsZero(), "%s is closed: %t, since %s", i.ref(), i.closed, i.closedAt)
	s.want(i.locked || i.lockReason == "", "%s is locked as %s and is not", i.ref(), i.lockReason)
	s.want(!i.updatedAt.Before(i.createdAt), "%s was updated before it was made", i.ref())
	s.reactions(i.reactions)
	for _, c := range i.comments {
		s.reach(c.nodeID, c)
		s.want(c.issue == i && s.comments[c.id] == c, "comment %d of %s", c.id, i.ref())
		s.reactions(c.reactions)
	}
	s.want(distinct(i.labels) && distinct(i.assignees), "%s has a label or assignee twice", i.ref())
	for _, l := range i.labels {
		s.want(contains(i.repo.labels, l), "%s has label %s, which the repository lacks", i.ref(), l.name)
	}
	s.want(i.milestone == nil || i.milestone.repo == i.repo && contains(i.milestone.issues, i), "milestone of %s", i.ref())
	s.links(i)
	if i.pull != nil {
		s.pull(i)
	}
	for _, ev := range i.events {
		s.want(ev.comment == nil || ev.comment.issue == i && contains(i.comments, ev.comment), "%s tells of a comment that it has not", i.ref())
		s.want(ev.review == nil || ev.kind != "reviewed" || contains(i.pull.reviews, ev.review), "%s tells of a review that it has not", i.ref())
	}
}

func (s *survey) reactions(all []*reaction) {
	for _, r := range all {
		s.reach(r.nodeID, r)
	}
}

// links checks that what an issue is bound to is bound to it.
func (s *survey) links(i *issue) {
	known := func(other *issue) bool { return s.issuesByID[other.id] == other }
	s.want(i.parent == nil || known(i.parent) && contains(i.parent.subIssues, i), "%s is no child of its parent", i.ref())
	s.want(distinct(i.subIssues) && distinct(i.blockedBy) && distinct(i.blocking) && distinct(i.linkedPulls), "%s is bound twice to one", i.ref())
	for _, child := range i.subIssues {
		s.want(known(child) && child.parent == i, "%s is no parent of its child %s", i.ref(), child.ref())
	}
	for _, other := range i.blockedBy {
		s.want(known(other) && contains(other.blocking, i), "%s is blocked by %s, one-sided", i.ref(), other.ref())
	}
	for _, other := range i.blocking {
		s.want(known(other) && contains(other.blockedBy, i), "%s is blocking %s, one-sided", i.ref(), other.ref())
	}
	for _, p := range i.linkedPulls {
		s.want(known(p) && p.pull != nil && contains(p.pull.closes(), i), "%s is not closed by its %s", i.ref(), p.ref())
	}
	for _, it := range i.items {
		s.want(it.content == i && contains(it.board.items, it) && contains(it.board.org.boards, it.board), "%s has a card that is on no board", i.ref())
	}
	depth := 0
	for above := i.parent; above != nil && depth < 20; above = above.parent {
		depth++
	}
	s.want(depth < 8, "%s is %d levels deep", i.ref(), depth)
}

func (s *survey) pull(i *issue) {
	p := i.pull
	s.want(p.merged == (p.mergeCommit != nil) && p.merged == !p.mergedAt.IsZero() && (!p.merged || i.closed), "%s is merged: %t", i.ref(), p.merged)
	s.want(i.reason == "", "%s is a pull request closed as %s", i.ref(), i.reason)
	for _, closed := range p.closes() {
		s.want(contains(closed.linkedPulls, i) && s.issuesByID[closed.id] == closed, "%s closes %s, which does not know", i.ref(), closed.ref())
	}
	for _, rv := range p.reviews {
		s.reach(rv.nodeID, rv)
		s.want(rv.pull == i, "review %d of %s", rv.id, i.ref())
		s.want(rv.at.IsZero() == (rv.state == reviewPending), "review %d of %s is %s since %s", rv.id, i.ref(), rv.state, rv.at)
	}
}

func (s *survey) board(b *board) {
	s.reach(b.nodeID, b)
	s.want(b.closed == !b.closedAt.IsZero() && distinct(b.linked), "board %s", b.title)
	for _, f := range b.fields {
		s.reach(f.nodeID, f)
		s.want(f.board == b && b.field(f.name) == f, "field %s of %s", f.name, b.title)
	}
	for _, w := range b.workflows {
		s.reach(w.nodeID, w)
	}
	for _, v := range b.views {
		s.reach(v.nodeID, v)
		for _, f := range slices.Concat(v.visible, v.groupBy, v.columnsBy) {
			s.want(contains(b.fields, f), "view %s shows field %s, which is gone", v.name, f.name)
		}
		s.want(v.number < b.nextView, "view %s of %s has number %d", v.name, b.title, v.number)
	}
	for _, r := range b.linked {
		s.want(contains(r.owner.repos, r), "board %s is linked to %s", b.title, r.fullName())
	}
	for _, it := range b.items {
		s.item(b, it)
	}
}

func (s *survey) item(b *board, it *item) {
	s.reach(it.nodeID, it)
	s.want(it.board == b && (it.content == nil) != (it.draft == nil), "card %s of %s", it.nodeID, b.title)
	if it.draft != nil {
		s.reach(it.draft.nodeID, it.draft)
		s.want(it.draft.item == it, "draft %s", it.draft.title)
	} else {
		s.want(contains(it.content.items, it) && s.issuesByID[it.content.id] == it.content, "%s does not know its card", it.content.ref())
	}
	for _, v := range it.values {
		s.reach(v.nodeID, v)
		s.want(contains(b.fields, v.field) && it.value(v.field) == v, "value %s of field %s", v, v.field.name)
		s.want(v.option == nil || contains(v.field.options, v.option), "value %s is no option", v)
		s.want(v.iteration == nil || contains(v.field.iterations, v.iteration), "value %s is no iteration", v)
	}
}

func distinct[T comparable](all []T) bool {
	seen := map[T]bool{}
	for _, each := range all {
		seen[each] = true
	}
	return len(seen) == len(all)
}
