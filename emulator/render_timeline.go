package emulator

// timelineJSON is an entry of an issue's timeline, as far as the actor may know.
func (e *Emulator) timelineJSON(by actor, i *issue, ev *event) object {
	switch {
	case ev.comment != nil:
		return e.commentJSON(ev.comment).with(object{"event": ev.kind, "actor": e.userText(ev.actor)})
	case ev.kind == "reviewed":
		return e.reviewJSON(ev.review).with(object{"event": ev.kind, "body": ev.review.body})
	case ev.kind == "cross-referenced":
		source := e.issueJSON(ev.other).with(object{"repository": e.repositoryText(ev.other.repo)})
		return object{
			"event": ev.kind, "actor": e.userText(ev.actor), "created_at": stamp(ev.at), "updated_at": stamp(ev.at),
			"source": object{"type": "issue", "issue": source},
		}
	}
	o := e.eventJSON(by, i, ev)
	delete(o, "assigner")
	return o
}

// eventJSON is an entry of the older list of events.
func (e *Emulator) eventJSON(by actor, i *issue, ev *event) object {
	o := object{
		"id": ev.id, "node_id": ev.nodeID, "url": e.apiURL("repos/%s/issues/events/%d", i.repo.fullName(), ev.id),
		"actor": e.userText(ev.actor), "event": ev.kind, "commit_id": nil, "commit_url": nil, "created_at": stamp(ev.at),
		"performed_via_github_app": e.viaJSON(ev.via),
	}
	switch ev.kind {
	case "assigned", "unassigned":
		o["assignee"], o["assigner"] = e.userText(ev.assignee), e.userText(ev.actor)
	case "labeled", "unlabeled":
		o["label"] = object{"name": ev.label.name, "color": ev.label.color}
	case "milestoned", "demilestoned":
		o["milestone"] = object{"title": ev.milestone}
	case "renamed":
		o["rename"] = object{"from": ev.from, "to": ev.to}
	case "locked":
		o["lock_reason"] = textOrNull(ev.reason)
	case "closed", "reopened":
		o["state_reason"] = textOrNull(ev.reason)
		if c, ok := ev.closer.(*commit); ok {
			o["commit_id"], o["commit_url"] = c.sha, e.apiURL("repos/%s/commits/%s", i.repo.fullName(), c.sha)
		}
	case "review_requested", "review_request_removed":
		o.with(e.requestedJSON(ev))
	case "review_dismissed":
		o["dismissed_review"] = object{"state": ev.was, "review_id": ev.review.id, "dismissal_message": textOrNull(ev.message)}
	}
	if name, linked := linkMembers[ev.kind]; linked {
		o[name] = e.referenceJSON(by, ev.other)
	}
	return o
}

// requestedJSON is who was asked for a review, and by whom.
func (e *Emulator) requestedJSON(ev *event) object {
	o := object{"review_requester": e.userText(ev.actor)}
	if ev.reviewTeam != nil {
		return o.with(object{"requested_team": e.teamJSON(ev.reviewTeam)})
	}
	return o.with(object{"requested_reviewer": e.userText(ev.reviewer)})
}

// linkMembers names the member with the other issue, by kind of event.
var linkMembers = map[string]string{
	"sub_issue_added": "sub_issue", "sub_issue_removed": "sub_issue",
	"parent_issue_added": "parent_issue", "parent_issue_removed": "parent_issue",
	"blocked_by_added": "blocked_by", "blocked_by_removed": "blocked_by",
	"blocking_added": "blocking", "blocking_removed": "blocking",
}

// referenceJSON is another issue inside an event; null where the actor cannot see it.
func (e *Emulator) referenceJSON(by actor, i *issue) any {
	if i.isGone() || !by.sees(i.repo) {
		return nil
	}
	return object{
		"number": i.number, "title": i.title, "state": i.state(), "state_reason": textOrNull(i.reason),
		"repository": e.repositoryText(i.repo), "issue_type": nil,
	}
}
