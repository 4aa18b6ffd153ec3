package emulator

func (e *Emulator) milestoneJSON(m *milestone) object {
	api := e.apiURL("repos/%s/milestones/%d", m.repo.fullName(), m.number)
	open, closed := m.counts()
	return object{
		"url": api, "html_url": e.webURL("%s/milestone/%d", m.repo.fullName(), m.number), "labels_url": api + "/labels",
		"id": m.id, "node_id": m.nodeID, "number": m.number, "title": m.title, "description": textOrNull(m.description),
		"creator": e.userOrNull(m.creator), "open_issues": open, "closed_issues": closed, "state": m.state(),
		"created_at": stamp(m.createdAt), "updated_at": stamp(m.updatedAt), "due_on": stampOrNull(m.dueOn), "closed_at": stampOrNull(m.closedAt),
	}
}

func (e *Emulator) milestoneOrNull(m *milestone) any {
	if m == nil {
		return nil
	}
	return e.milestoneJSON(m)
}

// counts are how many open and closed issues a milestone has, pull requests included.
func (m *milestone) counts() (open, closed int) {
	open = openOf(m.issues)
	return open, len(m.issues) - open
}

func (m *milestone) state() string {
	if m.closed {
		return "closed"
	}
	return "open"
}
