package emulator

import (
	"net/http"
	"strings"
)

// fileWrite is one file to write or, without a text, to delete.
type fileWrite struct {
	path    string
	branch  string // the default one when empty
	message string // one that names the path when empty
	text    *string
	// was is the hash of the file that is replaced; empty for a file that is not there yet.
	was               string
	author, committer signature // the actor's when empty
}

// pushFile is writeFile for who does not care what the file was.
func (t *tx) pushFile(r *repository, branchName, path string, text *string) error {
	if err := t.mayPush(r); err != nil {
		return err
	}
	w := fileWrite{path: path, branch: branchName, text: text}
	if b := r.branch(either(branchName, r.defaultBranch)); b != nil && b.head.files[path] != nil {
		w.was = b.head.files[path].sha
	}
	_, err := t.writeFile(r, w)
	return err
}

// writeFile commits one file to a branch.
func (t *tx) writeFile(r *repository, w fileWrite) (*commit, error) {
	if err := t.mayPush(r); err != nil {
		return nil, err
	}
	name := either(w.branch, r.defaultBranch)
	on := r.branch(name)
	if on == nil && len(r.branches) > 0 {
		return nil, missingPlace("Branch " + name + " not found")
	}
	var files map[string]*blob
	if on != nil {
		files = on.head.files
	}
	if err := w.check(files); err != nil {
		return nil, err
	}
	message := w.message
	switch {
	case message != "":
	case w.text == nil:
		message = "Delete " + w.path
	case files[w.path] == nil:
		message = "Create " + w.path
	default:
		message = "Update " + w.path
	}
	made := &commit{message: message, author: w.author, committer: w.committer}
	t.wrote("write file", r.fullName()+"/"+w.path, message)
	return t.commitOn(r, name, made, map[string]*string{w.path: w.text}), nil
}

// check refuses a path that cannot be, and a file that is not what it was.
func (w fileWrite) check(files map[string]*blob) error {
	for part := range strings.SplitSeq(w.path, "/") {
		if part == "" || part == "." || part == ".." || part == ".git" || strings.Contains(part, "\x00") {
			return invalid("path contains a malformed path component")
		}
	}
	for other := range files {
		if strings.HasPrefix(other, w.path+"/") || strings.HasPrefix(w.path, other+"/") {
			return invalid("path is a folder, or below a file")
		}
	}
	now := files[w.path]
	switch {
	case now == nil && w.text == nil:
		return notFound()
	case now != nil && w.was == "":
		return notSupplied("sha")
	case w.was != "" && blobName(now) != w.was:
		return &problem{status: http.StatusConflict, kind: "UNPROCESSABLE", message: w.path + " does not match " + w.was}
	}
	return nil
}

// missingPlace is a 404 that says what there is not.
func missingPlace(message string) *problem {
	p := notFound()
	p.message = message
	return p
}

// commitOn commits changed files, nil to delete one, to a branch. Who commits
// is the actor unless the commit says otherwise.
func (t *tx) commitOn(r *repository, name string, made *commit, changed map[string]*string) *commit {
	if made.author.name == "" {
		made.author = sign(t.user, t.at)
	}
	var files map[string]*blob
	if b := r.branch(name); b != nil {
		made.parents, files = []*commit{b.head}, b.head.files
	}
	made.files = withChanged(files, changed)
	t.push(r, name, t.addCommit(r, made))
	return made
}
