package emulator

// pushed is one push: a branch went from before, nil for a new branch, to
// after, nil for one that was deleted, by commits that it did not have.
type pushed struct {
	branch        string
	before, after *commit
	commits       []*commit // oldest first
}

// maxPushed is how many commits a push payload lists at most; docs, Webhook
// events and payloads.
const maxPushed = 2048

// pushJSON is the payload of a push.
func (t *tx) pushJSON(r *repository, p pushed) object {
	from, to := shaOf(p.before), shaOf(p.after)
	commits := list(p.commits[:min(len(p.commits), maxPushed)], func(c *commit) object { return t.pushedCommitJSON(r, c) })
	o := object{
		"ref": "refs/heads/" + p.branch, "base_ref": nil, "before": from, "after": to,
		"created": p.before == nil, "deleted": p.after == nil, "forced": p.forced(), "commits": commits, "head_commit": nil,
		"compare": t.webURL("%s/compare/%.12s...%.12s", r.fullName(), from, to),
		"pusher":  object{"name": t.user.login, "email": sign(t.user, t.at).email}, "repository": t.pushedRepositoryJSON(r),
	}
	if p.after != nil {
		o["head_commit"] = t.pushedCommitJSON(r, p.after)
	}
	return o
}

// forced holds when the branch lost commits.
func (p pushed) forced() bool {
	return p.before != nil && p.after != nil && mergeBase(p.before, p.after) != p.before
}

func shaOf(c *commit) string {
	if c == nil {
		return noCommit
	}
	return c.sha
}

// pushedCommitJSON is a commit in push payloads, with the paths that differ from its first parent.
func (e *Emulator) pushedCommitJSON(r *repository, c *commit) object {
	paths := map[string][]string{"added": {}, "modified": {}, "removed": {}}
	for _, change := range c.changesFrom(c.firstParent()) {
		paths[change.status()] = append(paths[change.status()], change.path)
	}
	return object{
		"id": c.sha, "tree_id": c.treeSHA(), "distinct": true, "message": c.message, "timestamp": stamp(c.committer.at),
		"url": e.webURL("%s/commit/%s", r.fullName(), c.sha), "author": c.author.pushedJSON(), "committer": c.committer.pushedJSON(),
		"added": paths["added"], "modified": paths["modified"], "removed": paths["removed"],
	}
}

func (s signature) pushedJSON() object {
	o := object{"name": s.name, "email": s.email}
	if s.user != nil {
		o["username"] = s.user.login
	}
	return o
}

func (c *commit) firstParent() *commit {
	if len(c.parents) == 0 {
		return nil
	}
	return c.parents[0]
}

// treeSHA names the commit's files as a whole; it is not Git's own hash.
func (c *commit) treeSHA() string { return blobSHA("tree " + c.sha) }
