package emulator

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

type issueFile struct {
	Number     int                    `yaml:"number,omitempty"`
	ID         int64                  `yaml:"id,omitempty"`
	Title      string                 `yaml:"title"`
	Author     string                 `yaml:"author,omitempty"`
	App        bool                   `yaml:"app,omitempty"`
	Body       string                 `yaml:"body,omitempty"`
	LineEnds   string                 `yaml:"line_ends,omitempty"`
	Edited     *editedFile            `yaml:"edited,omitempty"`
	Opened     time.Time              `yaml:"opened,omitempty"`
	Updated    time.Time              `yaml:"updated,omitempty"`
	Closed     string                 `yaml:"closed,omitempty"`
	ClosedAt   time.Time              `yaml:"closed_at,omitempty"`
	ClosedBy   string                 `yaml:"closed_by,omitempty"`
	Duplicate  string                 `yaml:"duplicate_of,omitempty"`
	Reopened   bool                   `yaml:"reopened,omitempty"`
	Locked     bool                   `yaml:"locked,omitempty"`
	LockReason string                 `yaml:"lock_reason,omitempty"`
	Labels     []string               `yaml:"labels,omitempty"`
	Assignees  []string               `yaml:"assignees,omitempty"`
	Milestone  int                    `yaml:"milestone,omitempty"`
	Reactions  []placed[reactionFile] `yaml:"reactions,omitempty"`
	SubIssues  []string               `yaml:"sub_issues,omitempty"`
	BlockedBy  []string               `yaml:"blocked_by,omitempty"`
	Pull       *pullFile              `yaml:"pull,omitempty"`
	Comments   []placed[commentFile]  `yaml:"comments,omitempty"`
	Timeline   *[]placed[eventFile]   `yaml:"timeline,omitempty"`
	// These three order what other objects say.
	Blocking []string `yaml:"blocking,omitempty"`
	Pulls    []string `yaml:"linked_pulls,omitempty"`
	Boards   []string `yaml:"boards,omitempty"`
}

func (l *loader) issue(r *repository, p placed[issueFile]) error {
	f := p.of
	if f.Title == "" || f.Number != 0 && f.Number <= len(r.issues) || f.Number > maxNumber {
		return errors.New("the title is missing, or the number is not above those before it")
	}
	author, err := l.author(r, f.Author)
	if err != nil {
		return err
	}
	i, err := l.opened(r, f, author)
	if err != nil {
		return err
	}
	l.byApp(f.App, &i.byApp)
	if err := l.texts(i, f); err != nil {
		return err
	}
	if err := l.described(i, f); err != nil {
		return err
	}
	if err := l.closed(i, f, author); err != nil {
		return err
	}
	i.updatedAt = l.when(f.Updated, i.updatedAt)
	if f.Pull != nil {
		if err := l.pull(i, *f.Pull); err != nil {
			return fmt.Errorf("pull: %w", err)
		}
	}
	if err := l.timeline(i, f.Timeline); err != nil {
		return err
	}
	l.links(i, p)
	return nil
}

// opened makes the issue or pull request.
func (l *loader) opened(r *repository, f issueFile, author *user) (*issue, error) {
	if err := l.ids.give("issue", f.ID); err != nil {
		return nil, err
	}
	at := l.when(f.Opened, l.at)
	if f.Pull == nil {
		return l.newIssue(r, f.Number, actor{user: author}, at), nil
	}
	if err := l.ids.give("pull", f.Pull.ID); err != nil {
		return nil, fmt.Errorf("pull: %w", err)
	}
	if f.Pull.Head == "" {
		return l.newPull(r, f.Number, actor{user: author}, at), nil
	}
	head, err := l.commitNamed(f.Pull.HeadCommit)
	if err != nil || head == nil {
		return nil, fmt.Errorf("pull: head %s needs a head_commit that is there, not %q", f.Pull.Head, f.Pull.HeadCommit)
	}
	base, err := l.commitNamed(f.Pull.BaseCommit)
	if err != nil {
		return nil, fmt.Errorf("pull: base_commit: %w", err)
	}
	i := l.newIssue(r, f.Number, actor{user: author}, at)
	l.becomePull(i, &branch{name: f.Pull.Head, head: head}, &branch{name: either(f.Pull.Base, r.defaultBranch), head: base})
	return i, nil
}

// texts are the title, the description and what became of it.
func (l *loader) texts(i *issue, f issueFile) error {
	var err error
	i.title = f.Title
	if i.body, err = withLineEnds(f.Body, f.LineEnds); err != nil || f.Edited == nil {
		return err
	}
	i.bodyEdits, i.bodyEditedAt = f.Edited.Count, l.when(f.Edited.At, i.createdAt)
	if i.bodyEditor, err = l.somebody(f.Edited.By); err != nil {
		return fmt.Errorf("edited: %w", err)
	}
	i.edits, err = l.edits(f.Edited)
	return err
}

// described is what an issue has beside its texts.
func (l *loader) described(i *issue, f issueFile) error {
	if f.LockReason != "" && (!f.Locked || !contains(lockReasons, f.LockReason)) {
		return fmt.Errorf("lock_reason of a locked issue is one of %s, not %q", strings.Join(lockReasons, ", "), f.LockReason)
	}
	i.locked, i.lockReason = f.Locked, f.LockReason
	for _, name := range f.Labels {
		i.labels = append(i.labels, l.labelNamed(i.repo, name))
	}
	if err := l.assignees(i, f, i.author); err != nil {
		return fmt.Errorf("assignees: %w", err)
	}
	if m := i.repo.milestone(f.Milestone); m != nil {
		i.join(m)
	} else if f.Milestone != 0 {
		return fmt.Errorf("there is no milestone %d; describe it under milestones", f.Milestone)
	}
	if err := l.comments(i, f.Comments); err != nil {
		return err
	}
	return l.reactions(i.reactable(), f.Reactions)
}

func withLineEnds(text, ends string) (string, error) {
	switch ends {
	case "", "lf":
		return text, nil
	case "crlf":
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n"), nil
	default:
		return "", fmt.Errorf("line_ends is lf or crlf, not %q", ends)
	}
}

func (l *loader) assignees(i *issue, f issueFile, by *user) error {
	found, err := l.all(f.Assignees)
	if err != nil || f.Timeline != nil {
		i.assignees = found
		return err
	}
	for _, u := range found {
		i.assignees = append(i.assignees, u)
		ev := l.newEvent("assigned", by, i.createdAt)
		ev.assignee = u
		i.note(ev)
	}
	return nil
}

// closed closes an issue, or a pull request that is merged.
func (l *loader) closed(i *issue, f issueFile, author *user) error {
	merged := f.Pull != nil && f.Pull.Merged
	reasons := []string{"", "completed", "not_planned", "duplicate"}
	switch {
	case !contains(reasons, f.Closed) || f.Reopened && (i.pull != nil || f.Closed != ""):
		return fmt.Errorf("closed is completed, not_planned or duplicate, not %q, and absent for an issue that was reopened", f.Closed)
	case f.Closed == "" && !merged:
		if f.Reopened {
			i.reason = "reopened"
		}
		return nil
	}
	by, err := l.somebodyOr(f.ClosedBy, author)
	if err != nil {
		return fmt.Errorf("closed_by: %w", err)
	}
	i.closed, i.closedAt, i.closedBy = true, l.when(f.ClosedAt, l.at), by
	i.updatedAt = i.closedAt
	i.repo.openIssues--
	if i.pull == nil {
		i.reason = f.Closed
	}
	if f.Timeline == nil {
		ev := l.newEvent("closed", by, i.closedAt)
		ev.reason = i.reason
		i.note(ev)
	}
	return nil
}

// links notes what the issue refers to, for when everything is loaded.
func (l *loader) links(i *issue, p placed[issueFile]) {
	f := p.of
	l.refer(i, p, f.SubIssues, func(child *issue) error {
		if child.parent != nil || child.repo.owner != i.repo.owner || child == i || i.below(child) {
			return fmt.Errorf("%s cannot be a sub-issue of %s", child.ref(), i.ref())
		}
		linkSubIssue(i, child)
		return nil
	})
	l.refer(i, p, f.BlockedBy, func(other *issue) error {
		if other == i || other.pull != nil || i.pull != nil || contains(i.blockedBy, other) {
			return fmt.Errorf("%s cannot be blocked by %s", i.ref(), other.ref())
		}
		linkBlockedBy(i, other)
		return nil
	})
	l.refer(i, p, nonEmpty(f.Duplicate), func(other *issue) error {
		i.duplicateOf = other
		return nil
	})
	l.last = append(l.last, func() error {
		return p.wrong(l.reorder(i, f), "issue %s", i.ref())
	})
}

func nonEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

// reorder puts in order what other objects have linked to an issue.
func (l *loader) reorder(i *issue, f issueFile) error {
	named := func(text string) (*issue, error) { return l.referred(i.repo.owner, i.repo, text) }
	if err := order(i.blocking, f.Blocking, named); err != nil {
		return fmt.Errorf("blocking: %w", err)
	}
	if err := order(i.linkedPulls, f.Pulls, named); err != nil {
		return fmt.Errorf("linked_pulls: %w", err)
	}
	err := order(i.items, f.Boards, func(text string) (*item, error) {
		b, err := l.boardNamed(text)
		if err != nil {
			return nil, err
		}
		return b.item(i), nil
	})
	if err != nil {
		return fmt.Errorf("boards: %w", err)
	}
	return nil
}

// order sorts a list as names say, which must be all of it. Without names it
// stays as it is.
func order[T comparable](all []T, names []string, named func(string) (T, error)) error {
	if names == nil {
		return nil
	}
	var wanted []T
	for _, name := range names {
		one, err := named(name)
		if err != nil {
			return err
		}
		if !contains(all, one) || contains(wanted, one) {
			return fmt.Errorf("%s is not linked, or stands there twice", name)
		}
		wanted = append(wanted, one)
	}
	if len(wanted) != len(all) {
		return fmt.Errorf("%d are linked, but it names %d; name all or none", len(all), len(wanted))
	}
	copy(all, wanted)
	return nil
}

func (l *loader) refer(from *issue, p placed[issueFile], refs []string, link func(*issue) error) {
	for _, text := range refs {
		l.later = append(l.later, func() error {
			other, err := l.referred(from.repo.owner, from.repo, text)
			if err == nil {
				err = link(other)
			}
			return p.wrong(err, "issue %s", from.ref())
		})
	}
}

// referred finds an issue by "#1", "repo#1" or "owner/repo#1", or what is left
// of one that was deleted; see dumper.refer.
func (l *loader) referred(o *organization, r *repository, text string) (*issue, error) {
	full, lost := strings.CutPrefix(text, "gone ")
	full, hidden := strings.CutPrefix(full, "private ")
	switch {
	case strings.HasPrefix(text, "#") && r != nil:
		full = r.fullName() + text
	case !strings.Contains(text, "/"):
		full = o.login + "/" + text
	}
	ref, err := upgrade.ParseRef(full)
	if err != nil {
		return nil, err
	}
	in := l.findRepository(ref.Owner, ref.Repo)
	switch {
	case lost:
		owner := l.findOrganization(ref.Owner)
		if owner == nil {
			return nil, fmt.Errorf("there is no organization %s", ref.Owner)
		}
		in = &repository{owner: owner, name: ref.Repo, private: hidden, deleted: map[int]bool{ref.Number: true}}
		return &issue{repo: in, number: ref.Number}, nil
	case in != nil && in.deleted[ref.Number]:
		return &issue{repo: in, number: ref.Number}, nil
	}
	found := l.findIssue(ref)
	if found == nil {
		return nil, fmt.Errorf("there is no issue %s", ref)
	}
	return found, nil
}

// boardNamed finds a board by "owner/1".
func (l *loader) boardNamed(text string) (*board, error) {
	var number int
	at := max(0, strings.LastIndexByte(text, '/'))
	if _, err := fmt.Sscanf(text[at:], "/%d", &number); err != nil || l.findBoard(text[:at], number) == nil {
		return nil, fmt.Errorf("there is no board %q; a board is named as acme/1", text)
	}
	return l.findBoard(text[:at], number), nil
}

// replaceNode gives an object the node id of a file, for one that came from
// elsewhere and has kept the one it had.
func replaceNode[T any](l *loader, id *string, given string, of *T) error {
	if given == "" {
		return nil
	}
	if l.nodes[given] != nil {
		return fmt.Errorf("node %s: another object has it", given)
	}
	delete(l.nodes, *id)
	*id = given
	l.nodes[given] = of
	return nil
}
