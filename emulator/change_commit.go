package emulator

import (
	"crypto/sha1" //nolint:gosec // Git names objects by SHA-1
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"
)

// noCommit is the commit before the first.
const noCommit = "0000000000000000000000000000000000000000"

// mayPush refuses those who cannot write to a repository's files.
func (t *tx) mayPush(r *repository) error {
	switch {
	case t.user == nil || !t.sees(r):
		return notFound()
	case !t.holds("contents", levelWrite, r):
		return forbidden(messageNoAccess)
	case t.installation == nil && t.role(r) < roleWrite:
		return forbidden("Must have push access to the repository.")
	case r.archived:
		return forbidden(messageArchived)
	}
	return nil
}

// push moves a branch, which is made if there is none, to a commit and tells of
// it. Commits that so come to the default branch close issues by their messages.
func (t *tx) push(r *repository, name string, to *commit) {
	fresh := t.moveBranch(r, name, to)
	if name == r.defaultBranch {
		t.closeByMessages(r, fresh)
	}
}

// moveBranch is push without closing issues. It returns the commits that the
// branch did not have, oldest first. Open pull requests from the branch follow.
func (t *tx) moveBranch(r *repository, name string, to *commit) []*commit {
	var before *commit
	b := r.branch(name)
	if b == nil {
		b = &branch{name: name}
		r.branches = append(r.branches, b)
	} else {
		before = b.head
	}
	known := before
	if before == nil {
		known = r.head()
	}
	fresh := to.since(known)
	slices.Reverse(fresh)
	b.head, r.pushedAt, r.updatedAt = to, t.at, t.at
	if before == nil && name != r.defaultBranch {
		t.emit("create", "", r.owner, r, object{
			"ref": name, "ref_type": "branch", "master_branch": r.defaultBranch, "description": textOrNull(r.description), "pusher_type": "user",
		})
	}
	t.emit("push", "", r.owner, r, t.pushJSON(r, pushed{name, before, to, fresh}))
	t.follow(r, name, to)
	return fresh
}

// dropBranch deletes a branch. Open pull requests from it and into it are closed.
func (t *tx) dropBranch(r *repository, b *branch) {
	r.branches = without(r.branches, b)
	r.pushedAt, r.updatedAt = t.at, t.at
	t.emit("delete", "", r.owner, r, object{"ref": b.name, "ref_type": "branch", "pusher_type": "user"})
	t.emit("push", "", r.owner, r, t.pushJSON(r, pushed{b.name, b.head, nil, nil}))
	for _, i := range r.openPulls() {
		from := i.pull.fork == nil && i.pull.head == b.name
		if from {
			t.happened(i, "head_ref_deleted")
		}
		if from || i.pull.base == b.name {
			t.applyState(i, true, "")
		}
	}
}

// createBranch makes a branch at a commit.
func (t *tx) createBranch(r *repository, name, sha string) error {
	if err := t.mayPush(r); err != nil {
		return err
	}
	at := r.commitAt(sha)
	switch {
	case !validBranch(name):
		return invalid("Reference name is not valid.")
	case r.branch(name) != nil:
		return invalid("Reference already exists")
	case at == nil || at.sha != sha:
		return invalid("Object does not exist")
	}
	t.push(r, name, at)
	return nil
}

// setHead moves a branch to a commit that it leads to or, when forced, to any.
func (t *tx) setHead(r *repository, b *branch, sha string, force bool) error {
	if err := t.mayPush(r); err != nil {
		return err
	}
	to := r.commitAt(sha)
	switch {
	case to == nil || to.sha != sha:
		return invalid("Object does not exist")
	case !force && mergeBase(b.head, to) != b.head:
		return invalid("Update is not a fast forward")
	case to != b.head:
		t.push(r, b.name, to)
	}
	return nil
}

// deleteBranch deletes a branch other than the default one.
func (t *tx) deleteBranch(r *repository, name string) error {
	if err := t.mayPush(r); err != nil {
		return err
	}
	b := r.branch(name)
	switch {
	case b == nil:
		return invalid("Reference does not exist")
	case b.name == r.defaultBranch:
		return invalid("Cannot delete the default branch")
	}
	t.dropBranch(r, b)
	return nil
}

// badInBranch is what Git refuses in the name of a branch.
var badInBranch = regexp.MustCompile(`[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|^[/.-]|[/.]$|\.lock(/|$)`)

func validBranch(name string) bool {
	return name != "" && len(name) <= 255 && name != "@" && !badInBranch.MatchString(name)
}

// mailHost ends the address that commits show of a user.
const mailHost = "@users.noreply.example"

// sign is a user's signature.
func sign(u *user, at time.Time) signature {
	return signature{user: u, name: u.login, email: u.login + mailHost, at: at}
}

// addCommit names a commit and keeps it, without telling anybody. Who commits
// is the author unless it says otherwise.
func (e *Emulator) addCommit(r *repository, c *commit) *commit {
	c.sha = e.ids.hex("sha", 40)
	if c.committer.name == "" {
		c.committer = c.author
	}
	r.commits = append(r.commits, c)
	return c
}

// withChanged are files with some of them replaced, or deleted where the text is nil.
func withChanged(files map[string]*blob, changed map[string]*string) map[string]*blob {
	if len(changed) == 0 {
		return files
	}
	made := make(map[string]*blob, len(files)+len(changed))
	maps.Copy(made, files)
	for path, text := range changed {
		if text == nil {
			delete(made, path)
			continue
		}
		made[path] = &blob{sha: blobSHA(*text), text: *text}
	}
	return made
}

// blobSHA is the name Git gives a file's content.
func blobSHA(text string) string {
	sum := sha1.Sum(fmt.Appendf(nil, "blob %d\x00%s", len(text), text)) //nolint:gosec // as above
	return hex.EncodeToString(sum[:])
}
