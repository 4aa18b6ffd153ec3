package emulator

import "strings"

// pullJSON is a pull request as webhooks have it. Whether it can be merged is
// not known yet when they are sent.
func (e *Emulator) pullJSON(i *issue) object {
	p := i.pull
	changes := p.changes()
	additions, deletions := 0, 0
	for _, change := range changes {
		additions, deletions = additions+change.added(), deletions+change.removed()
	}
	return e.shortPullJSON(i).with(object{
		"merged": p.merged, "merged_by": e.userOrNull(p.mergedBy), "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown",
		"comments": len(i.comments), "review_comments": 0, "maintainer_can_modify": false,
		"commits": len(p.commits()), "additions": additions, "deletions": deletions, "changed_files": len(changes),
	})
}

// pullAnswer is pullJSON as the API has it: it knows whether it can be merged.
func (e *Emulator) pullAnswer(i *issue) object {
	o := e.pullJSON(i)
	switch {
	case i.closed:
	case !i.pull.mergeable():
		o["mergeable"], o["rebaseable"], o["mergeable_state"] = false, false, "dirty"
	case i.pull.draft:
		o["mergeable"], o["rebaseable"], o["mergeable_state"] = true, true, "draft"
	default:
		o["mergeable"], o["rebaseable"], o["mergeable_state"] = true, true, "clean"
	}
	return o
}

// shortPullJSON is a pull request in lists and in the payloads of reviews.
func (e *Emulator) shortPullJSON(i *issue) object {
	p := i.pull
	api, repo := e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number), e.apiURL("repos/%s", i.repo.fullName())
	issue := e.apiURL("repos/%s/issues/%d", i.repo.fullName(), i.number)
	statuses := repo + "/statuses/" + p.headCommit.sha
	asIssue := e.issueJSON(i)
	o := object{
		"url": api, "id": p.id, "html_url": e.issueURL(i), "diff_url": e.issueURL(i) + ".diff", "patch_url": e.issueURL(i) + ".patch",
		"issue_url": issue, "commits_url": api + "/commits", "review_comments_url": api + "/comments",
		"review_comment_url": repo + "/pulls/comments{/number}", "comments_url": issue + "/comments", "statuses_url": statuses,
		"merged_at": stampOrNull(p.mergedAt), "merge_commit_sha": nil, "draft": p.draft, "auto_merge": nil,
		"requested_reviewers": list(p.reviewers, e.userText), "requested_teams": list(p.reviewTeams, e.teamJSON),
		"head": e.headJSON(i), "base": e.branchJSON(i.repo, p.base, p.baseCommit),
		"_links": object{
			"self": href(api), "html": href(e.issueURL(i)), "issue": href(issue), "comments": href(issue + "/comments"),
			"review_comments": href(api + "/comments"), "review_comment": href(repo + "/pulls/comments{/number}"),
			"commits": href(api + "/commits"), "statuses": href(statuses),
		},
	}
	if p.mergeCommit != nil {
		o["merge_commit_sha"] = p.mergeCommit.sha
	}
	for _, shared := range []string{
		"node_id", "number", "state", "locked", "title", "user", "body", "labels", "milestone", "created_at", "updated_at", "closed_at",
		"assignee", "assignees", "author_association", "active_lock_reason",
	} {
		o[shared] = asIssue[shared]
	}
	return o
}

func href(url string) object { return object{"href": url} }

// headJSON is the branch that a pull request comes from. A fork has the name and
// the settings of its repository, and ids that lead nowhere.
func (e *Emulator) headJSON(i *issue) object {
	p := i.pull
	head := e.branchJSON(i.repo, p.head, p.headCommit)
	if p.fork == nil {
		return head
	}
	repo, _ := head["repo"].(object)
	owner := e.userJSON(p.fork)
	repo.with(object{"full_name": p.fork.login + "/" + i.repo.name, "owner": owner, "fork": true, "id": p.fork.id, "html_url": e.webURL("%s/%s", p.fork.login, i.repo.name)})
	return head.with(object{"label": p.fork.login + ":" + p.head, "user": owner})
}

func (e *Emulator) branchJSON(r *repository, name string, at *commit) object {
	repo := e.repositoryJSON(r).with(object{
		"allow_auto_merge": false, "allow_merge_commit": true, "allow_rebase_merge": true, "allow_squash_merge": true,
		"allow_update_branch": false, "delete_branch_on_merge": false, "use_squash_pr_title_as_default": false,
		"merge_commit_message": "PR_TITLE", "merge_commit_title": "MERGE_MESSAGE",
		"squash_merge_commit_message": "COMMIT_MESSAGES", "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
	})
	return object{"label": r.owner.login + ":" + name, "ref": name, "sha": shaOf(at), "user": e.ownerJSON(r.owner), "repo": repo}
}

// reviewJSON is a review as webhooks have it; the API writes its state in capitals.
func (e *Emulator) reviewJSON(rv *review) object {
	i := rv.pull
	api := e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number)
	html := e.issueURL(i) + "#pullrequestreview-" + decimal(rv.id)
	return object{
		"id": rv.id, "node_id": rv.nodeID, "user": e.userJSON(rv.author), "body": textOrNull(rv.body), "state": rv.state,
		"commit_id": rv.commit.sha, "submitted_at": stampOrNull(rv.at), "updated_at": stamp(rv.updatedAt),
		"html_url": html, "pull_request_url": api,
		"author_association": association(i.repo, rv.author), "_links": object{"html": href(html), "pull_request": href(api)},
	}
}

// reviewAnswer is a review as the API has it; a pending one has no time.
func (e *Emulator) reviewAnswer(rv *review) object {
	o := e.reviewJSON(rv).with(object{"state": strings.ToUpper(rv.state), "body": rv.body})
	delete(o, "updated_at")
	if rv.at.IsZero() {
		delete(o, "submitted_at")
	}
	return o
}
