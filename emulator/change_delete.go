package emulator

// deleteIssue removes an issue for good. Only people with admin rights do;
// its address answers 410 from then on.
func (t *tx) deleteIssue(i *issue) error {
	if err := t.may(i.repo, roleAdmin); err != nil {
		return err
	}
	if i.pull != nil {
		return notFound()
	}
	t.emitIssue(i, "deleted", nil)
	t.wrote("delete issue", i.ref().String(), i.title)
	t.dropContent(i)
	i.repo.issues[i.number-1] = nil
	if !i.closed {
		i.repo.openIssues--
	}
	return nil
}

// dropContent forgets an issue or pull request, without a word.
func (t *tx) dropContent(i *issue) {
	t.detach(i)
	if i.pull != nil {
		i.relink(nil, nil)
		for _, rv := range i.pull.reviews {
			delete(t.nodes, rv.nodeID)
		}
	}
	if i.repo.deleted == nil {
		i.repo.deleted = map[int]bool{}
	}
	i.repo.deleted[i.number] = true // for timelines elsewhere that name it
	delete(t.nodes, i.nodeID)
	delete(t.issuesByID, i.id)
	t.dropReactions(i.reactions)
	for _, c := range i.comments {
		t.dropComment(c)
	}
}

// dropComment forgets a comment and what people reacted to it with.
func (t *tx) dropComment(c *comment) {
	delete(t.nodes, c.nodeID)
	delete(t.comments, c.id)
	t.dropReactions(c.reactions)
}

func (t *tx) dropReactions(all []*reaction) {
	for _, r := range all {
		delete(t.nodes, r.nodeID)
	}
}

// detach takes an issue out of everything that names it, without a word.
func (t *tx) detach(i *issue) {
	i.join(nil)
	if i.parent != nil {
		i.parent.subIssues = without(i.parent.subIssues, i)
	}
	for _, child := range i.subIssues {
		child.parent = nil
	}
	for _, other := range append([]*issue(nil), i.blockedBy...) {
		unlinkBlockedBy(i, other)
	}
	for _, other := range append([]*issue(nil), i.blocking...) {
		unlinkBlockedBy(other, i)
	}
	for _, p := range append([]*issue(nil), i.linkedPulls...) {
		p.relink(without(p.pull.mentions, i), without(p.pull.connected, i))
	}
	for _, it := range append([]*item(nil), i.items...) {
		t.dropItem(it)
	}
}
