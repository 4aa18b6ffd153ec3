package emulator

// assignable are those of the logins who can be assigned: people who can see the repository.
func (t *tx) assignable(r *repository, logins []string) []*user {
	var found []*user
	for _, login := range logins {
		u := t.findUser(login)
		if u != nil && !u.bot && (r.owner.hasMember(u) || r.roleOf(u) > roleRead) && !contains(found, u) && len(found) < maxAssignees {
			found = append(found, u)
		}
	}
	return found
}

// setAssignees makes these the assignees, with one event and webhook for each change.
func (t *tx) setAssignees(i *issue, wanted []*user) {
	for _, u := range append([]*user(nil), i.assignees...) {
		if !contains(wanted, u) {
			i.assignees = without(i.assignees, u)
			t.assignment(i, "unassigned", u)
		}
	}
	for _, u := range wanted {
		if !contains(i.assignees, u) {
			i.assignees = append(i.assignees, u)
			t.assignment(i, "assigned", u)
		}
	}
}

func (t *tx) assignment(i *issue, kind string, u *user) {
	ev := t.newEvent(kind, t.user, t.at)
	ev.assignee = u
	i.note(ev)
	i.updatedAt = t.at
	t.wrote(kind, i.ref().String(), u.login)
	t.emitIssue(i, kind, object{"assignee": t.userJSON(u)})
}

// setLabels makes these the labels; names the repository does not have are made.
func (t *tx) setLabels(i *issue, names []string) {
	var wanted []*label
	for _, name := range names {
		wanted = append(wanted, t.labelNamed(i.repo, name))
	}
	for _, l := range append([]*label(nil), i.labels...) {
		if !contains(wanted, l) {
			i.labels = without(i.labels, l)
			t.labelling(i, "unlabeled", l)
		}
	}
	for _, l := range wanted {
		if !contains(i.labels, l) {
			i.labels = append(i.labels, l)
			t.labelling(i, "labeled", l)
		}
	}
}

func (t *tx) labelling(i *issue, kind string, l *label) {
	i.note(t.newEvent(kind, t.user, t.at))
	i.updatedAt = t.at
	t.wrote(kind, i.ref().String(), l.name)
	t.emitIssue(i, kind, object{"label": t.labelJSON(i.repo, l)})
}

// labelNamed finds a repository's label or makes it.
func (e *Emulator) labelNamed(r *repository, name string) *label {
	if found := r.label(name); found != nil {
		return found
	}
	l := &label{id: e.ids.number("label"), name: name, color: "ededed"}
	l.nodeID = nodeID("LA", r.id, l.id)
	r.labels = append(r.labels, l)
	e.nodes[l.nodeID] = l
	return l
}
