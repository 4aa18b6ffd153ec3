package emulator

// assignable are those of the logins who can be assigned: members and collaborators.
func (t *tx) assignable(r *repository, logins []string) []*user {
	var found []*user
	for _, login := range logins {
		u := t.findUser(login)
		if u != nil && r.assignable(u) && !contains(found, u) && len(found) < maxAssignees {
			found = append(found, u)
		}
	}
	return found
}

// assignable reports whether a person can be assigned in the repository.
func (r *repository) assignable(u *user) bool {
	return !u.bot && r.roleOf(u) >= roleRead && (r.owner.hasMember(u) || r.roleOf(u) > roleRead)
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
	t.happened(i, kind).assignee = u
	i.updatedAt = t.at
	t.wrote(kind, i.ref().String(), u.login)
	t.emitIssue(i, kind, object{"assignee": t.userJSON(u)})
}

// setLabels makes these the labels, with one event and webhook for each change.
func (t *tx) setLabels(i *issue, wanted []*label) {
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
	copied := *l
	t.happened(i, kind).label = &copied
	i.updatedAt = t.at
	t.wrote(kind, i.ref().String(), l.name)
	t.emitIssue(i, kind, object{"label": t.labelJSON(i.repo, l)})
}
