package emulator

// pullJSON is a pull request as webhooks have it.
func (e *Emulator) pullJSON(i *issue) object {
	p := i.pull
	api, repo := e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number), e.apiURL("repos/%s", i.repo.fullName())
	issue := e.apiURL("repos/%s/issues/%d", i.repo.fullName(), i.number)
	statuses := repo + "/statuses/" + p.headSHA
	asIssue := e.issueJSON(i)
	o := object{
		"url": api, "id": p.id, "html_url": e.issueURL(i), "diff_url": e.issueURL(i) + ".diff", "patch_url": e.issueURL(i) + ".patch",
		"issue_url": issue, "commits_url": api + "/commits", "review_comments_url": api + "/comments",
		"review_comment_url": repo + "/pulls/comments{/number}", "comments_url": issue + "/comments", "statuses_url": statuses,
		"merged_at": stampOrNull(p.mergedAt), "merge_commit_sha": textOrNull(p.mergeSHA), "merged": p.merged,
		"merged_by": e.userOrNull(p.mergedBy), "draft": p.draft, "mergeable": nil, "rebaseable": nil, "mergeable_state": "unknown",
		"requested_reviewers": []object{}, "requested_teams": []object{}, "auto_merge": nil, "maintainer_can_modify": false,
		"review_comments": 0, "commits": 1, "additions": 1, "deletions": 1, "changed_files": 1,
		"head": e.branchJSON(i.repo, p.head, p.headSHA), "base": e.branchJSON(i.repo, i.repo.defaultBranch, p.baseSHA),
		"_links": object{
			"self": href(api), "html": href(e.issueURL(i)), "issue": href(issue), "comments": href(issue + "/comments"),
			"review_comments": href(api + "/comments"), "review_comment": href(repo + "/pulls/comments{/number}"),
			"commits": href(api + "/commits"), "statuses": href(statuses),
		},
	}
	for _, shared := range []string{
		"node_id", "number", "state", "locked", "title", "user", "body", "labels", "milestone", "created_at", "updated_at", "closed_at",
		"assignee", "assignees", "author_association", "active_lock_reason", "comments",
	} {
		o[shared] = asIssue[shared]
	}
	return o
}

func href(url string) object { return object{"href": url} }

func (e *Emulator) branchJSON(r *repository, name, sha string) object {
	repo := e.repositoryJSON(r).with(object{
		"allow_auto_merge": false, "allow_merge_commit": true, "allow_rebase_merge": true, "allow_squash_merge": true,
		"allow_update_branch": false, "delete_branch_on_merge": false, "use_squash_pr_title_as_default": false,
		"merge_commit_message": "PR_TITLE", "merge_commit_title": "MERGE_MESSAGE",
		"squash_merge_commit_message": "COMMIT_MESSAGES", "squash_merge_commit_title": "COMMIT_OR_PR_TITLE",
	})
	return object{"label": r.owner.login + ":" + name, "ref": name, "sha": sha, "user": e.ownerJSON(r.owner), "repo": repo}
}

// reviewJSON is a review as webhooks have it.
func (e *Emulator) reviewJSON(i *issue, rv *review) object {
	api := e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number)
	html := e.issueURL(i) + "#pullrequestreview-" + decimal(rv.id)
	return object{
		"id": rv.id, "node_id": rv.nodeID, "user": e.userJSON(rv.author), "body": textOrNull(rv.body), "state": rv.state,
		"commit_id": i.pull.headSHA, "submitted_at": stamp(rv.at), "updated_at": stamp(rv.at), "html_url": html, "pull_request_url": api,
		"author_association": association(i.repo, rv.author), "_links": object{"html": href(html), "pull_request": href(api)},
	}
}

// reviewedPullJSON is the shorter pull request of review payloads.
func (e *Emulator) reviewedPullJSON(i *issue) object {
	o := e.pullJSON(i)
	for _, absent := range []string{
		"merged", "mergeable", "rebaseable", "mergeable_state", "merged_by", "comments", "review_comments",
		"maintainer_can_modify", "commits", "additions", "deletions", "changed_files",
	} {
		delete(o, absent)
	}
	return o
}
