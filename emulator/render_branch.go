package emulator

// refJSON is a branch as one of Git's references.
func (e *Emulator) refJSON(r *repository, b *branch) object {
	return object{
		"ref": "refs/heads/" + b.name, "node_id": refNodeID(r, b.name), "url": e.apiURL("repos/%s/git/refs/heads/%s", r.fullName(), b.name),
		"object": object{"type": "commit", "sha": b.head.sha, "url": e.apiURL("repos/%s/git/commits/%s", r.fullName(), b.head.sha)},
	}
}

// shortBranchJSON is a branch in lists. No branch is protected.
func (e *Emulator) shortBranchJSON(r *repository, b *branch) object {
	return object{
		"name": b.name, "protected": false,
		"commit": object{"sha": b.head.sha, "url": e.apiURL("repos/%s/commits/%s", r.fullName(), b.head.sha)},
	}
}

// longBranchJSON is a branch by itself.
func (e *Emulator) longBranchJSON(r *repository, b *branch) object {
	api := e.apiURL("repos/%s/branches/%s", r.fullName(), b.name)
	return object{
		"name": b.name, "protected": false, "commit": e.commitJSON(r, b.head),
		"_links":         object{"self": api, "html": e.webURL("%s/tree/%s", r.fullName(), b.name)},
		"protection":     object{"enabled": false, "required_status_checks": object{"enforcement_level": "off", "contexts": []string{}, "checks": []object{}}},
		"protection_url": api + "/protection",
	}
}

// gitCommitJSON is a commit as Git has it, which answers to writes of files contain.
func (e *Emulator) gitCommitJSON(r *repository, c *commit) object {
	return object{
		"sha": c.sha, "node_id": c.nodeID(r), "url": e.apiURL("repos/%s/git/commits/%s", r.fullName(), c.sha),
		"html_url": e.webURL("%s/commit/%s", r.fullName(), c.sha), "author": c.author.json(), "committer": c.committer.json(),
		"message": c.message, "tree": e.treeJSON(r, c), "verification": unverified(),
		"parents": list(c.parents, func(p *commit) object { return e.parentJSON(r, p) }),
	}
}
