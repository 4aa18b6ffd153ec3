package emulator

import (
	"fmt"
	"slices"
	"strings"
)

func (d *dumper) issue(i *issue) issueFile {
	f := issueFile{
		Number: i.number, ID: i.id, Title: i.title, Author: loginUnless(i.author, nil), App: i.byApp != nil,
		Opened: d.unless(i.createdAt, d.at), Updated: i.updatedAt, Locked: i.locked, LockReason: i.lockReason,
		Labels: list(i.labels, func(l *label) string { return l.name }), Assignees: logins(i.assignees),
		Reactions: d.reactions(i.repo, i.reactions), SubIssues: list(i.subIssues, d.refer), BlockedBy: list(i.blockedBy, d.refer),
		Comments: parts(list(i.comments, d.comment)), Timeline: d.timeline(i),
	}
	if len(i.comments) == 0 && !i.closed {
		f.Updated = d.unless(i.updatedAt, i.createdAt)
	}
	f.Body, f.LineEnds = lineEnds(i.body)
	if i.bodyEditor != nil {
		f.Edited = &editedFile{By: i.bodyEditor.login, At: i.bodyEditedAt, Count: i.bodyEdits, Texts: d.edits(i.edits)}
	}
	if i.milestone != nil {
		f.Milestone = i.milestone.number
	}
	if i.duplicateOf != nil {
		f.Duplicate = d.refer(i.duplicateOf)
	}
	if i.pull != nil {
		f.Pull = d.pull(i)
	}
	d.state(&f, i)
	d.orders(&f, i)
	return f
}

// lineEnds is a text with line ends that are easy to read, and which it has.
func lineEnds(text string) (body, ends string) {
	plain := strings.ReplaceAll(text, "\r\n", "\n")
	if again, err := withLineEnds(plain, "crlf"); plain == text || err != nil || again != text {
		return text, ""
	}
	return plain, "crlf"
}

func (d *dumper) state(f *issueFile, i *issue) {
	f.Reopened = i.reason == "reopened"
	if !i.closed {
		return
	}
	f.ClosedAt, f.ClosedBy = d.unless(i.closedAt, d.at), loginUnless(i.closedBy, i.author)
	switch {
	case i.pull == nil:
		f.Closed = i.reason
	case !i.pull.merged:
		f.Closed = "completed" // any reason will do for a pull request
	}
}

// orders are those of what other objects say, where there are several.
func (d *dumper) orders(f *issueFile, i *issue) {
	if len(i.blocking) > 1 {
		f.Blocking = list(i.blocking, d.refer)
	}
	if len(i.linkedPulls) > 1 {
		f.Pulls = list(i.linkedPulls, d.refer)
	}
	if len(i.items) > 1 {
		f.Boards = list(i.items, func(it *item) string { return boardName(it.board) })
	}
}

func boardName(b *board) string { return fmt.Sprintf("%s/%d", b.org.login, b.number) }

// refer names an issue, also one that was deleted. What is left of one whose
// repository was deleted too is called gone: another may have the name by now.
func (d *dumper) refer(i *issue) string {
	switch {
	case d.nodes[i.repo.nodeID] == i.repo:
		return i.ref().String()
	case i.repo.private:
		return "gone private " + i.ref().String()
	default:
		return "gone " + i.ref().String()
	}
}

func (d *dumper) comment(c *comment) commentFile {
	f := commentFile{
		Author: loginUnless(c.author, nil), App: c.byApp != nil, Body: c.body, At: d.unless(c.createdAt, d.at),
		Updated: d.unless(c.updatedAt, c.createdAt), ID: c.id, Reactions: d.reactions(c.issue.repo, c.reactions),
	}
	if c.nodeID != nodeID("IC", c.issue.repo.id, c.id) {
		f.Node = c.nodeID
	}
	if c.editor != nil {
		f.Edited = &editedFile{By: c.editor.login, At: c.editedAt, Texts: d.edits(c.edits)}
	}
	return f
}

func (d *dumper) edits(of []*edit) []placed[editFile] {
	return parts(list(of, func(e *edit) editFile {
		return editFile{ID: e.id, By: loginUnless(e.editor, nil), At: e.at, Text: e.text}
	}))
}

func (d *dumper) reactions(in *repository, of []*reaction) []placed[reactionFile] {
	return parts(list(of, func(r *reaction) reactionFile {
		f := reactionFile{User: r.user.login, Content: r.content, At: d.unless(r.at, d.at), ID: r.id}
		if r.nodeID != nodeID("REA", in.id, r.id) {
			f.Node = r.nodeID
		}
		return f
	}))
}

func (d *dumper) pull(i *issue) *pullFile {
	p := i.pull
	f := &pullFile{
		ID: p.id, Draft: p.draft, Merged: p.merged, Head: p.head, HeadCommit: p.headCommit.sha, Base: p.base,
		Closes: list(p.connected, d.refer), Reviewers: logins(p.reviewers),
		ReviewTeams: list(p.reviewTeams, func(t *team) string { return teamName(i.repo.owner, t) }),
		Reviews:     parts(list(p.reviews, d.review)),
	}
	if p.fork != nil {
		f.Fork = p.fork.login
	}
	if p.baseCommit != nil {
		f.BaseCommit = p.baseCommit.sha
	}
	if p.merged {
		f.MergedAt, f.MergedBy = d.unless(p.mergedAt, i.closedAt), loginUnless(p.mergedBy, i.closedBy)
		if p.mergeCommit != nil {
			f.MergeCommit = p.mergeCommit.sha
		}
	}
	if !slices.Equal(p.mentions, d.mentioned(i, actor{user: i.author})) {
		names := list(p.mentions, d.refer)
		f.Mentions = &names
	}
	return f
}

// teamName is a team's slug, with its owner where that is another.
func teamName(o *organization, t *team) string {
	if t.org != o {
		return t.org.login + "/" + t.slug
	}
	return t.slug
}

func (d *dumper) review(rv *review) reviewFile {
	f := reviewFile{
		Author: rv.author.login, State: rv.state, Body: rv.body, ID: rv.id, Created: d.unless(rv.createdAt, d.at),
		Updated: d.unless(rv.updatedAt, rv.createdAt), At: d.unless(rv.at, rv.createdAt),
	}
	if rv.commit != nil {
		f.Commit = rv.commit.sha
	}
	if rv.editor != nil {
		f.Edited = &editedFile{By: rv.editor.login, At: rv.editedAt}
	}
	return f
}
