package emulator

import "strings"

// renameRepository gives a repository another name; the old one redirects.
func (t *tx) renameRepository(r *repository, name string) error {
	if t.role(r) < roleAdmin {
		return forbidden("Must have admin rights to Repository.")
	}
	key := strings.ToLower(r.owner.login + "/" + name)
	if taken := t.repos[key]; taken != nil && taken != r && sameFold(taken.name, name) {
		return invalid("Validation Failed", fieldProblem{Resource: "Repository", Field: "name", Code: "already_exists"})
	}
	was := r.name
	r.name, r.updatedAt = name, t.at
	t.repos[key] = r
	t.emit("repository", "renamed", r.owner, r, object{"changes": object{"repository": object{"name": object{"from": was}}}})
	return nil
}

// archiveRepository archives a repository or takes it back.
func (t *tx) archiveRepository(r *repository, archived bool) error {
	if t.role(r) < roleAdmin {
		return forbidden("Must have admin rights to Repository.")
	}
	if r.archived == archived {
		return nil
	}
	r.archived, r.updatedAt = archived, t.at
	action := "unarchived"
	if archived {
		action = "archived"
	}
	t.emit("repository", action, r.owner, r, object{})
	return nil
}

// transferIssue moves an open issue to another repository of its owner. Its
// number, ids and address change; the old ones redirect.
func (t *tx) transferIssue(i *issue, to *repository) (*issue, error) {
	if err := t.mayEdit(i, roleWrite); err != nil {
		return nil, err
	}
	from := i.repo
	switch {
	case t.role(to) < roleWrite || from.owner != to.owner || i.pull != nil || i.closed || from.private && !to.private:
		return nil, invalid("The issue cannot be transferred to this repository")
	case to.archived:
		return nil, forbidden(messageArchived)
	}
	old := *i
	delete(t.nodes, i.nodeID)
	from.issues[i.number-1] = nil
	fresh := t.newIssue(to, 0, actor{user: i.author, via: i.byApp}, i.createdAt)
	id, node, number := fresh.id, fresh.nodeID, fresh.number
	*fresh = old
	fresh.repo, fresh.id, fresh.nodeID, fresh.number, fresh.updatedAt = to, id, node, number, t.at
	from.openIssues--
	moveLinks(i, fresh)
	if from.moved == nil {
		from.moved = map[int]*issue{}
	}
	from.moved[old.number] = fresh
	var kept []string
	for _, l := range old.labels {
		if to.label(l.name) != nil {
			kept = append(kept, l.name)
		}
	}
	fresh.labels = nil
	for _, name := range kept {
		fresh.labels = append(fresh.labels, to.label(name))
	}
	t.emit("issues", "transferred", from.owner, from, object{
		"issue": t.issueJSON(&old), "changes": object{"new_issue": t.issueJSON(fresh), "new_repository": t.repositoryJSON(to)},
	})
	t.emit("issues", "opened", to.owner, to, object{
		"issue": t.issueJSON(fresh), "changes": object{"old_issue": t.issueJSON(&old), "old_repository": t.repositoryJSON(from)},
	})
	return fresh, nil
}

// moveLinks points everything that held an issue to the one that took its place.
func moveLinks(from, to *issue) {
	for _, c := range to.comments {
		c.issue = to
	}
	for _, it := range to.items {
		it.content = to
	}
	for _, child := range to.subIssues {
		child.parent = to
	}
	if to.parent != nil {
		to.parent.subIssues = replaced(to.parent.subIssues, from, to)
	}
	for _, p := range to.linkedPulls {
		p.pull.mentions, p.pull.connected = replaced(p.pull.mentions, from, to), replaced(p.pull.connected, from, to)
	}
}

func replaced[T comparable](list []T, old, fresh T) []T {
	made := append([]T(nil), list...)
	for n := range made {
		if made[n] == old {
			made[n] = fresh
		}
	}
	return made
}
