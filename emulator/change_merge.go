package emulator

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// mergeOrder is how to merge. Every field may be empty.
type mergeOrder struct {
	method string // merge, squash or rebase; merge when empty
	title  string
	text   string
	head   string // the hash that the head must have
}

// mergePull merges: the base branch moves, and where it is the default branch
// the issues that the pull request closes are closed.
func (t *tx) mergePull(i *issue, how mergeOrder) error {
	files, err := t.checkMerge(i, how)
	if err != nil {
		return err
	}
	p := i.pull
	made := t.mergeCommits(i, how, files)
	p.merged, p.mergedAt, p.mergedBy, p.mergeCommit = true, t.at, t.user, made
	fresh := t.moveBranch(i.repo, p.base, made)
	t.happened(i, "merged")
	t.applyState(i, true, "")
	if p.base != i.repo.defaultBranch {
		return nil
	}
	for _, other := range p.closes() {
		t.closeFor(other, i)
	}
	t.closeByMessages(i.repo, fresh)
	return nil
}

// checkMerge refuses what cannot be merged, and works out the files.
func (t *tx) checkMerge(i *issue, how mergeOrder) (map[string]*blob, error) {
	unable := func(message string) error {
		return &problem{status: http.StatusMethodNotAllowed, kind: "UNPROCESSABLE", message: message}
	}
	switch {
	case i.pull == nil || !t.sees(i.repo):
		return nil, notFound()
	case t.installation != nil && t.mayPush(i.repo) != nil:
		return nil, forbidden(messageNoAccess)
	case t.role(i.repo) < roleWrite:
		return nil, forbidden("Must have push access to the repository.")
	case i.repo.archived:
		return nil, forbidden(messageArchived)
	case i.closed:
		return nil, unable("Pull Request is not mergeable")
	case i.pull.draft:
		return nil, unable("Pull Request is still a draft")
	case !contains([]string{"", "merge", "squash", "rebase"}, how.method):
		return nil, invalid("Validation Failed", pullProblem("merge_method", "invalid", ""))
	case how.head != "" && how.head != i.pull.headCommit.sha:
		message := "Head branch was modified. Review and try the merge again."
		return nil, &problem{status: http.StatusConflict, kind: "UNPROCESSABLE", message: message}
	}
	files, clean := mergedFiles(i.pull.baseCommit, i.pull.headCommit)
	if !clean {
		return nil, unable("Pull Request is not mergeable")
	}
	return files, nil
}

// mergeCommits makes the commits that a merge adds and returns the last.
func (t *tx) mergeCommits(i *issue, how mergeOrder, files map[string]*blob) *commit {
	p := i.pull
	made := &commit{author: sign(t.user, t.at), files: files}
	if p.baseCommit != nil {
		made.parents = []*commit{p.baseCommit}
	}
	title, text := either(how.title, fmt.Sprintf("%s (#%d)", i.title, i.number)), how.text
	switch how.method {
	case "rebase":
		return t.rebase(i)
	case "squash":
		text = either(text, messagesOf(i.pull.commits()))
	default:
		made.parents = append(made.parents, p.headCommit)
		title = either(how.title, fmt.Sprintf("Merge pull request #%d from %s/%s", i.number, i.repo.owner.login, p.head))
		text = either(text, i.title)
	}
	made.message = strings.TrimSuffix(title+"\n\n"+text, "\n\n")
	return t.addCommit(i.repo, made)
}

// rebase makes the pull request's commits anew on top of its base.
func (t *tx) rebase(i *issue) *commit {
	on := i.pull.baseCommit
	for _, c := range i.pull.commits() {
		fresh := &commit{message: c.message, author: c.author, committer: sign(t.user, t.at), files: map[string]*blob{}}
		if on != nil {
			fresh.parents, fresh.files = []*commit{on}, maps.Clone(on.files)
		}
		for _, change := range c.changesFrom(c.firstParent()) {
			if fresh.files[change.path] = change.after; change.after == nil {
				delete(fresh.files, change.path)
			}
		}
		on = t.addCommit(i.repo, fresh)
	}
	return on
}

// commits are what a pull request adds to its base, oldest first. Once merged
// they are what it added then.
func (p *pull) commits() []*commit {
	found := p.headCommit.since(p.baseCommit)
	slices.Reverse(found)
	return found
}

// changes are the files that a pull request changes.
func (p *pull) changes() []fileChange {
	return p.headCommit.changesFrom(mergeBase(p.headCommit, p.baseCommit))
}

// mergeable reports whether base and head can be merged without a conflict.
func (p *pull) mergeable() bool {
	_, clean := mergedFiles(p.baseCommit, p.headCommit)
	return clean
}

// messagesOf is the text of a squash commit: the title of the only commit is
// taken up in the pull request's, several are listed.
func messagesOf(commits []*commit) string {
	if len(commits) == 1 {
		_, rest, _ := strings.Cut(commits[0].message, "\n\n")
		return rest
	}
	lines := make([]string, len(commits))
	for n, c := range commits {
		lines[n] = "* " + c.message
	}
	return strings.Join(lines, "\n\n")
}
