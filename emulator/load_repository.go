package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

func (l *loader) repository(o *organization, f repositoryFile) error {
	if f.Name == "" || l.findRepository(o.login, f.Name) != nil {
		return errors.New("the name is missing or taken")
	}
	r := l.newRepository(o, f.Name, l.at)
	r.description, r.private, r.archived, r.issuesDisabled = f.Description, f.Private, f.Archived, f.NoIssues
	r.defaultBranch = either(f.DefaultBranch, r.defaultBranch)
	if err := l.rights(r, f); err != nil {
		return err
	}
	if err := l.files(r, f.Files); err != nil {
		return err
	}
	for _, name := range f.Labels {
		l.labelNamed(r, name)
	}
	for _, each := range f.Issues {
		if err := l.issue(r, each); err != nil {
			return fmt.Errorf("issue %q: %w", each.Title, err)
		}
	}
	return nil
}

func (l *loader) rights(r *repository, f repositoryFile) error {
	for _, login := range slices.Sorted(maps.Keys(f.People)) {
		u, given := l.findUser(login), slices.Index(roleNames[:], f.People[login])
		if u == nil {
			u = l.newUser(login, "", false, l.at)
		}
		if given < 0 {
			return fmt.Errorf("people: %q is no role", f.People[login])
		}
		r.roles[u] = role(given)
	}
	for slug, name := range f.Teams {
		t, given := r.owner.team(slug), slices.Index(roleNames[:], name)
		if t == nil || given < 0 {
			return fmt.Errorf("teams: no team %q or no role %q", slug, name)
		}
		r.teamRoles[t] = role(given)
	}
	return nil
}

func (l *loader) files(r *repository, files map[string]string) error {
	if len(files) == 0 {
		return nil
	}
	author, err := r.owner.anybody()
	if err != nil {
		return err
	}
	changed := map[string]*string{}
	for path, text := range files {
		changed[path] = &text
	}
	first := l.addCommit(r, &commit{message: "Initial commit", author: sign(author, l.at), files: withChanged(nil, changed)})
	r.branches = append(r.branches, &branch{name: r.defaultBranch, head: first})
	return nil
}

func (l *loader) issue(r *repository, f issueFile) error {
	if f.Title == "" || f.Number != 0 && f.Number <= len(r.issues) {
		return errors.New("the title is missing, or the number is not above those before it")
	}
	author, err := l.author(r, f.Author)
	if err != nil {
		return err
	}
	opened := f.Opened.UTC()
	if f.Opened.IsZero() {
		opened = l.at
	}
	open := l.newIssue
	if f.Pull != nil {
		open = l.newPull
	}
	i := open(r, f.Number, actor{user: author}, opened)
	i.title, i.locked = f.Title, f.Locked
	if i.body, err = withLineEnds(f.Body, f.LineEnds); err != nil {
		return err
	}
	for _, name := range f.Labels {
		i.labels = append(i.labels, l.labelNamed(r, name))
	}
	if err := l.assignees(i, f.Assignees, author); err != nil {
		return err
	}
	if err := l.comments(i, f.Comments); err != nil {
		return err
	}
	l.closed(i, f, author)
	l.links(i, f)
	return nil
}

func (l *loader) author(r *repository, login string) (*user, error) {
	if login == "" {
		return r.owner.anybody()
	}
	found, err := l.all([]string{login})
	if err != nil {
		return nil, err
	}
	return found[0], nil
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

func (l *loader) assignees(i *issue, logins []string, by *user) error {
	found, err := l.all(logins)
	if err != nil {
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

func (l *loader) comments(i *issue, files []commentFile) error {
	for _, f := range files {
		author, err := l.author(i.repo, f.Author)
		if err != nil {
			return err
		}
		at := f.At.UTC()
		if f.At.IsZero() {
			at = l.at
		}
		l.newComment(i, actor{user: author}, f.Body, at)
		if at.After(i.updatedAt) {
			i.updatedAt = at
		}
	}
	return nil
}

// closed closes an issue, or a pull request that is merged.
func (l *loader) closed(i *issue, f issueFile, by *user) {
	merged := f.Pull != nil && f.Pull.Merged
	if f.Closed == "" && !merged {
		return
	}
	i.closed, i.closedAt, i.closedBy, i.updatedAt = true, l.at, by, l.at
	i.repo.openIssues--
	if i.pull == nil {
		i.reason = f.Closed
	}
	if merged {
		i.pull.merged, i.pull.mergedAt, i.pull.mergedBy, i.pull.mergeCommit = true, l.at, by, i.pull.headCommit
	}
	ev := l.newEvent("closed", by, l.at)
	ev.reason = i.reason
	i.note(ev)
}

// links notes what the issue refers to, for when everything is loaded.
func (l *loader) links(i *issue, f issueFile) {
	if f.Pull != nil {
		i.pull.draft = f.Pull.Draft
		l.refer(i, f.Pull.Closes, func(other *issue) error {
			i.relink(i.pull.mentions, append(i.pull.connected, other))
			return nil
		})
		l.later = append(l.later, func() error {
			i.relink(l.mentioned(i, actor{user: i.author}), i.pull.connected)
			return nil
		})
	}
	l.refer(i, f.SubIssues, func(child *issue) error {
		if child.parent != nil || child.repo.owner != i.repo.owner || child == i || i.below(child) {
			return fmt.Errorf("%s cannot be a sub-issue of %s", child.ref(), i.ref())
		}
		linkSubIssue(i, child)
		return nil
	})
}

func (l *loader) refer(from *issue, refs []string, link func(*issue) error) {
	for _, text := range refs {
		l.later = append(l.later, func() error {
			other, err := l.referred(from.repo.owner, from.repo, text)
			if err != nil {
				return fmt.Errorf("issue %s: %w", from.ref(), err)
			}
			return link(other)
		})
	}
}

// referred finds an issue by "#1", "repo#1" or "owner/repo#1".
func (l *loader) referred(o *organization, r *repository, text string) (*issue, error) {
	full := text
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
	found := l.findIssue(ref)
	if found == nil {
		return nil, fmt.Errorf("no issue %s", ref)
	}
	return found, nil
}
