package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// pullDraft is a pull request to open. The head may be "branch" or
// "owner:branch"; with an issue its title and body are taken and it becomes the
// pull request.
type pullDraft struct {
	title, body string
	head, base  string
	draft       bool
	issue       *issue
}

// openPull opens a pull request.
func (t *tx) openPull(r *repository, d pullDraft) (*issue, error) {
	head, base, err := t.checkPull(r, d)
	if err != nil {
		return nil, err
	}
	i := d.issue
	if i == nil {
		i = t.newIssue(r, 0, t.actor, t.at)
		i.title, i.body = d.title, d.body
	}
	t.becomePull(i, head, base)
	i.pull.draft, i.updatedAt = d.draft, t.at
	t.relinkMentions(i)
	t.wrote("create pull request", i.ref().String(), i.title+"\n"+i.body)
	t.emitIssue(i, "opened", nil)
	t.refer(i, "", i.body)
	return i, nil
}

// openChange opens a pull request from a fresh branch of its own. Issues that
// its description does not say it closes are linked by hand, wherever they are.
func (t *tx) openChange(r *repository, title, body string, closes []*issue) (*issue, error) {
	if err := t.mayOpenPull(r, pullDraft{title: title, body: body}); err != nil {
		return nil, err
	}
	i := t.newPull(r, 0, t.actor, t.at)
	i.title, i.body = title, body
	mentions := t.mentioned(i, t.actor)
	i.relink(mentions, slices.DeleteFunc(slices.Clone(closes), func(other *issue) bool { return contains(mentions, other) }))
	for _, other := range i.pull.closes() {
		other.updatedAt = t.at
	}
	t.emitIssue(i, "opened", nil)
	t.refer(i, "", i.body)
	return i, nil
}

// openFromFork opens a pull request from the actor's fork, with one commit.
func (t *tx) openFromFork(r *repository, title string, changed map[string]*string) (*issue, error) {
	if err := t.mayOpenPull(r, pullDraft{title: title}); err != nil {
		return nil, err
	}
	i := t.newIssue(r, 0, t.actor, t.at)
	i.title = title
	head := &branch{name: fmt.Sprintf("patch-%d", i.number), head: t.forkCommit(r, r.head(), changed)}
	t.becomePull(i, head, &branch{name: r.defaultBranch, head: r.head()})
	i.pull.fork, i.updatedAt = t.user, t.at
	t.emitIssue(i, "opened", nil)
	return i, nil
}

// forkCommit makes a commit that no branch of the repository has.
func (t *tx) forkCommit(r *repository, on *commit, changed map[string]*string) *commit {
	made := &commit{message: "Change it", author: sign(t.user, t.at), parents: []*commit{on}, files: withChanged(on.files, changed)}
	return t.addCommit(r, made)
}

// checkPull refuses what GitHub refuses, and finds the branches.
func (t *tx) checkPull(r *repository, d pullDraft) (head, base *branch, err error) {
	if err := t.mayOpenPull(r, d); err != nil {
		return nil, nil, err
	}
	name := d.head
	if owner, branch, qualified := strings.Cut(d.head, ":"); qualified && sameFold(owner, r.owner.login) {
		name = branch
	}
	if head = r.branch(name); head == nil {
		return nil, nil, invalid("Validation Failed", pullProblem("head", "invalid", ""))
	}
	if base = r.branch(d.base); base == nil {
		return nil, nil, invalid("Validation Failed", pullProblem("base", "invalid", ""))
	}
	if len(head.head.since(base.head)) == 0 {
		return nil, nil, invalid("Validation Failed", pullProblem("", "custom", fmt.Sprintf("No commits between %s and %s", base.name, head.name)))
	}
	for _, other := range r.openPulls() {
		if other.pull.fork == nil && other.pull.head == head.name && other.pull.base == base.name {
			message := fmt.Sprintf("A pull request already exists for %s:%s.", r.owner.login, head.name)
			return nil, nil, invalid("Validation Failed", pullProblem("", "custom", message))
		}
	}
	return head, base, nil
}

// mayOpenPull refuses those who cannot read the repository, and bad texts.
func (t *tx) mayOpenPull(r *repository, d pullDraft) error {
	switch {
	case t.user == nil || !t.sees(r):
		return notFound()
	case !t.holds("pull_requests", levelWrite, r):
		return forbidden(messageNoAccess)
	case r.archived:
		return forbidden(messageArchived)
	case d.issue != nil && (d.issue.pull != nil || d.issue.repo != r):
		return invalid("Validation Failed", pullProblem("issue", "invalid", ""))
	case d.issue != nil:
		return nil
	}
	return checkPullTexts(&d.title, &d.body)
}

// checkPullTexts refuses a title or a description out of bounds; nil is not looked at.
func checkPullTexts(title, body *string) error {
	switch {
	case title != nil && *title == "":
		return invalid("Validation Failed", pullProblem("title", "missing_field", ""))
	case title != nil && utf8.RuneCountInString(*title) > maxTitle:
		return invalid("Validation Failed", pullProblem("title", "custom", "title is too long (maximum is 256 characters)"))
	case body != nil && utf8.RuneCountInString(*body) > maxPullBody:
		return invalid("Validation Failed", pullProblem("body", "custom", messageLong))
	}
	return nil
}

func pullProblem(field, code, message string) fieldProblem {
	return fieldProblem{Resource: "PullRequest", Field: field, Code: code, Message: message}
}

// openPulls are a repository's open pull requests by number.
func (r *repository) openPulls() []*issue {
	var open []*issue
	for _, i := range r.issues {
		if i != nil && i.pull != nil && !i.closed {
			open = append(open, i)
		}
	}
	return open
}

// becomePull makes a pull request of an issue.
func (e *Emulator) becomePull(i *issue, head, base *branch) {
	delete(e.nodes, i.nodeID)
	i.pull = &pull{id: e.ids.number("pull"), head: head.name, headCommit: head.head, base: base.name, baseCommit: base.head}
	i.nodeID = nodeID("PR", i.repo.id, i.pull.id)
	i.reason = ""
	e.nodes[i.nodeID] = i
}

// newPull makes a pull request without telling anybody, from a branch of its
// own into the default branch; number 0 takes the next one.
func (e *Emulator) newPull(r *repository, number int, by actor, at time.Time) *issue {
	i := e.newIssue(r, number, by, at)
	e.becomePull(i, e.newChange(r, i.number, by.user, at), &branch{name: r.defaultBranch, head: r.head()})
	return i
}

// newChange makes the branch of a pull request, with one commit that changes no
// file, without telling anybody.
func (e *Emulator) newChange(r *repository, number int, by *user, at time.Time) *branch {
	name := fmt.Sprintf("change-%d", number)
	made := &commit{message: fmt.Sprintf("Change %d", number), author: sign(by, at)}
	if from := r.head(); from != nil {
		made.parents, made.files = []*commit{from}, from.files
	}
	b := &branch{name: name, head: e.addCommit(r, made)}
	r.branches = append(r.branches, b)
	return b
}

// follow lets open pull requests know that one of their branches moved.
func (t *tx) follow(r *repository, name string, to *commit) {
	for _, i := range r.openPulls() {
		if i.pull.merged {
			continue // it is being merged, and keeps what it was merged from
		}
		if i.pull.base == name {
			i.pull.baseCommit = to
		}
		if i.pull.fork == nil && i.pull.head == name && i.pull.headCommit != to {
			t.synchronize(i, to)
		}
	}
}

// synchronize lets a pull request have a new head.
func (t *tx) synchronize(i *issue, to *commit) {
	before := i.pull.headCommit
	i.pull.headCommit, i.updatedAt = to, t.at
	t.emitIssue(i, "synchronize", object{"before": before.sha, "after": to.sha})
}

// takeUp readies a closed pull request for being reopened: its branches must be
// there, and may have moved.
func (i *issue) takeUp() error {
	head, base := i.repo.branch(i.pull.head), i.repo.branch(i.pull.base)
	if i.pull.fork != nil {
		head = &branch{name: i.pull.head, head: i.pull.headCommit}
	}
	if i.pull.merged || head == nil || base == nil && len(i.repo.branches) > 1 {
		return invalid("Validation Failed", pullProblem("state", "invalid", ""))
	}
	i.pull.headCommit = head.head
	if base != nil {
		i.pull.baseCommit = base.head
	}
	return nil
}

// setDraft makes a pull request a draft, or ready for review.
func (t *tx) setDraft(i *issue, draft bool) error {
	if err := t.mayEdit(i, roleWrite); err != nil {
		return err
	}
	switch {
	case i.pull == nil:
		return notFound()
	case i.pull.draft == draft:
		return nil
	case i.closed:
		return invalid("Pull request is closed")
	}
	kind, action := "ready_for_review", "ready_for_review"
	if draft {
		kind, action = "convert_to_draft", "converted_to_draft"
	}
	i.pull.draft, i.updatedAt = draft, t.at
	t.happened(i, kind)
	t.wrote(action, i.ref().String(), "")
	t.emitIssue(i, action, nil)
	return nil
}

// setBase points a pull request at another branch.
func (t *tx) setBase(i *issue, name string) error {
	if err := t.mayEdit(i, roleWrite); err != nil {
		return err
	}
	base := i.repo.branch(name)
	switch {
	case base == nil || i.closed || i.pull.fork == nil && base.name == i.pull.head:
		return invalid("Validation Failed", pullProblem("base", "invalid", ""))
	case base.name == i.pull.base:
		return nil
	}
	was, sha := i.pull.base, shaOf(i.pull.baseCommit)
	i.pull.base, i.pull.baseCommit, i.updatedAt = base.name, base.head, t.at
	t.relinkMentions(i)
	t.emitIssue(i, "edited", object{"changes": object{"base": object{"ref": object{"from": was}, "sha": object{"from": sha}}}})
	return nil
}
