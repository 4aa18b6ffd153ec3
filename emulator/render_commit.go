package emulator

import (
	"cmp"
	"net/url"
)

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

// nodeID is the commit's node id in a repository.
func (c *commit) nodeID(r *repository) string { return namedNodeID("C", c.sha, r.id) }

// commitJSON is a commit in lists and inside branches.
func (e *Emulator) commitJSON(r *repository, c *commit) object {
	api := e.apiURL("repos/%s/commits/%s", r.fullName(), c.sha)
	return object{
		"sha": c.sha, "node_id": c.nodeID(r), "url": api, "html_url": e.webURL("%s/commit/%s", r.fullName(), c.sha),
		"comments_url": api + "/comments", "author": e.userOrNull(c.author.user), "committer": e.userOrNull(c.committer.user),
		"parents": list(c.parents, func(p *commit) object { return e.parentJSON(r, p) }),
		"commit": object{
			"author": c.author.json(), "committer": c.committer.json(), "message": c.message, "comment_count": 0,
			"url":  e.apiURL("repos/%s/git/commits/%s", r.fullName(), c.sha),
			"tree": e.treeJSON(r, c), "verification": unverified(),
		},
	}
}

// commitAnswer is a commit by itself, with what it changed.
func (e *Emulator) commitAnswer(r *repository, c *commit) object {
	changes := c.changesFrom(c.firstParent())
	additions, deletions := 0, 0
	for _, f := range changes {
		additions, deletions = additions+f.added(), deletions+f.removed()
	}
	return e.commitJSON(r, c).with(object{
		"stats": object{"total": additions + deletions, "additions": additions, "deletions": deletions},
		"files": list(changes, func(f fileChange) object { return e.changeJSON(r, c, f) }),
	})
}

// changeJSON is one changed file of a commit or pull request, without a patch.
func (e *Emulator) changeJSON(r *repository, at *commit, f fileChange) object {
	added, removed := f.added(), f.removed()
	escaped := (&url.URL{Path: f.path}).EscapedPath()
	o := object{
		"sha": nil, "filename": f.path, "status": f.status(), "additions": added, "deletions": removed, "changes": added + removed,
		"blob_url": e.webURL("%s/blob/%s/%s", r.fullName(), at.sha, escaped), "raw_url": e.webURL("%s/raw/%s/%s", r.fullName(), at.sha, escaped),
		"contents_url": e.apiURL("repos/%s/contents/%s?ref=%s", r.fullName(), escaped, at.sha),
	}
	if b := cmp.Or(f.after, f.before); b != nil {
		o["sha"] = b.sha
	}
	return o
}

func (e *Emulator) parentJSON(r *repository, c *commit) object {
	return object{
		"sha": c.sha, "url": e.apiURL("repos/%s/commits/%s", r.fullName(), c.sha), "html_url": e.webURL("%s/commit/%s", r.fullName(), c.sha),
	}
}

func (e *Emulator) treeJSON(r *repository, c *commit) object {
	return object{"sha": c.treeSHA(), "url": e.apiURL("repos/%s/git/trees/%s", r.fullName(), c.treeSHA())}
}

func (s signature) json() object {
	return object{"name": s.name, "email": s.email, "date": stamp(s.at)}
}

// unverified is what is known of a signature that nobody made.
func unverified() object {
	return object{"verified": false, "reason": "unsigned", "signature": nil, "payload": nil, "verified_at": nil}
}
