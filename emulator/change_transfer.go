package emulator

// transferIssue moves an open issue to another repository of its owner. Its
// number, ids and address change; the old address redirects. Labels stay if
// the name exists there, or are made if asked; a milestone stays if one there
// has its title and due date. Source: docs page "Transferring an issue to
// another repository".
func (t *tx) transferIssue(i *issue, to *repository, makeLabels bool) error {
	if err := t.may(i.repo, roleWrite); err != nil {
		return err
	}
	from := i.repo
	switch {
	case t.role(to) < roleWrite || from == to || from.owner != to.owner || i.pull != nil || i.closed || from.private && !to.private || to.issuesDisabled:
		return invalid("The issue cannot be transferred to this repository")
	case to.archived:
		return forbidden(messageArchived)
	}
	old := *i
	t.move(i, to)
	t.keepLabels(i, makeLabels)
	i.join(to.like(old.milestone))
	t.happened(i, "transferred").origin = from.fullName()
	t.wrote("transfer", old.ref().String(), i.ref().String())
	t.emit("issues", "transferred", from.owner, from, object{
		"issue": t.issueJSON(&old), "changes": object{"new_issue": t.issueJSON(i), "new_repository": t.repositoryJSON(to)},
	})
	t.emit("issues", "opened", to.owner, to, object{
		"issue": t.issueJSON(i), "changes": object{"old_issue": t.issueJSON(&old), "old_repository": t.repositoryJSON(from)},
	})
	return nil
}

// move gives an issue the next number of a repository, and leaves word in its old one.
func (t *tx) move(i *issue, to *repository) {
	from, number := i.repo, i.number
	place := t.newIssue(to, 0, t.actor, t.at)
	delete(t.nodes, i.nodeID)
	delete(t.issuesByID, i.id)
	from.issues[number-1] = nil
	from.openIssues--
	if from.moved == nil {
		from.moved = map[int]*issue{}
	}
	from.moved[number] = i
	i.repo, i.id, i.nodeID, i.number, i.updatedAt = to, place.id, place.nodeID, place.number, t.at
	to.issues[i.number-1] = i
	t.nodes[i.nodeID], t.issuesByID[i.id] = i, i
}

// keepLabels replaces an issue's labels by those of the same names in the
// repository where it is now.
func (t *tx) keepLabels(i *issue, missing bool) {
	was := i.labels
	i.labels = nil
	for _, l := range was {
		kept := i.repo.label(l.name)
		if kept == nil && missing {
			kept = t.labelNamed(i.repo, l.name)
			kept.color, kept.description = l.color, l.description
			t.emitLabel(i.repo, kept, "created", nil)
		}
		if kept != nil {
			i.labels = append(i.labels, kept)
		}
	}
}

// like finds the milestone with another's title and due date; nil if there is none.
func (r *repository) like(other *milestone) *milestone {
	if other == nil {
		return nil
	}
	for _, m := range r.milestones {
		if m.title == other.title && m.dueOn.Equal(other.dueOn) {
			return m
		}
	}
	return nil
}
