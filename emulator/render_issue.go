package emulator

// issueJSON is an issue, or a pull request as the issues API has it.
func (e *Emulator) issueJSON(i *issue) object {
	api := e.apiURL("repos/%s/issues/%d", i.repo.fullName(), i.number)
	o := object{
		"url": api, "repository_url": e.apiURL("repos/%s", i.repo.fullName()), "labels_url": api + "/labels{/name}",
		"comments_url": api + "/comments", "events_url": api + "/events", "timeline_url": api + "/timeline",
		"html_url": e.issueURL(i), "id": i.id, "node_id": i.nodeID, "number": i.number,
		"title": i.title, "body": textOrNull(i.body), "user": e.userText(i.author),
		"labels": list(i.labels, func(l *label) object { return e.labelJSON(i.repo, l) }),
		"state":  i.state(), "state_reason": textOrNull(i.reason), "locked": i.locked, "active_lock_reason": textOrNull(i.lockReason),
		"assignee": nil, "assignees": list(i.assignees, e.userText), "milestone": e.milestoneOrNull(i.milestone), "comments": len(i.comments),
		"created_at": stamp(i.createdAt), "updated_at": stamp(i.updatedAt), "closed_at": stampOrNull(i.closedAt),
		"author_association": association(i.repo, i.author), "performed_via_github_app": e.viaJSON(i.byApp),
		"reactions": reactionsJSON(api, i.reactions), "type": nil,
		"sub_issues_summary": subIssuesSummary(i), "issue_dependencies_summary": dependenciesSummary(i),
		"parent_issue_url": nil, "issue_field_values": []object{},
	}
	if i.parent != nil {
		o["parent_issue_url"] = e.apiURL("repos/%s/issues/%d", i.parent.repo.fullName(), i.parent.number)
	}
	if len(i.assignees) > 0 {
		o["assignee"] = e.userText(i.assignees[0])
	}
	if i.pull != nil {
		pull := e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number)
		o["draft"] = i.pull.draft
		o["pull_request"] = object{
			"url": pull, "html_url": e.issueURL(i), "diff_url": e.issueURL(i) + ".diff", "patch_url": e.issueURL(i) + ".patch",
			"merged_at": stampOrNull(i.pull.mergedAt),
		}
	}
	return o
}

// issueAnswer is issueJSON with what only the issues API adds.
func (e *Emulator) issueAnswer(i *issue) object {
	return e.issueJSON(i).with(object{"closed_by": e.userOrNull(i.closedBy)})
}

// issueURL is the page of an issue or pull request.
func (e *Emulator) issueURL(i *issue) string {
	kind := "issues"
	if i.pull != nil {
		kind = "pull"
	}
	return e.webURL("%s/%s/%d", i.repo.fullName(), kind, i.number)
}

func subIssuesSummary(i *issue) object {
	done := 0
	for _, child := range i.subIssues {
		if child.closed {
			done++
		}
	}
	percent := 0
	if len(i.subIssues) > 0 {
		percent = done * 100 / len(i.subIssues)
	}
	return object{"total": len(i.subIssues), "completed": done, "percent_completed": percent}
}

// dependenciesSummary counts the issues on the other ends, also those that the
// reader cannot see: the open ones, and all. Source: measured by others.
func dependenciesSummary(i *issue) object {
	return object{
		"blocked_by": openOf(i.blockedBy), "total_blocked_by": len(i.blockedBy),
		"blocking": openOf(i.blocking), "total_blocking": len(i.blocking),
	}
}

func openOf(issues []*issue) int {
	n := 0
	for _, i := range issues {
		if !i.closed {
			n++
		}
	}
	return n
}

func (e *Emulator) labelJSON(r *repository, l *label) object {
	return object{
		"id": l.id, "node_id": l.nodeID, "name": l.name, "color": l.color, "default": false, "description": textOrNull(l.description),
		"url": e.apiURL("repos/%s/labels/%s", r.fullName(), pathEscape(l.name)),
	}
}

func (e *Emulator) commentJSON(c *comment) object {
	api := e.apiURL("repos/%s/issues/comments/%d", c.issue.repo.fullName(), c.id)
	return object{
		"id": c.id, "node_id": c.nodeID, "url": api, "body": c.body, "user": e.userText(c.author),
		"html_url":   e.issueURL(c.issue) + "#issuecomment-" + decimal(c.id),
		"issue_url":  e.apiURL("repos/%s/issues/%d", c.issue.repo.fullName(), c.issue.number),
		"created_at": stamp(c.createdAt), "updated_at": stamp(c.updatedAt),
		"author_association": association(c.issue.repo, c.author), "performed_via_github_app": e.viaJSON(c.byApp),
		"reactions": reactionsJSON(api, c.reactions),
	}
}

var reactionContents = []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}

// reactionsJSON counts reactions by their content.
func reactionsJSON(parent string, reactions []*reaction) object {
	o := object{"url": parent + "/reactions", "total_count": len(reactions)}
	for _, content := range reactionContents {
		n := 0
		for _, r := range reactions {
			if r.content == content {
				n++
			}
		}
		o[content] = n
	}
	return o
}

func (e *Emulator) reactionJSON(r *reaction) object {
	return object{
		"id": r.id, "node_id": r.nodeID, "user": e.userText(r.user), "content": r.content, "created_at": stamp(r.at),
	}
}

// association is how an author stands to a repository.
func association(r *repository, u *user) string {
	switch {
	case r.owner.hasMember(u):
		return "MEMBER"
	case r.roles[u] > roleNone:
		return "COLLABORATOR"
	default:
		return "NONE"
	}
}
