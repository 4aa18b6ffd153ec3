package emulator

import "slices"

// checkJSON is a check run as the API has it.
func (e *Emulator) checkJSON(c *check) object {
	api := e.apiURL("repos/%s/check-runs/%d", c.repo.fullName(), c.id)
	page := e.webURL("%s/runs/%d", c.repo.fullName(), c.id)
	return object{
		"id": c.id, "node_id": c.nodeID, "head_sha": c.head.sha, "name": c.name, "external_id": c.externalID, "url": api, "html_url": page,
		"details_url": either(c.detailsURL, e.app.homepage), "status": c.status, "conclusion": textOrNull(c.conclusion),
		"started_at": stampOrNull(c.startedAt), "completed_at": stampOrNull(c.completedAt),
		"output": object{
			"title": textOrNull(c.title), "summary": textOrNull(c.summary), "text": textOrNull(c.text),
			"annotations_count": len(c.annotations), "annotations_url": api + "/annotations",
		},
		"check_suite": object{"id": c.suite}, "app": e.viaJSON(e.app), "pull_requests": list(c.pulls(), e.minimalPullJSON),
	}
}

// checkPayload is a check run as webhooks have it, with more of its suite.
func (e *Emulator) checkPayload(c *check) object {
	suite := object{
		"id": c.suite, "node_id": nodeID("CS", c.repo.id, c.suite), "head_sha": c.head.sha, "head_branch": nil, "before": nil, "after": nil,
		"status": c.status, "conclusion": textOrNull(c.conclusion), "url": e.apiURL("repos/%s/check-suites/%d", c.repo.fullName(), c.suite),
		"app": e.viaJSON(e.app), "created_at": stamp(c.startedAt), "updated_at": stamp(c.startedAt), "pull_requests": []object{},
	}
	if pulls := c.pulls(); len(pulls) > 0 {
		suite["head_branch"], suite["pull_requests"] = pulls[0].pull.head, list(pulls, e.minimalPullJSON)
	}
	return e.checkJSON(c).with(object{"check_suite": suite})
}

// pulls are the open pull requests whose head is the commit. Those from forks
// are not among them: GitHub's page "Webhook events and payloads", check_run.
func (c *check) pulls() []*issue {
	return slices.DeleteFunc(c.repo.openPulls(), func(i *issue) bool { return i.pull.headCommit != c.head || i.pull.fork != nil })
}

func (e *Emulator) minimalPullJSON(i *issue) object {
	end := func(name string, at *commit) object {
		repo := object{"id": i.repo.id, "url": e.apiURL("repos/%s", i.repo.fullName()), "name": i.repo.name}
		return object{"ref": name, "sha": shaOf(at), "repo": repo}
	}
	return object{
		"id": i.pull.id, "number": i.number, "url": e.apiURL("repos/%s/pulls/%d", i.repo.fullName(), i.number),
		"head": end(i.pull.head, i.pull.headCommit), "base": end(i.pull.base, i.pull.baseCommit),
	}
}

func (e *Emulator) annotationJSON(c *check, a annotation) object {
	column := func(n int) any {
		if n == 0 {
			return nil
		}
		return n
	}
	return object{
		"path": a.Path, "blob_href": e.webURL("%s/blob/%s/%s", c.repo.fullName(), c.head.sha, a.Path),
		"start_line": a.StartLine, "end_line": a.EndLine, "start_column": column(a.StartColumn), "end_column": column(a.EndColumn),
		"annotation_level": a.Level, "title": textOrNull(a.Title), "message": a.Message, "raw_details": textOrNull(a.Details),
	}
}
