package emulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// branch is a name for a commit and what led to it.
type branch struct {
	name string
	head *commit
}

// commit is one state of all files. Neither it nor its files ever change.
type commit struct {
	sha       string
	message   string
	author    signature
	committer signature
	parents   []*commit
	files     map[string]*blob // by path; shared between commits that do not differ
}

// signature is who made a commit and when.
type signature struct {
	user  *user // nil when the address is no user's
	name  string
	email string
	at    time.Time
}

type blob struct {
	sha  string
	text string
}

// branch finds a branch by its exact name, with or without refs/heads/; nil if there is none.
func (r *repository) branch(name string) *branch {
	name = strings.TrimPrefix(name, "refs/heads/")
	for _, b := range r.branches {
		if b.name == name {
			return b
		}
	}
	return nil
}

// head is the newest commit of the default branch; nil in an empty repository.
func (r *repository) head() *commit {
	if b := r.branch(r.defaultBranch); b != nil {
		return b.head
	}
	return nil
}

// file is a file on the default branch; nil if there is none.
func (r *repository) file(path string) *blob {
	if r.head() == nil {
		return nil
	}
	return r.head().files[path]
}

// commitAt finds a commit by hash, branch or, for no name, at the head of the
// default branch; nil if there is none.
func (r *repository) commitAt(name string) *commit {
	if name == "" || name == "HEAD" {
		return r.head()
	}
	if b := r.branch(name); b != nil {
		return b.head
	}
	for _, c := range r.commits {
		if c.sha == name {
			return c
		}
	}
	return nil
}

// since lists a commit and all that led to it, the newest first, without what
// led to another, which may be nil.
func (c *commit) since(other *commit) []*commit {
	known := map[*commit]bool{}
	walk(other, known)
	return walk(c, known)
}

// walk lists a commit and its ancestors, each before its parents, and marks
// them; what is marked already is left out.
func walk(from *commit, marked map[*commit]bool) []*commit {
	var found []*commit
	var visit func(*commit)
	visit = func(c *commit) {
		if c == nil || marked[c] {
			return
		}
		marked[c] = true
		for _, parent := range slices.Backward(c.parents) {
			visit(parent)
		}
		found = append(found, c)
	}
	visit(from)
	slices.Reverse(found)
	return found
}

// mergeBase is the newest commit that led to both; nil if there is none.
func mergeBase(a, b *commit) *commit {
	known := map[*commit]bool{}
	walk(a, known)
	for _, c := range b.since(nil) {
		if known[c] {
			return c
		}
	}
	return nil
}

// fileChange is what happened to one file between two commits.
type fileChange struct {
	path   string
	before *blob // nil when it was added
	after  *blob // nil when it was removed
}

// changesFrom are the differences of a commit's files to those of another,
// which may be nil, by path.
func (c *commit) changesFrom(other *commit) []fileChange {
	var old, fresh map[string]*blob
	if other != nil {
		old = other.files
	}
	if c != nil {
		fresh = c.files
	}
	var changes []fileChange
	for path, b := range fresh {
		if was := old[path]; was == nil || was.sha != b.sha {
			changes = append(changes, fileChange{path, was, b})
		}
	}
	for path, b := range old {
		if fresh[path] == nil {
			changes = append(changes, fileChange{path, b, nil})
		}
	}
	slices.SortFunc(changes, func(a, b fileChange) int { return strings.Compare(a.path, b.path) })
	return changes
}

// status is the change as GitHub names it; renames are told as two changes.
func (f fileChange) status() string {
	switch {
	case f.before == nil:
		return "added"
	case f.after == nil:
		return "removed"
	default:
		return "modified"
	}
}

// added and removed count a file's lines. Between the first and the last
// difference all lines count as changed.
func (f fileChange) added() int {
	_, after := f.differing()
	return len(after)
}

func (f fileChange) removed() int {
	before, _ := f.differing()
	return len(before)
}

// differing are the lines before and after without what is the same at both ends.
func (f fileChange) differing() (before, after []string) {
	before, after = f.before.textLines(), f.after.textLines()
	for len(before) > 0 && len(after) > 0 && before[0] == after[0] {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return before, after
}

// textLines are a blob's lines with their ends; none for no blob.
func (b *blob) textLines() []string {
	if b == nil || b.text == "" {
		return nil
	}
	return strings.SplitAfter(strings.TrimSuffix(b.text, "\n"), "\n")
}

// mergedFiles are the files of base with what head changed since they parted;
// false when both changed a file in different ways.
func mergedFiles(base, head *commit) (map[string]*blob, bool) {
	from := mergeBase(base, head)
	theirs := map[string]fileChange{}
	for _, change := range base.changesFrom(from) {
		theirs[change.path] = change
	}
	files := map[string]*blob{}
	if base != nil {
		files = maps.Clone(base.files)
	}
	for _, change := range head.changesFrom(from) {
		if other, both := theirs[change.path]; both && blobName(other.after) != blobName(change.after) {
			return nil, false
		}
		if change.after == nil {
			delete(files, change.path)
		} else {
			files[change.path] = change.after
		}
	}
	return files, true
}

// blobName is a blob's hash; empty for no blob.
func blobName(b *blob) string {
	if b == nil {
		return ""
	}
	return b.sha
}
