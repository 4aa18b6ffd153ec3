package emulator

import (
	"crypto/sha1" //nolint:gosec // Git names objects by SHA-1
	"encoding/hex"
	"fmt"
	"maps"
	"strings"
)

// noCommit is the commit before the first.
const noCommit = "0000000000000000000000000000000000000000"

// pushFile commits one file to the default branch; a nil text deletes it.
func (t *tx) pushFile(r *repository, path string, text *string) error {
	switch {
	case !t.sees(r):
		return notFound()
	case t.role(r) < roleWrite || t.installation != nil:
		return forbidden("Must have push access to the repository.")
	case r.archived:
		return forbidden(messageArchived)
	case path == "" || strings.HasPrefix(path, "/"):
		return invalid("path is missing or malformed")
	}
	verb := "Update "
	if text == nil {
		verb = "Delete "
	}
	t.commit(r, verb+path, map[string]*string{path: text})
	return nil
}

// commit adds a commit to the default branch and tells of the push.
func (t *tx) commit(r *repository, message string, changed map[string]*string) {
	before := r.head()
	t.newCommit(r, t.actor, message, changed)
	r.head().at, r.pushedAt, r.updatedAt = t.at, t.at, t.at
	t.emit("push", "", r.owner, r, t.pushJSON(r, before, r.head(), changed))
}

// newCommit adds a commit without telling anybody.
func (e *Emulator) newCommit(r *repository, by actor, message string, changed map[string]*string) {
	files := map[string]*blob{}
	if head := r.head(); head != nil {
		files = maps.Clone(head.files)
	}
	for path, text := range changed {
		if text == nil {
			delete(files, path)
			continue
		}
		files[path] = &blob{sha: blobSHA(*text), text: *text}
	}
	r.commits = append(r.commits, &commit{sha: e.ids.hex("sha", 40), message: message, author: by.user, files: files})
}

// blobSHA is the name Git gives a file's content.
func blobSHA(text string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(text), text)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}

func (t *tx) pushJSON(r *repository, before, after *commit, changed map[string]*string) object {
	added, modified, removed := []string{}, []string{}, []string{}
	for path, text := range changed {
		switch {
		case text == nil:
			removed = append(removed, path)
		case before == nil || before.files[path] == nil:
			added = append(added, path)
		default:
			modified = append(modified, path)
		}
	}
	person := object{"name": after.author.login, "username": after.author.login, "email": after.author.login + "@users.noreply.example"}
	made := object{
		"id": after.sha, "tree_id": after.sha, "distinct": true, "message": after.message, "timestamp": stamp(after.at),
		"url": t.webURL("%s/commit/%s", r.fullName(), after.sha), "author": person, "committer": person,
		"added": added, "modified": modified, "removed": removed,
	}
	from := noCommit
	if before != nil {
		from = before.sha
	}
	return object{
		"ref": "refs/heads/" + r.defaultBranch, "base_ref": nil, "before": from, "after": after.sha,
		"created": before == nil, "deleted": false, "forced": false, "commits": []object{made}, "head_commit": made,
		"compare": t.webURL("%s/compare/%.12s...%.12s", r.fullName(), from, after.sha),
		"pusher":  object{"name": after.author.login, "email": person["email"]}, "repository": t.pushedRepositoryJSON(r),
	}
}

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
		p.pull.closes = replaced(p.pull.closes, from, to)
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
